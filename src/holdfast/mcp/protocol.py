"""The official SDK's server, answering with what `holdfast.mcp.server` says."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.shared.exceptions import MCPError
from mcp_types import (
    INTERNAL_ERROR,
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    GetPromptRequestParams,
    GetPromptResult,
    ListPromptsResult,
    ListResourcesResult,
    ListToolsResult,
    PaginatedRequestParams,
    Prompt,
    PromptMessage,
    ReadResourceRequestParams,
    ReadResourceResult,
    Resource,
    TextContent,
    TextResourceContents,
    ToolAnnotations,
)
from mcp_types import Tool as ToolDescription

from holdfast.errors import HoldfastError
from holdfast.mcp.caller import Caller
from holdfast.mcp.profile import (
    PROFILE_MEANING,
    PROFILE_NAME,
    PROFILE_TITLE,
    PROFILE_URI,
    PROMPT,
    PROMPT_MEANING,
    PROMPT_NAME,
    PROMPT_TITLE,
)
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

    async def list_resources(_: Context, __: PaginatedRequestParams | None) -> ListResourcesResult:
        return ListResourcesResult(resources=[_PROFILE])

    async def read_resource(context: Context, params: ReadResourceRequestParams) -> ReadResourceResult:
        if params.uri != PROFILE_URI:
            raise MCPError(code=INVALID_PARAMS, message=f"there is no such resource; there is {PROFILE_URI}")
        text = await _told(agents.profile(caller_of(context)))
        return ReadResourceResult(contents=[TextResourceContents(uri=PROFILE_URI, mime_type=_PLAIN, text=text)])

    async def list_prompts(_: Context, __: PaginatedRequestParams | None) -> ListPromptsResult:
        return ListPromptsResult(prompts=[_PROMPT])

    async def get_prompt(context: Context, params: GetPromptRequestParams) -> GetPromptResult:
        if params.name != PROMPT_NAME:
            raise MCPError(code=INVALID_PARAMS, message=f"there is no such prompt; there is {PROMPT_NAME}")
        text = await _told(agents.profile(caller_of(context)))
        content = TextContent(text=f"{PROMPT}\n\n{text}")
        return GetPromptResult(description=PROMPT_MEANING, messages=[PromptMessage(role="user", content=content)])

    return Server(
        NAME,
        version=version,
        title=TITLE,
        instructions=agents.instructions,
        get_tool_input_schema=lambda _: None,  # no argument travels in a header
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        on_list_resources=list_resources,
        on_read_resource=read_resource,
        on_list_prompts=list_prompts,
        on_get_prompt=get_prompt,
    )


async def _told(text: Awaitable[str]) -> str:
    """A text, or why there is none, as the protocol says it."""
    try:
        return await text
    except HoldfastError as error:
        raise MCPError(code=INTERNAL_ERROR, message=str(error)) from None


_PLAIN = "text/plain"
_PROFILE = Resource(
    uri=PROFILE_URI, name=PROFILE_NAME, title=PROFILE_TITLE, description=PROFILE_MEANING, mime_type=_PLAIN
)
_PROMPT = Prompt(name=PROMPT_NAME, title=PROMPT_TITLE, description=PROMPT_MEANING)


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
