"""What models are told of the tools: a change of it changes what agents do, so it is a decision."""

from __future__ import annotations

import json
from pathlib import Path

from holdfast.mcp.catalogue import CONNECTORS, TOOLS
from holdfast.mcp.protocol import _description

SNAPSHOT = Path(__file__).parent / "descriptions.json"


def described() -> list[dict[str, object]]:
    return [_description(tool).model_dump(by_alias=True, exclude_none=True) for tool in (*TOOLS, *CONNECTORS)]


def test_the_tools_are_described_as_was_decided() -> None:
    """To decide anew: ``python -m tests.mcp.test_descriptions``."""
    assert described() == json.loads(SNAPSHOT.read_text("utf-8"))


def test_every_tool_says_when_to_call_it_in_few_words() -> None:
    for tool in TOOLS:
        assert "all " in tool.description
        assert 100 < len(tool.description) < 700
    assert len(TOOLS) == 7
    assert len(json.dumps(described())) < 20_000


if __name__ == "__main__":
    SNAPSHOT.write_text(json.dumps(described(), indent=1, ensure_ascii=False) + "\n", "utf-8")
