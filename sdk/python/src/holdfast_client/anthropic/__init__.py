"""Holdfast for Anthropic's memory tool (``memory_20250818``): Claude keeps its notes about a user in Holdfast.

Needs ``pip install 'holdfast-client[anthropic]'``.
"""

try:
    import anthropic  # noqa: F401 - asked for here to say what to install
except ImportError as error:
    msg = "holdfast_client.anthropic needs Anthropic's package: pip install 'holdfast-client[anthropic]'"
    raise ImportError(msg) from error

from holdfast_client.anthropic._async_memory_tool import AsyncHoldfastMemoryTool
from holdfast_client.anthropic._sync_memory_tool import SyncHoldfastMemoryTool

HoldfastMemoryTool = SyncHoldfastMemoryTool

__all__ = ["AsyncHoldfastMemoryTool", "HoldfastMemoryTool", "SyncHoldfastMemoryTool"]
