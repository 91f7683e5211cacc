"""``python -m holdfast.providers.facts``: work out what the rules need and keep it, so that no process has to.

For images and packages, whose directories are read only when a server runs.
"""

from __future__ import annotations

from holdfast.providers.facts.contract import Said
from holdfast.providers.facts.open import open_fact_finder

if __name__ == "__main__":
    open_fact_finder().find_alone(Said("user", "I live here."))
