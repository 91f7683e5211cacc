"""Gives a process that is told so by its environment one module with a mutation; files stay as they are.

Every interpreter that has this folder in ``PYTHONPATH`` runs this, so servers and commands that tests start have the
mutation too.
"""

from __future__ import annotations

import ast
import os
import sys
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import CodeType

from mutations import mutations

MODULE, NUMBER = "MUTATED_MODULE", "MUTATION"
"""Variables of the environment: the name of the module, and which of its mutations it gets."""


class _Mutating(SourceFileLoader):
    def get_code(self, fullname: str | None) -> CodeType:
        assert fullname == os.environ[MODULE]
        tree = ast.parse(self.get_data(self.path))
        mutations(tree)[int(os.environ[NUMBER])].make()
        return compile(ast.fix_missing_locations(tree), self.path, "exec", dont_inherit=True)


class _Finder:
    @staticmethod
    def find_spec(name: str, path: object = None, _target: object = None) -> ModuleSpec | None:
        if name != os.environ[MODULE]:
            return None
        found = PathFinder.find_spec(name, path)  # type: ignore[arg-type]
        if found is not None and isinstance(found.loader, SourceFileLoader):
            found.loader = _Mutating(found.loader.name, found.loader.path)
        return found


if MODULE in os.environ:
    sys.meta_path.insert(0, _Finder)
