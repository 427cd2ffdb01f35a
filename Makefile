# Everything starts from `make lab` or `make test`; both first see to the virtual environment.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DEV := $(VENV)/.ready-dev

.PHONY: lab test test-peers lint lessons bench requirements

lab: $(READY)
	$(BIN)/nnkit lab

test: lint
	$(BIN)/pytest -n auto --dist loadfile tests

# Jupyter's own tests with warm kernels; a quarter of an hour.
test-peers: $(DEV)
	$(BIN)/python -m tests.peers

lint: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

lessons: $(READY)
	$(BIN)/nnkit build

bench: $(DEV)
	$(BIN)/python -m tests.bench $(ARGS)

# The environment needs only Python with pip: `venv --without-pip` works where ensurepip is missing.
$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("nnkit needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12 $(MAKECMDGOALS)") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv --without-pip $(VENV)
	$(PYTHON) -m pip --python $(BIN)/python install --quiet --disable-pip-version-check pip -r requirements.txt
	@touch $@

$(DEV): $(READY) requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

# Pins the current releases for every platform and Python that the course supports.
COMPILE = $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --no-header --no-annotate
requirements: # needs the environment, whatever its age
	$(BIN)/pip install --quiet uv
	echo '-e .' | $(COMPILE) - -o requirements.txt
	echo '-e .[dev]' | $(COMPILE) - -o requirements-dev.txt
