# The two commands are `make chat` and `make test`; `make help` lists the others.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
DB ?= $(or $(JIANNUO_DB),jiannuo.db)
SEEDS := $(wildcard seeds/*.txt seeds/seeds.toml)

# A stamp says that a step was done; it is older than its inputs when the step is due again.
RUNTIME := $(VENV)/runtime.stamp
DEV := $(VENV)/dev.stamp
# One stamp for each database: its name with every / turned into +.
SEEDS_READ := $(VENV)/read.$(subst /,+,$(DB)).stamp

# Steps are told on standard error, so that standard output is the product's own.
say := >&2 printf '== %s\n'
pip = $(VENV)/bin/python -m pip --disable-pip-version-check --no-input install --progress-bar off --no-build-isolation

# $(call install,LOCK): installs exactly what LOCK names, counting the packages on a terminal; pip's own words are shown
# when it fails.
define install
if ! $(pip) --require-hashes -r $(1) </dev/null 2>$(VENV)/pip.log | { \
	total=$$(grep -c '==' $(1)); n=0; \
	while read -r word name rest; do if [ "$$word" = Collecting ] && [ -t 2 ]; then \
		n=$$((n + 1)); printf '\r\033[K   %d of %d: %s' $$n $$total "$$name" >&2; fi; done; \
	if [ -t 2 ]; then printf '\r\033[K' >&2; fi; }; \
then cat $(VENV)/pip.log >&2; $(say) "The installation failed (see above); mend it and run make again"; exit 1; fi
endef

.PHONY: help chat test lint accuracy bench bench-large reliability lock clean setup setup-dev

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' Makefile

chat: $(RUNTIME) $(SEEDS_READ) ## set up, read the seeds, chat (DB=FILE, TODAY=2024-09-25)
	@exec $(VENV)/bin/jiannuo chat --db '$(DB)' $(if $(TODAY),--today '$(TODAY)')

test: $(DEV) ## set up and run all tests
	@$(say) "Running the tests"
	@exec $(VENV)/bin/python -m pytest -n auto --dist loadfile </dev/null

lint: $(DEV) ## check style, format and types
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy

accuracy: $(DEV) ## print how well the reader, the linking and the search do on the gold
	@$(VENV)/bin/python -m tests.accuracy.report

bench-large: $(DEV) ## print how fast a million statements are found (some minutes)
	@$(VENV)/bin/python -m tests.bench.bench_search 1000000

bench: $(DEV) ## print how fast the reader and the answers are
	@for file in tests/bench/bench_*.py; do $(VENV)/bin/python -m "tests.bench.$$(basename "$$file" .py)"; done

reliability: $(DEV) ## print what survives kills, lost answers, limits and clocks (some minutes)
	@$(VENV)/bin/python -m tests.reliability

lock: $(DEV) ## write the lock files anew (UPGRADE=1 takes newer versions)
	@export UV_CUSTOM_COMPILE_COMMAND='make lock'; \
	compile() { $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url $(if $(UPGRADE),--upgrade) "$$@"; }; \
	compile --group build -o requirements-build.lock; \
	compile pyproject.toml -o requirements.lock; \
	compile pyproject.toml --extra dev --extra webhooks -c requirements.lock -o requirements-dev.lock

clean: ## remove what make made here; the database stays
	rm -rf $(VENV) build dist ./*.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .benchmarks

setup: $(RUNTIME) ## set up what the product needs
	@:
setup-dev: $(DEV) ## set up what the developers need as well
	@:

$(RUNTIME): requirements-build.lock requirements.lock pyproject.toml
	@python='$(PYTHON)'; \
	for candidate in $(if $(PYTHON),,python3 python3.14 python3.13 python3.12 python3.11 python); do \
		if [ -z "$$python" ] && "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			python=$$candidate; fi; done; \
	if [ -z "$$python" ] || ! "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
		$(say) "Python 3.11 or newer is needed: install it, or name it: make chat PYTHON=/path/to/python3.11"; exit 1; fi; \
	if ! "$$python" -c 'import ensurepip, venv' 2>/dev/null; then \
		$(say) "This Python cannot make environments: install its venv module (Debian: apt install python3-venv)"; exit 1; fi; \
	[ -x $(VENV)/bin/python ] || { $(say) "Making the environment $(VENV) with $$("$$python" --version)"; \
		"$$python" -m venv $(VENV) </dev/null; }
	@$(say) "Installing the packages that requirements.lock names (about half a minute)"
	@$(call install,requirements-build.lock)
	@$(call install,requirements.lock)
	@$(pip) --quiet --no-deps --editable . </dev/null 2>$(VENV)/pip.log || { cat $(VENV)/pip.log >&2; exit 1; }
	@touch $@

$(DEV): $(RUNTIME) requirements-dev.lock
	@$(say) "Installing the packages that requirements-dev.lock names (about half a minute)"
	@$(call install,requirements-dev.lock)
	@touch $@

# The seeds are read again when one of them changes, or when the database is gone.
$(SEEDS_READ): $(SEEDS) $(if $(wildcard $(DB)),,always) | $(RUNTIME)
	@$(say) "Reading the seeds into $(DB)"
	@$(VENV)/bin/jiannuo ingest --db '$(DB)' seeds </dev/null >&2
	@touch '$@'

.PHONY: always
always:
