# The portal's commands; `make help` lists them.
# Every path is relative: make cannot hold the name of a folder with a space in it. Programs of the
# virtual environment are called by `python -m` (djade is a binary), because their first line cannot name
# such a folder.

PYTHON ?= python3
PY := .venv/bin/python
PIP := $(PY) -m pip --quiet --quiet --disable-pip-version-check --no-input
COMPILE := .venv/lock/bin/python -m uv pip compile --quiet --upgrade --generate-hashes --universal \
	--no-emit-index-url --python-version 3.11 --custom-compile-command "make lock"
ARGS ?=
# The tests have a cluster of their own, which need not survive a power cut; DATABASE_URL goes before it.
TEST_ENV = PORTAL_DATA_DIR=var/test PORTAL_THROWAWAY=1

export PIP_ROOT_USER_ACTION = ignore

.DEFAULT_GOAL := help
.PHONY: help install run test test-server lint lock vendor messages clean

help: ## list the commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1|\2/p' Makefile | while IFS='|' read -r name text; do printf '%-18s %s\n' "$$name" "$$text"; done

install: .venv/run.stamp ## install what the portal runs on into .venv

run: .venv/run.stamp ## start the portal at http://127.0.0.1:8000 (PORT=, BIND=)
	@exec $(PY) deploy/run.py

test: .venv/test.stamp ## run all tests (ARGS="-k name" for some)
	@deploy/test_packages.sh
	$(TEST_ENV) $(PY) -m pytest -n auto --ignore=tests/browser $(ARGS)
	$(TEST_ENV) $(PY) -m pytest -n auto --dist loadfile --reruns 2 tests/browser $(ARGS)

test-server: .venv/test.stamp ## run all tests against Debian's PostgreSQL 15
	deploy/test_server.sh $(PY) $(ARGS)

lint: .venv/test.stamp ## check style, types, templates and missing migrations
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	find templates -name '*.html' -exec .venv/bin/djade --target-version 5.2 --check {} +
	$(PY) -m mypy
	$(PY) manage.py makemigrations --check --dry-run

lock: ## compile requirements*.in into requirements*.txt with hashes
	$(PYTHON) -m venv .venv/lock
	.venv/lock/bin/python -m pip install --quiet --disable-pip-version-check uv
	$(COMPILE) requirements.in -o requirements.txt
	$(COMPILE) requirements-dev.in -o requirements-dev.txt
	rm -rf .venv/lock

vendor: ## fetch the front-end libraries of package.json into static/vendor
	$(PYTHON) deploy/vendor.py

messages: .venv/run.stamp ## collect and compile the translations
	$(PY) manage.py makemessages -l zh_Hans --no-obsolete --add-location file -i .venv -i var -i staticfiles -i static -i tests -i bench
	$(PY) manage.py compilemessages -i .venv

clean: ## remove all that the commands made, but for the data in var/
	rm -rf .venv staticfiles .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@[ ! -e var ] || echo "Kept: var/ (database and uploads)"

# --- installation: a stamp per step, so that the second start costs nothing ----------------------

.venv/made.stamp:
	@$(PY) -m pip --version >/dev/null 2>&1 || { \
		$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
			echo "Python 3.11 or newer is needed, found: $$($(PYTHON) -V 2>&1). Name another: make $(MAKECMDGOALS) PYTHON=/path/to/python3"; exit 1; }; \
		$(PYTHON) -m venv .venv || { echo "Python's venv module is needed: apt-get install python3-venv"; exit 1; }; }
	@touch $@

.venv/run.stamp: requirements.txt .venv/made.stamp
	@echo "Installing requirements.txt (the first time, and when it changed) …"
	@$(PIP) install --no-deps --require-hashes -r requirements.txt
	@touch $@

.venv/test.stamp: requirements-dev.txt .venv/made.stamp
	@echo "Installing requirements-dev.txt (the first time, and when it changed) …"
	@$(PIP) install --no-deps --require-hashes -r requirements-dev.txt
	@touch $@ .venv/run.stamp
