"""The figure of withdrawal."""

from typing import Any

import pandas as pd
from design import LAST, SENIK
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from diffusion.plotting.frame import months_shown
from diffusion.plotting.style import HIGH, INK, OWN, STRATEGIES, TWO_COLUMNS

PARAMETER_SETS = ("default", "conservative")
QUANTITIES = (
    f"adopters of 30, month {LAST}",
    "runs with the foster buyer (0 to 1)",
    f"adopters of 30, month {LAST}",
)
ACROSS = ("month of withdrawal", "month", "person-days of the organisation")
LEGENDS = ("participation (0 to 1)", "withdrawal in month", "withdrawal in month")
MARK: dict[str, Any] = {"ms": 3.5, "lw": 1.1, "elinewidth": 0.8}
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
    """Draw the month of withdrawal, the foster buyer over time, and what paid visits bring."""
    figure = Figure(figsize=(TWO_COLUMNS, 5.2), layout="constrained")
    panels = figure.subplots(2, 3)
    for row, parameters in zip(panels, PARAMETER_SETS, strict=True):
        of_set = table[(table["parameters"] == parameters) & (table["strategy"] == SENIK)]
        _draw_months(row[0], of_set)
        _draw_buyer(row[1], of_set)
        _draw_paid(row[2], of_set)
        for panel, quantity in zip(row, QUANTITIES, strict=True):
            panel.set_ylabel(quantity)
            panel.set_title(f"{parameters} set")
    for panel, label in zip(panels[1], ACROSS, strict=True):
        panel.set_xlabel(label)
    for column, title in enumerate(LEGENDS):
        lines, names = panels[0, column].get_legend_handles_labels()
        panels[0, column].legend(
            lines, names, title=title, loc="lower center", bbox_to_anchor=(0.5, 1.14), ncols=4,
            columnspacing=0.8, handlelength=1.6, handletextpad=0.4,
        )  # fmt: skip
    return figure


def _draw_months(panel: Axes, of_set: pd.DataFrame) -> None:
    rows = of_set[
        (of_set["design"] == "sweep") & (of_set["outcome"] == "adopters") & (of_set["taper"] == 4)
    ]
    for place, (part, (colour, mark, line)) in enumerate(PARTS.items()):
        some = rows[rows["participation"] == part].set_index("withdrawal_month").loc[[*WITHDRAWALS]]
        x = [number + 0.12 * (place - 1) for number in range(len(some))]
        errors = [some["mean"] - some["low"], some["high"] - some["mean"]]
        panel.errorbar(x, some["mean"], errors, fmt=mark, ls=line, color=colour, label=part, **MARK)
    panel.set_xticks(range(len(WITHDRAWALS)), WITHDRAWALS)
    panel.set_ylim(0, 30.5)


def _draw_buyer(panel: Axes, of_set: pd.DataFrame) -> None:
    rows = of_set[
        (of_set["design"] == "sweep")
        & (of_set["outcome"] == "foster_buyer_open")
        & (of_set["taper"] == 4)
        & (of_set["participation"] == 0.6)
    ]
    for month, (colour, line) in STAYS.items():
        some = rows[rows["withdrawal_month"] == month].sort_values("record")
        panel.plot(some["record"], some["mean"], ls=line, lw=1.2, color=colour, label=month)
        panel.fill_between(some["record"], some["low"], some["high"], color=colour, alpha=0.15)
    panel.set_ylim(0, 1)
    panel.set_xlim(0, LAST)
    panel.set_xticks(months_shown(LAST))


def _draw_paid(panel: Axes, of_set: pd.DataFrame) -> None:
    rows = of_set[(of_set["design"] == "mentoring") & (of_set["outcome"] == "adopters")]
    for place, (month, (colour, mark, line)) in enumerate(LEAVES.items()):
        some = rows[rows["withdrawal_month"] == month].sort_values("person_days")
        x = some["person_days"] + 0.9 * (place - 1.5)
        errors = [some["mean"] - some["low"], some["high"] - some["mean"]]
        panel.errorbar(
            x, some["mean"], errors, fmt=mark, ls=line, color=colour, label=month, **MARK
        )
        is_paid = some["mentoring_until"].astype(int) + 1 == int(month)
        panel.plot(x[is_paid], some["mean"][is_paid], mark, color=colour, ms=7.5)
    panel.set_xticks(sorted(rows["person_days"].unique()))
    panel.set_ylim(0, 30.5)
