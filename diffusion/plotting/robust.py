"""Figures of a check of a ranking: numbers one at a time, a map over two, and rival laws."""

from collections.abc import Sequence
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from diffusion.i18n.words import Words
from diffusion.plotting.column import width_of
from diffusion.plotting.frame import ENGLISH, in_lines, write_numbers
from diffusion.plotting.style import (
    FRAME,
    HIGH,
    INK,
    LOW,
    MUTED,
    PAPER,
    SMALL_LETTERS,
    STYLE,
    letters_on,
)
from diffusion.plotting.sweeps.naming import name_of
from diffusion.robustness.duel import Met
from diffusion.robustness.panel import COMPLETE, NETWORKS, RESPONSES, THEORIES
from diffusion.robustness.result import Robustness

_ROW = 0.26
_MOST_ROWS = 12
_SIGN = mpl.colors.LinearSegmentedColormap.from_list("sign", [HIGH, PAPER, LOW])
_UNDECIDED = "////"


def figures_of(
    found: Robustness, say: Words = ENGLISH, *, column: str = "two"
) -> dict[str, tuple[Figure, str]]:
    """Draw each figure that there is something for, with its caption."""
    drawn: dict[str, tuple[Figure, str]] = {}
    for name, draw in (
        ("numbers", numbers_figure),
        ("map", map_figure),
        ("panel", panel_figure),
    ):
        figure = draw(found, say, column=column)
        if figure is not None:
            drawn[name] = figure, say(f"robust.figure_{name}")
    return drawn


def numbers_figure(
    found: Robustness, say: Words = ENGLISH, *, column: str = "two"
) -> Figure | None:
    """Draw the difference at both ends of the numbers that change it most."""
    swing = found.flips.swing
    order = [int(place) for place in np.argsort(-swing, kind="stable") if swing[place] > 0]
    order = order[:_MOST_ROWS]
    if not order:
        return None
    own = float(found.default.difference[0])
    with mpl.rc_context(dict(STYLE)):
        figure = Figure(figsize=(width_of(column), 1.1 + _ROW * len(order)), layout="constrained")
        panel = figure.subplots()
        panel.axvline(0, color=INK, lw=1.4, zorder=1)
        panel.axvline(own, color=MUTED, lw=0.8, ls="--", zorder=1)
        for met, colour, up, key in zip(
            found.flips.ends, (LOW, HIGH), (-0.17, 0.17), ("low_end", "high_end"), strict=True
        ):
            places = np.arange(len(order)) + up
            ends = met.difference[order]
            panel.barh(
                places, ends - own, 0.32, left=own, fc=colour, ec=INK, lw=0.4, zorder=2,
                label=say(f"robust.{key}"), hatch="" if key == "low_end" else "....",
            )  # fmt: skip
            panel.hlines(places, met.low[order], met.high[order], color=INK, lw=0.8, zorder=3)
        wide = 26 if column == "one" else 44
        names = [in_lines(name_of(found.where.space.paths[n], say), wide) for n in order]
        panel.set_yticks(range(len(order)), names)
        panel.set_ylim(len(order) - 0.4, -0.6)
        panel.set_xlabel(_axis_said(found, say, column))
        write_numbers(panel.xaxis, say)
        figure.legend(loc="outside lower center", ncols=2)
    return figure


def _axis_said(found: Robustness, say: Words, column: str) -> str:
    first, other = map(say.strategy, found.names)
    measure = say.name("measure", found.duel.measure)
    text = say("robust.axis", measure=measure, first=first, other=other)
    return in_lines(text, 40 if column == "one" else 90)


def map_figure(found: Robustness, say: Words = ENGLISH, *, column: str = "two") -> Figure | None:
    """Draw which programme is better at each pair of values of two numbers."""
    mapped = found.mapped
    if mapped is None:
        return None
    across, upwards = mapped.values
    shape = len(upwards), len(across)
    with mpl.rc_context(dict(STYLE)):
        width = width_of(column)
        height = 1.2 + 0.36 * len(upwards)
        figure = Figure(figsize=(width, height), layout="constrained")
        panel = figure.subplots()
        cells = np.arange(len(mapped.met)).reshape(shape)
        _draw_cells(panel, mapped.met, cells, say)
        panel.set_xticks(range(shape[1]), [say.figures(one) for one in across])
        panel.set_yticks(range(shape[0]), [say.figures(one) for one in upwards])
        panel.set_ylim(-0.5, shape[0] - 0.5)
        wide = 30 if column == "one" else 60
        panel.set_xlabel(in_lines(name_of(mapped.axes[0].path, say), wide))
        panel.set_ylabel(in_lines(name_of(mapped.axes[1].path, say), 30))
        _mark_default(panel, mapped)
        _legend(figure, found, say, column)
    return figure


def _mark_default(panel: Axes, mapped: Any) -> None:
    """Ring the place of the numbers of the files."""
    place = []
    for axis, values in zip(mapped.axes, mapped.values, strict=True):
        place.append(float(np.interp(axis.default, values, np.arange(len(values)))))
    panel.plot(*place, "o", ms=15, mfc="none", mec=INK, mew=1.2)


def panel_figure(found: Robustness, say: Words = ENGLISH, *, column: str = "two") -> Figure | None:
    """Draw which programme is better with each law on each network."""
    laws, networks = (*RESPONSES, *THEORIES), (*NETWORKS, COMPLETE)
    cells = np.full((len(laws), len(networks)), -1)
    for number, one in enumerate(found.panel.cells):
        cells[laws.index(one.law), networks.index(one.network)] = number
    with mpl.rc_context(dict(STYLE)):
        figure = Figure(figsize=(width_of(column), 1.2 + 0.3 * len(laws)), layout="constrained")
        panel = figure.subplots()
        _draw_cells(panel, found.panel.met, cells, say)
        panel.set_yticks(range(len(laws)), [say(f"law.{law}") for law in laws])
        wide = 9 if column == "one" else 16
        panel.set_xticks(
            range(len(networks)), [in_lines(say(f"ties_by.{name}"), wide) for name in networks]
        )
        panel.set_ylim(len(laws) - 0.5, -0.5)
        _legend(figure, found, say, column)
    return figure


def _draw_cells(panel: Axes, met: Met, cells: Any, say: Words) -> None:
    """Fill each cell by who is better, and write the difference; -1 stands for no cell."""
    known = np.abs(met.difference[met.is_run])
    largest = max(float(known.max(initial=0.0)), 1e-12)
    for (row, column), number in np.ndenumerate(cells):
        if number < 0:
            continue
        is_run, verdict = bool(met.is_run[number]), int(met.verdict[number])
        share = 0.0 if not is_run else met.difference[number] / largest
        red, green, blue = _SIGN(0.5 + 0.5 * share)[:3] if verdict else mpl.colors.to_rgb(PAPER)
        colour = float(red), float(green), float(blue)
        panel.add_patch(
            mpl.patches.Rectangle(
                (column - 0.5, row - 0.5), 1, 1, fc=colour, ec=FRAME if is_run else PAPER, lw=0.5,
                hatch=_UNDECIDED if is_run and not verdict else "",
            )
        )  # fmt: skip
        text = say.change(float(met.difference[number])) if is_run else "\N{EN DASH}"
        panel.text(
            column, row, text.replace("-", "\N{MINUS SIGN}"), ha="center", va="center",
            fontsize=SMALL_LETTERS, color=letters_on(colour),
            bbox=None if verdict else {"fc": PAPER, "ec": "none", "pad": 1.2},
        )  # fmt: skip
    panel.set_xlim(-0.5, cells.shape[1] - 0.5)
    panel.tick_params(length=0)
    for side in panel.spines.values():
        side.set_visible(False)


def _legend(figure: Figure, found: Robustness, say: Words, column: str) -> None:
    first, other = map(say.strategy, found.names)
    marks: Sequence[Patch] = [
        Patch(fc=LOW, ec=FRAME, lw=0.5, label=say("robust.first_better", first=first)),
        Patch(fc=PAPER, ec=FRAME, lw=0.5, hatch=_UNDECIDED, label=say("robust.undecided")),
        Patch(fc=HIGH, ec=FRAME, lw=0.5, label=say("robust.other_better", other=other)),
    ]
    figure.legend(handles=marks, loc="outside lower center", ncols=1 if column == "one" else 3)
