"""Version of this distribution; the changelog has an entry for each."""

__version__ = "0.1.0"
