"""Whatever is done at the same time, the store stays sound and nobody gets odd errors."""

from __future__ import annotations

import pytest

from holdfast.storage.contract.storage import Storage
from tests.storage.chaos import unleash


async def test_a_second_of_everything_at_once_leaves_the_store_sound(storage: Storage) -> None:
    await unleash(1, storage)


@pytest.mark.slow
async def test_a_minute_of_everything_at_once_leaves_the_store_sound(storage: Storage) -> None:
    await unleash(60, storage)
