"""What a database consists of, as its own catalogue tells it, compared with what this release works on.

The version that a database notes says only which migrations it has seen.  Whether it has become what the code expects
is read from the catalogue, so that a database of another build is refused and no statement fails later.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import msgspec

from holdfast.errors import StartupError

_HARMLESS = ("index ", "table ")
"""Kinds of objects that may be there beside the others: an operator's indexes, or tables of another program."""

_MISSING = "is missing"
_NAMED = 5
"""So many differences are named."""


class Catalogue(msgspec.Struct, frozen=True):
    """By kind and name of an object, such as ``column facts.slot``, what it is made of."""

    objects: Mapping[str, str]

    @property
    def fingerprint(self) -> str:
        """The same for databases that consist of the same; it depends on no comment and no order."""
        lines = "\n".join(f"{name}: {made}" for name, made in sorted(self.objects.items()))
        return hashlib.blake2b(lines.encode(), digest_size=6).hexdigest()

    def relevant(self, found: Catalogue) -> Catalogue:
        """What counts of the catalogue of a database that is to consist of this: all but what is harmless beside it."""
        return Catalogue(
            {name: made for name, made in found.objects.items() if name in self.objects or self._bars(name)}
        )

    def _bars(self, name: str) -> bool:
        """Whether something that is not expected may change how the rest behaves."""
        return not name.startswith(_HARMLESS) and (_table_of(name) in self.objects or not name.startswith("column "))

    def differences_from(self, found: Catalogue) -> list[str]:
        """What a database lacks, has beside what counts, or has otherwise, as phrases."""
        there = self.relevant(found).objects
        names = sorted(self.objects.keys() | there.keys())
        phrases = [(name, _difference(self.objects.get(name), there.get(name))) for name in names]
        missing = {name for name, phrase in phrases if phrase == _MISSING}
        return [f"{name} {phrase}" for name, phrase in phrases if phrase and _table_of(name) not in missing]


def _table_of(name: str) -> str:
    """The object that is the table of a column, which is called ``column TABLE.COLUMN``."""
    kind, _, rest = name.partition(" ")
    return f"table {rest.partition('.')[0]}" if kind == "column" else ""


def _difference(expected: str | None, found: str | None) -> str:
    if expected == found:
        return ""
    if found is None:
        return _MISSING
    return "is not known" if expected is None else "is another one"


def require(expected: Catalogue, found: Catalogue, *, version: int, cause: Exception | None = None) -> None:
    """`StartupError` when a database with a schema version does not consist of what is expected."""
    differences = expected.differences_from(found)
    if not differences:
        return
    more = f" and {len(differences) - _NAMED} more" if len(differences) > _NAMED else ""
    raise StartupError(
        f"its schema is that of another build of Holdfast: {', '.join(differences[:_NAMED])}{more}"
        f" (version {version}, fingerprint {expected.relevant(found).fingerprint}; expected {expected.fingerprint})."
        " Nothing was changed. To keep the data, run holdfast export --all --output FILE with the build that made the"
        " database, then holdfast import FILE into a new database of this one"
    ) from cause
