# Each target does its own set-up; nothing is done twice.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: run test check bench quality soak lock clean

run: $(VENV)/.run
	@$(BIN)/hashiya

test: $(VENV)/.dev
	@$(BIN)/python -m pytest

check: $(VENV)/.dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(VENV)/.dev
	@$(BIN)/python -m bench

# How good the suggestions are; the table goes to README.md, the misses to docs/suggestions.md.
quality: $(VENV)/.dev
	@$(BIN)/python -m scripts.quality --write

# The fault-injection tests of the suite, ten times as many.
soak: $(VENV)/.dev
	@HASHIYA_SOAK=1 $(BIN)/python -m pytest tests/faults/test_crash.py -n 0

$(VENV)/.pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Hashiya needs Python 3.11 or newer; name one: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@touch $@

# pip refuses an editable install where hashes are asked for: the dependencies
# come first, from the lock, then the project alone.
$(VENV)/.run: requirements.txt pyproject.toml | $(VENV)/.pip
	@echo "Setting up .venv (once) …"
	@$(PIP) install --quiet --require-hashes -r requirements.txt
	@$(PIP) install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	@echo "Setting up the tools for tests (once) …"
	@$(PIP) install --quiet --require-hashes -r requirements-dev.txt
	@touch $@

# Needs uv. The files hold pinned versions and hashes, and no address.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --no-emit-index-url --no-emit-find-links pyproject.toml scripts/build-requirements.in -o requirements.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --no-emit-index-url --no-emit-find-links --group dev pyproject.toml scripts/build-requirements.in \
	  -c requirements.txt -o requirements-dev.txt

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
