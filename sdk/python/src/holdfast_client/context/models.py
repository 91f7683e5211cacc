"""Shapes of contexts."""

from __future__ import annotations

from typing import Optional

from pydantic import Field

from holdfast_client._model import Model

__all__ = ["Context", "ContextItem", "ContextSection", "LeftOut", "PromptMessage", "StablePart", "VolatilePart"]


class ContextItem(Model):
    """One thing that a context tells, and where it comes from. ``score`` is given for what was searched for."""

    kind: str
    uuid: str
    session_id: Optional[str] = None
    speaker: str = ""
    created_at: str
    score: Optional[float] = None
    text: str
    truncated: bool = False


class ContextSection(Model):
    """A section as it stands in a context: ``instructions``, ``profile``, ``summary``, ``facts`` and so on."""

    name: str
    text: str
    tokens: int
    items: list[ContextItem] = Field(default_factory=list)


class LeftOut(Model):
    """How many items of a section were left out, and why: ``budget`` or ``timeout``."""

    section: str
    items: int
    reason: str


class PromptMessage(Model):
    """A message for a prompt."""

    role: str
    content: str


class StablePart(Model):
    """What stays the same, byte by byte, until what it tells changes; no text where it is ``unchanged``."""

    text: str = ""
    sha256: str
    unchanged: bool = False


class VolatilePart(Model):
    """What depends on the question; it stands behind the stable part."""

    text: str = ""


class Context(Model):
    """What an assistant should know now: ``context`` is the text for the prompt, of ``tokens`` tokens.

    ``messages`` are given for the format ``messages``. ``str()`` of it is the text.
    """

    context: str = ""
    stable: StablePart
    volatile: VolatilePart
    sections: list[ContextSection] = Field(default_factory=list)
    tokens: int
    max_tokens: int
    truncated: bool = False
    left_out: list[LeftOut] = Field(default_factory=list)
    took_ms: float = 0.0
    messages: Optional[list[PromptMessage]] = None

    def __str__(self) -> str:
        return self.context
