# Every target works in a .venv at the repository's root. `make help` lists them.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -q

BENCHES := chat ingest startup garments cutouts similar bulk search_latency outfits \
  outfit_constraints outfit_parts outfit_weather compatibility learning understanding dialogue voice

.PHONY: help setup models run test lint fmt lock migration bench train clean

help: ## List the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: .venv/.installed ## Make the virtual environment and install everything, pinned

.venv/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 13))' \
	  || { echo "Stylist needs Python 3.11 or 3.12; set PYTHON=/path/to/python3.11"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing pinned packages into .venv (a few minutes the first time)"
	@$(PIP) install --no-deps -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

models: setup ## Fetch the model weights, checked by hash
	@$(BIN)/stylist models pull

run: models ## Set everything up and start Stylist
	@$(BIN)/stylist up --demo

.venv/.installed-clip: .venv/.installed requirements-clip.lock
	@echo "Installing torch and open_clip for the tests of the extra \`clip\`"
	@$(PIP) install -c requirements.lock -r requirements-clip.lock
	@touch $@

test: models .venv/.installed-clip ## Set everything up and run the whole suite
	@$(BIN)/python -m cli.browser
	@$(BIN)/pytest -n 2 --dist loadgroup --no-loadscope-reorder

lint: setup ## Check style, types and import directions
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

fmt: setup ## Format the code
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

lock: setup ## Pin every package again, after pyproject.toml changed
	@$(PIP) install uv
	@$(BIN)/uv pip compile pyproject.toml --extra dev --extra evals -o requirements.lock -q --no-header \
	  --no-emit-index-url --no-annotate

migration: setup ## Write a migration from the models: make migration m="Add a table"
	@$(BIN)/python -m cli.migration "$(m)"

bench: models ## Print every benchmark's table
	@$(BIN)/stylist models pull whisper-tiny.en
	@for name in $(BENCHES); do echo "== $$name"; $(BIN)/python -m benchmarks.$$name || exit 1; done
	@mkdir -p .train; echo "== search"; $(BIN)/python -m benchmarks.search_wardrobes .train/predictions.json
	@$(BIN)/python -m benchmarks.search --predictions .train/predictions.json

train: models ## Train everything that sees garments again, from the shared photos (two hours)
	@$(PIP) install -c requirements.lock -c requirements-clip.lock ".[train]"
	@$(BIN)/python -m ml.training --work .train
	@$(BIN)/python -m ml.visual.fit --masks .train/masks --photos 800
	@$(BIN)/python -m ml.training.overlap --masks .train/masks --photos 450

clean: ## Remove the virtual environment and caches
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
