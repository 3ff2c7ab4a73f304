"""Draws the pictures of a film one by one: networks side by side, and the growing curve."""

from collections.abc import Iterator, Mapping, Sequence
from textwrap import fill
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke
from matplotlib.transforms import ScaledTranslation
from numpy.typing import NDArray

from diffusion.i18n.words import Words, not_yet_read
from diffusion.kernels.state import CONFIRMED, TRIAL, Stage
from diffusion.plotting.frame import months_shown
from diffusion.plotting.network import draw_artisans, draw_marks, empty_axes, place_network
from diffusion.plotting.style import MUTED, N_ON_PAGE, PAPER, RULE, LineStyle, strategy_styles

_HEADS, _LINE = 0.925, 0.026
"""Where the text above the networks begins, and the height of a line, in parts of the height."""

_LETTERS = 104
"""Letters beside each other in the whole width."""

_SMALL_LETTERS = 130
"""The same, of the small letters at the foot."""

_BESIDE = 2.5
"""Points between the strokes of two strategies that hold something in one month."""


def draw_records(figure: Figure, data: Mapping[str, Any], say: Words) -> Iterator[int]:
    """Draw the records one by one; give how many are left."""
    strategies, n_months = data["strategies"], data["n_months"]
    places = np.array(data["places"], np.float64)
    ties = np.array(data["ties"], np.int64).reshape(-1, 2)
    stages = [[_digits(record) for record in strategy["stages"]] for strategy in strategies]
    adopters = [[_adopters(record) for record in records] for records in stages]
    networks = _place_networks(figure, len(strategies))
    for axes in networks:
        place_network(axes, places, ties)
        _draw_hamlets(axes, data, say)
    curves = _place_curves(figure, adopters, n_months, say)
    _place_legend(figure, say)
    one = data["n_runs"] == 1
    note = [say("film.note_one") if one else say("film.note", n_runs=data["n_runs"])]
    if say.language == "id" and not_yet_read():
        note.append(say("film.unread"))
    said = "\n".join(fill(text, _SMALL_LETTERS) for text in note)
    figure.text(0.02, 0.01, said, fontsize=8, va="bottom")
    heading = figure.text(0.02, 0.955, "", fontsize=14, fontweight="bold")
    for record in range(n_months + 1):
        heading.set_text(say("film.month" if record else "film.start", month=record))
        drawn = _draw_curves(curves, adopters, strategies, record)
        for place, axes in enumerate(networks):
            drawn += draw_artisans(axes, places, stages[place][record])
            count = say("film.count", number=adopters[place][record], n=data["n_artisans"])
            said = held_said(strategies[place], record, say)
            lines = [_name(say, strategies[place]), count, said]
            drawn += _head(figure, axes, styles_of(strategies)[place].colour, lines)
        yield n_months - record
        for artist in drawn:
            artist.remove()


def _digits(record: str) -> NDArray[np.int64]:
    return np.array([int(digit) for digit in record], np.int64)


def _adopters(stages: NDArray[np.int64]) -> int:
    return int(((stages >= TRIAL) & (stages <= CONFIRMED)).sum())


def styles_of(strategies: Sequence[Mapping[str, Any]]) -> list[LineStyle]:
    """Give the style of each strategy of a page, the same as on the page."""
    return strategy_styles([strategy["name"] for strategy in strategies], n=N_ON_PAGE)


def held_in(strategy: Mapping[str, Any], record: int) -> list[str]:
    """Tactics of the activities of a strategy in the month that ends with a record."""
    held = (a["tactic"] for a in strategy["activities"] if record - 1 in a["held"])
    return list(dict.fromkeys(held))


def held_months(strategy: Mapping[str, Any]) -> list[int]:
    """Months in which a strategy holds something, counted from 1 as readers do."""
    return sorted({month + 1 for one in strategy["activities"] for month in one["held"]})


def held_said(strategy: Mapping[str, Any], record: int, say: Words) -> str:
    """Say what is held this month, or when something is held next, as the page does."""
    months = held_months(strategy)
    later = [month for month in months if month >= record]
    if not later:
        return say("watch.held_over" if months else "watch.held_never")
    names = say.listed([say.name("tactic", tactic) for tactic in held_in(strategy, later[0])])
    if later[0] == record:
        return say("watch.held", activities=names)
    return say("watch.held_next", month=later[0], activities=names)


def _head(figure: Figure, axes: Axes, colour: str, lines: Sequence[str]) -> list[Artist]:
    """Write the name of a strategy, its adopters and what is held, above its network."""
    at = axes.get_position()
    wide = int(at.width * _LETTERS)
    name, rest = fill(lines[0], wide), "\n".join(fill(line, wide) for line in lines[1:])
    below = _HEADS - _LINE * (name.count("\n") + 1.2)
    size = 10
    return [
        figure.text(at.x0, _HEADS, name, color=colour, size=size, weight="bold", va="top"),
        figure.text(at.x0, below, rest, size=size, va="top"),
    ]


def _draw_hamlets(axes: Axes, data: Mapping[str, Any], say: Words) -> None:
    """Draw a frame around each hamlet, with its name."""
    hamlets = data["community"]["hamlets"]
    if hamlets is None or hamlets["frames"] is None:
        return
    names = hamlets["names"] or [
        say("page.hamlet", number=number) for number in range(1, len(hamlets["frames"]) + 1)
    ]
    for (left, top, right, bottom), name in zip(hamlets["frames"], names, strict=True):
        axes.add_patch(Rectangle((left, top), right - left, bottom - top, fill=False, ec=RULE))
        said = axes.text(left + 0.01, top + 0.01, name, size=7, va="top", color=MUTED, clip_on=True)
        said.set_path_effects([withStroke(linewidth=2, foreground=PAPER)])  # over the ties


def _name(say: Words, strategy: Mapping[str, Any]) -> str:
    name = say.strategy(strategy["name"])
    return name[:1].upper() + name[1:]


def _place_networks(figure: Figure, n_strategies: int) -> list[Axes]:
    grid = figure.add_gridspec(
        1, n_strategies, left=0.02, right=0.98, top=0.77, bottom=0.4, wspace=0.05
    )
    return [figure.add_subplot(grid[place]) for place in range(n_strategies)]


def _place_curves(
    figure: Figure, adopters: Sequence[Sequence[int]], n_months: int, say: Words
) -> Axes:
    axes = figure.add_axes((0.05, 0.135, 0.93, 0.165))
    axes.set_xlim(0, n_months)
    axes.set_ylim(0, max(1, max(map(max, adopters))) * 1.1)
    axes.set_xticks(months_shown(n_months))
    axes.locator_params(axis="y", nbins=4, integer=True)
    axes.set_xlabel(say("film.months"), labelpad=1)
    axes.set_title(say("film.axis"), loc="left", size=10, pad=3)
    return axes


def _draw_curves(
    axes: Axes,
    adopters: Sequence[Sequence[int]],
    strategies: Sequence[Mapping[str, Any]],
    record: int,
) -> list[Artist]:
    """Draw the curves up to a record, with a stroke in each month in which something was held."""
    drawn: list[Artist] = []
    scale, n_strategies = axes.figure.dpi_scale_trans, len(strategies)
    styled = zip(styles_of(strategies), strategies, adopters, strict=True)
    for place, (line, strategy, curve) in enumerate(styled):
        aside = _BESIDE * (place - (n_strategies - 1) / 2)  # so that none hides another
        at = axes.transData + ScaledTranslation(aside / 72, 0, scale)
        held = [month for month in held_months(strategy) if month <= record]
        heights = [curve[month] for month in held]
        look: dict[str, Any] = {"color": line.colour, "ms": 9, "mew": 1.5, "transform": at}
        drawn += axes.plot(held, heights, "|", clip_on=False, **look)
        drawn += axes.plot(curve[: record + 1], color=line.colour, ls=line.linestyle, lw=2)
        drawn += axes.plot(record, curve[record], "o", color=line.colour, clip_on=False)
    return drawn


def _place_legend(figure: Figure, say: Words) -> None:
    """Draw the marks in a row, each with its word, at equal distances from word to mark."""
    axes = empty_axes(figure.add_axes((0.02, 0.335, 0.96, 0.05)), 1, 1)
    canvas = FigureCanvasAgg(figure)
    at = 0.01
    for stage in Stage:
        draw_marks(axes, np.array([[at, 0.5]]), stage, 8.0)
        said = axes.text(at + 0.015, 0.5, say(f"stage.{stage.name.lower()}"), va="center", size=9)
        box = said.get_window_extent(canvas.get_renderer())  # type: ignore[no-untyped-call]
        at = axes.transData.inverted().transform((box.x1, 0))[0] + 0.035
