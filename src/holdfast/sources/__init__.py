"""Where data can be moved in from: other servers and their databases, one module each behind one interface."""
