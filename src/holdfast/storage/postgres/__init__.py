"""The store for teams: PostgreSQL 15 or newer through asyncpg, shared by any number of server processes."""
