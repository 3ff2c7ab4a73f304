"""The figure of withdrawal."""

import pandas as pd
from design import LAST, SENIK
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from diffusion.plotting.style import HIGH, INK, OWN, STRATEGIES

PARAMETER_SETS = ("default", "conservative")
WITHDRAWALS = ("4", "6", "8", "12", "18", "24", "never")
# Colours that colour-blind people can tell apart, with a mark and a line of their own for grey.
PARTS = {
    0.2: (HIGH, "o", ":"),
    0.6: (OWN, "s", "--"),
    0.9: (INK, "D", "-"),
}
STAYS = {
    "4": (HIGH, ":"),
    "8": (STRATEGIES[3].colour, "--"),
    "24": (OWN, "-."),
    "never": (INK, "-"),
}
LEAVES = {
    "6": (HIGH, "o", ":"),
    "12": (STRATEGIES[3].colour, "s", "--"),
    "18": (OWN, "^", "-."),
    "24": (INK, "D", "-"),
}


def draw(table: pd.DataFrame) -> Figure:
    """Draw the month of withdrawal, the buyer over time, and what paid presence brings."""
    figure = Figure(figsize=(13, 7.6), layout="constrained")
    panels = figure.subplots(2, 3)
    for row, parameters in zip(panels, PARAMETER_SETS, strict=True):
        of_set = table[(table["parameters"] == parameters) & (table["strategy"] == SENIK)]
        _draw_months(row[0], of_set)
        _draw_buyer(row[1], of_set)
        _draw_paid(row[2], of_set)
        row[0].set_ylabel(f"parameter set {parameters}\n\nadopters of 30, month {LAST}")
        row[2].set_ylabel(f"adopters of 30, month {LAST}")
        row[1].set_ylabel("share of runs")
        for panel in row:
            panel.spines[["top", "right"]].set_visible(False)
            panel.set_ylim(bottom=0)
    titles = (
        "presence alone, which costs nothing\n(lines: participation of the artisans)",
        "runs in which the buyer is there\n(lines: month of withdrawal)",
        "visits of mentoring, which cost days\n(lines: month of withdrawal)",
    )
    for panel, title in zip(panels[0], titles, strict=True):
        panel.set_title(title, fontsize=11)
    for panel, label in zip(
        panels[1], ("month of withdrawal", "month", "person-days of the organisation"), strict=True
    ):
        panel.set_xlabel(label)
    n_runs = int(table.loc[table["design"] == "sweep", "n_runs"].max())
    figure.supxlabel(
        f"campaign then collaboration, means of {n_runs} runs with 95 % intervals, random seed 1; "
        "left and middle taper 4, right taper 0; large marks: monthly visits end as the "
        "facilitator leaves; simulated, not observed",
        fontsize=8,
    )
    return figure


def _draw_months(panel: Axes, of_set: pd.DataFrame) -> None:
    rows = of_set[
        (of_set["design"] == "sweep") & (of_set["outcome"] == "adopters") & (of_set["taper"] == 4)
    ]
    for place, (part, (colour, mark, line)) in enumerate(PARTS.items()):
        some = rows[rows["participation"] == part].set_index("withdrawal_month").loc[[*WITHDRAWALS]]
        x = [number + 0.12 * (place - 1) for number in range(len(some))]
        errors = [some["mean"] - some["low"], some["high"] - some["mean"]]
        panel.errorbar(x, some["mean"], errors, fmt=mark, ls=line, color=colour, ms=5, label=part)
    panel.set_xticks(range(len(WITHDRAWALS)), WITHDRAWALS)
    panel.set_ylim(0, 30.5)
    panel.legend(title="participation", frameon=False, loc="lower right")


def _draw_buyer(panel: Axes, of_set: pd.DataFrame) -> None:
    rows = of_set[
        (of_set["outcome"] == "foster_buyer_open")
        & (of_set["taper"] == 4)
        & (of_set["participation"] == 0.6)
    ]
    ends = {}
    for month, (colour, line) in STAYS.items():
        some = rows[rows["withdrawal_month"] == month].sort_values("record")
        panel.plot(some["record"], some["mean"], ls=line, lw=1.8, color=colour)
        panel.fill_between(some["record"], some["low"], some["high"], color=colour, alpha=0.15)
        ends[month] = float(some["mean"].iloc[-1])
    _label_ends(panel, ends, gap=0.055)
    panel.set_ylim(0, 1)
    panel.set_xlim(0, LAST + 9)


def _label_ends(panel: Axes, ends: dict[str, float], *, gap: float) -> None:
    """Write each line's name at its end, pushed apart where lines end together."""
    lowest = 0.0
    for month, height in sorted(ends.items(), key=lambda end: end[1]):
        lowest = max(height, lowest)
        panel.text(LAST + 1.5, lowest, month, va="center", color=STAYS[month][0], fontsize=9)
        lowest += gap


def _draw_paid(panel: Axes, of_set: pd.DataFrame) -> None:
    rows = of_set[(of_set["design"] == "mentoring") & (of_set["outcome"] == "adopters")]
    for place, (month, (colour, mark, line)) in enumerate(LEAVES.items()):
        some = rows[rows["withdrawal_month"] == month].sort_values("person_days")
        x = some["person_days"] + 0.9 * (place - 1.5)
        errors = [some["mean"] - some["low"], some["high"] - some["mean"]]
        panel.errorbar(x, some["mean"], errors, fmt=mark, ls=line, color=colour, ms=4, label=month)
        is_paid = some["mentoring_until"].astype(int) + 1 == int(month)
        panel.plot(x[is_paid], some["mean"][is_paid], mark, color=colour, ms=11)
    panel.set_xticks(sorted(rows["person_days"].unique()))
    panel.set_ylim(0, 30.5)
    panel.legend(title="leaves in month", frameon=False, loc="lower right", ncols=2)
