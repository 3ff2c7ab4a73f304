"""Seconds that an explanation of a programme takes: the whole command, all compiled.

    .venv/bin/python benchmarks/why.py

`diffusion why senik -p campaign_then_collaboration` with 200 runs of 36 months, of the model of
version 0.1.0 (11 activities) and of the one that ships (23): all combinations of the pathways and
of the families, and four orders of the activities in each run. It must take at most 20 seconds on
two processors. Told are seconds by the clock and processor seconds of all threads; on a machine
that is shared the clock says little, and half of the processor seconds is what two processors of
one's own would take, but for starting and drawing. With -o tables, figures and the page come in.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

ROOT = Path(__file__).resolve().parents[1]
MODELS = {
    "11 activities (0.1.0)": ROOT / "tests" / "files" / "models" / "senik",
    "23 activities (shipped)": ROOT / "models" / "senik",
}
MUST_REACH = 20.0


def spent(model: Path, *options: str) -> tuple[float, float]:
    """Run the command once; give seconds by the clock, and of the processors."""
    words = (sys.executable, "-m", "diffusion.cli", "why", str(model), *options)
    began, before = time.perf_counter(), getrusage(RUSAGE_CHILDREN)
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = getrusage(RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - began, used


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--turns", type=int, default=3)
    asked = parser.parse_args()
    usual = ("-p", "campaign_then_collaboration")
    for name, model in MODELS.items():
        spent(model, *usual, "--runs", "2")  # compiles, where that is to be done
        for what, further in (("", ()), (", with -o", ("-o",))):
            turns = []
            for _ in range(asked.turns if not further else 1):
                with tempfile.TemporaryDirectory() as folder:
                    place = (*further, f"{folder}/out") if further else ()
                    turns.append(spent(model, *usual, "--runs", str(asked.runs), *place))
            clock, used = min(turns, key=lambda turn: turn[1])
            print(
                f"{name}, {asked.runs} runs{what}: {clock:.1f} s by the clock, {used:.1f} processor"
                f" seconds, so {used / 2:.1f} s on two processors (must reach {MUST_REACH:.0f})"
            )


if __name__ == "__main__":
    main()
