PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
AT := 2026-11-22T12:00:00Z

.DEFAULT_GOAL := help
.PHONY: help demo test lint types docs bench wheel clean

help: ## what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

$(BIN)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev,docs]'
	@touch $@

venv: $(BIN)/.installed
