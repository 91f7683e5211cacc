"""Answers that a browser keeps as a file."""

from __future__ import annotations

from collections.abc import AsyncIterator

from starlette.responses import Response, StreamingResponse

from holdfast.http.paths import encode_segment

_NAME = 100
"""Characters of an identifier that a file is named by."""


def download(parts: AsyncIterator[bytes], name: str, ending: str, media_type: str) -> Response:
    """A file that is called by a name, whatever characters it holds."""
    file = encode_segment(name[:_NAME] + "." + ending)
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{file}"}
    return StreamingResponse(parts, media_type=media_type, headers=headers)
