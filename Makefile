PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

# As pip does with what it does not leave in place.
COMPILE := $(BIN)/python -m compileall -q statusgen

# The demo is told as of one instant, so that it shows the same in every clone, on every day.
AT := 2026-11-22T12:00:00Z

.DEFAULT_GOAL := help
.PHONY: help demo test browser calendar markup pdf statuspage spark lint format catalogues docs lighthouse bench bench-samples wheel clean

help: ## what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "%-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(BIN)/.installed ## judge, publish, account for and report on the demo project; show the evidence from git
	@PATH="$(abspath $(BIN)):$$PATH" scripts/demo $(AT)

test: $(BIN)/.dev browser calendar markup pdf statuspage ## all tests, with branch coverage of the package and its command line
	@rm -f .coverage .coverage.*
	$(BIN)/python -m coverage run -m pytest
	@$(BIN)/python -m coverage combine --quiet
	$(BIN)/python -m coverage report

calendar: $(BIN)/.dev # others read what icalendar wrote; without them those tests skip and say so
	@scripts/ical-js $(VENV)/npm
	@scripts/sarif-schema $(VENV)/npm
	@scripts/junit-schema $(BIN)/python $(VENV)/junit
	@scripts/readers $(BIN)/python
	@scripts/maintnote $(BIN)/python $(VENV)/maintnote

markup: # the W3C's checker reads our documents; without it that test skips and says so
	@scripts/vnu $(VENV)/npm

pdf: $(BIN)/.dev # the tests of PDF want Pango; without it they skip and say so
	@scripts/pango $(BIN)/python

statuspage: $(BIN)/.dev # clients of Statuspage read the site; without them that test skips and says so
	@scripts/statuspage-clients $(BIN)/python $(VENV)/statuspage

browser: # the tests of the page in a browser want Chromium; without it they skip and say so
	@scripts/chromium

spark: $(BIN)/.dev $(BIN)/.spark ## the query of samples on Spark, which wants Java 17 or newer, against DuckDB
	$(BIN)/python -m pytest -m spark

lint: $(BIN)/.dev ## format, rules, types, workflows
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/zizmor --offline --quiet .github
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-actions .github/actions/*/action.yml
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.dependabot .github/dependabot.yml

format: $(BIN)/.dev ## put all code into the house's form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

catalogues: $(BIN)/.dev ## the texts of the page for translators, and what they translated for the page (docs/languages.md)
	$(BIN)/python scripts/catalogues

docs: $(BIN)/.dev ## the handbook, into handbook/
	$(BIN)/mkdocs build --strict --site-dir handbook
	@echo "The handbook is in handbook/index.html"

lighthouse: $(BIN)/.dev browser ## measure the pages of the demo with Lighthouse, which wants npm and Chromium
	@$(BIN)/python scripts/lighthouse $(VENV)/npm

bench: $(BIN)/.bench ## measure accounts and schedules, and builds and plans against Hugo on the same events
	@$(BIN)/python benchmarks/accounts.py
	@$(BIN)/python benchmarks/schedule.py
	@$(BIN)/python benchmarks/run.py

bench-samples: $(BIN)/.dev ## measure a year of one-minute samples of 100 components
	@$(BIN)/python benchmarks/samples.py

wheel: $(BIN)/.dev ## the wheel, into dist/
	@rm -rf dist
	@$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir dist .
	@ls dist/*.whl

clean: ## remove all that can be made again
	rm -rf $(VENV) site reports handbook dist build .bench .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(BIN)/.installed: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) --editable .
	@$(COMPILE)
	@touch $@

$(BIN)/.dev: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) --editable '.[dev,docs]'
	@$(COMPILE)
	@touch $@ $(BIN)/.installed

$(BIN)/.bench: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) --editable '.[bench]'
	@touch $@

$(BIN)/.spark: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) --editable '.[spark]'
	@touch $@
