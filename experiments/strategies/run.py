"""Eight programmes at three budgets: what lasts for how many rupiah."""

import argparse
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

import diffusion
from diffusion.plotting.style import PAPER, STRATEGIES

HERE = Path(__file__).parent
BUDGETS = (5_000_000, 8_000_000, 12_000_000)
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
            table.insert(0, "budget", budget)
            table.insert(0, "parameters", parameters)
            tables.append(table)
    return pd.concat(tables, ignore_index=True)


def draw(table: pd.DataFrame, *, n_runs: int) -> Figure:
    """Draw lasting adopters against what was spent; a hollow mark is not ranked."""
    figure = Figure(figsize=(10, 4.8), layout="constrained")
    panels = figure.subplots(1, len(PARAMETER_SETS), sharey=True)
    for panel, parameters in zip(panels, PARAMETER_SETS, strict=True):
        of_set = table[table["parameters"] == parameters]
        for style, (name, rows) in zip(STRATEGIES, of_set.groupby("strategy"), strict=True):
            marker, color, million = style.marker, style.colour, rows["price"] / 1e6
            panel.plot(million, rows["lasting_adopters"], lw=1, color=color, alpha=0.6)
            for x, y, is_ranked in zip(
                million, rows["lasting_adopters"], rows["is_ranked"], strict=True
            ):
                panel.plot(x, y, marker, ms=7, mec=color, mfc=color if is_ranked else PAPER)
            panel.plot([], [], marker, color=color, label=str(name).replace("_", " "))
        panel.set_title(f"parameter set {parameters}")
        panel.set_xlabel("spent, Rp million (activities and person-days)")
        panel.spines[["top", "right"]].set_visible(False)
        panel.set_ylim(bottom=-0.3)
    panels[0].set_ylabel("lasting adopters of 30, month 36")
    figure.legend(*panels[0].get_legend_handles_labels(), loc="outside right center", frameon=False)
    figure.supxlabel(
        f"mean of {n_runs} runs, random seed 1; hollow: not ranked, because money was left over; "
        "simulated, not observed",
        fontsize=8,
    )
    return figure


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
    draw(written, n_runs=n_runs).savefig(
        arguments.output / "strategies.svg", metadata={"Date": None}
    )
    columns = ["parameters", "budget", "strategy", "price", "adopters", "lasting_adopters"]
    print(table[columns].to_string(index=False, float_format="{:.1f}".format))


if __name__ == "__main__":
    main()
