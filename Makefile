# make run starts everything; make test runs the tests; make help lists the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
TESTS ?= tests

.DEFAULT_GOAL := help
.PHONY: $(shell sed -nE 's/^([a-z-]+):.*\#\#.*/\1/p' $(MAKEFILE_LIST))

help:  ## Show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

# The stamps hold the time of the last installation; a changed lock file installs again.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; v >= (3, 11) or sys.exit(f"Python 3.11 or newer is needed; this is {v[0]}.{v[1]}. Try: make run PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/python -m compileall -q apps aie_review
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

# Versions are exact in package.json; nothing that is installed runs on its own.
node_modules/.installed: package.json
	npm install --no-save --no-package-lock --ignore-scripts --no-audit --no-fund --silent
	@touch $@

run: $(VENV)/.installed  ## Start the site (PORT=8000); Ctrl-C stops it
	@$(MANAGE) up

test: $(VENV)/.installed-dev  ## Run the tests (TESTS=tests/engine for a part)
	$(BIN)/pytest -n 2 $(TESTS)

pytest: $(VENV)/.installed-dev  ## The same tests, with the services named in the environment
	$(BIN)/pytest -n 2 $(TESTS)

browser-test: $(VENV)/.installed-dev  ## Tests that need Chromium
	$(BIN)/pytest tests/browser

audit: $(VENV)/.installed-dev  ## Known vulnerabilities of what is installed
	$(BIN)/pip-audit --requirement requirements.txt --disable-pip --require-hashes --progress-spinner off

lint: $(VENV)/.installed-dev  ## Check style of Python and templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --quiet --lint templates

format: $(VENV)/.installed-dev  ## Bring Python into form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

scripts: node_modules/.installed  ## Check types and style of scripts and styles; run the tests of scripts
	node_modules/.bin/tsc --project static/js
	node_modules/.bin/biome lint --config-path=.ci --error-on-warnings static/js static/css tests/scripts
	node --test tests/scripts/*.test.js

types: $(VENV)/.installed-dev  ## Check types
	$(BIN)/mypy apps aie_review

contracts: $(VENV)/.installed-dev  ## Check who may import whom, and that no migration is missing
	$(BIN)/lint-imports
	$(MANAGE) makemigrations --check --dry-run

ci:  ## Everything that must hold before a change is accepted
	.ci/run

drill-faults: $(VENV)/.installed-dev  ## Locks, lost connections, full disks, brokers away, while people work (FAULTS=...)
	$(BIN)/python -m tests.bench.drill_faults

drill-worker: $(VENV)/.installed  ## Kill the worker in the middle of 20 runs; embedded, Redis, RabbitMQ
	$(BIN)/python -m tests.bench.drill_worker

drill-imports: $(VENV)/.installed  ## Two imports of 5,000 annotations at once: do others notice? SQLite, PostgreSQL
	$(BIN)/python -m tests.bench.drill_imports

bench-checks: $(VENV)/.installed  ## Recall, silence and milliseconds per check
	$(BIN)/python -m tests.bench.checks

bench-growth: $(VENV)/.installed  ## Seconds at 1x, 4x and 16x of ADRs, quantities, columns, nodes ... (KINDS=names)
	$(BIN)/python -m tests.bench.growth $(KINDS)

bench-workspace: $(VENV)/.installed-dev  ## 500 threads against 5: ratios, queries, time until marks show
	$(BIN)/python -m tests.bench.workspace

bench-anchors: $(VENV)/.installed  ## Are comments carried to the right place? (HISTORIES=folder)
	$(BIN)/python -m tests.bench.anchors $(HISTORIES)

mutants: $(VENV)/.installed-dev  ## Do tests notice small changes? (MUTANTS=150 SEED=1 AREAS=forms,checks)
	$(BIN)/python -m tests.bench.mutants

screenshots: $(VENV)/.installed-dev  ## Every page at two widths in two themes, into screenshots/
	$(BIN)/python -m tests.browser.screenshots

# Hashes, but no address of a package index, whatever index this machine is configured to use.
lock: $(VENV)/.installed-dev  ## Pin all dependencies anew
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
		--no-emit-index-url --no-header requirements.in -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
		--no-emit-index-url --no-header requirements-dev.in -o requirements-dev.txt

vendor: node_modules/.installed  ## Copy the browser libraries and icons named in package.json into static
	$(PYTHON) .ci/vendor.py

outdated: $(VENV)/.installed-dev  ## List dependencies with newer versions
	$(BIN)/python -m pip list --outdated --disable-pip-version-check

clean:  ## Remove what make made; data in var/ stays
	rm -rf $(VENV) node_modules staticfiles screenshots .pytest_cache .mypy_cache .ruff_cache .hypothesis
