"""Write the description of the API to docs/openapi.json, where a test compares it with the routes."""

import json
from pathlib import Path

from holdfast.http.openapi import describe_api
from holdfast.http.routes import ROUTES

TARGET = Path(__file__).parents[1] / "docs" / "openapi.json"


def main() -> None:
    TARGET.write_text(json.dumps(describe_api(ROUTES), indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
