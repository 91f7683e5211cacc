"""Anthropic's tool runner with Holdfast as its memory."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytest.importorskip("anthropic")

from anthropic import AsyncAnthropic

from holdfast_client import HoldfastClient
from holdfast_client.anthropic import AsyncHoldfastMemoryTool
from support.anthropic_double import ScriptedModel

pytestmark = pytest.mark.anyio

Fresh = Callable[[str], str]
TEXT = "# Ada\nSails in May.\nGets seasick."


async def run(client: HoldfastClient, user_id: str, *commands: dict[str, Any]) -> list[tuple[str, bool]]:
    """What the model is told of each command."""
    model = ScriptedModel(commands)
    with model.serving() as url:
        runner = AsyncAnthropic(api_key="key", base_url=url).beta.messages.tool_runner(
            model="claude",
            max_tokens=100,
            messages=[{"role": "user", "content": "hello"}],
            tools=[AsyncHoldfastMemoryTool(client, user_id)],
        )
        await runner.until_done()
    assert model.tools == [{"type": "memory_20250818", "name": "memory"}]
    return model.told


async def test_the_runner_keeps_notes_of_a_user_who_is_new(client: HoldfastClient, fresh: Fresh) -> None:
    user_id = fresh("user")
    told = await run(
        client,
        user_id,
        {"command": "view", "path": "/memories"},
        {"command": "create", "path": "/memories/people/ada.md", "file_text": TEXT},
        {"command": "str_replace", "path": "/memories/people/ada.md", "old_str": "May", "new_str": "June"},
        {"command": "insert", "path": "/memories/people/ada.md", "insert_line": 1, "insert_text": "Likes boats.\n"},
        {"command": "view", "path": "/memories/people/ada.md", "view_range": [2, 3]},
        {"command": "view", "path": "/memories"},
        {"command": "rename", "old_path": "/memories/people", "new_path": "/memories/friends"},
        {"command": "view", "path": "/memories/friends/"},
        {"command": "delete", "path": "/memories/friends"},
        {"command": "view", "path": "/memories"},
    )
    assert not [text for text, failed in told if failed]
    texts = [text for text, _ in told]
    assert texts[0].endswith("0B\t/memories")
    assert texts[1] == "File created successfully at: /memories/people/ada.md"
    assert "     2\tSails in June." in texts[2]
    assert texts[3] == "The file /memories/people/ada.md has been edited."
    head = "Here's the content of /memories/people/ada.md with line numbers:"
    assert texts[4] == f"{head}\n     2\tLikes boats.\n     3\tSails in June."
    assert "/memories/people/\n" in texts[5]
    assert texts[5].endswith("/memories/people/ada.md")
    assert "/memories/friends/ada.md" in texts[7]
    assert texts[9] == texts[0]


async def test_what_cannot_be_done_is_told_to_the_model(client: HoldfastClient, fresh: Fresh) -> None:
    told = await run(
        client,
        fresh("user"),
        {"command": "create", "path": "/memories/a.md", "file_text": "tea tea"},
        {"command": "create", "path": "/memories/a.md", "file_text": "other"},
        {"command": "str_replace", "path": "/memories/a.md", "old_str": "tea", "new_str": "x"},
        {"command": "str_replace", "path": "/memories/a.md", "old_str": "coffee", "new_str": "x"},
        {"command": "insert", "path": "/memories/a.md", "insert_line": 7, "insert_text": "x"},
        {"command": "view", "path": "/memories/none.md"},
        {"command": "view", "path": "/etc/passwd"},
        {"command": "view", "path": "/memories/../secrets"},
        {"command": "delete", "path": "/memories"},
        {"command": "rename", "old_path": "/memories/none", "new_path": "/memories/b"},
        {"command": "view", "path": "/memories/a.md"},
    )
    assert [failed for _, failed in told] == [False, *[True] * 9, False]
    for (text, _), part in zip(
        told[1:],
        [
            "already exists",
            "appears more than once, in lines 1, 1",
            "does not appear verbatim",
            "insert_line: must be within 0 and 1",
            "does not exist",
            "must start with /memories",
            "must start with /memories",
            "Cannot delete the /memories directory itself",
            "does not exist",
            "     1\ttea tea",
        ],
    ):
        assert part in text


async def test_notes_of_users_are_apart(client: HoldfastClient, fresh: Fresh) -> None:
    ada, ben = fresh("ada"), fresh("ben")
    await run(client, ada, {"command": "create", "path": "/memories/a.md", "file_text": "zeppelin"})
    ((text, failed),) = await run(client, ben, {"command": "view", "path": "/memories/a.md"})
    assert failed
    assert "zeppelin" not in text


async def test_files_are_read_found_and_kept_from_lost_updates(client: HoldfastClient, fresh: Fresh) -> None:
    user_id = fresh("user")
    await run(client, user_id, {"command": "create", "path": "/memories/notes/a b.md", "file_text": TEXT})
    first = await client.file.aget(user_id, "notes/a b.md")
    assert (first.content, first.revision) == (TEXT, 1)
    (found,) = await client.file.alist(user_id, text="sailing")
    assert (found.path, found.excerpt) == ("notes/a b.md", "Sails in May.")
    await client.file.aput(user_id, "notes/a b.md", "new", version=first.version)
    with pytest.raises(Exception, match="read it again"):
        await client.file.aput(user_id, "notes/a b.md", "other", version=first.version)
    assert (await client.file.aget(user_id, "notes/a b.md", revision=1)).content == TEXT
    await AsyncHoldfastMemoryTool(client, user_id).clear_all_memory()
    assert await client.file.alist(user_id) == []
