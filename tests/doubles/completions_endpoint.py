"""A local server that speaks the wire protocols of OpenAI's and Anthropic's completions."""

from __future__ import annotations

from collections.abc import Callable

from tests.doubles.model_endpoint import Answer, Body, ModelEndpoint, Request, failure

__all__ = ["Answer", "CompletionsEndpoint", "failure", "prompt_of"]


def prompt_of(request: Request) -> str:
    """The prompt that a request carried."""
    prompt: str = request.body["messages"][0]["content"]
    return prompt


class CompletionsEndpoint(ModelEndpoint):
    """``reply`` makes the text of a completion from the prompt."""

    def __init__(self, reply: Callable[[str], str] = lambda prompt: "An answer.") -> None:
        super().__init__()
        self.reply = reply

    def right_answer(self, request: Request) -> Body:
        text = self.reply(prompt_of(request))
        if request.path.endswith("/messages"):
            return {
                "id": "msg_1",
                "type": "message",
                "role": "assistant",
                "model": request.body["model"],
                "content": [{"type": "text", "text": text}],
                "stop_reason": "end_turn",
                "usage": {"input_tokens": 1, "output_tokens": 1},
            }
        message = {"role": "assistant", "content": text}
        return {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": 1,
            "model": request.body["model"],
            "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        }
