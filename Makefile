# The two commands: `make run` starts everything locally, `make test` passes all tests. Both set up what they need.
PYTHON ?= python3
FRESH ?=
BIN := .venv/bin
# At least six: the tests wait more than they compute. (A machine may have more cores than this process may use.)
WORKERS ?= $(shell $(PYTHON) -c 'import os; print(max(6, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 4))')
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help setup run test check mutants bench browser clean

help: ## what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: .stamps/python .stamps/page .stamps/validator ## install everything the project needs
	@echo "Set up."

run: setup ## start the service and a local Microsoft 365; FRESH=1 starts anew
	@exec $(BIN)/learning-cycles local $(if $(FRESH),--fresh)

test: setup browser ## pass all tests, those in a real browser too
	@echo "Testing the stand-in's page …"
	@cd standin/page && npm test --silent
	@echo "Testing everything else …"
	@$(BIN)/pytest -n $(WORKERS) --dist worksteal
	@echo "All tests passed."

check: setup ## style, types, imports, sizes, catalogues
	@echo "Style …"
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .
	@echo "Types …"
	@$(BIN)/mypy
	@cd standin/page && npm run --silent check
	@echo "Imports …"
	@$(BIN)/lint-imports
	@echo "Sizes, promises and catalogues …"
	@$(BIN)/pytest tests/architecture tests/wording
	@echo "All checks passed."

bench: setup ## how to measure; what was measured is in docs/measurements.md
	@$(BIN)/python -m bench --help

mutants: setup ## take each guard away in turn and see that a test misses it; some minutes
	@$(BIN)/python -m tests.mutants

browser: ## find a Chromium for the tests; on Debian as root, install it
	@sh tests/journeys/ensure_browser.sh

clean: ## remove what was installed and built (not what `make run` keeps in .local)
	rm -rf .venv .stamps standin/page/node_modules standin/page/dist tests/manifest/validator/node_modules

.stamps/python: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; $(PYTHON) is older."; exit 1; }
	@echo "Installing the Python packages (about a minute the first time) …"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@mkdir -p .stamps && touch $@

.stamps/page: standin/page/package-lock.json $(wildcard standin/page/src/* standin/page/*.ts standin/page/*.html standin/page/*.json)
	@node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' || { echo "Node 20.19 or newer is needed."; exit 1; }
	@echo "Installing and building the stand-in's page …"
	@cd standin/page && npm ci --silent && npm run --silent build
	@mkdir -p .stamps && touch $@

.stamps/validator: tests/manifest/validator/package-lock.json
	@echo "Installing Microsoft's manifest validator …"
	@cd tests/manifest/validator && npm ci --silent
	@mkdir -p .stamps && touch $@
