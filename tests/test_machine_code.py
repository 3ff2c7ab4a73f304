"""Kernels called by their machine code: the same bits, without numba, and only where it is safe."""

import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import numba
import numpy as np
import pytest
from communities import SENIK
from harness import differing
from numpy.typing import NDArray

import diffusion
from diffusion import simulation
from diffusion.kernels import draws, machine_code
from diffusion.kernels.calling import kinds_of
from diffusion.kernels.ensemble import run_ensemble
from diffusion.kernels.kernel import Kernel

pytestmark = pytest.mark.skipif(
    not machine_code.can_be_kept(),
    reason="machine code is kept on Linux only, with the versions of numba that were tried",
)

DRAWS = """
import sys
import numpy as np
from diffusion.kernels import draws
table, across = np.empty((3, 4)), np.empty((4, 3)).T
draws.fill_draws(7, 2, draws.SKILL, 1, table)
draws.fill_draws(7, 2, draws.SKILL, 1, across)
luck = np.uint64(draws.luck_of(7, 2))
print(luck, draws.draw(luck, 5).hex(), table.tobytes().hex(), across.tobytes().hex())
print("numba" in sys.modules)
"""


def test_which_functions_of_the_c_library_are_called() -> None:
    """What fetches several numbers at once is an instruction of some processors, no function."""
    declared = [
        "llvm.exp.f64", "llvm.pow.f64", "llvm.prefetch.p0", "llvm.umax.i64",
        "llvm.masked.gather.v8f64.v8p0", "llvm.vector.reduce.fadd.v4f64",
    ]  # fmt: skip
    assert list(machine_code.library_calls(declared)) == ["exp", "pow"]


@pytest.mark.slow
def test_numba_is_loaded_once_and_then_no_more(tmp_path: Path) -> None:
    """The second process finds machine code for each kind of arguments, and the same bits."""
    environment = os.environ | {"NUMBA_CACHE_DIR": str(tmp_path)}
    environment.pop("NUMBA_DISABLE_JIT", None)
    first, second = (
        subprocess.run(
            [sys.executable, "-c", DRAWS],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.splitlines()
        for _ in range(2)
    )
    assert first[0] == second[0]
    assert (first[1], second[1]) == ("True", "False")
    assert len(list(tmp_path.rglob("*fill_draws*.o"))) == 2, "one in rows, one in columns"


def test_a_whole_community_lives_the_same_by_machine_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """Records, tuples of arrays and all: what numba calls, and what is called without it."""
    sequence = "campaign_then_collaboration"
    written: Any = run_ensemble
    monkeypatch.setattr(simulation, "run_ensemble", written.dispatcher)
    by_numba = diffusion.simulate(SENIK, sequence, n_runs=3)
    monkeypatch.setattr(simulation, "run_ensemble", Kernel(written._function, written._compiler))
    diffusion.simulate(SENIK, sequence, n_runs=1)  # where nothing is kept yet, it is now
    again = Kernel(written._function, written._compiler)
    monkeypatch.setattr(simulation, "run_ensemble", again)
    alone = diffusion.simulate(SENIK, sequence, n_runs=3)
    assert [again._made, again._part] == [None, None], "numba was not asked"
    assert differing(by_numba, alone) == []
    assert differing(by_numba, diffusion.simulate(SENIK, "campaign_only", n_runs=3)) != []


def _sum_into(values: NDArray[np.float64], factor: float, total: NDArray[np.float64]) -> None:
    for place in range(values.size):
        total[0] += factor * values[place]


def _sum_of_room(values: NDArray[np.float64], factor: float, total: NDArray[np.float64]) -> None:
    room = np.full(values.size, factor)
    for place in range(values.size):
        total[0] += room[place] * values[place]


def _refuse(values: NDArray[np.float64], factor: float, total: NDArray[np.float64]) -> None:
    total[0] = factor
    if values.size > 0:
        raise ValueError("refused")


def _kept(function: Any, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Compile a function, keep its machine code in a folder, and load it from there."""
    monkeypatch.setattr(machine_code, "_folder", lambda: folder)
    arguments = np.arange(4.0), 0.5, np.zeros(1)
    compiled: Any = numba.njit(_nrt=function is _sum_of_room)(function)
    compiled.compile(tuple(map(numba.typeof, arguments)))
    made = next(iter(compiled.overloads.values()))
    machine_code.keep(function.__name__, kinds_of(arguments), made)
    return machine_code.kept(function.__name__, kinds_of(arguments))


def test_machine_code_is_kept_and_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of 0 + 1 + 2 + 3."""
    call = _kept(_sum_into, tmp_path, monkeypatch)
    total = np.zeros(1)
    assert call((np.arange(4.0), 0.5, total)) is None
    assert total[0] == 3.0


def test_what_needs_numba_to_make_arrays_is_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _kept(_sum_of_room, tmp_path, monkeypatch) is None
    assert list(tmp_path.iterdir()) == []


def test_a_kernel_that_fails_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    call = _kept(_refuse, tmp_path, monkeypatch)
    assert call((np.zeros(0), 0.5, np.zeros(1))) is None
    with pytest.raises(RuntimeError, match=r"_refuse\..* has failed"):
        call((np.zeros(2), 0.5, np.zeros(1)))


def test_a_spoilt_file_is_as_good_as_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _kept(_sum_into, tmp_path, monkeypatch) is not None
    (file,) = tmp_path.iterdir()
    file.write_bytes(b"")
    assert _kept(_sum_into, tmp_path / "elsewhere", monkeypatch) is not None
    monkeypatch.setattr(machine_code, "_folder", lambda: tmp_path)
    kinds = kinds_of((np.arange(4.0), 0.5, np.zeros(1)))
    assert machine_code.kept("_sum_into", kinds) is None


def test_nothing_is_kept_for_another_processor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NUMBA_CPU_NAME", "generic")
    assert _kept(_sum_into, tmp_path, monkeypatch) is None
    assert list(tmp_path.iterdir()) == []


def test_kinds_are_as_fine_as_numbas_types() -> None:
    table = np.zeros((2, 3))
    values = (table, table.T, table[:, ::2], table[0], np.zeros((2, 3), np.int64), 1, 1.0)
    kinds = [kinds_of((value,)) for value in (*values, np.uint64(1), (table, 1))]
    assert None not in kinds
    assert len(set(kinds)) == len(kinds)
    assert kinds_of((np.ones((5, 7)),)) == kinds[0], "of any size"


@pytest.mark.parametrize("value", [True, np.int32(1), 2**63, "word", None, np.float32(1)])
def test_other_arguments_are_left_to_numba(value: object) -> None:
    assert kinds_of((value,)) is None
    assert kinds_of(((1, value),)) is None


def test_arrays_that_may_not_be_written_are_left_to_numba() -> None:
    assert kinds_of((np.broadcast_to(1.0, 3),)) is None


def test_a_kernel_is_pickled_by_its_name() -> None:
    assert pickle.loads(pickle.dumps(draws.draw)) is draws.draw
