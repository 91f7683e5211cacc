"""What a tool is: what a model is told of it, what it may do, and how it is run."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Literal

import msgspec

from holdfast.mcp.arguments import Field, input_schema
from holdfast.mcp.caller import Caller
from holdfast.operations.verbs import Verbs

Right = Literal["read", "write", "forget"]


class Call(msgspec.Struct, frozen=True):
    """One call of a tool: ``values`` are those of its fields."""

    verbs: Verbs
    caller: Caller
    values: dict[str, Any]


class Outcome(msgspec.Struct, frozen=True):
    """What a call gave: ``text`` for the model, ``answer`` for programs, a value of the type that the tool names."""

    text: str
    answer: msgspec.Struct


class Tool(msgspec.Struct, frozen=True, kw_only=True):
    """A tool.

    ``description`` says what it does and when to call it.  ``answer`` is the type of what it gives, ``right`` what its
    caller needs.  ``destructive`` is said of what cannot be taken back, ``idempotent`` of what may be done twice.
    """

    name: str
    title: str
    description: str
    fields: tuple[Field, ...]
    answer: type[msgspec.Struct]
    run: Callable[[Call], Awaitable[Outcome]]
    right: Right = "write"
    destructive: bool = False
    idempotent: bool = False

    @property
    def reads(self) -> bool:
        """Whether it changes nothing."""
        return self.right == "read"

    @property
    def input_schema(self) -> dict[str, Any]:
        """The JSON schema of its arguments."""
        return input_schema(self.fields)

    @property
    def output_schema(self) -> dict[str, Any]:
        """The JSON schema of its answer, an object at its root as all revisions of the protocol want."""
        (_,), components = msgspec.json.schema_components([self.answer], ref_template="#/$defs/{name}")
        root = components.pop(self.answer.__name__)
        return {**root, "$defs": components} if components else root
