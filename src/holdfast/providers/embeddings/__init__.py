"""Embedding models: text in, vectors out; built in, local or behind an endpoint, all under one contract."""
