# `make help` lists the targets. Nothing is installed again until requirements.lock or pyproject.toml changes.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

VENV := .venv
BIN := $(VENV)/bin
LOCKED := $(VENV)/.locked
INSTALLED := $(VENV)/.installed
SPARK := $(VENV)/.locked-spark

# Python starts anew in many tests: what it has compiled is kept, whatever the machine's setting.
unexport PYTHONDONTWRITEBYTECODE

# PYTHON=... chooses the interpreter of the environment; otherwise scripts/make-venv finds one.
export PYTHON
# ARGS="..." goes to pytest, LOCK_ARGS="--upgrade" to the lock.
ARGS ?=
LOCK_ARGS ?=

.PHONY: help
help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-12s %s\n", $$1, $$2}'

.PHONY: setup
setup: $(INSTALLED) ## make .venv from requirements.lock and install the project into it, editable

$(LOCKED): requirements.lock scripts/make-venv
	scripts/make-venv $(VENV) requirements.lock
	touch $@

$(INSTALLED): $(LOCKED) pyproject.toml
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --no-index --editable .
	touch $@

.PHONY: demo
demo: $(INSTALLED) ## check, test, run and render the accounts-payable agreement into build/demo
	scripts/demo $(BIN)/sladsl

.PHONY: test
test: $(INSTALLED) ## run the tests on all cores; ARGS="-k name" to choose some
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal $(ARGS)

$(SPARK): requirements-spark.lock $(INSTALLED)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --requirement $<
	touch $@

.PHONY: test-spark
test-spark: $(INSTALLED) ## compare Spark with DuckDB on every agreement and case; downloads PySpark (456 MB), takes Java 17
	@if [[ -n $${JAVA_HOME:-} ]] || command -v java >/dev/null; then $(MAKE) --no-print-directory $(SPARK); fi
	$(BIN)/python -m pytest -m spark --numprocesses 2 --dist worksteal -rs $(ARGS) tests/spark tests/measurement

.PHONY: laws
laws: $(INSTALLED) ## try what holds of every agreement on many more than `make test`; LAWS=50 times as many
	SLADSL_LAWS=$(or $(LAWS),20) $(BIN)/python -m pytest --numprocesses auto --dist worksteal $(ARGS) \
	  $$(grep -rlE --include='test_*.py' 'from (tests.tries|hypothesis) import' tests)

.PHONY: fuzz
fuzz: $(INSTALLED) ## check and lay out many more random texts than `make test`; FUZZ=20000 says how many
	SLADSL_FUZZ=$(or $(FUZZ),5000) $(BIN)/python -m pytest --numprocesses auto tests/syntax/test_fuzz.py

.PHONY: lint
lint: $(INSTALLED) ## ruff, mypy and the import contracts
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

.PHONY: format
format: $(INSTALLED) ## let ruff format the code and mend what it can
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

.PHONY: coverage
coverage: $(INSTALLED) ## run the tests; fails where too few branches of a phase are run, and writes build/coverage/html
	mkdir -p build/coverage
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal --cov --cov-report= $(ARGS)
	$(MAKE) --no-print-directory coverage-report

.PHONY: coverage-spark
coverage-spark: $(INSTALLED) ## add what only Spark runs to the last `make coverage`
	$(MAKE) --no-print-directory test-spark ARGS="--cov --cov-append --cov-report= $(ARGS)"
	$(MAKE) --no-print-directory coverage-report

.PHONY: coverage-report
coverage-report: # of the data that the two targets above have gathered
	$(BIN)/coverage html --quiet
	$(BIN)/coverage json --quiet -o build/coverage/branches.json
	$(BIN)/python scripts/branch_coverage.py build/coverage/branches.json

build/benchmarks/.made: pyproject.toml $(INSTALLED)
	$(BIN)/python -m venv --clear build/benchmarks/env
	build/benchmarks/env/bin/python -m pip install --quiet --upgrade 'pip>=25.1'
	build/benchmarks/env/bin/python -m pip install --quiet --editable . --group benchmarks
	touch $@

.PHONY: benchmark
benchmark: build/benchmarks/.made ## compare measuring with other ways to the same numbers; ARGS="tickets --rows 10000000 --write"
	build/benchmarks/env/bin/python -m benchmarks $(ARGS)

.PHONY: wheel-check
wheel-check: $(INSTALLED) ## build the wheel, install it in a clean environment elsewhere, run an agreement there
	scripts/wheel-check $(BIN)/python

.PHONY: lock
lock: build/lock/.made ## pin the dependencies of pyproject.toml again; LOCK_ARGS=--upgrade for newer ones
	build/lock/bin/uv pip compile pyproject.toml --group dev --universal --generate-hashes --no-annotate \
	  --no-emit-index-url --custom-compile-command "make lock" --quiet --output-file requirements.lock $(LOCK_ARGS)

build/lock/.made: $(INSTALLED)
	$(BIN)/python -m venv --clear build/lock
	build/lock/bin/python -m pip install --quiet uv
	touch $@

.PHONY: clean
clean: ## remove what the other targets wrote, except .venv
	rm -rf build dist .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find sladsl tests scripts agreements benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

.PHONY: distclean
distclean: clean ## remove .venv too
	rm -rf $(VENV)
