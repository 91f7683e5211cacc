"""Messages of a session: the shape ``Message`` and the calls behind ``client.message``."""

from holdfast_client.message.client import MessageClient
from holdfast_client.message.models import Message

__all__ = ["Message", "MessageClient"]
