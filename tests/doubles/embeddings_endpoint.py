"""A local server that speaks the wire protocol of OpenAI's ``POST …/embeddings``."""

from __future__ import annotations

import hashlib

from tests.doubles.model_endpoint import Answer, Body, ModelEndpoint, Request, failure

__all__ = ["Answer", "EmbeddingsEndpoint", "embedding_of", "failure"]


def embedding_of(text: str, width: int) -> list[float]:
    """Vector that only this text has."""
    digest = hashlib.shake_256(text.encode()).digest(width)
    return [byte - 127.5 for byte in digest]


class EmbeddingsEndpoint(ModelEndpoint):
    """Gives vectors of ``width``, or as wide as a request asks."""

    def __init__(self, *, width: int = 8) -> None:
        super().__init__()
        self.width = width

    def right_answer(self, request: Request) -> Body:
        body = request.body
        width = body.get("dimensions", self.width)
        data = [
            {"object": "embedding", "index": index, "embedding": embedding_of(text, width)}
            for index, text in enumerate(body["input"])
        ]
        return {
            "object": "list",
            "data": data,
            "model": body["model"],
            "usage": {"prompt_tokens": 1, "total_tokens": 1},
        }
