# make demo   opens the product on demo data
# make test   runs every check and every test
# Both make their own environment in .venv; Python 3.11 or newer and make are all they need.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
TEST_STAMP := $(VENV)/.installed-for-tests
JOBS ?= 2

.PHONY: demo test check quick clean wheel

demo: $(STAMP)
	@$(BIN)/takrim demo $(DEMO)

test: check
	$(BIN)/pytest -q -n $(JOBS) --dist loadgroup

quick: check
	$(BIN)/pytest -q -n $(JOBS) -m "not browser and not postgres and not slow"

check: $(TEST_STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/bandit -q -r app qr printables -c pyproject.toml -ll

wheel: $(TEST_STAMP)
	$(BIN)/python -m build --wheel --outdir dist .

clean:
	rm -rf $(VENV) dist build *.egg-info

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Takrim needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)

# uv installs in seconds; where it is missing or fails, pip does the same more slowly.
define install
	@if command -v uv >/dev/null 2>&1 && uv pip install -q --python $(BIN)/python -c constraints.txt -e '$(1)'; \
	then :; else $(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e '$(1)'; fi
endef

$(STAMP): $(VENV)/bin/python pyproject.toml constraints.txt
	@echo "Installing Takrim into $(VENV) ..."
	$(call install,.)
	@touch $@

$(TEST_STAMP): $(VENV)/bin/python pyproject.toml constraints.txt
	@echo "Installing Takrim and its test tools into $(VENV) ..."
	$(call install,.[dev])
	@touch $@ $(STAMP)
