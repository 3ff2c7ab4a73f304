"""The figure of the sources of self-efficacy."""

import sys
from pathlib import Path

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from diffusion.plotting.style import GRID, HIGH, INK, MUTED, OWN, STRATEGIES, TWO_COLUMNS

sys.path.append(str(Path(__file__).parents[1]))
from bars import draw_shares

sys.path.pop()

SETS = ("default", "conservative")
SOURCES = {
    "training_with_practice": ("training with practice", INK, "D", "-"),
    "training_without_practice": ("training without practice", STRATEGIES[3].colour, "^", "-."),
    "visit": ("live visits", OWN, "s", "--"),
    "film": ("film", HIGH, "o", "-"),
    "ambassadors": ("peer ambassadors", STRATEGIES[0].colour, "v", ":"),
    "hearing": ("hearing of it only", MUTED, "", ":"),
}
OTHERS = ("film", "visit", "training_without_practice", "ambassadors")


def draw(table: pd.DataFrame) -> Figure:
    """Draw belief over time, at the end by what stays, and the shares of points."""
    figure = Figure(figsize=(TWO_COLUMNS, 7.6), layout="constrained")
    panels = figure.subplots(3, 2, height_ratios=(4, 4, 2))
    for line in panels[:2]:
        line[1].sharey(line[0])
    rows = table[(table["design"] == "sweep") & (table["reference"] == "hearing")]
    for column, parameters in zip(panels.T, SETS, strict=True):
        of_set = rows[rows["parameters"] == parameters]
        _draw_over_time(column[0], of_set)
        _draw_what_stays(column[1], of_set)
        column[0].set_title(f"{parameters} set, numbers as written")
        column[1].set_title(f"{parameters} set, month 36")
    panels[0, 0].set_ylabel("mean belief of 30 households\n(self-efficacy, 0 to 1)")
    panels[1, 0].set_ylabel("mean belief more than\nwith hearing only")
    for panel, design, said in zip(
        panels[2], ("assumed", "ensemble"), ("assumed numbers", "ensemble"), strict=True
    ):
        shares = table[
            (table["design"] == f"shares of {design}")
            & (table["outcome"] == "self_efficacy_36")
            & (table["reference"] == "training_with_practice")
        ].set_index("source")
        draw_shares(panel, shares.loc[[*OTHERS]], [SOURCES[one][0] for one in OTHERS])
        panel.set_title(f"points of the {said}")
        panel.set_xlabel("points at which belief in month 36 is\nmore than with practice, %")
    figure.legend(*panels[0, 0].get_legend_handles_labels(), loc="outside upper center", ncols=3)
    figure.legend(*panels[2, 0].get_legend_handles_labels(), loc="outside lower center", ncols=3)
    return figure


def _draw_over_time(panel: Axes, of_set: pd.DataFrame) -> None:
    """Draw a line for each source, with the numbers of the sets."""
    is_written = (
        (of_set["decay"] == 0.1)
        & (of_set["mastery_lasting"] == 0.5)
        & (of_set["vicarious_lasting"] == 0.1)
        & of_set["outcome"].str.startswith("self_efficacy_")
    )
    some = of_set[is_written]
    some = some.assign(record=some["outcome"].str.rpartition("_")[2].astype(int))
    for source, (name, colour, mark, line) in SOURCES.items():
        one = some[some["source"] == source].sort_values("record")
        panel.plot(
            one["record"], one["mean"], ls=line, marker=mark, ms=3.5, lw=1.2, color=colour,
            label=name,
        )  # fmt: skip
        panel.fill_between(one["record"], one["low"], one["high"], color=colour, alpha=0.15, lw=0)
    panel.set_xticks([1, 6, 12, 18, 24, 30, 36])
    panel.set_xlabel("month")
    panel.grid(axis="y", color=GRID, lw=0.5)


def _draw_what_stays(panel: Axes, of_set: pd.DataFrame) -> None:
    """Draw belief at the end against what stays of practice and of models."""
    some = of_set[(of_set["outcome"] == "self_efficacy_36") & (of_set["decay"] == 0.1)]
    levels = [(mastery, models) for mastery in (0.0, 0.5) for models in (0.0, 0.1, 0.3)]
    for place, source in enumerate([one for one in SOURCES if one != "hearing"]):
        _, colour, mark, _ = SOURCES[source]
        one = some[some["source"] == source].set_index(["mastery_lasting", "vicarious_lasting"])
        one = one.reindex(levels)
        x = [number + 0.13 * (place - 2) for number in range(len(levels))]
        away = [
            one["difference"] - one["difference_low"],
            one["difference_high"] - one["difference"],
        ]
        panel.errorbar(x, one["difference"], away, fmt=mark, ms=3.5, elinewidth=0.8, color=colour)
    panel.axhline(0, color=INK, lw=0.8)
    names = [f"{mastery:g}\n{models:g}" for mastery, models in levels]
    panel.set_xticks(range(len(levels)), names)
    panel.set_xlabel("share that stays: of practice (above),\nof models (below)")
    panel.grid(axis="y", color=GRID, lw=0.5)
