"""Figures of a calibration: what passes, which number moves what, and where the ensemble lies."""

from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from diffusion.calibration.calibrated import Calibration
from diffusion.calibration.judge import VERDICTS
from diffusion.calibration.space import Axis
from diffusion.i18n.words import Words
from diffusion.plotting.column import width_of
from diffusion.plotting.frame import ENGLISH, save_with_captions, write_numbers
from diffusion.plotting.style import (
    FAILED,
    GRID,
    HIGH,
    INK,
    LOW,
    OWN,
    PAPER,
    PARTLY,
    PASSED,
    SMALL_LETTERS,
    STYLE,
    letters_on,
)

NAMES = ("passes", "moves", "numbers")

_COLOURS = dict(zip(VERDICTS, (PASSED, PARTLY, FAILED, PAPER), strict=True))
_HATCHES = dict(zip(VERDICTS, ("", "\\\\\\\\", "////", ""), strict=True))
"""So that the shares are told apart in grey."""

_ROW = 0.22
_MOST_ROWS = 24
_WITH = "with "


def save_figures(
    calibration: Calibration, folder: Path, say: Words = ENGLISH, *, column: str = "two"
) -> None:
    """Write all figures as PDF, SVG and PNG, and captions.txt; of no ensemble no numbers."""
    drawn: dict[str, tuple[Figure, str]] = {}
    for name, draw in (
        ("passes", passes_figure),
        ("moves", moves_figure),
        ("numbers", numbers_figure),
    ):
        figure = draw(calibration, say, column=column)
        if figure is not None:
            drawn[name] = figure, say(f"calibrated.figure_{name}")
    save_with_captions(drawn, folder, [say("text.caveat")])


def passes_figure(
    calibration: Calibration, say: Words = ENGLISH, *, column: str = "two"
) -> Figure | None:
    """Draw the shares of the points that pass each pattern, hold partly, fail, or cannot say."""
    table = calibration.patterns()
    with mpl.rc_context(dict(STYLE)):
        height = 0.9 + _ROW * len(table)
        figure = Figure(figsize=(width_of(column), height), layout="constrained")
        panel = figure.subplots()
        left = np.zeros(len(table))
        for verdict in VERDICTS:
            share = table[f"points_{verdict.replace(' ', '_')}"].to_numpy(np.float64)
            panel.barh(
                np.arange(len(table)), share, 0.62, left=left, fc=_COLOURS[verdict], ec=INK,
                lw=0.4, hatch=_HATCHES[verdict],
            )  # fmt: skip
            left += share
        panel.set_yticks(range(len(table)), table["pattern"].tolist())
        panel.set_ylim(len(table) - 0.4, -0.6)
        panel.set_xlim(0, 1)
        panel.set_xlabel(say("calibrated.share_of_points"))
        write_numbers(panel.xaxis, say)
        marks = [
            Patch(
                fc=_COLOURS[name], ec=INK, lw=0.4, hatch=_HATCHES[name],
                label=say(f"calibrated.{name.replace(' ', '_')}"),
            )
            for name in VERDICTS
        ]  # fmt: skip
        n_columns = 2 if column == "one" else 4
        figure.legend(handles=marks, loc="outside lower center", ncols=n_columns)
    return figure


def moves_figure(
    calibration: Calibration, say: Words = ENGLISH, *, column: str = "two"
) -> Figure | None:
    """Draw the rank correlations of the numbers that move a pattern, and write them."""
    numbers, names = calibration.numbers(), calibration.facts["patterns"]
    least = calibration.least_correlations()
    table = np.nan_to_num(numbers[[_WITH + name for name in names]].to_numpy(np.float64))
    is_strong = np.abs(table) >= np.array([least[name] for name in names])
    strongest = np.where(is_strong, np.abs(table), 0.0).max(axis=1, initial=0.0)
    rows = [n for n in np.argsort(-strongest, kind="stable") if strongest[n] > 0][:_MOST_ROWS]
    moved = [place for place in range(len(names)) if is_strong[:, place].any()]
    if not rows:
        return None
    shown = np.where(is_strong, table, 0.0)[np.ix_(rows, moved)]
    with mpl.rc_context(dict(STYLE)):
        figure = Figure(figsize=(width_of(column), 0.8 + _ROW * len(rows)), layout="constrained")
        panel = figure.subplots()
        colours = mpl.colors.LinearSegmentedColormap.from_list("sign", [LOW, PAPER, HIGH])
        panel.imshow(shown, cmap=colours, vmin=-1, vmax=1, aspect="auto")
        for row, column_ in zip(*np.nonzero(shown), strict=True):
            value = shown[row, column_]
            ground = colours((value + 1) / 2)[:3]
            panel.text(
                column_, row, say.formatted(value, "+.2f").replace("-", "\N{MINUS SIGN}"),
                ha="center", va="center", fontsize=SMALL_LETTERS, color=letters_on(ground),
            )  # fmt: skip
        labels = [short_path(numbers["number"][n], column) for n in rows]
        panel.set_yticks(range(len(rows)), labels)
        panel.set_xticks(range(len(moved)), [names[n] for n in moved])
        panel.tick_params(length=0, top=False, labeltop=True, bottom=False, labelbottom=False)
        for side in panel.spines.values():
            side.set_visible(False)
    return figure


def numbers_figure(
    calibration: Calibration, say: Words = ENGLISH, *, column: str = "two"
) -> Figure | None:
    """Draw where the ensemble lies in the ranges, beside the default: those that it narrows."""
    table = narrowed(calibration.numbers()).head(_MOST_ROWS)
    if table.empty:
        return None
    with mpl.rc_context(dict(STYLE)):
        figure = Figure(figsize=(width_of(column), 0.9 + _ROW * len(table)), layout="constrained")
        panel = figure.subplots()
        for place, row in enumerate(table.to_dict("records")):
            _draw_number(panel, place, row)
        labels = [short_path(name, column) for name in table["number"]]
        panel.set_yticks(range(len(table)), labels)
        panel.set_ylim(len(table) - 0.4, -0.6)
        panel.set_xlim(-0.02, 1.02)
        panel.set_xlabel(say("calibrated.place_in_range"))
        write_numbers(panel.xaxis, say)
        handles, names = panel.get_legend_handles_labels()
        texts = [say(f"calibrated.{name}") for name in names]
        figure.legend(handles, texts, loc="outside lower center", ncols=2)
    return figure


def _draw_number(panel: Axes, place: int, row: dict[Any, Any]) -> None:
    labels = ("ends", "default") if place == 0 else (None, None)
    panel.plot([0, 1], [place, place], lw=0.6, color=GRID, zorder=1)
    panel.plot(
        [row["place_low"], row["place_high"]], [place, place], lw=5, color=OWN, alpha=0.45,
        solid_capstyle="butt", label=labels[0],
    )  # fmt: skip
    panel.plot(row["place_middle"], place, "|", ms=8, mew=1.4, color=OWN)
    panel.plot(
        row["place_default"], place, "o", ms=4, mfc=PAPER, mec=INK, mew=0.8, ls="",
        label=labels[1], clip_on=False,
    )  # fmt: skip


def narrowed(numbers: pd.DataFrame) -> pd.DataFrame:
    """Give numbers their places in their ranges, those first that the ensemble narrows most."""
    known = numbers[numbers["ensemble_low"].notna()].copy()
    for key in ("ensemble_low", "ensemble_middle", "ensemble_high", "default"):
        known[f"place_{key.removeprefix('ensemble_')}"] = [
            _axis_of(row).share(row[key]) for row in known.to_dict("records")
        ]
    known["width"] = known["place_high"] - known["place_low"]
    return known.sort_values(["default_outside", "width"], ascending=[False, True], kind="stable")


def _axis_of(row: dict[Any, Any]) -> Axis:
    return Axis(
        row["number"], row["low"], row["high"], row["scale"] == "log",
        is_whole=False, default=row["default"],
    )  # fmt: skip


def short_path(path: str, column: str) -> str:
    """Leave out what all paths begin with; in one column of a journal keep the last words."""
    words = path.split(".")[1:]
    return ".".join(words[-2:] if column == "one" else words)
