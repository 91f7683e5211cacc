"""The schemas that releases have shipped: databases of all of them exist, and each must come to the present schema.

``postgres/released/0.2.0-schema-3.sql`` is the ``schema.sql`` of release 0.2.0, whose version was 3.  Before the first
release, schemas changed without a version of their own: of these there are some that are led to the present one too, as
``0.1.0.dev1-schema-1.sql``.
"""

from __future__ import annotations

import re
from pathlib import Path

import holdfast.storage

HERE = Path(__file__).parent
CHANGELOG = HERE.parent.parent / "CHANGELOG.md"
SCHEMAS = Path(holdfast.storage.__file__).parent


def releases() -> list[str]:
    """The releases that the changelog dates."""
    return re.findall(r"^## \[([0-9.]+)\] - \d{4}", CHANGELOG.read_text("utf-8"), re.MULTILINE)


def released_schemas(store: str) -> dict[str, tuple[int, Path]]:
    """By release, the version of its schema and the file."""
    found = {}
    for path in sorted((HERE / store / "released").glob("*-schema-*.sql")):
        release, _, version = path.stem.partition("-schema-")
        found[release] = (int(version), path)
    return found


def schemas_to_migrate(store: str, present: int) -> list[tuple[int, Path]]:
    """What a database may have: the schemas of all releases, and the present one."""
    return [*released_schemas(store).values(), (present, SCHEMAS / store / "schema.sql")]


def scripts_as_released(folder: Path, version: int, schema: Path) -> Path:
    """A folder as that release had it, which creates the schema at its version."""
    (folder / "migrations").mkdir(parents=True)
    (folder / "schema.sql").write_text(schema.read_text("utf-8"))
    if version > 1:
        (folder / "migrations" / f"{version:04}_released.sql").write_text("SELECT 1;")
    return folder
