"""Contexts for prompts: the shape ``Context`` and the calls behind ``client.context``."""

from holdfast_client.context.client import ContextClient
from holdfast_client.context.models import Context, ContextItem, ContextSection, LeftOut, PromptMessage

__all__ = ["Context", "ContextClient", "ContextItem", "ContextSection", "LeftOut", "PromptMessage"]
