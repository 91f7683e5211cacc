"""Making HTML: the templates, and how values are shown in them.

Everything is escaped that a template does not itself contain.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, MutableMapping
from typing import Any

import jinja2
from markupsafe import Markup, escape

from holdfast.domain.metadata import EncodedMetadata, decode_metadata
from holdfast.web.assets import asset_link
from holdfast.web.links import link

_UNITS = ("bytes", "KB", "MB", "GB", "TB")
_IRREGULAR = {"person": "people", "search": "searches", "entry": "entries", "summary": "summaries"}


class _Environment(jinja2.Environment):
    """Gives each template one flat table of what all know: a page makes a dictionary of it each time."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **(d or {})}


class Renderer:
    """Makes pages of templates."""

    def __init__(self, version: str) -> None:
        environment = _Environment(
            loader=jinja2.PackageLoader("holdfast.web"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
        )
        environment.globals |= {"link": link, "asset": asset_link, "version": version}
        environment.filters |= {
            "when": when,
            "grouped": grouped,
            "counted": counted,
            "size": size,
            "excerpt": excerpt,
            "excerpt_lines": excerpt_lines,
            "pretty": pretty,
            "milliseconds": milliseconds,
            "decimals": decimals,
            "words": words,
            "described": described,
        }
        self._environment = environment

    def render(self, template: str, values: Mapping[str, Any]) -> str:
        """The text that a template makes of the values."""
        return self._environment.get_template(template).render(values)


def when(timestamp: str | None, *, only_day: bool = False) -> Markup:
    """A point in time: in UTC, until the browser puts it into the reader's own zone."""
    if not timestamp:
        return Markup("–")
    safe = str(escape(timestamp))
    short = safe[:10] if only_day else f"{safe[:10]} {safe[11:16]}"
    kind = "day" if only_day else "time"
    title = f"{safe[:10]} {safe[11:19]} UTC"
    return Markup(f'<time datetime="{safe}" title="{title}" data-show="{kind}">{short}</time>')  # noqa: S704 (escaped)


def grouped(number: int) -> str:
    """A number with its thousands set apart."""
    return f"{number:,}".replace(",", "\u202f")


def counted(number: int, noun: str) -> str:
    """A number of things, such as ``1 message`` and ``3 messages``."""
    return f"{grouped(number)} {noun if number == 1 else _IRREGULAR.get(noun, noun + 's')}"


def decimals(number: float) -> str:
    """A number between -1 and 1, or not far from that."""
    return f"{number:.2f}"


def words(name: str) -> str:
    """A name of the code as people read it."""
    return name.replace("_", " ")


def described(text: str) -> Markup:
    """A sentence of the documentation, with what stands between backquotes as code."""
    parts = text.split("`")
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if place % 2 else part for place, part in enumerate(parts)
    )


def size(count: float) -> str:
    """A number of bytes in the unit that suits it."""
    unit = 0
    while count >= 1000 and unit < len(_UNITS) - 1:
        count /= 1000
        unit += 1
    return f"{count:.0f} {_UNITS[unit]}" if unit == 0 or count >= 100 else f"{count:.1f} {_UNITS[unit]}"


def excerpt(text: str, length: int = 160) -> str:
    """The beginning of a text, in one line."""
    line = " ".join(text[: 2 * length].split())
    return line if len(line) <= length and len(text) <= 2 * length else line[:length].rstrip() + "…"


def excerpt_lines(text: str, length: int = 8000) -> str:
    """The beginning of a text, its lines as they are."""
    return text if len(text) <= length else f"{text[:length]}…"


def pretty(value: EncodedMetadata | Mapping[str, Any] | None) -> str:
    """Metadata as JSON that people can read; empty without."""
    decoded = decode_metadata(value) if isinstance(value, EncodedMetadata) else value
    return json.dumps(decoded, indent=2, ensure_ascii=False) if decoded else ""


def milliseconds(seconds: float) -> str:
    """A short time."""
    value = seconds * 1000
    return f"{value:.1f} ms" if value < 10 else f"{value:.0f} ms"
