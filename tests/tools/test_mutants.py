"""The developers' tool that asks whether tests notice when a module is wrong."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

TOOLS = Path(__file__).parents[2] / "tools"

MODULE = """
def oldest(people, least):
    if not people:
        raise ValueError("nobody")
    return [name for name, age in people if age >= least]
"""
TESTS = """
import pytest
from ages import oldest

def test_oldest():
    assert oldest([("ada", 36), ("ben", 9)], 18) == ["ada"]
    with pytest.raises(ValueError):
        oldest([], 1)
"""


@pytest.mark.parametrize(
    ("source", "changes"),
    [
        ("a <= b", ["a < b"]),
        ("a and b", ["a or b"]),
        ("if a(): b()", ["if not a():\n    b()", "if a():\n    pass"]),
        ("log.info('a')\nimport b", []),
        ("x = 'SELECT a FROM t WHERE b BETWEEN 1 AND 2 AND c < 3 ORDER BY a LIMIT 1'", [
            "x = 'SELECT a FROM t WHERE b BETWEEN 1 AND 2 OR c < 3 ORDER BY a LIMIT 1'",
            "x = 'SELECT a FROM t WHERE b BETWEEN 1 AND 2 AND c <= 3 ORDER BY a LIMIT 1'",
            "x = 'SELECT a FROM t WHERE b BETWEEN 1 AND 2 AND c < 3 LIMIT 1'",
            "x = 'SELECT a FROM t WHERE b BETWEEN 1 AND 2 AND c < 3 ORDER BY a'",
            "x = 'SELECT a FROM t WHERE true AND c < 3 ORDER BY a LIMIT 1'",
            "x = 'SELECT a FROM t WHERE b BETWEEN 1 AND 2 ORDER BY a LIMIT 1'",
        ]),
        ("x = f'DELETE FROM t WHERE {a} AND b IN ({c})'", [
            "x = f'DELETE FROM t WHERE {a} OR b IN ({c})'",
            "x = f'DELETE FROM t WHERE true AND b IN ({c})'",
            "x = f'DELETE FROM t WHERE {a} '",
        ]),
    ],
)  # fmt: skip
def test_each_mutation_is_one_small_change(source: str, changes: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(TOOLS / "mutation"))
    from mutations import mutations

    made = []
    for number in range(len(mutations(ast.parse(source)))):
        tree = ast.parse(source)
        mutations(tree)[number].make()
        made.append(ast.unparse(tree))
    assert made == changes


def test_what_no_test_notices_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    (tmp_path / "ages.py").write_text(MODULE)
    (tmp_path / "test_ages.py").write_text(TESTS)
    told = subprocess.run(
        [sys.executable, TOOLS / "mutants.py", "ages.py", "test_ages.py"],
        cwd=tmp_path, check=True, capture_output=True, text=True, timeout=60,
    ).stdout  # fmt: skip
    assert told.splitlines() == ["ages.py:5: #3: age >= least  [Gt]", "1 of 4 mutations were not noticed"]
    assert (tmp_path / "ages.py").read_text() == MODULE
