"""Hard limits of the filter language, each with its reason.

A filter comes from outside and runs over every row of a search, so its length, its depth and its work are bounded.
Python's recursion limit is 1000 frames, of which a request already uses a part: the limits on depth leave more than
half of it free.
"""

from __future__ import annotations

from typing import Final

MAX_PATH_LENGTH: Final = 10_000
"""Characters of one path. People write under 200; generated membership lists reach a few thousand."""

MAX_PATH_NESTING: Final = 32
"""Parentheses, filters, subscripts and signs inside one another. The parser spends thirteen Python frames on a
level."""

MAX_PATH_DEPTH: Final = 100
"""Height of a path's tree, where every accessor of a chain counts one. Evaluation spends up to four frames on one."""

MAX_NUMBER_LENGTH: Final = 1_000
"""Characters of one number in a path: reading a decimal integer takes quadratic time."""

MAX_NUMBER_EXPONENT: Final = 131_071
"""Largest power of ten of a number, and MAX_NUMBER_SCALE the most digits after its point, as in PostgreSQL."""

MAX_NUMBER_SCALE: Final = 16_383

MAX_ARITHMETIC_DIGITS: Final = 4_000
"""Digits of an operand or a result of arithmetic. Every double fits several times over; PostgreSQL allows more, at
a cost that grows with the square."""

MAX_REGEX_LENGTH: Final = 1_000
"""Characters of a regular expression: compiling one takes memory in proportion."""

MAX_REGEX_MEMORY: Final = 1 << 20
"""Bytes that a compiled regular expression may take; counted repetitions multiply it."""

MAX_ROW_WORK: Final = 20_000
"""Work that a path may do in one row before the row counts as not matching, in items: about ten milliseconds. A single
pass of ``.**`` over metadata of 20 000 values fits; nested wildcards over a large document do not."""

MAX_METADATA_WORK: Final = 1_000_000
"""Work that all paths of a filter may do over the metadata of one row: about half a second. A filter that does more is
refused."""

MAX_REQUEST_WORK: Final = 10_000_000
"""Work that the filter of one request may do over all rows: about five seconds. What was decided by then is
remembered."""

INLINE_WORK: Final = 4_000
"""Work that is done on the event loop: about two milliseconds. What takes more goes on in a thread."""

PIECE_WORK: Final = 50_000
"""Work after which a filter lets others have that thread: about twenty-five milliseconds."""

PATH_WORK: Final = 4
"""Work to begin with a path, beside the items that it visits."""

METADATA_BYTES: Final = 256
"""Bytes of metadata that are decoded for one unit of work."""

REGEX_STEPS: Final = 200
"""Characters times instructions that a regular expression may take for one unit of work. RE2 needs up to seven
nanoseconds for each, when a pattern exceeds the memory of its automaton; so a path takes 30 ms of a row at most."""

MAX_WHERE_DEPTH: Final = 32
"""``and`` and ``or`` groups inside one another."""

MAX_WHERE_NODES: Final = 1_000
"""Nodes of one ``where`` tree."""

MAX_WHERE_CHARACTERS: Final = 200_000
"""Characters of all paths of one ``where`` tree: reading them takes about three microseconds each."""

PATH_CACHE_SIZE: Final = 512
"""Parsed paths kept. Applications send the same few shapes again and again; one takes about ten kilobytes."""
