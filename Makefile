# demo   compare the strategies for Senik at Rp 8,000,000; tables here, files in out/demo
# test   everything that must hold: style, types, import direction, tests
# lint   the same without the tests
# lock   write both lock files anew (needs uv; UPGRADE=--upgrade takes newer versions)
# bench  measure this package beside its peers; tables in benchmarks/RESULTS.md, files in out/bench
#        (BENCH=--quick takes a minute and writes no RESULTS.md)
# bench-peers  install the peers that bench measures, into .venv-peers
# clean  remove all that was made here, .venv and .venv-peers too

PYTHON = python3.12 python3 python
PIP = .venv/bin/python -m pip install -qq --disable-pip-version-check
READY = .venv/ready
READY_FOR_EXTRAS = .venv/ready-for-extras
UV_LOCK = uv pip compile pyproject.toml --group dev --python-version 3.12 --universal \
	--generate-hashes --no-emit-index-url --no-header --quiet $(UPGRADE)

PEERS_READY = .venv-peers/ready
BENCH = --results benchmarks/RESULTS.md

.PHONY: demo test lint lock bench bench-peers clean

demo: $(READY)
	.venv/bin/diffusion compare senik --budget 8_000_000 -o out/demo --replace

test: lint $(READY_FOR_EXTRAS)
	.venv/bin/pytest

lint: $(READY)
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports --no-logo

lock:
	$(UV_LOCK) --output-file requirements.lock
	$(UV_LOCK) --extra mesa-viz --extra sweeps --extra cluster --group browser --constraint requirements.lock --no-annotate \
		--output-file requirements-extras.lock

bench: $(READY)
	.venv/bin/python benchmarks/bench.py $(BENCH)

bench-peers: $(PEERS_READY)

clean:
	rm -rf .venv .venv-peers out dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -prune -exec rm -rf {} +

# Each name is really run, because a version manager may put a name on the path that cannot start.
$(READY): requirements.lock pyproject.toml
	@for python in $(PYTHON) none; do \
		$$python -c 'import sys; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1 && break; \
	done; \
	if [ $$python = none ]; then \
		echo "artisan-diffusion needs Python 3.12 or newer, and none of these is: $(PYTHON)." >&2; \
		exit 1; \
	fi; \
	echo "Setting up .venv. The first time this downloads about 250 MB and takes a minute or more."; \
	$$python -m venv .venv
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@.venv/bin/python -m compileall -q diffusion  # commands start sooner where Python keeps no byte code
	@touch $@

# What the tests need and a user of the command does not: the browser example and driver, samples, a cluster.
$(READY_FOR_EXTRAS): requirements-extras.lock $(READY)
	@$(PIP) --require-hashes -r requirements-extras.lock
	@touch $@

# Apart from .venv, so that no peer decides which version of numpy or scipy the package is run with.
$(PEERS_READY): benchmarks/requirements-peers.txt $(READY)
	@echo "Setting up .venv-peers. The first time this downloads a few hundred MB."
	@.venv/bin/python -m venv .venv-peers
	@.venv-peers/bin/python -m pip install -qq --disable-pip-version-check -r $<
	@touch $@
