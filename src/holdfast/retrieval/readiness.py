"""Getting ready: what is loaded or set once per process, before the first search."""

import logging
from datetime import date

from threadpoolctl import threadpool_limits

from holdfast.domain.calendar_words import languages_of_days
from holdfast.retrieval import kernel
from holdfast.retrieval.analysis import Analyzer
from holdfast.retrieval.dates import dates_in
from holdfast.retrieval.related import related_words

log = logging.getLogger(__name__)


def ready(analyzer: Analyzer) -> None:
    """Load the tables of a language, and keep matrix products on the thread that asks for them.

    A product takes less than a millisecond even for ten thousand messages. Spread over threads it takes several times
    the CPU as soon as the machine has anything else to do, because the threads wait for each other by spinning.
    """
    if not kernel.is_compiled:
        log.info("search runs without its compiled part; install a C compiler, then Holdfast again, to make it faster")
    threadpool_limits(limits=1, user_api="blas")
    analyzer.count("ready")
    related_words(analyzer)
    languages_of_days()
    dates_in("in january", (analyzer.language,), today=date(1970, 1, 1), years=(1970, 1970))
