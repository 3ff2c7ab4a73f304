"""Leaves out each real village in turn and forecasts it from its first periods by every model."""

import argparse
from collections.abc import Mapping
from pathlib import Path

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure
from sets import TASKS, VARIABLE, folder, read

import diffusion
from diffusion.fitting.validated import Validation
from diffusion.i18n.words import Words
from diffusion.plotting.style import STYLE, TWO_COLUMNS
from diffusion.plotting.validated import draw_skill

HERE = Path(__file__).parent
RUNS, QUICK_RUNS = 500, 50
QUICK = ("medinnovations",)
"""Sets that take seconds."""
TOO_FEW = ("medinnovations",)
"""Sets with too few villages to learn among."""
LEARNT = {"both": "learnt.csv", "weights": "learnt_weights.csv"}
"""What is learnt among the other villages, and the table that it is written to."""


def validated(
    data: Path, names: tuple[str, ...], n_runs: int, learn: str = "no"
) -> dict[str, Validation]:
    """Leave out each village of each set in turn."""
    found = {}
    for name in names:
        task = TASKS[name]
        found[name] = diffusion.validate(
            read(data, name), task.known_to, composites=task.composites, n_runs=n_runs,
            learn_weights="no" if learn == "no" else "inner",
            learn_widths="inner" if learn == "both" else "no",
        )  # fmt: skip
        print(f"{task.said}: {found[name].n_villages} villages", flush=True)
    return found


def table(found: Mapping[str, Validation]) -> pd.DataFrame:
    """Put all standings into one table, also of those that are worse than a baseline."""
    parts = [one.summary().assign(set=name, villages=one.n_villages) for name, one in found.items()]
    whole = pd.concat(parts, ignore_index=True)
    first = ["set", "villages", "known_to", "model"]
    return whole[[*first, *(name for name in whole if name not in first)]]


def learnt_table(found: Mapping[str, Validation]) -> pd.DataFrame:
    """Put all standings into one table, with the weights and widths that were learnt."""
    whole = table(found)
    for name in ("weights", "widths"):
        learnt = {key: getattr(one, name) for key, one in found.items()}
        pairs = zip(whole["set"], whole["model"], strict=True)
        whole[name[:-1]] = [learnt[key].get(model) for key, model in pairs]
    return whole


def draw(found: Mapping[str, Validation]) -> Figure:
    """Draw a panel for each set and number of known periods."""
    say = Words("en")
    panels = [(name, one, k) for name, one in found.items() for k in one.known_to]
    with mpl.rc_context(dict(STYLE)):
        rows = -(-len(panels) // 2)
        figure = Figure(figsize=(TWO_COLUMNS, 2.7 * rows), layout="constrained")
        for at, (name, one, k) in enumerate(panels, start=1):
            panel = figure.add_subplot(rows, 2, at)
            standings = [each for each in one.standings if each.known_to == k]
            draw_skill(panel, standings, one.n_villages, say)
            panel.set_title(f"{TASKS[name].said}\n{k} of {len(one.periods)} periods known")
    return figure


def main() -> None:
    """Run the experiment and write its table and figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one set, to see that it works")
    parser.add_argument(
        "--learn", choices=tuple(LEARNT), nargs="?", const="both", default="no",
        help="learn weights and widths among the other villages, or weights alone: half an hour",
    )  # fmt: skip
    parser.add_argument("--runs", type=int, default=RUNS, help="histories of a forecast")
    parser.add_argument("--set", action="append", choices=tuple(TASKS), help="only this one")
    parser.add_argument("-o", "--output", type=Path, default=HERE, help="folder to write to")
    arguments = parser.parse_args()
    data = folder()
    if data is None:
        print(f"skipped: {VARIABLE} names no folder of data sets, and none of them ships with this")
        return
    names, n_runs = (QUICK, QUICK_RUNS) if arguments.quick else (tuple(TASKS), arguments.runs)
    names = tuple(arguments.set or names)
    arguments.output.mkdir(parents=True, exist_ok=True)
    shown = ["set", "known_to", "model", "crps", "crps_se", "coverage", "log_loss", "to_logit"]
    if arguments.learn in LEARNT:
        names = tuple(name for name in names if name not in TOO_FEW)
        whole = learnt_table(validated(data, names, n_runs, arguments.learn)).assign(runs=n_runs)
        whole.round(5).to_csv(arguments.output / LEARNT[arguments.learn], index=False)
        shown += ["weight", "width"]
    else:
        found = validated(data, names, n_runs)
        whole = table(found)
        whole.round(5).to_csv(arguments.output / "held_out_villages.csv", index=False)
        with mpl.rc_context(dict(STYLE)):
            figure = draw(found)
            figure.savefig(arguments.output / "held_out_villages.svg", metadata={"Date": None})
    print(whole[[name for name in shown if name in whole]].round(4).to_string(index=False))


if __name__ == "__main__":
    main()
