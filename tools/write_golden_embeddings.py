"""Record what the packaged embedding model makes of some texts, for the test that notices changed weights.

    python tools/write_golden_embeddings.py tests/providers/static_256_golden.json

Run it only when a new version of the weights is released; its name then has to change as well.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from holdfast.providers.embeddings.static import load_static_model

COMPONENTS = 16
TEXTS = [
    "",
    "Hello!",
    "Where did she go on holiday last summer?",
    "I've been learning the guitar for two years now.",
    "My flight BA-2490 leaves at 7:45 on March 15th.",
    "Don't forget: the API returns HTTP 429 when you're too fast.",
    "Ça va? Naïve café über Straße",
    "我喜欢在公园里散步。",
    "🎉🎉",
    "a rather long message " * 40,
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    arguments = parser.parse_args()
    model = load_static_model()
    leading = [[round(float(value), 5) for value in vector[:COMPONENTS]] for vector in model.encode(TEXTS)]
    golden = {"name": model.name, "components": COMPONENTS, "texts": dict(zip(TEXTS, leading, strict=True))}
    arguments.file.write_text(json.dumps(golden, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
