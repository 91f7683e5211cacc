"""What is worked out from the code is kept in a file.

1. It is worked out once, and read afterwards.
2. What was worked out from other sources is not taken.
3. A file that is damaged is not taken, and written anew.
4. Where nothing can be written beside the module it is in the user's cache directory.
5. Where nothing can be written at all it is worked out each time.
6. Somebody without a home finds no file where they happen to be.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from holdfast.system.derived_files import derived


class Work:
    """Counts how often something is worked out."""

    def __init__(self) -> None:
        self.times = 0

    def of(self, value: bytes) -> Callable[[], bytes]:
        def work() -> bytes:
            self.times += 1
            return value

        return work


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: tmp_path / "cache")
    return tmp_path / "cache"


@pytest.fixture
def module(tmp_path: Path) -> str:
    (tmp_path / "package").mkdir()
    return str(tmp_path / "package" / "numbers.py")


def files(directory: Path) -> list[Path]:
    return sorted(path for path in directory.rglob("*") if path.is_file())


def test_it_is_worked_out_once(module: str, tmp_path: Path) -> None:
    work = Work()
    assert [derived(module, [b"a", b"b"], work.of(b"one")) for _ in range(3)] == [b"one"] * 3
    assert work.times == 1
    (kept,) = files(tmp_path)
    assert kept.parent == tmp_path / "package" / "__pycache__"


@pytest.mark.parametrize("other", [[b"a", b"c"], [b"ab"], [b"a", b"b", b""]])
def test_other_sources_are_worked_out_anew(module: str, tmp_path: Path, other: list[bytes]) -> None:
    work = Work()
    assert derived(module, [b"a", b"b"], work.of(b"one")) == b"one"
    assert derived(module, other, work.of(b"two")) == b"two"
    assert derived(module, other, work.of(b"three")) == b"two"
    assert len(files(tmp_path)) == 1


@pytest.mark.parametrize("place", [0, 31, 32, -1])
def test_a_damaged_file_is_not_taken(module: str, tmp_path: Path, place: int) -> None:
    work = Work()
    assert derived(module, [b"a"], work.of(b"one")) == b"one"
    (kept,) = files(tmp_path)
    whole = bytearray(kept.read_bytes())
    whole[place] ^= 1
    kept.write_bytes(whole)
    assert derived(module, [b"a"], work.of(b"again")) == b"again"
    kept.write_bytes(kept.read_bytes()[:-1])
    assert derived(module, [b"a"], work.of(b"at last")) == b"at last"
    assert derived(module, [b"a"], work.of(b"never")) == b"at last"


def test_it_is_in_the_cache_directory_where_the_module_has_no_room(cache: Path, tmp_path: Path) -> None:
    work = Work()
    module = str(tmp_path / "file" / "numbers.py")
    (tmp_path / "file").write_text("a file is no directory")
    assert [derived(module, [b"a"], work.of(b"one")) for _ in range(2)] == [b"one"] * 2
    assert work.times == 1
    namesake = str(tmp_path / "file" / "of_another_package" / "numbers.py")
    assert derived(namesake, [b"b"], work.of(b"two")) == b"two"
    assert derived(module, [b"a"], work.of(b"again")) == b"one"
    assert len(files(cache)) == 2


def test_it_is_worked_out_each_time_where_nothing_can_be_written(cache: Path, tmp_path: Path) -> None:
    work = Work()
    (tmp_path / "file").write_text("a file is no directory")
    cache.write_text("nor is this")
    module = str(tmp_path / "file" / "numbers.py")
    assert [derived(module, [b"a"], work.of(b"one")) for _ in range(2)] == [b"one"] * 2
    assert work.times == 2


def test_nothing_is_written_where_somebody_without_a_home_happens_to_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: Path("~/.cache/holdfast"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("a file is no directory")
    assert derived(str(tmp_path / "file" / "numbers.py"), [b"a"], Work().of(b"one")) == b"one"
    assert files(tmp_path) == [tmp_path / "file"]
