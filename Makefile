# Everything sets itself up: `make verify` and `make test` need Python 3.11 or later with the venv module, nothing else.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
export OMP_NUM_THREADS := 1
export OPENBLAS_NUM_THREADS := 1

.PHONY: verify test lint types proofs axioms figures selftest selftest-deep mutmut bench deep clean

verify: $(READY)
	$(BIN)/lemmata verify --out report

test: $(READY)
	$(BIN)/python -m pytest -n 2 --dist worksteal

lint: $(READY)
	$(BIN)/ruff check .

types: $(READY)
	$(BIN)/mypy

proofs: $(READY)
	$(BIN)/python -m theorems.rocq.kernel --build --check

# The axioms of every single theory file, asked one by one: a minute more.
axioms: $(READY)
	$(BIN)/python -m theorems.rocq.kernel --check --axioms

figures: $(READY)
	$(BIN)/lemmata figures

selftest: $(READY)
	$(BIN)/lemmata selftest

selftest-deep: $(READY)
	$(BIN)/lemmata selftest --deep

# Hours. Every function of the four packages, tests as the judge; MUTANTS='numerics.instance*' takes a part.
MUTANTS ?=
mutmut: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[mutation]'
	$(BIN)/mutmut run $(MUTANTS)
	$(BIN)/mutmut results

bench: $(READY)
	for b in $(basename $(notdir $(wildcard tests/benchmarks/*.py))); do $(BIN)/python -m tests.benchmarks.$$b || exit 1; done

deep: $(READY)
	LEMMATA_PROFILE=deep $(BIN)/python -m pytest -n 2 --dist worksteal --deep

# The stamp depends on what decides the environment; a failed installation leaves no stamp.
$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "make: Python 3.11 or later is needed; set PYTHON=/path/to/python3.11" >&2; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) \
	  || { echo "make: cannot create $(VENV); on Debian or Ubuntu: apt-get install python3-venv" >&2; exit 2; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test]'
	@touch $@

clean:
	rm -rf $(VENV) .lemmata report .pytest_cache .mypy_cache .ruff_cache *.egg-info
