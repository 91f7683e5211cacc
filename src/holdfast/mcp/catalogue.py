"""Which tools an agent is offered."""

from __future__ import annotations

from holdfast.mcp.tool import Tool
from holdfast.mcp.tools.connectors import FETCH, SEARCH
from holdfast.mcp.tools.conversations import READ_CONVERSATION, SAVE_CONVERSATION
from holdfast.mcp.tools.facts import CORRECT_FACT, FORGET, LIST_FACTS, REMEMBER
from holdfast.mcp.tools.recall import RECALL
from holdfast.settings import McpSettings

TOOLS = (RECALL, REMEMBER, SAVE_CONVERSATION, LIST_FACTS, CORRECT_FACT, FORGET, READ_CONVERSATION)
CONNECTORS = (SEARCH, FETCH)


def tools_for(settings: McpSettings) -> tuple[Tool, ...]:
    """The tools that there are by the settings, in the order in which a model reads of them."""
    return (*TOOLS, *CONNECTORS) if settings.chatgpt else TOOLS
