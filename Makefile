# demo   compare the strategies for Senik at Rp 8,000,000; tables here, files in out/demo
# test   style, types, import direction, and all tests that are quick
# verify  the tests that take long: statistics, many examples, kills, memory, browser, cluster
# lint   style, types and import direction, without tests
# oldest  the quick tests with the oldest versions that pyproject.toml allows, in .venv-oldest
# newest  the quick tests with the newest versions of everything, in .venv-newest
# coverage  which lines the quick tests reach, those of compiled functions too; page in out/coverage
# docs   make everything derived anew: figures, README, workshop page, numbers in prose, the site
# site   the site of the documentation alone, in out/docs
# lock   write the lock files anew (needs uv; UPGRADE=--upgrade takes newer versions)
# bench  measure this package beside its peers; tables in benchmarks/RESULTS.md, files in out/bench
#        (BENCH=--quick takes a minute and writes no RESULTS.md)
# bench-release  install 0.1.0 from its commit into .venv-0.1.0, to be measured beside this build
# bench-peers  install the peers that bench measures, into .venv-peers
# clean  remove all that was made here, each .venv too

PYTHON = python3.12 python3 python
NEWEST_PYTHON = python3.14 python3.13 $(PYTHON)
PIP_OPTIONS = -qq --disable-pip-version-check
PIP = .venv/bin/python -m pip install $(PIP_OPTIONS)
LONG = slow or statistical or browser or cluster
QUICK = -m "not ($(LONG))"
OTHER_VERSIONS = -m "not ($(LONG) or locked)"
VERIFIED = $(LONG) or hypothesis
EXAMPLES = verify
# Tests run side by side: in each process the libraries for matrices take one processor, not all.
ALONE = OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
TOGETHER = --numprocesses auto --maxprocesses 8 --dist worksteal
TEST_TOOLS = pytest pytest-xdist hypothesis pyyaml pyxform hatchling editables
READY = .venv/ready
READY_FOR_WORK = .venv/ready-for-work
READY_FOR_EXTRAS = .venv/ready-for-extras
UV_LOCK = uv pip compile pyproject.toml --python-version 3.12 --universal \
	--generate-hashes --no-emit-index-url --no-header --quiet $(UPGRADE)

PEERS_READY = .venv-peers/ready
RELEASE = c111bc1
RELEASE_READY = .venv-0.1.0/ready
BENCH = --results benchmarks/RESULTS.md

.PHONY: demo test verify lint oldest newest coverage docs site lock bench bench-release bench-peers clean

demo: $(READY)
	.venv/bin/diffusion compare senik --budget 8_000_000 -o out/demo --replace

test: lint $(READY_FOR_EXTRAS)
	$(ALONE) .venv/bin/pytest $(TOGETHER) $(QUICK)

verify: $(READY_FOR_EXTRAS)
	$(ALONE) .venv/bin/pytest $(TOGETHER) -m "$(VERIFIED)" --hypothesis-profile $(EXAMPLES)

lint: $(READY_FOR_WORK)
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports --no-logo

# Old libraries warn of newer ones that they call, and of what will change; that is not for this package to mend.
oldest: .venv-oldest/ready
	$(ALONE) .venv-oldest/bin/python -m pytest $(TOGETHER) $(OTHER_VERSIONS) -W ignore::DeprecationWarning -W ignore::FutureWarning

newest:
	@$(call make-venv,.venv-newest,$(NEWEST_PYTHON))
	@.venv-newest/bin/python -m pip install $(PIP_OPTIONS) --upgrade --upgrade-strategy eager $(TEST_TOOLS)
	@.venv-newest/bin/python -m pip install $(PIP_OPTIONS) --upgrade --upgrade-strategy eager \
		--no-build-isolation -e ".[survey,fit,search]"
	$(ALONE) .venv-newest/bin/python -m pytest $(TOGETHER) $(OTHER_VERSIONS)

# Compiled functions are not seen line by line. So those tests that compare with the plain-Python
# model, which are short enough for it, are run once more without compilation.
coverage: $(READY_FOR_EXTRAS)
	$(ALONE) .venv/bin/pytest $(TOGETHER) $(QUICK) --cov=diffusion --cov-report=
	$(ALONE) NUMBA_DISABLE_JIT=1 .venv/bin/pytest $(TOGETHER) $(QUICK) tests/test_twin.py --cov=diffusion --cov-append \
		--cov-report=term:skip-covered --cov-report=html:out/coverage

docs: $(READY_FOR_EXTRAS)
	.venv/bin/python docs/make_docs.py
	$(MAKE) site

# -E reads every page again: what is made from code is not known to change by its name.
site: $(READY_FOR_EXTRAS)
	.venv/bin/python -m sphinx -W --keep-going -E -q -b html docs out/docs
	@echo "The site is in out/docs; open out/docs/index.html."

lock:
	$(UV_LOCK) --group dev --output-file requirements.lock
	$(UV_LOCK) --group build --constraint requirements.lock --no-annotate --output-file requirements-run.lock
	$(UV_LOCK) --group dev --extra mesa-viz --extra cluster --extra survey --extra fit --extra search --group browser --group docs \
		--constraint requirements.lock --no-annotate --output-file requirements-extras.lock
	uv pip compile pyproject.toml --extra survey --extra fit --extra search --python-version 3.12 --resolution lowest-direct --no-emit-index-url --no-header \
		--no-annotate --quiet --output-file requirements-oldest.txt

bench: $(READY)
	.venv/bin/python benchmarks/bench.py $(BENCH)

bench-release: $(RELEASE_READY)

bench-peers: $(PEERS_READY)

clean:
	rm -rf .venv .venv-oldest .venv-newest .venv-peers .venv-0.1.0 out dist .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -prune -exec rm -rf {} +

# Each name is really run, because a version manager may put a name on the path that cannot start.
define make-venv
for python in $(2) none; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1 && break; \
done; \
if [ $$python = none ]; then \
	echo "artisan-diffusion needs Python 3.12 or newer, and none of these is: $(2)." >&2; \
	exit 1; \
fi; \
echo "Setting up $(1). The first time this downloads about 210 MB and takes a minute or more."; \
$$python -m venv $(1)
endef

$(READY): requirements-run.lock pyproject.toml
	@$(call make-venv,.venv,$(PYTHON))
	@$(PIP) --no-compile --require-hashes -r requirements-run.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@# On all processors, which pip does on one; the libraries' own tests, nearly half of it, nobody imports.
	@.venv/bin/python -m compileall -q -j 0 -x /tests/ diffusion .venv/lib
	@.venv/bin/diffusion warmup
	@touch $@

# What checks and tests need and a user of the command does not.
$(READY_FOR_WORK): requirements.lock $(READY)
	@$(PIP) --require-hashes -r requirements.lock
	@touch $@

# What the tests need beside: the browser example and driver, a cluster.
$(READY_FOR_EXTRAS): requirements-extras.lock $(READY)
	@$(PIP) --require-hashes -r requirements-extras.lock
	@touch $@

# Numba of that age knows no Python after 3.12.
.venv-oldest/ready: requirements-oldest.txt pyproject.toml
	@$(call make-venv,.venv-oldest,python3.12)
	@.venv-oldest/bin/python -m pip install $(PIP_OPTIONS) -r requirements-oldest.txt $(TEST_TOOLS)
	@.venv-oldest/bin/python -m pip install $(PIP_OPTIONS) --no-deps --no-build-isolation -e .
	@touch $@

# Apart from .venv, so that no peer decides which version of numpy or scipy the package is run with.
$(PEERS_READY): benchmarks/requirements-peers.txt $(READY)
	@echo "Setting up .venv-peers. The first time this downloads a few hundred MB."
	@.venv/bin/python -m venv .venv-peers
	@.venv-peers/bin/python -m pip install -qq --disable-pip-version-check -r $<
	@touch $@

# With the lock file of its own commit: an old build is measured as it was.
$(RELEASE_READY):
	@git cat-file -e $(RELEASE)^{commit} 2>/dev/null || { echo "0.1.0 is not here: this folder has no commit $(RELEASE) (a clone with its history has)." >&2; exit 1; }
	@$(call make-venv,.venv-0.1.0,$(PYTHON))
	@mkdir -p .venv-0.1.0/source
	@git archive $(RELEASE) | tar -x -C .venv-0.1.0/source
	@.venv-0.1.0/bin/python -m pip install $(PIP_OPTIONS) --require-hashes -r .venv-0.1.0/source/requirements.lock \
		|| { echo "0.1.0 could not be installed: what its requirements.lock names is not to be had without a network." >&2; exit 1; }
	@.venv-0.1.0/bin/python -m pip install $(PIP_OPTIONS) --no-deps --no-build-isolation -e .venv-0.1.0/source
	@touch $@
