"""How the parts that need several others are put together; `holdfast.app` puts together the whole."""
