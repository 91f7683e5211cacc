from collections.abc import Callable

def look_up(text: str, rows: dict[str, int], found: list[int | str]) -> None: ...
def look_up_runs(
    text: str,
    rows: dict[str, int],
    runs: dict[str, tuple[int | str, ...]],
    fold_run: Callable[[str], tuple[int | str, ...]],
    found: list[int | str],
) -> None: ...
def rows_of_run(
    run: str,
    pieces: dict[str, tuple[int, ...] | None],
    longest: int,
    look_up_piece: Callable[[str], tuple[int, ...] | None],
) -> list[int]: ...
