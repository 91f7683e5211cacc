"""The dashboard asks for metrics that a server has."""

from __future__ import annotations

import json
import re

import httpx
from prometheus_client.parser import text_string_to_metric_families

from tools.write_dashboard import FILE, text


def test_the_file_is_what_the_tool_writes() -> None:
    assert FILE.read_text("utf-8") == text()


def test_every_metric_that_is_drawn_exists(client: httpx.Client) -> None:
    client.get("/api/v1/sessions")
    families = list(text_string_to_metric_families(client.get("/metrics").text))
    there = {sample.name for family in families for sample in family.samples}
    # Some have no sample before something of their kind has happened.
    there |= {f"{family.name}_total" if family.type == "counter" else family.name for family in families}
    drawn = {
        name
        for panel in json.loads(FILE.read_text("utf-8"))["panels"]
        for target in panel["targets"]
        for name in re.findall(r"(?:holdfast|process)_\w+", target["expr"])
    }
    assert len(drawn) > 8
    assert drawn <= there
