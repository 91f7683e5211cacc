"""What the tests stand on: a real server process and a proxy which loses answers."""
