# What one types: `make run` builds the environment and a sample warehouse; `make test` and `make lint` check the code.
# Needs Python 3.11 to 3.13 and nothing else; packages come from whatever index pip is set up to use.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
HOME_DIR ?= ./data
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
SQL := dbt_carbon/models

.PHONY: install run test dev lint format manifest docs bench clean help
.DEFAULT_GOAL := help

help:  ## say what there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	$(BIN)/python -c 'from dagster_project.lib.running.derived import ensure_derived; ensure_derived()'
	touch $(STAMP)

install: $(STAMP)  ## build .venv with the exact versions of constraints.txt

run: install  ## demo deliveries into HOME_DIR (./data), then one whole run
	$(BIN)/carbon demo --home "$(HOME_DIR)"
	$(BIN)/carbon run --home "$(HOME_DIR)"
	@printf '%s\n' '' 'What next:' \
	  '  $(BIN)/carbon sql --home "$(HOME_DIR)" "select * from marts.mart_account_emission limit 5"' \
	  '  $(BIN)/carbon status --home "$(HOME_DIR)"' \
	  '  make dev HOME_DIR="$(HOME_DIR)"     the same run in the Dagster UI' \
	  '  make docs                          the models and their columns as one page'

manifest: install  ## make what is derived (dbt manifest, raw suites) when it is missing or stale
	@$(BIN)/python -c 'from dagster_project.lib.running.derived import ensure_derived; ensure_derived()'

dev: manifest  ## Dagster UI on http://127.0.0.1:3000
	@CARBON_HOME="$$(mkdir -p "$(HOME_DIR)" && cd "$(HOME_DIR)" && pwd)"; export CARBON_HOME; \
	  $(BIN)/python -m dagster_project.lib.running.instance "$$CARBON_HOME"; \
	  DAGSTER_HOME="$$CARBON_HOME/dagster" $(BIN)/dagster dev -h 127.0.0.1 -m dagster_project.definitions

test: manifest  ## the whole test suite
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

lint: manifest  ## format, types, YAML, spelling, SQL layout
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/yamllint --strict .
	$(BIN)/codespell
	$(BIN)/sqlfluff lint --disable-progress-bar $(SQL)

format: install  ## put code and SQL into shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: manifest  ## dbt docs as one static page in docs/site
	cd dbt_carbon && DBT_PROFILES_DIR=. DBT_SEND_ANONYMOUS_USAGE_STATS=false \
	  CARBON_WAREHOUSE="$$(cd "$(abspath $(HOME_DIR))" && pwd)/work/warehouse.duckdb" \
	  ../$(BIN)/dbt docs generate --static --no-version-check --target-path ../docs/site

bench: install  ## measurements; BENCH=--city for residents; see benchmarks/
	$(BIN)/python -m benchmarks $(BENCH)

clean:  ## remove the environment and everything made from the sources; homes stay
	rm -rf $(VENV) dbt_carbon/target dbt_carbon/logs docs/site .pytest_cache .mypy_cache .ruff_cache build ./*.egg-info
