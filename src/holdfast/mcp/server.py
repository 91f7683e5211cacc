"""Answers what agents ask, in terms of tools, resources and prompts; knows nothing of how the protocol travels."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

import msgspec

from holdfast.errors import HoldfastError
from holdfast.mcp.arguments import Field, Kind, read_arguments
from holdfast.mcp.caller import Caller, caller_for
from holdfast.mcp.catalogue import tools_for
from holdfast.mcp.misunderstood import Misunderstood, shown
from holdfast.mcp.profile import profile_of
from holdfast.mcp.tool import Call, Tool
from holdfast.operations.verbs import Verbs
from holdfast.settings import McpSettings

log = logging.getLogger(__name__)

USER_ARGUMENT = Field(
    name="user_id",
    kind=Kind.TEXT,
    required=True,
    meaning="The user whose memory this is.",
    aliases=("user",),
)


class Reply(msgspec.Struct, frozen=True):
    """The result of a call: ``text`` for the model, and ``answer`` as JSON values unless it ``failed``."""

    text: str
    answer: dict[str, Any] | None = None
    failed: bool = False


class AgentServer:
    """The tools of one server, for callers of all its users."""

    def __init__(self, verbs: Verbs, settings: McpSettings) -> None:
        self._verbs = verbs
        self._settings = settings
        self.tools: dict[str, Tool] = {tool.name: tool for tool in map(self._with_user, tools_for(settings))}

    @property
    def instructions(self) -> str:
        """What a model is told of the server as a whole."""
        return _READING if self._settings.read_only else f"{_READING} {_WRITING}"

    def tools_of(self, caller: Caller) -> list[Tool]:
        """The tools that the caller may use."""
        return [tool for tool in self.tools.values() if caller.may(tool.right)]

    async def call(self, caller: Caller, name: str, arguments: Mapping[str, Any]) -> Reply:
        """Run a tool.  Whatever goes wrong becomes a sentence for the model; only a stop of the server is raised."""
        tool = self.tools.get(name)
        if tool is None or not caller.may(tool.right):
            names = ", ".join(each.name for each in self.tools_of(caller))
            return Reply(f"There is no tool {shown(name)!r}. There are: {names}.", failed=True)
        try:
            return await self._run(tool, caller, arguments)
        except Misunderstood as error:
            return Reply(str(error), failed=True)
        except HoldfastError as error:
            return Reply(f"That did not work: {error}.", failed=True)
        except asyncio.CancelledError:
            raise
        except Exception:
            log.exception("the tool %s failed", name)
            return Reply("That failed inside the memory server; its log says why. Go on without it.", failed=True)

    async def profile(self, caller: Caller) -> str:
        """What is known about the caller's user, for models."""
        return await profile_of(self._verbs, caller)

    async def _run(self, tool: Tool, caller: Caller, arguments: Mapping[str, Any]) -> Reply:
        values, unknown = read_arguments(tool.fields, arguments)
        if self._settings.user_argument:
            caller = caller_for(caller.principal, values.pop(USER_ARGUMENT.name))
        outcome = await tool.run(Call(self._verbs, caller, values))
        text = outcome.text
        if unknown:
            text += (
                f"\n(Ignored, not an argument of {tool.name}: {', '.join(shown(each, 40) for each in unknown[:10])}.)"
            )
        return Reply(text, msgspec.to_builtins(outcome.answer))

    def _with_user(self, tool: Tool) -> Tool:
        if not self._settings.user_argument:
            return tool
        return msgspec.structs.replace(tool, fields=(*tool.fields, USER_ARGUMENT))


_READING = (
    "This is the user's long-term memory, which lasts beyond this conversation. Call recall at the beginning of a"
    " conversation and whenever something said earlier could matter."
)
_WRITING = (
    "Call remember when the user states something lasting about themselves, correct_fact when something remembered"
    " turns out wrong, forget when the user asks for it, and save_conversation to keep what was said."
)
