"""What each command takes in a large community: time, peak memory, and what is refused.

Two communities are made in a folder that is gone afterwards: a star, one artisan to whom all
others are tied, and artisans with hubs, tied by preferential attachment, three ties with each.
Each command runs in a process of its own.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

import networkx as nx

COMMANDS = (
    ("new", "community", "{name}", "--roster", "{name}.csv", "--ties", "{name}_ties.csv"),
    ("check", "{name}"),
    ("run", "{name}", "--runs", "{runs}"),
    ("compare", "{name}", "--runs", "{runs}", "-o", "{name}_compared"),
    ("page", "{name}", "-o", "{name}.html"),
    ("animate", "{name}", "-o", "{name}.gif"),
)


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--leaves", type=int, default=100_000, help="of the star")
    parser.add_argument("--hubs", type=int, default=50_000, help="artisans among whom are hubs")
    parser.add_argument("--runs", type=int, default=10, help="histories of each programme")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        star = ((0, leaf) for leaf in range(1, arguments.leaves + 1))
        write_tables(Path(folder), "star", arguments.leaves + 1, star)
        hubs = nx.barabasi_albert_graph(arguments.hubs, 3, seed=1)
        write_tables(Path(folder), "hubs", arguments.hubs, hubs.edges)
        measured(["warmup"], folder)
        print("| command | seconds by the clock | processor seconds | peak MiB | ends |")
        print("|---|---|---|---|---|")
        for name in ("star", "hubs"):
            for command in COMMANDS:
                words = [word.format(name=name, runs=arguments.runs) for word in command]
                print(measured(words, folder), flush=True)


def write_tables(folder: Path, name: str, n: int, pairs: Iterable[tuple[int, int]]) -> None:
    """Write a roster of `n` artisans and the table of their ties."""
    people = "".join(f"P{row}\n" for row in range(n))
    ties = "".join(f"P{ego},P{alter}\n" for ego, alter in pairs)
    (folder / f"{name}.csv").write_text(f"artisan\n{people}", encoding="utf-8")
    (folder / f"{name}_ties.csv").write_text(f"ego,alter\n{ties}", encoding="utf-8")


def measured(words: list[str], folder: str) -> str:
    """Run one command in a folder; give a row of the table."""
    began = time.perf_counter()
    child = subprocess.Popen(
        [sys.executable, "-m", "diffusion.cli", *words],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert child.stderr is not None
    with child.stderr as told:
        said = told.read()
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - began
    unit = 1 if sys.platform == "darwin" else 1024
    last = (said.strip().splitlines() or [""])[-1]
    # A message says what is too much before it says, in brackets, what to do instead.
    ends = f"refused: {last.split(' (')[0]}" if ": expected " in last else f"failed: {last}"
    ends = "done" if child.returncode == 0 else ends
    command = f"`diffusion {' '.join(words)}`"
    peak = used.ru_maxrss * unit / 2**20
    spent = used.ru_utime + used.ru_stime
    return f"| {command} | {seconds:.1f} | {spent:.1f} | {peak:.0f} | {ends} |"


if __name__ == "__main__":
    main()
