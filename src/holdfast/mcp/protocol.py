"""The official SDK's server, answering with what `holdfast.mcp.server` says."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp_types import (
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    ToolAnnotations,
)
from mcp_types import Tool as ToolDescription

from holdfast.mcp.caller import Caller
from holdfast.mcp.server import AgentServer
from holdfast.mcp.tool import Tool

Context = ServerRequestContext[Any, Any]

NAME = "holdfast"
TITLE = "Holdfast, long-term memory"


def protocol_server(agents: AgentServer, version: str, caller_of: Callable[[Context], Caller]) -> Server[Any]:
    """A server of the protocol; ``caller_of`` tells on whose behalf a request comes."""
    described = {name: _description(tool) for name, tool in agents.tools.items()}

    async def list_tools(context: Context, _: PaginatedRequestParams | None) -> ListToolsResult:
        return ListToolsResult(tools=[described[tool.name] for tool in agents.tools_of(caller_of(context))])

    async def call_tool(context: Context, params: CallToolRequestParams) -> CallToolResult:
        reply = await agents.call(caller_of(context), params.name, params.arguments or {})
        return CallToolResult(
            content=[TextContent(text=reply.text)], structured_content=reply.answer, is_error=reply.failed
        )

    return Server(
        NAME,
        version=version,
        title=TITLE,
        instructions=agents.instructions,
        get_tool_input_schema=lambda _: None,  # no argument travels in a header
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def _description(tool: Tool) -> ToolDescription:
    return ToolDescription(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=json.loads(json.dumps(tool.input_schema)),
        output_schema=tool.output_schema,
        annotations=ToolAnnotations(
            title=tool.title,
            read_only_hint=tool.reads,
            destructive_hint=tool.destructive,
            idempotent_hint=tool.idempotent,
            open_world_hint=False,
        ),
    )
