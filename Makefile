# What one does with Holdfast; each verb is explained by `make`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
COMPILED := $(shell find src -name '*.pyx')

# The hundreds of servers that the tests start would compile every module anew if nothing kept the result.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help setup serve test test-slow check fix docs docs-site bench lock release-check clean

help:  ## list the verbs
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(INSTALLED): pyproject.toml constraints.txt setup.py $(COMPILED)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[openai]" --group dev
	@touch $@

setup: $(INSTALLED)  ## install Holdfast and all that its tests need
	@$(BIN)/python -m tests.clients.environments

serve: $(INSTALLED)  ## install what is needed and start the server
	$(BIN)/holdfast serve

test: setup  ## run the tests
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist worksteal

test-slow: setup  ## run the tests that take minutes
	$(BIN)/python -m pytest -m slow --timeout 1200

check: $(INSTALLED)  ## formatting, lint, types, imports, links of the documentation
	$(BIN)/ruff format --check src tests benchmarks tools
	$(BIN)/ruff check src tests benchmarks tools
	$(BIN)/mypy
	$(BIN)/mypy --platform win32 --cache-dir .mypy_cache/windows src
	$(BIN)/lint-imports
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --site-dir .cache/site

fix: $(INSTALLED)  ## mend formatting and what lint can mend
	$(BIN)/ruff format src tests benchmarks tools
	$(BIN)/ruff check --fix src tests benchmarks tools

docs: $(INSTALLED)  ## write the generated pages anew
	$(BIN)/python tools/write_openapi.py
	$(BIN)/python tools/write_reference.py

docs-site: $(INSTALLED)  ## build the documentation as a site, in site/
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet

bench: $(INSTALLED)  ## measure the busiest routes beside their floors
	$(BIN)/python -m benchmarks.routes

lock:  ## choose the newest versions that the bounds admit, for constraints.txt
	$(PYTHON) tools/write_constraints.py

release-check: $(INSTALLED)  ## build what a release publishes and try each of it
	$(BIN)/python tools/check_release.py

clean:  ## remove what the other verbs made
	rm -rf $(VENV) build dist site .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
