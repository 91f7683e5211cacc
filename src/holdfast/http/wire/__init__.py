"""The shapes of the API: what comes in, what goes out, and how both relate to domain values."""
