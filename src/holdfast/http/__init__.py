"""The HTTP API: from requests to operations and storage, and back."""
