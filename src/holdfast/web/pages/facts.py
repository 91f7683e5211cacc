"""``/admin/facts`` and what is known about a person: where it comes from, and ways to put it right."""

from __future__ import annotations

from starlette.responses import Response

from holdfast.domain.facts import FactChange, FactSelection, FactState, NewFact
from holdfast.domain.identifiers import canonical_uuid
from holdfast.domain.slots import SLOTS
from holdfast.errors import InvalidRequest, NotFound, Outdated
from holdfast.operations.facts import FactDetails
from holdfast.web.forms import Form
from holdfast.web.page import Page
from holdfast.web.screens import Screens

ROWS = 30

STATES = {
    "": ("Valid", (FactState.VALID,)),
    "superseded": ("Former", (FactState.SUPERSEDED,)),
    "invalid": ("Wrong", (FactState.INVALID,)),
}
NOTICES = {
    "added": "The fact is stored.",
    "changed": "The fact is changed; what it said before is kept in its history.",
    "invalid": "The fact counts as wrong now: no assistant is given it any more.",
    "valid": "The fact counts again.",
    "forgotten": "The fact is forgotten: nothing of its content is left.",
}

screens = Screens()


@screens.get("/admin/users/{user_id}/facts")
async def list_facts(page: Page) -> Response:
    """The facts about a person: valid, former or wrong ones, newest first."""
    user_id, state = page.parameters["user_id"], page.query.get("state", "")
    user = await page.verbs.users.get(page.principal, user_id)
    states = STATES.get(state, STATES[""])[1]
    before = page.number("before")
    found = await page.verbs.facts.page(
        page.principal, FactSelection(user_id=user_id, states=states), before=before, limit=ROWS
    )
    return page.render(
        "facts.html",
        user=user,
        found=found,
        state=state if state in STATES else "",
        states={name: label for name, (label, _) in STATES.items()},
        before=before,
        slots=SLOTS,
        notice=NOTICES.get(page.query.get("done", ""), ""),
    )


@screens.post("/admin/users/{user_id}/facts")
async def add_fact(page: Page) -> Response:
    """Store what a person says of somebody."""
    form = await page.form()
    user_id = page.parameters["user_id"]
    new = NewFact(
        user_id=user_id,
        text=form.text("text"),
        slot=form.text("slot") or None,
        value=form.text("value") or None,
        pinned=form.text("pinned") == "yes",
    )
    written = await page.verbs.facts.add(page.principal, new)
    return page.redirect("facts", written.result.uuid, done="added")


@screens.get("/admin/facts/{uuid}")
async def show_fact(page: Page) -> Response:
    """A fact with what it rests on, its history, and the forms to put it right."""
    details = await _details(page)
    return page.render(
        "fact.html",
        fact=details.fact,
        sources=details.sources,
        history=list(reversed(details.history)),
        slots=SLOTS,
        notice=NOTICES.get(page.query.get("done", ""), ""),
    )


@screens.post("/admin/facts/{uuid}")
async def change_fact(page: Page) -> Response:
    """Change a fact, call it wrong, or take that back; each with a reason."""
    form = await page.form()
    details = await _details(page)
    change, done = _change(form)
    try:
        await page.verbs.facts.change(page.principal, details.fact.uuid, change, revision=_revision(form))
    except Outdated:
        raise InvalidRequest("somebody else has changed this fact meanwhile: go back, load it again") from None
    return page.redirect("facts", details.fact.uuid, done=done)


@screens.get("/admin/facts/{uuid}/forget")
async def preview_forgetting(page: Page) -> Response:
    """What forgetting a fact means, before it is done."""
    details = await _details(page)
    return page.render("fact_forget.html", fact=details.fact, revisions=len(details.history))


@screens.post("/admin/facts/{uuid}/forget")
async def forget_fact(page: Page) -> Response:
    """Leave nothing of a fact."""
    await page.form()
    details = await _details(page)
    await page.verbs.facts.forget(page.principal, details.fact.uuid)
    user_id = details.fact.user_id
    return page.redirect(*(("users", user_id, "facts") if user_id else ()), done="forgotten")


async def _details(page: Page) -> FactDetails:
    text = page.parameters["uuid"]
    try:
        return await page.verbs.facts.get(page.principal, canonical_uuid(text))
    except ValueError:
        raise NotFound("fact", text) from None


def _change(form: Form) -> tuple[FactChange, str]:
    """The change that was entered, and what is to be said when it is made."""
    reason, action = form.text("reason"), form.text("action")
    if action == "invalidate":
        if not reason:
            raise InvalidRequest("reason: say why the fact is wrong; the history keeps it")
        return FactChange(state=FactState.INVALID, reason=reason), "invalid"
    if action == "validate":
        return FactChange(state=FactState.VALID, reason=reason), "valid"
    slot, value = form.text("slot") or None, form.text("value") or None
    return FactChange(
        text=form.text("text"),
        slot=slot,
        value=value,
        pinned=form.text("pinned") == "yes",
        reason=reason,
    ), "changed"


def _revision(form: Form) -> int | None:
    text = form.text("revision")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None
