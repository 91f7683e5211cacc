"""What a distributed PostgreSQL (Citus) needs: the layout of the tables, and statements that suit it."""
