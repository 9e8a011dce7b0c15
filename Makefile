# make demo   build the sample site      make test   set everything up and run all tests
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test lint messages bench clean

demo: .venv/installed
	$(BIN)/bilingual build
	@echo
	@echo "Now open $(CURDIR)/site/index.html in a browser."
	@echo "The program is $(BIN)/bilingual. To call it by its name alone: . $(BIN)/activate"

test: .venv/tested
	bash tests/setup.sh
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q -n 2 --dist loadfile

lint: .venv/tested
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/mypy

# The interface's words: collect them from code and templates, and bring the catalogs up to date.
messages: .venv/tested
	$(BIN)/python tools/messages.py

bench: .venv/tested
	$(BIN)/pip install -q --disable-pip-version-check -e '.[bench]'
	$(BIN)/python tests/benchmarks/segmentation.py

.venv/installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "bilingual needs Python 3.11 or newer; name it: make PYTHON=python3.12 demo"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install -q --disable-pip-version-check -e .
	@touch $@

.venv/tested: .venv/installed
	$(BIN)/pip install -q --disable-pip-version-check -e '.[test,lint,evaluate]'
	@touch $@

clean:
	rm -rf .venv site node_modules .artifacts dist
