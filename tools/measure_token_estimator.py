"""State how far the token estimator is from real cl100k_base counts, per kind of text.

    TIKTOKEN_CACHE_DIR=… python tools/measure_token_estimator.py [--samples FILE]

The sample file has a text a line (backslash n for a line break) under "# kind" headings. Prints, per kind and overall,
the relative error of the sum (bias), the mean and the 95th percentile of the relative errors of single texts as
messages ("user: " before them), then the speed of both counters. tiktoken must be able to load cl100k_base.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from pathlib import Path

import numpy as np

from holdfast.providers.tokens.contract import TokenCounter, count_message
from holdfast.providers.tokens.estimator import EstimatingTokenCounter
from holdfast.providers.tokens.open import open_token_counter

SAMPLES = Path(__file__).parent.parent / "benchmarks" / "data" / "token-samples.txt"
ROUNDS = 200


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--samples", type=Path, default=SAMPLES)
    samples = read_samples(parser.parse_args().samples)
    exact, estimate = open_token_counter("cl100k_base"), EstimatingTokenCounter()
    print(f"{'kind':26}{'texts':>6}{'tokens':>8}{'bias':>9}{'mean':>8}{'p95':>8}")
    for kind, texts in samples.items():
        print_errors(kind, texts, exact, estimate)
    everything = [text for texts in samples.values() for text in texts]
    print_errors("all", everything, exact, estimate)
    for counter in (estimate, exact):
        print(f"{counter.name}: {speed(counter, samples['English chat']):,.0f} English messages per CPU second")


def read_samples(path: Path) -> dict[str, list[str]]:
    samples: dict[str, list[str]] = defaultdict(list)
    kind = "unnamed"
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            kind = line[2:]
        elif line:
            samples[kind].append(line.replace("\\n", "\n"))
    return samples


def print_errors(kind: str, texts: list[str], exact: TokenCounter, estimate: TokenCounter) -> None:
    real = np.array([count_message(exact, role="user", content=text) for text in texts])
    guessed = np.array([count_message(estimate, role="user", content=text) for text in texts])
    errors = np.abs(guessed - real) / real
    bias = guessed.sum() / real.sum() - 1
    print(f"{kind:26}{len(texts):6}{real.sum():8}{bias:9.1%}{errors.mean():8.1%}{np.quantile(errors, 0.95):8.1%}")


def speed(counter: TokenCounter, texts: list[str]) -> float:
    started = time.process_time()
    for _ in range(ROUNDS):
        for text in texts:
            counter.count(text)
    return ROUNDS * len(texts) / (time.process_time() - started)


if __name__ == "__main__":
    main()
