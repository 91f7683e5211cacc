"""How much of a conversation the extractive summariser keeps, and how fast it is.

    python benchmarks/summaries.py [--budgets 150 300 600] [--show]

Two hand-written conversations are summarised progressively, six messages a round, each summary extending the one
before. Printed per token budget: the share of their key facts which the last summary still holds, for the summariser
and for two baselines under the same budget and in the same form: *lead* keeps the first sentences ever said, *last*
the latest ones. Then summaries per CPU second beside the floor of cutting the same messages into sentences.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from holdfast.providers.summaries.extractive import ExtractiveSummariser, SummaryInput
from holdfast.providers.summaries.sentences import split_sentences
from holdfast.providers.tokens.cl100k import load_cl100k

DATA = Path(__file__).parent / "data" / "summary-conversations.txt"
MESSAGES_PER_ROUND = 6
COUNTER = load_cl100k()
Summarise = Callable[[str, Sequence[SummaryInput], int], str]


class Conversation(msgspec.Struct):
    """Messages in order, and the words of each key fact they state."""

    title: str
    messages: list[SummaryInput] = []
    facts: list[list[str]] = []


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--budgets", type=int, nargs="+", default=[150, 300, 600])
    parser.add_argument("--show", action="store_true", help="also print the last summaries")
    arguments = parser.parse_args()
    conversations = read_conversations(DATA)
    ways: dict[str, Summarise] = {"extractive": extractive, "lead": lead, "last": last}
    print(f"key facts kept after all rounds\n{'budget':>8}" + "".join(f"{name:>14}" for name in ways))
    for budget in arguments.budgets:
        shares = [share_kept(conversations, way, budget) for way in ways.values()]
        print(f"{budget:8}" + "".join(f"{share:14.1%}" for share in shares))
        if arguments.show:
            for conversation in conversations:
                print(f"\n{conversation.title}\n{progressive(conversation, extractive, budget)}\n")
    print_speed(conversations)


def read_conversations(path: Path) -> list[Conversation]:
    conversations: list[Conversation] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            conversations.append(Conversation(line[3:]))
        elif line.startswith("! "):
            conversations[-1].facts.append(line[2:].lower().split())
        elif line and not line.startswith("#"):
            role, _, content = line.partition(": ")
            conversations[-1].messages.append(SummaryInput(role, content.replace("\\n", "\n")))
    return conversations


def share_kept(conversations: Sequence[Conversation], way: Summarise, budget: int) -> float:
    kept = total = 0
    for conversation in conversations:
        summary = progressive(conversation, way, budget).lower()
        kept += sum(all(word in summary for word in fact) for fact in conversation.facts)
        total += len(conversation.facts)
    return kept / total


def progressive(conversation: Conversation, way: Summarise, budget: int) -> str:
    summary = ""
    for start in range(0, len(conversation.messages), MESSAGES_PER_ROUND):
        summary = way(summary, conversation.messages[start : start + MESSAGES_PER_ROUND], budget)
        assert COUNTER.count(summary) <= budget
    return summary


def extractive(previous: str, messages: Sequence[SummaryInput], budget: int) -> str:
    return ExtractiveSummariser(COUNTER).summarise(previous, messages, token_budget=budget)


def lead(previous: str, messages: Sequence[SummaryInput], budget: int) -> str:
    kept = [*previous.splitlines(), *said(messages)]
    while COUNTER.count("\n".join(kept)) > budget:
        kept.pop()
    return "\n".join(kept)


def last(previous: str, messages: Sequence[SummaryInput], budget: int) -> str:
    kept = [*previous.splitlines(), *said(messages)]
    while COUNTER.count("\n".join(kept)) > budget:
        kept.pop(0)
    return "\n".join(kept)


def said(messages: Sequence[SummaryInput]) -> list[str]:
    return [f"{message.role}: {sentence}" for message in messages for sentence in split_sentences(message.content)]


def print_speed(conversations: Sequence[Conversation]) -> None:
    rounds = 20
    number = rounds * sum(-(-len(c.messages) // MESSAGES_PER_ROUND) for c in conversations)
    for name, work in (
        ("summaries of 6 messages", lambda c: progressive(c, extractive, 300)),
        ("cutting into sentences", lambda c: said(c.messages)),
    ):
        started = time.process_time()
        for _ in range(rounds):
            for conversation in conversations:
                work(conversation)
        print(f"{name}: {number / (time.process_time() - started):,.0f} per CPU second")
    huge = [SummaryInput("human", "I moved to Lisbon in May and my sister lives in Porto. " * 95_000)]
    started = time.process_time()
    extractive("", huge, 300)
    print(f"one message of {len(huge[0].content) / 1e6:.1f} MB: {time.process_time() - started:.3f} CPU s")


if __name__ == "__main__":
    main()
