# Avert: `make run` starts it, `make test` proves it. `make help` lists the rest.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

.PHONY: help run test e2e prove check bench docs clean

help: ## what each word does
	@grep -E '^[a-z0-9]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit("Avert needs Python 3.11 or later; this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

run: $(READY) ## install; the site does not exist yet, so this says what does
	@$(BIN)/avert --help
	@echo
	@echo "The site is not built yet. Start with:  $(BIN)/avert data add PATH"

test: $(READY) ## unit, property, golden and integration tests
	$(BIN)/python -m pytest

e2e: $(READY) ## journeys in a browser
	@echo "No pages yet, so no journeys to walk."

prove: $(READY) ## the same faults, at full count
	AVERT_PROVE=1 $(BIN)/python -m pytest tests/integration/sources -k fault

check: $(READY) ## style, types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY) ## measured against named peers; prints ratios
	$(BIN)/python benchmarks/panel/read_events.py

docs: $(READY) ## every path the how-tos name exists
	$(BIN)/python -m pytest tests/unit/test_docs.py

clean: ## remove what was installed and built
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
