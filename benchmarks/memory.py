"""How much memory many runs take, where every run is kept and where each is forgotten.

Each case runs in a process of its own, which reports its peak of resident memory: before the
runs, once everything is loaded and compiled, and after them.
"""

import argparse
import json
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

CASES = (
    ("simulate", "whole month"),
    ("summarise", "whole month"),
    ("simulate", "two-state chain"),
    ("summarise", "two-state chain"),
)
LARGE, N_LARGE = "a million artisans", 1_000_000
"""One run by the Senik of 0.1.0 among very many: `--one simulate "a million artisans" 1`."""

SENIK_OF_0_1_0 = Path(__file__).parents[1] / "tests" / "files" / "models" / "senik"

PROGRAMME = "campaign_then_collaboration"
N_MONTHS = 36


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--kept", type=int, default=10_000, help="most runs that are all kept")
    parser.add_argument("--one", nargs=3, metavar=("HOW", "WHAT", "RUNS"), help="one case, here")
    arguments = parser.parse_args()
    if arguments.one is not None:
        how, what, runs = arguments.one
        print(json.dumps(measured(how, what, int(runs))))
        return
    print(f"senik, {PROGRAMME}, {N_MONTHS} months; peak of resident memory in MiB")
    print(f"{'':12}{'':18}{'runs':>9}{'before':>9}{'after':>9}{'seconds':>9}")
    for how, what in CASES:
        for runs in arguments.runs:
            if how == "simulate" and runs > arguments.kept:
                continue
            # This process stays small: a child counts its parent's memory as its own first peak.
            command = [sys.executable, __file__, "--one", how, what, str(runs)]
            answer = subprocess.run(command, check=True, capture_output=True, text=True)
            found = json.loads(answer.stdout)
            numbers = f"{found['before']:9.0f}{found['after']:9.0f}{found['seconds']:9.1f}"
            print(f"{how:12}{what:18}{runs:9,}{numbers}", flush=True)


def measured(how: str, what: str, runs: int) -> dict[str, float]:
    """Peak memory (MiB) before and after some runs, and the processor seconds they take."""
    import diffusion

    senik = diffusion.load(SENIK_OF_0_1_0 if what == LARGE else "senik")
    declared = senik.parameter_sets["default"]
    if what == "two-state chain":
        chain = declared.chain.model_copy(update={"form": "two_state"})
        declared = declared.model_copy(update={"chain": chain})
    work = {"simulate": diffusion.simulate, "summarise": diffusion.summarise}[how]
    work(senik, PROGRAMME, parameters=declared, n_runs=2, n_months=N_MONTHS)
    if what == LARGE:
        said = senik.file.model_dump()
        said["artisans"]["number"] = N_LARGE
        senik = replace(senik, file=type(senik.file).model_validate(said))
    before, began = peak(), time.process_time()
    work(senik, PROGRAMME, parameters=declared, n_runs=runs, n_months=N_MONTHS)
    return {"before": before, "after": peak(), "seconds": time.process_time() - began}


def peak() -> float:
    """Peak of resident memory of this process, in MiB."""
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20


if __name__ == "__main__":
    main()
