"""Search in document collections: exact up to some ten thousand documents, approximate beyond."""
