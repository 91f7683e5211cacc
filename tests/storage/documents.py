"""Short ways to say what the tests of collections put in."""

from __future__ import annotations

from typing import Any

import numpy as np

from holdfast.domain.collections import Collection, NewCollection
from holdfast.domain.documents import NewDocument
from holdfast.domain.vectors import PackedVector
from holdfast.storage.contract.storage import Storage
from tests.storage.samples import fresh

WIDTH = 8


def vector(*components: float) -> PackedVector:
    """A packed vector, zeros at the end."""
    return np.array([*components, *[0.0] * (WIDTH - len(components))], dtype="<f4").tobytes()


def document(content: str = "text", **fields: Any) -> NewDocument:
    return NewDocument(content=content, **fields)


def embedded(content: str = "text", **fields: Any) -> NewDocument:
    return NewDocument(content=content, embedding=fields.pop("embedding", vector(1)), **fields)


async def collection_of(storage: Storage, name: str = "", *, auto: bool = False, **fields: Any) -> Collection:
    name = name or fresh("c").replace("-", "")
    return (
        await storage.collections.create(NewCollection(name=name, dimensions=WIDTH, is_auto_embedded=auto, **fields))
    ).result
