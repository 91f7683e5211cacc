"""Style sheet, scripts and icon: known by what is in them, so that browsers may keep them for ever."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources

import msgspec

from holdfast.web.links import link

_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".txt": "text/plain"}


class Asset(msgspec.Struct, frozen=True):
    """A file for browsers."""

    content: bytes
    media_type: str
    digest: str


@cache
def assets() -> dict[str, Asset]:
    """All files by name."""
    found = {}
    for file in resources.files("holdfast.web").joinpath("static").iterdir():
        suffix = file.name[file.name.rfind(".") :]
        if suffix in _TYPES:
            content = file.read_bytes()
            digest = hashlib.sha256(content).hexdigest()[:16]
            found[file.name] = Asset(content, f"{_TYPES[suffix]}; charset=utf-8", digest)
    return found


def asset_link(name: str) -> str:
    """The address of a file, which changes with what is in it."""
    return link("static", assets()[name].digest, name)
