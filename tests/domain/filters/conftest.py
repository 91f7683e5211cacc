"""The PostgreSQL that paths are compared with."""

from __future__ import annotations

from tests.postgres import postgres_dsn

__all__ = ["postgres_dsn"]
