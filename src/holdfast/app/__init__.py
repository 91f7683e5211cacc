"""How the parts are put together, from settings to a server that runs."""

from holdfast.app.server import Server, build_server

__all__ = ["Server", "build_server"]
