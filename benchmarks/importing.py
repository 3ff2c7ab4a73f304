"""What a million people and five million ties cost to read, from Parquet and from CSV.

Each reading is a process of its own, the formats by turns; told are medians of processor seconds
and of seconds by the clock, imports included, and the highest peak of resident memory. `reader` is
the reader alone, which gives a `Network`; `data` is `diffusion.read_network`, which settles ties
too and gives `AdoptionData`; it takes people from the ties.

    python benchmarks/importing.py --turns 3
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import numpy as np
import pyarrow as pa
from measure import peak_mib
from pyarrow import csv, parquet

SUFFIXES = (".parquet", ".csv")
WHAT = ("reader", "data")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--ties", type=int, default=5_000_000)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--only", choices=WHAT, help="the reader alone, or all up to the data")
    parser.add_argument("--child", nargs=3, metavar=("WHAT", "SUFFIX", "FOLDER"))
    arguments = parser.parse_args()
    if arguments.child:
        print(json.dumps(measured(*arguments.child)))
        return
    told: dict[tuple[str, str], list[dict[str, float]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), arguments.people, arguments.ties)
        for _ in range(arguments.turns):
            for what in (arguments.only,) if arguments.only else WHAT:
                for suffix in SUFFIXES:
                    command = [sys.executable, __file__, "--child", what, suffix, folder]
                    ended = subprocess.run(command, check=True, capture_output=True, text=True)
                    one = json.loads(ended.stdout.splitlines()[-1])
                    told.setdefault((what, suffix), []).append(one)
    print(f"{arguments.people:,} people, {arguments.ties:,} ties, {arguments.turns} turns")
    print(f"{'':18}{'processor s':>13}{'clock s':>10}{'peak MiB':>10}{'ties':>12}")
    for (what, suffix), each in told.items():
        seconds, clock = (median(one[name] for one in each) for name in ("processor", "clock"))
        peak = max(one["peak"] for one in each)
        n_ties = each[0]["ties"]
        print(f"{what:8}{suffix:10}{seconds:13.2f}{clock:10.2f}{peak:10.0f}{n_ties:12,.0f}")
    print(f"load of the machine at the end: {os.getloadavg()[0]:.1f}")


def write(folder: Path, n_people: int, n_ties: int) -> None:
    """Write people and ties, as whole numbers and short words, in both formats."""

    def mixed(n: int, salt: int, below: int) -> "np.ndarray":
        """Whole numbers below some number that look as if they were drawn."""
        place = np.arange(n, dtype=np.uint64) + np.uint64(salt << 32)
        place = (place ^ (place >> np.uint64(31))) * np.uint64(0x9E3779B97F4A7C15)
        return ((place ^ (place >> np.uint64(29))) % np.uint64(below)).astype(np.int64)

    people = pa.table(
        {
            "id": np.arange(n_people),
            "hamlet": mixed(n_people, 1, 500),
            "gender": np.array(["f", "m"])[mixed(n_people, 2, 2)],
        }
    )
    ties = pa.table(
        {
            "ego": mixed(n_ties, 3, n_people),
            "alter": mixed(n_ties, 4, n_people),
            "strength": (mixed(n_ties, 5, 1000) + 1) / 1000,
        }
    )
    for name, table in (("people", people), ("ties", ties)):
        parquet.write_table(table, folder / f"{name}.parquet")
        csv.write_csv(table, folder / f"{name}.csv", csv.WriteOptions(quoting_style="none"))
        # An older pyarrow puts quotation marks around headings all the same.
        path = folder / f"{name}.csv"
        header, _, rows = path.read_bytes().partition(b"\n")
        path.write_bytes(header.replace(b'"', b"") + b"\n" + rows)


def measured(what: str, suffix: str, folder: str) -> dict[str, float]:
    """Read once; give processor seconds, seconds by the clock, peak memory and ties."""
    began, clock = time.process_time(), time.perf_counter()
    ties, people = (Path(folder) / f"{name}{suffix}" for name in ("ties", "people"))
    if what == "reader":
        from diffusion.importing.formats import read

        network = read(ties, people=people)
        n_ties = len(network.relations[0].ego)
    else:
        import diffusion

        n_ties = len(diffusion.read_network(ties).data.ties["ties"].ego)
    return {
        "processor": time.process_time() - began,
        "clock": time.perf_counter() - clock,
        "peak": peak_mib(),
        "ties": n_ties,
    }


if __name__ == "__main__":
    main()
