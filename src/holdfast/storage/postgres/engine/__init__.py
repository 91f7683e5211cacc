"""Talking to PostgreSQL: connections, transactions, batching, replicas, notifications, migrations."""
