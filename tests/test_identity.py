"""The same numbers come out however they are computed: threads, parts, compiled or not."""

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from communities import SENIK, community
from harness import ARRAYS, SERIES, agrees, differing
from numpy.typing import NDArray

import diffusion
from diffusion.ensembles.simulate import KEEPABLE
from diffusion.kernels import draws

PACKAGE = Path(diffusion.__file__).parent


type Process = subprocess.CompletedProcess[str]


def python(
    code: str, *arguments: str, folder: Path | None = None, **environment: str | None
) -> Process:
    """Run a piece of code in a process of its own, and in a folder that its imports see first.

    None takes a variable out of its environment.
    """
    variables = {name: text for name, text in os.environ.items() if name not in environment}
    variables |= {name: text for name, text in environment.items() if text is not None}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=folder,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )


# ------------------------------------------------------------------ threads and parts
@pytest.mark.parametrize("name", ["campaign_then_collaboration", "social_planning"])
def test_one_and_two_threads_give_the_same_bits(name: str) -> None:
    """With 250 runs of 30 artisans, three parts are shared out."""
    one, two = (
        diffusion.simulate(SENIK, name, n_runs=250, n_threads=n, keep=("toa",)) for n in (1, 2)
    )
    assert differing(one, two) == []


@pytest.mark.parametrize("first", [5, 100])
def test_a_run_does_not_depend_on_those_before_it(first: int) -> None:
    """Replicates `first` onwards, run alone, are rows `first` onwards of a larger ensemble."""
    sequence = "campaign_then_collaboration"
    whole = diffusion.simulate(SENIK, sequence, n_runs=first + 7, keep=KEEPABLE)
    part = diffusion.simulate(SENIK, sequence, n_runs=7, first_replicate=first, keep=KEEPABLE)
    for name in ARRAYS:
        assert getattr(part, name).tobytes() == getattr(whole, name)[first:].tobytes(), name
    assert (part.stages[0] != whole.stages[0]).any(), "all replicates are the same"


def test_a_programme_does_not_depend_on_those_beside_it() -> None:
    names = list(SENIK.programmes)
    together = diffusion.simulate(SENIK, names, n_runs=3)
    for name, outcome in zip(names, together, strict=True):
        assert differing(outcome, diffusion.simulate(SENIK, name, n_runs=3)) == []


def test_a_longer_run_begins_like_a_shorter_one() -> None:
    short, long = (
        diffusion.simulate(SENIK, "campaign_then_collaboration", n_runs=3, n_months=n)
        for n in (24, 36)
    )
    for name in SERIES:
        assert (getattr(short, name) == getattr(long, name)[:, :25]).all(), name


# ------------------------------------------------------------------ compiled or not
UNCOMPILED = """
import sys
sys.path.insert(0, sys.argv[1])
import numba
assert numba.config.DISABLE_JIT
import conftest
import numpy as np
import test_identity
for path, outcome in zip(sys.argv[2:], test_identity.small(), strict=True):
    np.savez(path, **{name: getattr(outcome, name) for name in test_identity.ARRAYS})
"""


def small() -> tuple[diffusion.Outcome, diffusion.Outcome]:
    """Simulate what plain Python can do in some seconds: a Senik of 0.1.0, and the shipped one."""
    ties = {"generator": "watts_strogatz", "mean_degree": 4, "rewiring": 0.3}
    ties["strength"] = SENIK.file.ties.strength.model_dump()
    people = community(n_artisans=8, ties=ties, first_adopters=[7])
    sequence = "campaign_then_collaboration"
    shipped = diffusion.load(PACKAGE.parent / "models" / "senik")
    fewer = shipped.with_settings({"community.artisans.number": 10})
    return (
        diffusion.simulate(people, sequence, n_runs=2, n_months=12, keep=KEEPABLE),
        diffusion.simulate(fewer, sequence, n_runs=2, n_months=32, keep=KEEPABLE),
    )


@pytest.fixture(scope="module")
def uncompiled(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Process, list[Path]]:
    """Run the small cases as plain Python; the process, and the files of what it found."""
    folder, here = tmp_path_factory.mktemp("uncompiled"), str(Path(__file__).parent)
    paths = [folder / "old.npz", folder / "shipped.npz"]
    return python(UNCOMPILED, here, *map(str, paths), NUMBA_DISABLE_JIT="1"), paths


@pytest.mark.slow
def test_plain_python_gives_the_same_bits(
    uncompiled: tuple[Process, list[Path]],
) -> None:
    process, paths = uncompiled
    assert process.returncode == 0, process.stderr
    for compiled, path in zip(small(), paths, strict=True):
        assert (compiled.stages[:, -1] != compiled.stages[:, 0]).any(), "nothing happens in it"
        with np.load(path) as found:
            for name in ARRAYS:
                array = getattr(compiled, name)
                assert found[name].dtype == array.dtype
                assert found[name].tobytes() == array.tobytes(), name


@pytest.mark.slow
def test_plain_python_gives_no_warning(
    uncompiled: tuple[Process, list[Path]],
) -> None:
    assert uncompiled[0].stderr == ""


# ------------------------------------------------------------------ the kernel cache
CALL = """
import numpy as np
from diffusion.kernels.phases import household
from diffusion.kernels.parameters import parameters_from
numbers = {
    "rainy": np.ones(12, np.int8), "rain_factor": 0.5, "old_pieces": 160, "old_price": 1,
    "old_unit_cost": 0,
}
print(household.__file__, household.traditional_profit(parameters_from(numbers), True))
"""


def rained_on_profit(folder: Path, **environment: str | None) -> int:
    """Profit that the copied kernels find for 160 pieces in a month when half of them dry."""
    process = python(
        CALL,
        folder=folder,
        XDG_CACHE_HOME=str(folder / "cache"),
        NUMBA_DISABLE_JIT=None,
        **{"NUMBA_CACHE_DIR": None} | environment,
    )
    assert process.returncode == 0, process.stderr
    file, profit = process.stdout.rsplit(maxsplit=1)
    assert Path(file).is_relative_to(folder)
    return int(profit)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """Copy the package; the folder to import it from."""
    ignored = shutil.ignore_patterns("__pycache__", "models")
    shutil.copytree(PACKAGE, tmp_path / "diffusion", ignore=ignored)
    return tmp_path


def edit_law(folder: Path) -> None:
    """Let one piece more dry than the law says."""
    laws = folder / "diffusion" / "kernels" / "laws" / "production.py"
    text = laws.read_text(encoding="utf-8")
    said = "return math.floor(factor * pieces)\n"
    assert text.count(said) == 1
    laws.write_text(text.replace(said, said[:-1] + " + 1\n"), encoding="utf-8")


@pytest.mark.slow
def test_an_edited_law_is_seen(copied: Path) -> None:
    """The household's kernel holds the law of another file; it is compiled anew for the new law.

    Afterwards the old law, put back, is found in the cache under its own name.
    """
    assert rained_on_profit(copied) == 80
    edit_law(copied)
    assert rained_on_profit(copied) == 81
    assert len(list((copied / "cache" / "artisan-diffusion").iterdir())) == 2


@pytest.mark.slow
def test_in_one_cache_folder_it_would_not_be(copied: Path) -> None:
    """The check above can fail: numba alone, given one folder, runs the old law on."""
    folder = str(copied / "one")
    assert rained_on_profit(copied, NUMBA_CACHE_DIR=folder) == 80
    edit_law(copied)
    assert rained_on_profit(copied, NUMBA_CACHE_DIR=folder) == 80


# ------------------------------------------------------------------ light imports
HEAVY = ("numba", "mesa", "matplotlib", "pandas", "scipy", "networkx")


@pytest.mark.parametrize(
    ("module", "is_light"), [("diffusion.cli", True), ("diffusion.ensembles.simulate", False)]
)
def test_the_command_starts_without_heavy_libraries(module: str, is_light: bool) -> None:
    """And the check can fail: what simulates does need some of them."""
    process = python(f"import sys, {module}; print(*sys.modules)")
    assert process.returncode == 0, process.stderr
    assert set(process.stdout.split()).isdisjoint(HEAVY) == is_light


# ------------------------------------------------------------------ luck
def drawn(
    random_seed: int, replicate: int, purpose: int, month: int, artisan: int, extra: int
) -> float:
    """Draw by the key of MODEL 6.2, in the order of its signature."""
    luck = np.uint64(draws.make_key(random_seed, replicate))
    return draws.draw(np.uint64(draws.subkey(luck, purpose, month, extra)), artisan)


@pytest.mark.parametrize(
    ("key", "number"),
    [
        ((1, 0, 1, 0, 0, 0), 0.7812956742146687),
        ((1, 0, 20, 3, 7, 0), 0.9250449005752625),
        ((42, 5, 20, 11, 13, 2), 0.49059284679787063),
    ],
)
def test_draws_are_the_published_ones(key: tuple[int, ...], number: float) -> None:
    assert drawn(*key) == number


N_BLOCKS, N_DRAWS, N_BINS = 200, 1_000, 100


def draws_by(varied: str) -> NDArray[np.float64]:
    """Draw blocks of draws whose keys differ in one part [block, draw]; each block is a run."""
    table = np.empty((N_BLOCKS, N_DRAWS))
    if varied == "artisan":
        draws.fill_draws(1, 0, draws.DECISION, 0, np.arange(table.shape[1]), table)
        return table
    for block in range(N_BLOCKS):
        for number in range(N_DRAWS):
            key = [1, block, draws.DECISION, 3, 7, 0]
            key[("", "", "purpose", "month", "", "extra").index(varied)] = number
            table[block, number] = drawn(*key)
    return table


def chi_squares(table: NDArray[np.float64]) -> NDArray[np.float64]:
    """Distance of each block's draws from the even distribution over the bins; 99 is expected."""
    counts = np.array([np.bincount(row, minlength=N_BINS) for row in (table * N_BINS).astype(int)])
    expected = N_DRAWS / N_BINS
    distance: NDArray[np.float64] = ((counts - expected) ** 2 / expected).sum(axis=1)
    return distance


@pytest.mark.parametrize("varied", ["artisan", "month", "extra", "purpose"])
def test_draws_are_even_and_unrelated(varied: str) -> None:
    """In 100 bins the mean distance is the degrees of freedom, 99; neighbours do not correlate.

    Draws raised to the power 1.1 are not even, and draws averaged with their neighbours are
    related: both are noticed.
    """
    table = draws_by(varied)
    assert 0 <= table.min() < table.max() < 1
    assert agrees(chi_squares(table), N_BINS - 1)
    assert not agrees(chi_squares(table**1.1), N_BINS - 1)
    centred = table - 0.5
    assert agrees(centred[:, 1:] * centred[:, :-1], 0.0)
    assert agrees(centred[1:] * centred[:-1], 0.0)
    mixed = 0.9 * centred[:, 1:] + 0.1 * centred[:, :-1]
    assert not agrees(mixed * centred[:, :-1], 0.0)


def test_no_generator_is_touched() -> None:
    """Neither numpy's nor Python's own generator moves, and their state moves nothing."""

    def states() -> list[object]:
        name, keys, *rest = np.random.get_state()  # noqa: NPY002
        return [random.getstate(), name, keys.tolist(), *rest]

    before = states()
    one = diffusion.simulate(SENIK, "campaign_then_collaboration", n_runs=3)
    assert states() == before
    random.random()
    np.random.random()  # noqa: NPY002
    assert states() != before
    assert differing(one, diffusion.simulate(SENIK, one.programme, n_runs=3)) == []
