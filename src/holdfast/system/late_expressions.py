"""Regular expressions that are compiled when one of them is first asked, and kept compiled for other processes.

Python keeps no compiled expression, so each process compiles all those of the modules that it imports, which takes
longer than all else that importing them does.  Those of a module are made `Expressions.late`: the first that is asked
brings all of them, from a file beside the bytecode of the module (`holdfast.system.derived_files`).
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable
from pathlib import Path
from re import _compiler as compiler  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, Final, cast

import msgspec

from holdfast.system.derived_files import derived

_CODES: Final = "I"
"""Of an array with numbers of 32 bits, which are what the engine of `re` runs."""
_ASKED: Final = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn")


class _Compiled(msgspec.Struct, array_like=True):
    """What an expression is compiled to.

    Attributes:
        flags: those of the expression and those that stand in it.
        groups: how many it has.
        names: the numbers of groups that have names.
        codes: what the engine runs.
    """

    flags: int
    groups: int
    names: dict[str, int]
    codes: bytes


class Expressions:
    """The expressions of a module.

    ``module`` is its file.  ``parse`` makes of an expression and flags what `re` compiles; its code lies in the files
    ``code``.
    """

    def __init__(self, module: str, parse: Callable[[str, int], Any] = parser.parse, code: Iterable[str] = ()) -> None:
        self._module = module
        self._parse = parse
        self._code = (__file__, *code)
        self._all: list[_Late] = []

    def late(self, expression: str, flags: int = 0) -> re.Pattern[str]:
        """An expression that does what a compiled one does; to be made while the module is imported."""
        made = _Late(expression, int(flags), self._bring)
        self._all.append(made)
        return cast("re.Pattern[str]", made)

    def _bring(self) -> None:
        """Give all of them their compiled form."""
        code = [Path(file).read_bytes() for file in self._code]
        sources = [f"{each.given} {each.expression}".encode() for each in self._all]
        # Beside what else the module may keep.
        kept = derived(str(Path(self._module).with_suffix(".expressions.py")), [*code, *sources], self._work_out)
        for each, compiled in zip(self._all, msgspec.msgpack.decode(kept, type=list[_Compiled]), strict=True):
            each.become(_form(each.expression, compiled))

    def _work_out(self) -> bytes:
        return msgspec.msgpack.encode([_compiled(self._parse(each.expression, each.given)) for each in self._all])


class _Late:
    """Stands for a compiled expression, and has its methods from the first time that one is asked."""

    def __init__(self, expression: str, flags: int, bring: Callable[[], None]) -> None:
        self.expression = expression
        self.given = flags
        self._bring = bring
        self._form: re.Pattern[str] | None = None

    def become(self, form: re.Pattern[str]) -> None:
        """Have the methods of a compiled expression."""
        self._form = form
        for name in _ASKED:
            setattr(self, name, getattr(form, name))

    def __getattr__(self, name: str) -> Any:
        """What a compiled expression has and this one has not yet, or need not have at hand."""
        if name.startswith("__"):
            raise AttributeError(name)
        if self._form is None:
            self._bring()
        return getattr(self._form, name)


def _compiled(parsed: Any) -> _Compiled:
    state = parsed.state
    codes = array(_CODES, map(int, compiler._code(parsed, 0)))
    return _Compiled(int(state.flags), state.groups - 1, dict(state.groupdict), codes.tobytes())


def _form(expression: str, compiled: _Compiled) -> re.Pattern[str]:
    """What `re` makes of an expression that it has compiled."""
    codes = array(_CODES)
    codes.frombytes(compiled.codes)
    names: list[str | None] = [None] * (compiled.groups + 1)
    for name, number in compiled.names.items():
        names[number] = name
    form: re.Pattern[str] = compiler._sre.compile(
        expression, compiled.flags, codes.tolist(), compiled.groups, compiled.names, tuple(names)
    )
    return form
