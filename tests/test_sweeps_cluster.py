"""A sweep on a Dask cluster of this machine gives the bytes that threads give."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from test_bad_input import answer
from test_sweeps import ALPHA, HEAD, design, table_of

from diffusion.errors import InputError
from diffusion.sweeps import jobs as work
from diffusion.sweeps.run import run_sweep
from diffusion.util import provenance

pytest.importorskip(
    "distributed",
    reason="needs Dask: pip install 'artisan-diffusion[cluster]'",
    exc_type=ImportError,
)

pytestmark = pytest.mark.cluster

TEXT = HEAD.replace("= 30", "= 500") + ALPHA
"""2 points, 2 strategies, 500 replicates; in small parts these are 40."""

PATIENCE = 60.0
"""Seconds that a cluster may take to come up."""


@dataclass
class Cluster:
    """A scheduler and its workers, each a process of its own."""

    folder: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        with (self.folder / f"{len(self.processes)}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "distributed.cli." + words[0], *words[1:]],
                stdout=log,
                stderr=log,
                cwd=self.folder,
                start_new_session=True,
            )
        self.processes.append(process)
        return process

    def logs(self) -> str:
        return "\n".join(path.read_text() for path in sorted(self.folder.glob("*.log")))


def wait_until(holds: Any, cluster: Cluster) -> None:
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < PATIENCE, cluster.logs()
        time.sleep(0.1)


def n_workers(address: str) -> int:
    from distributed import Client

    with Client(address, timeout=10) as client:
        return len(client.nthreads())


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, Cluster]]:
    """The address of a scheduler with two workers, and their processes."""
    folder = tmp_path / "cluster"
    folder.mkdir()
    made = Cluster(folder)
    file = folder / "scheduler.json"
    try:
        made.start(
            "dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
            "--scheduler-file", str(file),
        )  # fmt: skip
        wait_until(lambda: file.is_file() and file.stat().st_size > 0, made)
        address = json.loads(file.read_text())["address"]
        for _ in range(2):
            made.start(
                "dask_worker", address, "--host", "127.0.0.1", "--no-dashboard", "--no-nanny",
                "--nthreads", "1", "--local-directory", str(folder),
            )  # fmt: skip
        wait_until(lambda: n_workers(address) == 2, made)
        yield address, made
    finally:
        for process in reversed(made.processes):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.fixture
def threaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """The table as threads give it, in small parts."""
    monkeypatch.setattr(work, "MOST_ARTISAN_MONTHS", 1)
    run_sweep(design(tmp_path, TEXT), tmp_path / "threaded")
    return table_of(tmp_path / "threaded")


def test_a_cluster_gives_the_same_bytes(
    tmp_path: Path, threaded: bytes, cluster: tuple[str, Cluster]
) -> None:
    address, _ = cluster
    shown: list[tuple[int, int]] = []
    run_sweep(
        design(tmp_path, TEXT),
        tmp_path / "out",
        scheduler=address,
        progress=lambda *numbers: shown.append(numbers),
    )
    assert table_of(tmp_path / "out") == threaded
    assert (shown[0], shown[-1]) == ((0, 2000), (2000, 2000))
    # The same from the command line.
    words = (str(design(tmp_path, TEXT)), "-o", str(tmp_path / "typed"), "--scheduler", address)
    assert answer("sweep", *words)[0] == 0
    assert table_of(tmp_path / "typed") == threaded


def test_a_worker_that_is_killed_costs_nothing(
    tmp_path: Path, threaded: bytes, cluster: tuple[str, Cluster]
) -> None:
    address, processes = cluster
    victim = processes.processes[-1]
    killed_at: list[int] = []

    def kill(n_done: int, _: int) -> None:
        if n_done >= 200 and not killed_at:
            killed_at.append(n_done)
            os.kill(victim.pid, signal.SIGKILL)

    run_sweep(design(tmp_path, TEXT), tmp_path / "out", scheduler=address, progress=kill)
    assert killed_at
    assert killed_at[0] < 1000
    assert victim.wait(PATIENCE) == -signal.SIGKILL
    assert table_of(tmp_path / "out") == threaded


def test_what_the_cluster_loses_is_handed_out_anew(
    tmp_path: Path, threaded: bytes, cluster: tuple[str, Cluster]
) -> None:
    """As when a worker dies at the moment at which its table is fetched."""
    from distributed import Client, Future

    def wanted(dask_scheduler: Any) -> list[Any]:
        return [key for key, task in dask_scheduler.tasks.items() if task.who_wants]

    address, _ = cluster
    lost_at: list[int] = []

    def lose(n_done: int, _: int) -> None:
        if n_done >= 200 and not lost_at:
            lost_at.append(n_done)
            with Client(address, timeout=10) as other:
                keys = other.run_on_scheduler(wanted)
                other.cancel([Future(key, client=other) for key in keys], force=True)

    run_sweep(design(tmp_path, TEXT), tmp_path / "out", scheduler=address, progress=lose)
    assert lost_at
    assert table_of(tmp_path / "out") == threaded


def test_a_sweep_that_loses_all_workers_says_so_and_goes_on_later(
    tmp_path: Path, threaded: bytes, cluster: tuple[str, Cluster]
) -> None:
    address, processes = cluster

    def kill(n_done: int, _: int) -> None:
        if n_done >= 200:
            for process in processes.processes[1:]:
                if process.poll() is None:
                    os.kill(process.pid, signal.SIGKILL)

    file, out = design(tmp_path, TEXT), tmp_path / "out"
    with pytest.raises(InputError) as error:
        run_sweep(file, out, scheduler=address, progress=kill)
    assert str(error.value) == (
        "--scheduler: expected workers until the end (what was finished is kept, and the same "
        "command goes on with the rest); found none left"
    )
    assert len(list((out / "parts").iterdir())) > 0
    run_sweep(file, out)
    assert table_of(out) == threaded


def test_a_cluster_of_another_version_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cluster: tuple[str, Cluster]
) -> None:
    """Workers take their own versions: what is changed here is ours only."""
    address, _ = cluster
    true = provenance.versions()["numpy"]
    version = provenance.version
    monkeypatch.setattr(
        provenance, "_version_of", lambda name: "1.0" if name == "numpy" else version(name)
    )
    with pytest.raises(InputError) as error:
        run_sweep(design(tmp_path, TEXT), tmp_path / "out", scheduler=address)
    lines = str(error.value).splitlines()
    assert len(lines) == 2
    for line in lines:
        assert line.startswith("worker tcp://127.0.0.1:")
        assert line.endswith(f": numpy: expected version 1.0; found {true}")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("address", "found"),
    [
        (
            "tcp://127.0.0.1:1",
            "tcp://127.0.0.1:1 (Timed out trying to connect to tcp://127.0.0.1:1 after 10 s)",
        ),
        ("rubbish", "rubbish (missing port number in address 'rubbish')"),
    ],
    ids=["nobody", "no_address"],
)
def test_an_address_where_nobody_answers(tmp_path: Path, address: str, found: str) -> None:
    file = design(tmp_path, HEAD)
    began = time.monotonic()
    said = answer("sweep", str(file), "-o", str(tmp_path / "out"), "--scheduler", address)
    expected = "the address of a Dask scheduler, such as tcp://127.0.0.1:8786"
    assert said == (1, "", f"--scheduler: expected {expected}; found {found}\n")
    assert time.monotonic() - began < 20
    assert answer("sweep", str(file), "-o", str(tmp_path / "out"))[0] == 0


def test_a_scheduler_without_workers_says_so(tmp_path: Path, cluster: tuple[str, Cluster]) -> None:
    address, processes = cluster
    for process in processes.processes[1:]:
        os.kill(process.pid, signal.SIGKILL)
    wait_until(lambda: n_workers(address) == 0, processes)
    with pytest.raises(InputError) as error:
        run_sweep(design(tmp_path, HEAD), tmp_path / "out", scheduler=address)
    assert str(error.value) == "--scheduler: expected a cluster with workers; found none"


def test_without_dask_a_message_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(InputError) as error:
        run_sweep(design(tmp_path, HEAD), tmp_path / "out", scheduler="tcp://127.0.0.1:1")
    assert str(error.value) == (
        "--scheduler: expected the package distributed: "
        "pip install 'artisan-diffusion[cluster]'; found none"
    )
