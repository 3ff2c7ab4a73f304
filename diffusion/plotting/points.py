"""Figure of a comparison over points: differences to the reference, and ranks."""

from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from diffusion.calibration.over_points import OverPoints
from diffusion.i18n.words import Words
from diffusion.plotting.column import width_of
from diffusion.plotting.frame import ENGLISH, in_lines, write_numbers
from diffusion.plotting.style import (
    INK,
    MUTED,
    OWN,
    PAPER,
    SMALL_LETTERS,
    STYLE,
    letters_on,
)

_ROW = 0.34
_LEAST = 0.005
"""Share of the points below which a cell stays empty."""


def points_figure(found: OverPoints, say: Words = ENGLISH, *, column: str = "two") -> Figure:
    """Draw how far each strategy is from the reference over the points, and which rank it has.

    Without an equal budget there are no ranks, and the differences alone are drawn.
    """
    table = found.table().set_index("strategy")
    order = found.ranks()["strategy"].tolist() if found.ranked else []
    order += [name for name in found.names if name not in order]
    n_panels = 2 if found.ranked else 1
    shape = (n_panels, 1) if column == "one" else (1, n_panels)
    with mpl.rc_context(dict(STYLE)):
        height = (0.9 + _ROW * len(order)) * shape[0]
        figure = Figure(figsize=(width_of(column), height), layout="constrained")
        panels = figure.subplots(*shape, squeeze=False).ravel()
        _draw_differences(panels[0], found, table, order, say)
        names = [in_lines(say.strategy(name), 22) for name in order]
        panels[0].set_yticks(range(len(order)), names)
        if found.ranked:
            _draw_ranks(panels[1], found, order, say)
            is_beside = column != "one"
            panels[1].set_yticks(range(len(order)), [""] * len(order) if is_beside else names)
        handles, labels = panels[0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside lower center", ncols=3)
    return figure


def _draw_differences(
    panel: Axes, found: OverPoints, table: Any, order: list[str], say: Words
) -> None:
    """Draw the middle and 90 % of the differences of points, beside the default's."""
    means = found.values["adopters"].mean(axis=2)
    base = found.names.index(found.reference)
    panel.axvline(0, color=MUTED, lw=0.8, ls="--")
    for place, name in enumerate(order):
        gaps = means[:, found.names.index(name)] - means[:, base]
        low, middle, high = _ends(gaps, found.points.weight)
        own = table.loc[name, "default"] - table.loc[found.reference, "default"]
        labels = ("points_drawn", "middle_drawn", "default_drawn") if place == 0 else None
        said = [say(f"points.{key}") for key in labels] if labels else [None] * 3
        panel.plot(
            [low, high], [place, place], lw=5, color=OWN, alpha=0.45, solid_capstyle="butt",
            label=said[0],
        )  # fmt: skip
        panel.plot(middle, place, "|", ms=9, mew=1.5, color=OWN, label=said[1])
        panel.plot(own, place, "o", ms=4.5, mfc=PAPER, mec=INK, mew=0.8, ls="", label=said[2])
    panel.set_ylim(len(order) - 0.5, -0.5)
    reference = in_lines(say.strategy(found.reference), 34)
    panel.set_xlabel(say("points.difference", reference=reference))
    write_numbers(panel.xaxis, say)


def _draw_ranks(panel: Axes, found: OverPoints, order: list[str], say: Words) -> None:
    """Write the share of the points at which each strategy has each rank."""
    ranks = {row["strategy"]: row for row in found.ranks().to_dict("records")}
    n_ranks = len(found.ranked)
    colours = mpl.colors.LinearSegmentedColormap.from_list("share", [PAPER, OWN])
    shares = np.zeros((len(order), n_ranks))
    for row, name in enumerate(order):
        if name not in found.ranked:
            continue
        shares[row] = [ranks[name][rank] for rank in range(1, n_ranks + 1)]
        own = int(ranks[name]["default"])
        panel.add_patch(
            Rectangle(
                (own - 0.5, row - 0.5), 1, 1, fill=False, ec=INK, lw=1.0, zorder=3, clip_on=False
            )
        )
    extent = (0.5, n_ranks + 0.5, len(order) - 0.5, -0.5)
    panel.imshow(shares, cmap=colours, vmin=0, vmax=1, aspect="auto", extent=extent)
    for row, place in zip(*np.nonzero(shares >= _LEAST), strict=True):
        share = shares[row, place]
        panel.text(
            place + 1, row, say.number(100 * share, 0), ha="center", va="center",
            fontsize=SMALL_LETTERS, color=letters_on(colours(share)[:3]),
        )  # fmt: skip
    panel.set_xticks(range(1, n_ranks + 1))
    panel.set_xlabel(say("points.rank", month=found.default.n_months))
    panel.tick_params(length=0)
    for side in panel.spines.values():
        side.set_visible(False)


def _ends(values: Any, weight: Any) -> tuple[float, float, float]:
    from diffusion.calibration.ensemble import ends_of

    low, middle, high = ends_of(values, weight, (0.05, 0.5, 0.95)).tolist()
    return low, middle, high
