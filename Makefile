# Each target makes what it needs; none needs another to have been run.
PYTHON_HERE := $(shell tools/find-pythons | head -n 1)
BIN := .venv/bin

.PHONY: demo test test-cloud test-long test-unit lint table bench audit mutants environment

## demo: bring up a cloud on this machine and show servers being booted, resized, migrated, deleted
demo: environment
	$(BIN)/python demo/demo.py

## test: everything: lint, types, unit tests on each Python found, and all the others on one
test: environment lint
	tools/test-unit
	$(BIN)/python -m pytest -p no:cacheprovider -n 2 --dist loadfile tests/contract tests/compare tests/hostile
	@echo "== packaging and cloud tests, on two sandboxes; this takes some ten minutes"
	$(MAKE) --no-print-directory -j 2 --output-sync=target test-cloud test-long

# The longest cloud tests run concurrently with the others, on a sandbox of their own.
LONGEST := tests/cloud/test_comparison.py tests/cloud/test_soak.py

test-cloud:
	$(BIN)/python -m pytest -p no:cacheprovider tests/packaging tests/cloud $(LONGEST:%=--ignore=%)

test-long:
	NOVA_TEST_SANDBOX=$(CURDIR)/.cache/test-sandbox-long $(BIN)/python -m pytest -p no:cacheprovider $(LONGEST)

## test-unit: the unit tests, in a minute
test-unit: environment
	$(BIN)/python -m pytest -q -p no:cacheprovider -n 2 tests/unit

## lint: style, types, and what may import what
lint: environment
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache --no-logo

## mutants: how many small changes of the code no unit test notices, and which; some 15 minutes
mutants: environment
	@tools/make-venv "$(PYTHON_HERE)" .venv-mutants dev,mutants
	tools/mutants

## table: write what is generated from declarations: the command table and docs/microversions.md
table: environment
	$(BIN)/python tools/command-table
	$(BIN)/python tools/list-microversions

## bench: compare this client with python-novaclient and python-openstackclient, on the same clouds
bench: environment
	$(BIN)/python benchmarks/compare.py

## audit: known vulnerabilities of what is installed, where an index is available
audit: environment
	tools/audit

environment:
	@test -n "$(PYTHON_HERE)" || { echo "No Python 3.11, 3.12 or 3.13 is found; name one: PYTHON=/path/to/python3.12 make"; exit 1; }
	@tools/make-venv "$(PYTHON_HERE)" .venv
