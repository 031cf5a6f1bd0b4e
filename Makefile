# Each target does its own set-up; nothing is done twice.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Python keeps what it has compiled, and pytest its rewritten asserts: a quarter of `make quick`.
unexport PYTHONDONTWRITEBYTECODE
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: run test quick soak check bench quality dist licences docs demo pictures lock clean

run: $(VENV)/.run
	@$(BIN)/hashiya

# Every test once: the quick ones of the text engine and the store with their coverage, which
# doubles a test's time on Python 3.11, the others without. Three processes for two cores: many tests
# wait, for a terminal, a server or a browser.
test: $(VENV)/.dev
	@$(BIN)/python -m pytest -n 3 -m "not soak and not measured"
	@$(BIN)/python -m pytest -m measured tests/text tests/store \
	  --cov=tui.text --cov=tui.store --cov-report=term:skip-covered

# The tests that run no app and start no process, and go through no conformance file, all code points
# or long texts.
quick: $(VENV)/.dev
	@$(BIN)/python -m pytest -m "not slow and not soak" --hypothesis-profile=quick

# What must run long: more kills in the crash tests, more examples in the property tests, and each
# reader of files with damaged ones for ten minutes.
soak: $(VENV)/.dev
	@$(BIN)/python -m pytest -m "soak or hypothesis" --hypothesis-profile=soak
	@$(BIN)/python -m tests.fuzz --seconds 600

check: $(VENV)/.dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(VENV)/.dev
	@$(BIN)/python -m bench

# The sdist and the wheel, installed and tried as users do; and the licences of what they need.
dist: licences
	@$(BIN)/python -m scripts.dist

licences: $(VENV)/.dev
	@$(BIN)/python -m scripts.licences

# How good the suggestions are; the table and the misses go to docs/suggestions.md.
quality: $(VENV)/.dev
	@$(BIN)/python -m scripts.quality --write

# The generated parts of docs/, then the site in site/, which asks no other host for anything.
docs: $(VENV)/.dev
	@$(BIN)/python -m scripts.docs
	@NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --quiet
	@echo "site/index.html"

# The recorded demo: docs/demo.cast, and docs/demo.gif of it. Drawing needs the fonts of DejaVu.
demo: $(VENV)/.dev
	@$(BIN)/python -m scripts.demo

# The pictures of terminals and of the browser.
pictures: $(VENV)/.dev
	@if command -v Xvfb >/dev/null && command -v xdotool >/dev/null; \
	  then $(BIN)/python -m scripts.shots && $(BIN)/python -m scripts.pictures \
	    && $(BIN)/python -m scripts.team_pictures; \
	  else echo "without Xvfb and xdotool the pictures in docs stay as they are"; fi
	@if command -v chromium >/dev/null; then $(BIN)/python -m scripts.page_pictures; \
	  else echo "without chromium those in docs/browser stay as they are"; fi

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
	rm -rf $(VENV) build dist site .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage
