# `make help` lists what there is. Everything is installed into $(VENV) from the hashed lock.

PYTHON ?= python3
VENV ?= .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
RUN_STAMP := $(VENV)/.installed-runtime
DEV_STAMP := $(VENV)/.installed-dev
DEMO := out/demo
WORKERS ?= 2
PYTEST_ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help install demo test lint format bench fuzz accuracy sample lock docs clean

help: ## Show this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' \
	  || { echo "Python 3.11 to 3.14 is needed; name one with: make PYTHON=python3.12" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)

# The backend stands in the lock, so the project itself is installed without isolation and without the network.
# pip compiles what it installs, but not what is only linked: without that every start would compile it anew
# where Python may not write (a read-only folder, PYTHONDONTWRITEBYTECODE).
COMPILE := $(BIN)/python -m compileall -q src

$(RUN_STAMP): requirements.txt pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes --requirement requirements.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	$(COMPILE)
	@touch $@

$(DEV_STAMP): requirements-dev.txt pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes --requirement requirements-dev.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	$(COMPILE)
	@touch $@ $(RUN_STAMP)

install: $(DEV_STAMP) ## Install the project and its tools into .venv

# Exit code 1 says that the sample has findings, as it is meant to; anything else stops.
demo: $(RUN_STAMP) ## Merge the sample files of three levels into one base dataset
	@rm -rf $(DEMO)
	$(BIN)/kalteng merge --pusat sample_data/pusat/* --provinsi sample_data/provinsi/* \
	  --kabupaten sample_data/kabupaten/* --output $(DEMO) || test $$? -eq 1

test: $(DEV_STAMP) ## Run all tests with branch coverage
	$(BIN)/python -m pytest -n $(WORKERS) --cov --cov-report=term-missing:skip-covered $(PYTEST_ARGS)

lint: $(DEV_STAMP) ## Check format, rules, types, floors, spelling and generated documents
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/codespell
	$(BIN)/python tools/generate_docs.py --check

format: $(DEV_STAMP) ## Format the code and mend what can be mended by itself
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(DEV_STAMP) ## Write the generated documents anew
	$(BIN)/python tools/generate_docs.py

bench: $(DEV_STAMP) ## Measure speed and memory
	$(BIN)/python -m benchmarks.bench

fuzz: $(DEV_STAMP) ## Try over ten thousand spoilt files and count what came of them
	$(BIN)/python -m benchmarks.fuzz

accuracy: $(DEV_STAMP) ## Measure accuracy on synthetic provinces, and what each step of linkage brings
	$(BIN)/python -m benchmarks.accuracy --keep-pairs
	$(BIN)/python -m benchmarks.linkage.steps --seeds 101

sample: $(DEV_STAMP) ## Write sample_data anew from its seed
	$(BIN)/python -m benchmarks.province sample

lock: | $(BIN)/python ## Lock the newest versions of all dependencies, with hashes and without addresses
	@$(BIN)/python -m uv --version >/dev/null 2>&1 || $(PIP) install uv
	$(BIN)/python -m uv pip compile --quiet --upgrade --universal --generate-hashes --no-emit-index-url --no-strip-extras \
	  --no-header --no-annotate --group build --output-file requirements.txt pyproject.toml
	$(BIN)/python -m uv pip compile --quiet --upgrade --universal --generate-hashes --no-emit-index-url --no-strip-extras \
	  --no-header --no-annotate --group build --group dev --constraint requirements.txt \
	  --output-file requirements-dev.txt pyproject.toml
	$(BIN)/python -m uv pip compile --quiet --upgrade --universal --generate-hashes --no-emit-index-url --no-strip-extras \
	  --no-header --no-annotate --group bench --constraint requirements.txt --output-file requirements-bench.txt

clean: ## Remove what tests, tools and the demo left behind
	rm -rf out build dist .coverage* .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .benchmarks
