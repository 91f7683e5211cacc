import numpy as np
from numpy.typing import NDArray

def sum_rows(
    table: NDArray[np.int8], scales: NDArray[np.float32], rows: list[int], out: NDArray[np.float32]
) -> None: ...
