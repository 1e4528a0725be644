# Everything runs in environments that these targets make themselves, from the lock files: all that is needed
# beforehand is make, git and Python 3.11 or newer with pip. PYTHON names another interpreter than python3.

PYTHON ?= python3
export PYTHON FILE
# Settings of the caller's shell that would change what is installed or imported.
unexport PYTHONPATH PYTHONHOME VIRTUAL_ENV PIP_REQUIRE_VIRTUALENV PIP_USER PIP_TARGET PIP_PREFIX

BIN := .venv/bin
# Those that exist: benchmarks may not, in a source distribution.
CHECKED := $(wildcard src tests scripts benchmarks)

.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
# `make -j demo test` would otherwise set up one environment twice at once.
.NOTPARALLEL:
.PHONY: help demo test test-deep lint bench-client bench-accuracy bench-engine regen lock clean dev-env demo-env

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

demo: demo-env ## start a server and ask it questions; FILE=table.csv asks about your own table
	@$(BIN)/python -m leapyear_core.demo $(if $(FILE),--file="$$FILE")

# pytest comes last, so that its summary is the last line. Tests of one file stay together: they share fixtures.
test: lint ## everything that CI checks: style, types, layers, generated code, lock files, tests
	@$(BIN)/python -m pytest -n auto --dist loadfile

# Parts of the law are as long as each other, and none shares more than an engine with the next.
test-deep: dev-env ## the law of sensitivity over 100,000 relation trees; TREES says how many, SEED which
	@TREES=$(or $(TREES),100000) SEED=$(or $(SEED),0) $(BIN)/python -m pytest -n auto --dist load tests/privacy/test_laws.py

lint: dev-env ## the checks of `make test` that need no test run
	@echo "ruff check" && $(BIN)/ruff check --quiet $(CHECKED)
	@echo "ruff format --check" && { $(BIN)/ruff format --check --quiet $(CHECKED) || \
	  { echo "Mend this with: $(BIN)/ruff format $(CHECKED)"; exit 1; }; }
	@echo "mypy --strict" && $(BIN)/mypy --strict --no-error-summary $(CHECKED)
	@echo "scripts/check_types.sh" && scripts/check_types.sh
	@echo "lint-imports" && { out=$$($(BIN)/lint-imports --no-logo 2>&1) || { printf '%s\n' "$$out"; exit 1; }; }
	@echo "scripts/check_locks.sh" && scripts/check_locks.sh
	@echo "scripts/check_generated.sh" && scripts/check_generated.sh
	@echo "scripts/functions_table.py" && $(BIN)/python scripts/functions_table.py --check
	@echo "scripts/check_contract.py" && $(BIN)/python scripts/check_contract.py

# Byte code is what a user's second import finds: it is written, whatever the caller's shell says.
bench-client: dev-env ## measure what the client and a served Core cost, beside what they are made of
	@env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m benchmarks.client

bench-accuracy: dev-env ## measure how near answers come, and how often their intervals hold the exact value
	@$(BIN)/python -m benchmarks.accuracy

bench-engine: dev-env ## measure questions about ten million rows, beside plain DuckDB on the same file
	@$(BIN)/python -m benchmarks.engine

regen: ## make generated/leapyear_api from openapi/leapyear.yaml
	@scripts/regen.sh

lock: ## resolve the dependencies into requirements/*.lock; UPGRADE=1 takes the newest
	@scripts/lock.sh $(if $(UPGRADE),--upgrade)

clean: ## remove the environments, caches and builds
	@rm -rf .venv .cache .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build dist
	@find src tests scripts generated benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

dev-env:
	@scripts/venv.sh --editable .venv requirements/dev.lock

demo-env:
	@scripts/venv.sh --editable .venv requirements/server.lock requirements/dev.lock
