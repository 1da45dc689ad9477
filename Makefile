# Two commands matter: `make brief` and `make test`. Both do their own set-up in .venv.
.PHONY: brief test long lint bench bench-speed bench-reading bench-ledger bench-crash bench-skill lock clean
export PYTHONHASHSEED ?= 0
BIN := .venv/bin
FLEE ?= ../shared/data/flee
UCDP ?= ../shared/data/ucdp

brief: .venv/.run
	$(BIN)/postwar brief karabakh-2020

test: .venv/.dev
	$(BIN)/python -m pytest -q -n auto -m "not browser and not postgres and not long"

long: .venv/.dev
	$(BIN)/python -m pytest -q -m "long"

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/mypy

bench: .venv/.dev
	$(BIN)/python benchmarks/chain.py

# Installs FLEE and Mesa in benchmarks/others/.venv to measure beside them.
bench-speed: .venv/.dev
	$(BIN)/python benchmarks/speed.py
	$(BIN)/python benchmarks/flight.py $(FLEE)

bench-reading: .venv/.dev
	$(BIN)/python -m benchmarks.reading

bench-ledger: .venv/.dev
	$(BIN)/python benchmarks/ledger.py

bench-crash: .venv/.dev
	$(BIN)/python -m benchmarks.crash

bench-skill: .venv/.dev
	$(BIN)/python benchmarks/recurrence.py $(UCDP)

.venv/.run: requirements/run.txt requirements/install.sh pyproject.toml
	sh requirements/install.sh run

.venv/.dev: requirements/dev.txt requirements/install.sh pyproject.toml
	sh requirements/install.sh dev
	@touch .venv/.run

# The locks, anew from pyproject.toml: needs uv.
lock:
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --group build pyproject.toml -o requirements/run.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --group build --group dev pyproject.toml -o requirements/dev.txt

clean:
	rm -rf .venv out dist
