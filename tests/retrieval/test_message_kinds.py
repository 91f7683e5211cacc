"""Standing instructions.

1. A message of the person who asks is one when it speaks of all times and of questions or answers.
2. They rank before a message that is as near to the question.
3. They are known however the index came about.
"""

import pytest

from tests.retrieval.conversations import Turn, ask, batch, index_of, keys, texts

INSTRUCTION = "Always give prices in euros when I ask about travel"


@pytest.mark.parametrize(
    ("text", "role", "expected"),
    [
        (INSTRUCTION, "user", True),
        ("Whenever you reply, use short sentences", "human", True),
        (INSTRUCTION, "assistant", False),
        ("I always take the train", "user", False),
        ("May I ask about travel?", "user", False),
    ],
)
def test_what_is_a_standing_instruction(text: str, role: str, expected: bool) -> None:
    assert index_of([Turn(text, role)]).instructions.tolist() == [expected]


def test_an_instruction_ranks_before_what_is_as_near() -> None:
    index = index_of(texts("The hills are green in winter when sheep sleep about", INSTRUCTION))
    assert keys(ask(index, "Which city should be visited?")) == [1, 0]
    part = ask(index, "Which city should be visited?", explain=True)[0].parts
    assert part is not None and part["instruction"] > 0


def test_instructions_are_known_however_the_index_came_about() -> None:
    turns = [*texts("hello", INSTRUCTION), Turn("bye", session=2), Turn(INSTRUCTION, session=3)]
    grown = index_of(turns[:1]).extended(batch(turns[1:], 1))
    assert grown.instructions.tolist() == [False, True, False, True]
    rest = grown.without_sessions([1])
    assert rest.instructions[rest.live_mask].tolist() == [False, True]
    assert rest.compacted().instructions.tolist() == [False, True]
