"""The database file: the connection, group commit, checkpoints, migrations, its soundness."""
