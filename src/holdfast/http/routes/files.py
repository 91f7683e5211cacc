"""``/api/v1/user/{user_id}/files``: texts that agents keep for a user (ours)."""

from __future__ import annotations

from starlette.responses import Response

from holdfast.domain.files import Entry, Expected, Put
from holdfast.domain.receipts import Written
from holdfast.errors import InvalidRequest
from holdfast.http.idempotency import mark_replayed
from holdfast.http.request import ApiRequest
from holdfast.http.responses import ApiResponse, json_response, ok
from holdfast.http.routing import QueryParameter, Routes
from holdfast.http.wire.files import EditFile, EntryBody, FileBody, PutFile, RenamedBody, RenameFile
from holdfast.http.wire.reading import plain

FILES = "/api/v1/user/{user_id}/files"
FILE = FILES + "/{path}"

routes = Routes("files")


@routes.route(
    "GET",
    FILES,
    answer=list[EntryBody],
    query=(
        QueryParameter("folder", "string", "Only files of this folder and of those below it."),
        QueryParameter("text", "string", "Only files with words of this text, those with most of them first."),
        QueryParameter("limit", "integer", "Most files to return; 0 or absent means all, with `text` 10."),
        QueryParameter("cursor", "string", "Return files whose `path` comes after this one; not with `text`."),
    ),
    errors=(400, 404),
)
async def list_files(request: ApiRequest) -> Response:
    """List or find files.

    The files of a user by path, without their contents, or those that have words of a text.
    """
    user_id, limit = request.parameters["user_id"], request.count("limit")
    text, folder = request.query.get("text", ""), request.query.get("folder", "")
    if text.strip():
        hits = await request.verbs.files.find(request.principal, user_id, text, limit=limit)
        return json_response([EntryBody.from_hit(hit) for hit in hits])
    entries = await request.verbs.files.page(
        request.principal, user_id, folder=folder, after=request.query.get("cursor", ""), limit=limit
    )
    return json_response([EntryBody.from_entry(entry) for entry in entries])


@routes.route(
    "GET",
    FILE,
    answer=FileBody,
    query=(QueryParameter("revision", "integer", "What the file was at this revision; absent for what it is."),),
    errors=(400, 404),
    rest=True,
)
async def get_file(request: ApiRequest) -> Response:
    """Get a file.

    A file with its content. `ETag` holds its version, for `If-Match` of a change.
    """
    user_id, path = request.parameters["user_id"], request.parameters["path"]
    files = request.verbs.files
    file = await files.get(request.principal, user_id, path, revision=request.count("revision") or None)
    former = await files.former(request.principal, user_id, path)
    return _tagged(json_response(FileBody.from_file(file, former)), file.entry)


@routes.route("PUT", FILE, request=PutFile, answer=EntryBody, errors=(400, 404, 412), rest=True)
async def put_file(request: ApiRequest) -> Response:
    """Write a file.

    Let a file have this content, whether it exists or not. `If-None-Match: *` only creates it; `If-Match` with the
    `ETag` that was read writes nothing when somebody has changed it since.
    """
    content = (await request.read(PutFile)).to_content()
    written = await request.verbs.files.change(
        request.principal,
        request.parameters["user_id"],
        request.parameters["path"],
        Put(content),
        expected=_expected(request),
    )
    return _changed(written)


@routes.route("POST", FILES, request=RenameFile, answer=RenamedBody, errors=(400, 404), keyed=True)
async def rename_file(request: ApiRequest) -> Response:
    """Rename a file or a folder.

    Give a file, or all files of a folder, another path. Nothing may have that path yet.
    """
    body = await request.read(RenameFile)
    renamed = await request.verbs.files.rename(
        request.principal,
        request.parameters["user_id"],
        plain(body.path).strip("/"),
        plain(body.new_path).strip("/"),
        receipt=await request.receipt(),
    )
    return mark_replayed(json_response(RenamedBody(renamed.result)), renamed)


@routes.route("POST", FILE, request=EditFile, answer=EntryBody, errors=(400, 404, 412), keyed=True, rest=True)
async def edit_file(request: ApiRequest) -> Response:
    """Edit a file.

    Replace a text that stands in the file once, or insert lines.
    """
    body = await request.read(EditFile)
    written = await request.verbs.files.change(
        request.principal,
        request.parameters["user_id"],
        request.parameters["path"],
        body.to_edit(),
        expected=_expected(request),
        receipt=await request.receipt(),
    )
    return _changed(written)


@routes.route(
    "DELETE",
    FILE,
    answer=str,
    query=(QueryParameter("recursive", "boolean", "Whether a folder is deleted with all in it."),),
    errors=(400, 404, 412),
    rest=True,
)
async def delete_file(request: ApiRequest) -> Response:
    """Delete a file.

    It is gone at once and for good, with all its revisions.
    """
    await request.verbs.files.delete(
        request.principal,
        request.parameters["user_id"],
        request.parameters["path"],
        folder=request.flag("recursive"),
        expected=_expected(request),
    )
    return ok()


def _expected(request: ApiRequest) -> Expected:
    """What the headers say of the file; `InvalidRequest` when they say what cannot be looked for."""
    version = request.headers.get("if-match", "").strip()
    if request.headers.get("if-none-match", "").strip() not in {"", "*"}:
        raise InvalidRequest("If-None-Match: only * is understood, for a file that must not exist")
    if version == "*":
        raise InvalidRequest("If-Match: give the ETag that was read, not *")
    return Expected(absent="if-none-match" in request.headers, version=version.removeprefix("W/").strip('"'))


def _changed(written: Written[Entry]) -> ApiResponse:
    response = mark_replayed(json_response(EntryBody.from_entry(written.result)), written)
    return _tagged(response, written.result)


def _tagged(response: ApiResponse, entry: Entry) -> ApiResponse:
    response.headers["ETag"] = f'"{entry.version}"'
    return response
