"""``/admin/context``: exactly the text that an assistant would be given, and where each line comes from."""

from __future__ import annotations

import json
import time

from starlette.responses import Response

from holdfast.errors import InvalidRequest
from holdfast.operations.prompting.query import Context, ContextQuery
from holdfast.web.charts import shares
from holdfast.web.page import Page
from holdfast.web.screens import Screens

_TOKENS = 1500

screens = Screens()


@screens.get("/admin/context")
async def show_context(page: Page) -> Response:
    """The form, and the context for what was entered."""
    entered = page.query
    session_id, user_id = entered.get("session", "").strip(), entered.get("user", "").strip()
    tokens = page.number("tokens") or _TOKENS
    context: Context | None = None
    error, seconds = "", 0.0
    if session_id or user_id:
        began = time.perf_counter()
        query = ContextQuery(
            session_id=session_id or None,
            user_id=user_id or None,
            text=entered.get("q", "").strip(),
            max_tokens=tokens,
        )
        try:
            context = await page.verbs.context(page.principal, query)
        except InvalidRequest as refusal:
            error = str(refusal)
        seconds = time.perf_counter() - began
    return page.render(
        "context.html",
        status=400 if error else 200,
        query=entered,
        session_id=session_id,
        user_id=user_id,
        budget=tokens,
        context=context,
        error=error,
        seconds=seconds,
        parts=[] if context is None else _shares(context, tokens),
        calls=_calls(page, session_id, user_id, entered.get("q", "").strip(), tokens),
    )


def _shares(context: Context, budget: int) -> list[tuple[int, str, float, float, int]]:
    """Number, name, place and width of each section's share of the budget, and its tokens."""
    bars = shares([(section.name.value, float(section.tokens)) for section in context.sections], whole=float(budget))
    return [(number, bar.name, bar.x, bar.width, int(bar.value)) for number, bar in enumerate(bars)]


def _calls(page: Page, session_id: str, user_id: str, question: str, tokens: int) -> dict[str, str]:
    """The same as calls of programs."""
    body = {"session_id": session_id, "user_id": user_id, "query": question}
    given: dict[str, str | int] = {name: value for name, value in body.items() if value}
    given["max_tokens"] = tokens
    text = json.dumps(given, ensure_ascii=False)
    quoted = text.replace("'", "'\\''")
    key = ' \\\n  -H "Authorization: Bearer $HOLDFAST_API_KEY"' if page.guarded else ""
    arguments = ", ".join(f"{name}={value!r}" for name, value in given.items())
    python = "import os\n\n" if page.guarded else ""
    python_key = ', os.environ["HOLDFAST_API_KEY"]' if page.guarded else ""
    script_key = ", process.env.HOLDFAST_API_KEY" if page.guarded else ""
    return {
        "curl": f"curl {page.origin}/api/v1/context \\\n  -H 'Content-Type: application/json'{key} \\\n  -d '{quoted}'",
        "Python": f"{python}from holdfast_client import HoldfastClient\n\n"
        f'client = HoldfastClient("{page.origin}"{python_key})\n'
        f"answer = client.context.get({arguments})\nprint(answer.context)",
        "TypeScript": 'import { HoldfastClient } from "holdfast-client";\n\n'
        f'const client = new HoldfastClient("{page.origin}"{script_key});\n'
        f"const answer = await client.context.get({text});\nconsole.log(answer.context);",
    }
