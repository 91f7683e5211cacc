"""Asks whether tests notice when a module is wrong: it is changed in one place after the other, and tests are run.

    python tools/mutants.py src/holdfast/storage/sqlite/nouns/marks.py tests/storage/conformance/test_marks.py

What comes after the module goes to pytest; the tests that reach the module are enough.  No file is touched.  Each
change that no test notices is printed.  Either the change is none, or a test is missing.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import subprocess
import sys
import time
from pathlib import Path

MUTATION = Path(__file__).parent / "mutation"
sys.path.insert(0, str(MUTATION))

from mutations import mutations  # noqa: E402
from sitecustomize import MODULE, NUMBER  # noqa: E402

PYTEST = (sys.executable, "-m", "pytest", "-x", "-q", "--no-header", "-p", "no:cacheprovider", "-p", "no:randomly")
SLOWER = 5
"""So many times longer than without a change the tests may take, before they count as stuck, which is noticed too."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("module", type=Path, help="the file of the module")
    parser.add_argument("--most", type=int, default=10**6, help="at most so many mutations, picked at random")
    parser.add_argument("--only", type=int, help="the number of the only mutation that is made")
    given, tests = parser.parse_known_args()
    module = ".".join(given.module.with_suffix("").parts).removeprefix("src.").removesuffix(".__init__")
    found = mutations(ast.parse(given.module.read_text()))
    began = time.monotonic()
    if not passes(tests, {}, limit=None):
        sys.exit("the tests fail without a mutation")
    limit = SLOWER * (time.monotonic() - began) + 10
    numbers = [given.only] if given.only is not None else range(len(found))
    chosen = sorted(random.sample(numbers, min(given.most, len(numbers))))
    survivors = 0
    for number in chosen:
        if passes(tests, {MODULE: module, NUMBER: str(number)}, limit=limit):
            survivors += 1
            print(f"{given.module}:{found[number].line}: #{number}: {found[number].text}", flush=True)
    print(f"{survivors} of {len(chosen)} mutations were not noticed")


def passes(tests: list[str], environment: dict[str, str], *, limit: float | None) -> bool:
    """Whether pytest finds nothing wrong, in time."""
    variables = {**os.environ, "PYTHONPATH": str(MUTATION), **environment}
    with subprocess.Popen(
        [*PYTEST, *tests], env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        try:
            return process.wait(limit) == 0
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            return False


if __name__ == "__main__":
    main()
