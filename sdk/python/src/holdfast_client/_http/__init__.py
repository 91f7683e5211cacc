"""How calls reach the server: requests and answers as values, and two transports which send them. Not public."""
