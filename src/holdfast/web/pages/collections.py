"""``/admin/collections``: collections, their documents, the state of their indexes, and searches in them."""

from __future__ import annotations

from starlette.responses import Response

from holdfast.domain.identifiers import canonical_uuid
from holdfast.domain.metadata import decode_metadata
from holdfast.errors import InvalidRequest, NotFound, Unavailable
from holdfast.operations.document_search import DocumentHit, DocumentQuery
from holdfast.web.page import Page
from holdfast.web.screens import Screens

ROWS = 20
_RESULTS = 10

NOTICES = {"prepared": "The index is being brought up to date.", "deleted": "The collection is deleted."}

screens = Screens()


@screens.get("/admin/collections")
async def list_collections(page: Page) -> Response:
    """All collections, those made last first."""
    before = page.number("before")
    found = await page.verbs.collections.newest(page.principal, before=before, limit=ROWS + 1)
    return page.render(
        "collections.html",
        collections=found[:ROWS],
        before=before,
        beyond=found[ROWS - 1].id if len(found) > ROWS else None,
        notice=NOTICES.get(page.query.get("done", ""), ""),
    )


@screens.get("/admin/collections/{name}")
async def show_collection(page: Page) -> Response:
    """A collection with its documents, or with what a search finds in it."""
    name, after = page.parameters["name"].lower(), page.number("after") or 0
    text = page.query.get("q", "").strip()
    collection, error = await page.verbs.collections.get(page.principal, name), ""
    hits: list[DocumentHit] = []
    if text:
        try:
            hits = await _search(page, name, text)
        except (InvalidRequest, Unavailable) as refusal:
            error = str(refusal)
    documents = [] if text else await page.verbs.documents.page(page.principal, name, after=after, limit=ROWS + 1)
    return page.render(
        "collection.html",
        status=400 if error else 200,
        collection=collection,
        hits=hits,
        error=error,
        text=text,
        documents=documents[:ROWS],
        after=after,
        beyond=documents[ROWS - 1].number if len(documents) > ROWS else None,
        notice=NOTICES.get(page.query.get("done", ""), ""),
    )


async def _search(page: Page, name: str, text: str) -> list[DocumentHit]:
    found = await page.verbs.search_documents(page.principal, name, DocumentQuery(text=text, limit=_RESULTS))
    return found.hits


@screens.get("/admin/collections/{name}/documents/{uuid}")
async def show_document(page: Page) -> Response:
    """One document, all of it."""
    name = page.parameters["name"].lower()
    try:
        uuid = canonical_uuid(page.parameters["uuid"])
    except ValueError:
        raise NotFound("document", page.parameters["uuid"]) from None
    document = await page.verbs.documents.get(page.principal, name, uuid)
    metadata = decode_metadata(document.metadata) if document.metadata else {}
    return page.render("document.html", name=name, document=document, metadata=metadata)


@screens.post("/admin/collections/{name}/index")
async def prepare_collection(page: Page) -> Response:
    """Begin to bring the index of a collection up to date."""
    await page.form()
    name = page.parameters["name"].lower()
    await page.verbs.collections.prepare(page.principal, name)
    return page.redirect("collections", name, done="prepared")


@screens.get("/admin/collections/{name}/delete")
async def preview_deleting(page: Page) -> Response:
    """What would be deleted, before anything is done."""
    collection = await page.verbs.collections.get(page.principal, page.parameters["name"].lower())
    return page.render("collection_delete.html", collection=collection)


@screens.post("/admin/collections/{name}/delete")
async def delete_collection(page: Page) -> Response:
    """Delete a collection with all its documents."""
    await page.form()
    await page.verbs.forget.collection(page.principal, page.parameters["name"].lower())
    return page.redirect("collections", done="deleted")
