"""The browser interface: pages below ``/admin`` for people, made by the server."""
