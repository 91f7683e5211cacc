"""``/api/v1/audit``: the audit log (ours)."""

from __future__ import annotations

from starlette.responses import Response

from holdfast.http.request import ApiRequest
from holdfast.http.responses import json_response
from holdfast.http.routing import QueryParameter, Routes
from holdfast.http.wire.audit import AuditEntryBody

routes = Routes("access")


@routes.route(
    "GET",
    "/api/v1/audit",
    answer=list[AuditEntryBody],
    query=(
        QueryParameter("limit", "integer", "Most entries to return; 0 or absent means 100, and 1000 is the most."),
        QueryParameter("cursor", "integer", "Return entries whose `id` is below this one."),
    ),
    errors=(400,),
)
async def list_audit_entries(request: ApiRequest) -> Response:
    """List who changed what.

    Entries of the audit log, newest first, as far back as `audit.keep_days` says; takes the right `admin`.
    """
    entries = await request.verbs.audit.page(
        request.principal, before=request.count("cursor"), limit=request.count("limit")
    )
    return json_response([AuditEntryBody.from_entry(entry) for entry in entries])
