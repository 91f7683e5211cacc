"""Chooses the token counter of a server, once, when it starts."""

from __future__ import annotations

import logging
from typing import Final, Literal

from holdfast.errors import StartupError
from holdfast.providers.tokens.cl100k import cache_path, load_cl100k
from holdfast.providers.tokens.contract import TokenCounter
from holdfast.providers.tokens.estimator import EstimatingTokenCounter

TokenCounterChoice = Literal["auto", "cl100k_base", "estimate"]

DEFAULT_NETWORK_WAIT: Final = 2.0
_logger: Final = logging.getLogger(__name__)


def open_token_counter(
    choice: TokenCounterChoice = "auto", *, network_wait: float = DEFAULT_NETWORK_WAIT
) -> TokenCounter:
    """The counter that ``choice`` asks for.

    ``auto`` counts in cl100k_base when its data is cached or arrives within ``network_wait`` seconds, else
    estimates. ``cl100k_base`` insists on exact counts, ``estimate`` never touches the network.
    With ``network_wait`` 0 nothing is fetched. Raises StartupError when ``cl100k_base`` cannot be loaded.
    """
    if choice == "estimate":
        return EstimatingTokenCounter()
    counter = load_cl100k(network_wait=network_wait)
    if counter is not None:
        return counter
    if choice == "cl100k_base":
        raise StartupError(
            f"the data of cl100k_base is neither cached ({cache_path()}) nor could it be fetched within "
            f"{network_wait:g} s; put it there (TIKTOKEN_CACHE_DIR names the directory) or choose the token "
            "counter 'auto' or 'estimate'"
        )
    _logger.info("token counts are estimated: the data of cl100k_base is not at hand")
    return EstimatingTokenCounter()
