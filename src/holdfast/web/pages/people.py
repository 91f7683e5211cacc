"""``/admin/users``: people, and one of them with all that belongs to them."""

from __future__ import annotations

import asyncio

import msgspec
from starlette.responses import Response

from holdfast.domain.timestamps import Timestamp
from holdfast.domain.users import NewUser, User, UserChange
from holdfast.errors import AlreadyExists, NotFound
from holdfast.web.entries import metadata_entry
from holdfast.web.page import Page
from holdfast.web.pages.conversations import titled
from holdfast.web.screens import Screens

ROWS = 20
COUNTED = 50
"""Of more conversations the list of people says only that there are more."""

NOTICES = {"created": "The person is known now.", "changed": "The change is stored."}

screens = Screens()


class Listed(msgspec.Struct, frozen=True):
    """A person in a list: how many conversations and messages they have, and when they spoke last, if they did.

    Of more than `COUNTED` conversations the newest are counted; ``more`` says that there are others.
    """

    user: User
    conversations: int
    messages: int
    more: bool
    last_spoke: Timestamp | None


@screens.get("/admin/users")
async def list_people(page: Page) -> Response:
    """People, those who came last first."""
    text, before = page.query.get("q", "").strip(), page.number("before")
    looked_at = 0
    if text:
        finding = await page.verbs.users.find(page.principal, text, before=before, limit=ROWS)
        users, beyond, looked_at = finding.rows, finding.before, finding.looked_at
        users = await _exact_first(page, text, users) if before is None else users
    else:
        users = await page.verbs.users.newest(page.principal, before=before, limit=ROWS + 1)
        beyond = users[ROWS - 1].id if len(users) > ROWS else None
        users = users[:ROWS]
    people = await asyncio.gather(*(_listed(page, user) for user in users))
    return page.render("people.html", people=people, text=text, before=before, beyond=beyond, looked_at=looked_at)


async def _exact_first(page: Page, text: str, users: list[User]) -> list[User]:
    """The person with exactly that identifier comes first, however long ago they came."""
    try:
        exact = await page.verbs.users.get(page.principal, text)
    except NotFound:
        return users
    return [exact] + [user for user in users if user.id != exact.id]


async def _listed(page: Page, user: User) -> Listed:
    rows = await page.verbs.sessions.newest(page.principal, limit=COUNTED + 1, user_id=user.user_id)
    counted = rows[:COUNTED]
    return Listed(
        user=user,
        conversations=len(counted),
        messages=sum(row.message_count for row in counted),
        more=len(rows) > COUNTED,
        last_spoke=max((row.session.updated_at for row in counted), default=None),
    )


@screens.post("/admin/users")
async def create_person(page: Page) -> Response:
    """Make somebody known."""
    form = await page.form()
    new = NewUser(
        user_id=form.text("user_id"),
        email=form.text("email"),
        first_name=form.text("first_name"),
        last_name=form.text("last_name"),
    )
    try:
        await page.verbs.users.create(page.principal, new)
    except AlreadyExists:
        return page.redirect("users", new.user_id)
    return page.redirect("users", new.user_id, done="created")


@screens.get("/admin/users/{user_id}")
async def show_person(page: Page) -> Response:
    """A person: details, conversations."""
    user_id, before = page.parameters["user_id"], page.number("before")
    user = await page.verbs.users.get(page.principal, user_id)
    rows, profile = await asyncio.gather(
        page.verbs.sessions.newest(page.principal, before=before, limit=ROWS + 1, user_id=user_id),
        page.verbs.facts.profile(page.principal, user_id),
    )
    beyond = rows[ROWS - 1].id if len(rows) > ROWS else None
    return page.render(
        "person.html",
        user=user,
        profile=profile,
        conversations=await titled(page, rows[:ROWS]),
        before=before,
        beyond=beyond,
        notice=NOTICES.get(page.query.get("done", ""), ""),
    )


@screens.get("/admin/users/{user_id}/edit")
async def edit_person(page: Page) -> Response:
    """The form for the details of a person."""
    user = await page.verbs.users.get(page.principal, page.parameters["user_id"])
    return page.render("person_edit.html", user=user)


@screens.post("/admin/users/{user_id}")
async def change_person(page: Page) -> Response:
    """Change the details of a person; what is left empty stays as it was."""
    form = await page.form()
    change = UserChange(
        email=form.text("email"),
        first_name=form.text("first_name"),
        last_name=form.text("last_name"),
        metadata=metadata_entry(form),
    )
    user = await page.verbs.users.update(page.principal, page.parameters["user_id"], change)
    return page.redirect("users", user.user_id, done="changed")


@screens.get("/admin/users/{user_id}/erase")
async def preview_erasing(page: Page) -> Response:
    """What would go with a person, in counts, before anything is done."""
    user_id = page.parameters["user_id"]
    user = await page.verbs.users.get(page.principal, user_id)
    counts = await page.verbs.erase.preview_user(page.principal, user_id)
    return page.render("person_erase.html", user=user, counts=counts, unconfirmed=False)


@screens.post("/admin/users/{user_id}/erase")
async def erase_person(page: Page) -> Response:
    """Erase a person with all that they have, and give a receipt."""
    form = await page.form()
    user_id = page.parameters["user_id"]
    user = await page.verbs.users.get(page.principal, user_id)
    if form.text("sure") != "yes":
        counts = await page.verbs.erase.preview_user(page.principal, user_id)
        return page.render("person_erase.html", status=400, user=user, counts=counts, unconfirmed=True)
    certificate = await page.verbs.erase.user(page.principal, user_id)
    return page.render("person_erased.html", user_id=user_id, certificate=certificate)
