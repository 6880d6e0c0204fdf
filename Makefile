# Avert: `make run` starts it, `make test` proves it. `make help` lists the rest.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
# A file of tests stays with one process, so that what its tests share is made once.
TOGETHER ?= --numprocesses auto --dist loadfile --durations 30
# Where it is set, every worker and every process that a test starts would compile all modules anew.
export PYTHONDONTWRITEBYTECODE :=
ASSETS := src/avert/web/static/avert/dist/sans-latin.woff2

.PHONY: help assets run test e2e prove check bench docs clean

help: ## what each word does
	@grep -E '^[a-z0-9]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit("Avert needs Python 3.11 or later; this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

$(ASSETS): frontend/package-lock.json frontend/build.js | $(READY)
	cd frontend && PATH="$(CURDIR)/$(BIN):$$PATH" && npm ci --silent && npm run --silent build

assets: $(ASSETS) ## the fonts that the site serves

run: $(READY) $(ASSETS) ## install, and start the site
	@$(BIN)/avert site run

test: $(READY) $(ASSETS) ## unit, property, golden and integration tests; the site's on both databases
	$(BIN)/python -m pytest $(TOGETHER)
	AVERT_TEST_DATABASE=postgresql $(BIN)/python -m pytest $(TOGETHER) tests/integration/web

e2e: $(READY) $(ASSETS) ## journeys in a browser; needs Chromium
	AVERT_E2E=1 $(BIN)/python -m pytest $(TOGETHER) tests/e2e

prove: $(READY) ## the same faults, at full count
	AVERT_PROVE=1 $(BIN)/python -m pytest tests/integration/sources tests/integration/web -k fault
	AVERT_PROVE=1 AVERT_TEST_DATABASE=postgresql $(BIN)/python -m pytest tests/integration/web -k fault

check: $(READY) ## style, types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY) ## how fast, beside named peers where there are any
	$(BIN)/python benchmarks/panel/read_events.py
	$(BIN)/python benchmarks/audit/verify.py
	$(BIN)/python benchmarks/signals/triage.py
	$(BIN)/python benchmarks/assessment/pool.py
	$(BIN)/python benchmarks/society/measures.py
	$(BIN)/python benchmarks/society/connecting.py
	$(BIN)/python benchmarks/society/imports.py
	$(BIN)/python benchmarks/society/taking_in.py
	$(BIN)/python benchmarks/society/nulls.py 5
	$(BIN)/python benchmarks/risk/ewp_origins.py
	$(BIN)/python benchmarks/forecast/score_samples.py

docs: $(READY) ## every path the how-tos name exists
	$(BIN)/python -m pytest tests/unit/test_docs.py

clean: ## remove what was installed and built
	rm -rf $(VENV) frontend/node_modules src/avert/web/static/avert/dist dist build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
