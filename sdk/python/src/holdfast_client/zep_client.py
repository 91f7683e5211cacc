"""The client under the module path which users of zep-python know."""

from holdfast_client.client import HoldfastClient, ZepClient

__all__ = ["HoldfastClient", "ZepClient"]
