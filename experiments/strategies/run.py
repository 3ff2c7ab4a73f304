"""Eight programmes at three budgets: what lasts for how many rupiah."""

import argparse
from pathlib import Path

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

import diffusion
from diffusion.i18n.words import Words
from diffusion.plotting.style import GRID, LETTERS, OWN, PAPER, STYLE, TWO_COLUMNS

ENGLISH = Words("en")
HERE = Path(__file__).parent
BUDGETS = (8_000_000, 12_000_000, 16_000_000)
PARAMETER_SETS = ("default", "conservative")


def simulate(*, n_runs: int) -> pd.DataFrame:
    """Compare all programmes of Senik at each budget, for both parameter sets."""
    senik = diffusion.load("senik")
    tables = []
    for parameters in PARAMETER_SETS:
        for budget in BUDGETS:
            comparison = diffusion.compare(
                senik, budget=budget, parameters=parameters, n_runs=n_runs
            )
            table = comparison.table()
            known = comparison.estimates().set_index("measure").loc["lasting_adopters"]
            known = known.set_index("strategy").reindex(table["strategy"])
            for end in ("low", "high"):
                table[f"lasting_{end}"] = known[end].to_numpy()
            table.insert(0, "budget", budget)
            table.insert(0, "parameters", parameters)
            tables.append(table)
    return pd.concat(tables, ignore_index=True)


def draw(table: pd.DataFrame) -> Figure:
    """Draw lasting adopters, a panel for each budget and set; a hollow mark is not ranked."""
    shown = table[(table["parameters"] == PARAMETER_SETS[0]) & (table["budget"] == BUDGETS[0])]
    names = list(shown.sort_values("lasting_adopters", ascending=False)["strategy"])
    with mpl.rc_context(dict(STYLE)):
        figure = Figure(figsize=(TWO_COLUMNS, 4.2), layout="constrained")
        panels = figure.subplots(len(PARAMETER_SETS), len(BUDGETS), sharex=True, sharey=True)
        for row, parameters in zip(panels, PARAMETER_SETS, strict=True):
            for panel, budget in zip(row, BUDGETS, strict=True):
                is_here = (table["parameters"] == parameters) & (table["budget"] == budget)
                _draw_panel(panel, table[is_here].set_index("strategy").loc[names])
                panel.set_title(f"Rp {budget / 1e6:.0f} million, {parameters} set")
        panels[0, 0].set_yticks(range(len(names)), [ENGLISH.strategy(name) for name in names])
        panels[0, 0].set_ylim(len(names) - 0.5, -0.5)
        panels[0, 0].set_xlim(left=-0.5)
        figure.supxlabel("lasting adopters of 30 at month 36", fontsize=LETTERS)
    return figure


def _draw_panel(panel: Axes, rows: pd.DataFrame) -> None:
    """Draw the mean of each programme with its 95 % interval."""
    means, places = rows["lasting_adopters"], range(len(rows))
    away = [means - rows["lasting_low"], rows["lasting_high"] - means]
    panel.errorbar(means, places, xerr=away, fmt="none", ecolor=OWN, elinewidth=0.8, capsize=2.5)
    for place, (mean, is_ranked) in enumerate(zip(means, rows["is_ranked"], strict=True)):
        panel.plot(mean, place, "o", ms=2.5, mec=OWN, mfc=OWN if is_ranked else PAPER)
    panel.grid(axis="x", color=GRID, lw=0.5)
    panel.set_axisbelow(True)


def main() -> None:
    """Run the experiment and write its table and figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few runs, to see that it works")
    parser.add_argument("-o", "--output", type=Path, default=HERE, help="folder to write to")
    arguments = parser.parse_args()
    n_runs = 20 if arguments.quick else 500
    table = simulate(n_runs=n_runs)
    arguments.output.mkdir(parents=True, exist_ok=True)
    written = table.round(3)
    written.to_csv(arguments.output / "strategies.csv", index=False)
    with mpl.rc_context(dict(STYLE)):
        draw(written).savefig(arguments.output / "strategies.svg", metadata={"Date": None})
    columns = ["parameters", "budget", "strategy", "price", "adopters", "lasting_adopters"]
    print(table[columns].to_string(index=False, float_format="{:.1f}".format))


if __name__ == "__main__":
    main()
