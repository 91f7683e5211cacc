"""``holdfast`` without the lines that make spans, as if nobody had thought of telemetry.

`benchmarks.telemetry` compares with it.  Modules are compiled from their source without each ``with …span(…)``, whose
block stays, without what is said of a span afterwards, and without looking for the header ``traceparent``.
"""

from __future__ import annotations

import ast
import importlib.abc
import importlib.machinery
import sys
from collections.abc import Sequence
from types import CodeType, ModuleType

SPANS = "holdfast.telemetry.spans"
MAKERS = {"span", "request_span", "statement_span"}  # what is said of a background span stands in its block
DESCRIBER, HEADER = "_describe", b"traceparent"
LEAST_REMOVED = 6
"""So many places make spans in the embedded store and the HTTP application."""

removed = 0


class _WithoutSpans(ast.NodeTransformer):
    def visit_With(self, node: ast.With) -> ast.AST | list[ast.stmt]:
        self.generic_visit(node)
        (item, *others) = node.items
        if others or not _calls(item.context_expr, MAKERS):
            return node
        global removed  # noqa: PLW0603
        removed += 1
        return node.body

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        return ast.Pass() if _calls(node.value, {DESCRIBER}) else node

    def visit_If(self, node: ast.If) -> ast.AST:
        self.generic_visit(node)
        return ast.Pass() if isinstance(node.test, ast.Compare) and HEADER in _constants(node.test) else node


def _calls(node: ast.expr, names: set[str]) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names


def _constants(node: ast.expr) -> list[object]:
    return [each.value for each in ast.walk(node) if isinstance(each, ast.Constant)]


class _Loader(importlib.machinery.SourceFileLoader):
    def get_code(self, fullname: str) -> CodeType | None:
        """The code of a module, always compiled from its source."""
        source = self.get_data(self.path)
        if SPANS.encode() not in source:
            return super().get_code(fullname)
        tree = ast.fix_missing_locations(_WithoutSpans().visit(ast.parse(source)))
        code: CodeType = compile(tree, self.path, "exec")
        return code


class _Finder(importlib.abc.MetaPathFinder):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Modules of Holdfast, from their source."""
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if spec is None or not fullname.startswith("holdfast.") or fullname == SPANS:
            return None
        if not isinstance(spec.loader, importlib.machinery.SourceFileLoader):
            return None
        spec.loader = _Loader(fullname, spec.loader.path)
        return spec


def main() -> None:
    sys.meta_path.insert(0, _Finder())
    from holdfast.app import server  # noqa: F401, PLC0415
    from holdfast.cli import main as holdfast  # noqa: PLC0415

    assert removed >= LEAST_REMOVED, removed
    holdfast()


if __name__ == "__main__":
    main()
