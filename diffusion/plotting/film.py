"""Draws the history of a page as a film: the networks side by side, and the growing curve."""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from subprocess import CalledProcessError
from textwrap import fill
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.animation import FFMpegWriter
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import NDArray
from PIL import Image
from PIL.Image import Dither

from diffusion.errors import InputError, Problem
from diffusion.i18n.words import Words
from diffusion.kernels.state import CONFIRMED, TRIAL, Stage
from diffusion.plotting.frame import months_shown
from diffusion.plotting.network import draw_artisans, draw_marks, empty_axes, place_network
from diffusion.plotting.style import (
    DECIDED_HALF,
    DISCONTINUED,
    INK,
    MUTED,
    N_ON_PAGE,
    RULE,
    STAGES,
    STRATEGIES,
    LineStyle,
    strategy_styles,
)

ENDINGS = (".gif", ".mp4")

FRAME_MS, LAST_FRAME_MS = 400, 4_000
"""How long a month is shown, and the last record."""

WIDTH, HEIGHT, DPI = 8.0, 6.2, 100
"""Size in inches, and pixels of an inch; both are even numbers of pixels, which MP4 needs."""

_HEADS, _LINE = 0.925, 0.026
"""Where the text above the networks begins, and the height of a line, in parts of the height."""

_LETTERS = 104
"""Letters beside each other in the whole width."""

_STYLE: dict[Any, Any] = {
    "font.size": 11,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "text.parse_math": False,
}


def check_film(path: Path) -> None:
    """Check, before any work is done, that a film of this kind can be made here.

    Raises
    ------
    InputError
        If the ending is unknown, or ffmpeg is needed and not there.
    """
    if path.suffix.lower() not in ENDINGS:
        expected = "a file that ends in .gif or .mp4"
        raise InputError(Problem("-o", "", expected, path.name or "nothing"))
    if path.suffix.lower() == ".mp4" and shutil.which("ffmpeg") is None:
        expected = "ffmpeg on this machine, which makes .mp4; a .gif needs nothing"
        raise InputError(Problem("-o", "", expected, "no ffmpeg"))


def film(
    data: Mapping[str, Any],
    path: Path,
    *,
    language: str,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Draw one picture for each record and write them as a film.

    Parameters
    ----------
    data
        What `diffusion.page.data.page_data` gives.
    path
        File to write, ending in .gif or .mp4.
    language
        One of `diffusion.i18n.words.LANGUAGES`.
    progress
        Called with the number of pictures drawn and of all.

    Raises
    ------
    InputError
        If ffmpeg is needed and does not make the film.
    """
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(WIDTH, HEIGHT), dpi=DPI)
        canvas = FigureCanvasAgg(figure)
        records = _told(_records(figure, data, Words(language)), data["n_months"] + 1, progress)
        if path.suffix.lower() == ".mp4":
            _write_mp4(figure, records, path)
        else:
            _write_gif(canvas, records, path)


def _told(
    records: Iterator[int], n_all: int, progress: Callable[[int, int], None] | None
) -> Iterator[int]:
    """Pass on the records, and tell how many have been drawn."""
    for n_left in records:
        if progress is not None:
            progress(n_all - n_left, n_all)
        yield n_left


def _write_gif(canvas: FigureCanvasAgg, records: Iterator[int], path: Path) -> None:
    """Write a GIF; one palette for all frames, because one for each makes it six times as large."""
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for colour in _palette() for part in colour])
    pictures = []
    for _ in records:
        canvas.draw()  # type: ignore[no-untyped-call]
        pixels = np.asarray(canvas.buffer_rgba())[:, :, :3]  # type: ignore[no-untyped-call]
        pictures.append(Image.fromarray(pixels).quantize(palette=palette, dither=Dither.NONE))
    pictures[0].save(
        path,
        format="GIF",
        save_all=True,
        append_images=pictures[1:],
        duration=[FRAME_MS] * (len(pictures) - 1) + [LAST_FRAME_MS],
        loop=0,
    )


def _palette() -> list[tuple[int, int, int]]:
    """List the colours of a GIF: those of marks and lines, as they are and on their way to white.

    A palette taken from the pictures themselves would turn the few artisans of a stage grey.
    """
    colours = [INK, DISCONTINUED, DECIDED_HALF, *(style.fill for style in STAGES.values())]
    colours += [style.colour for style in STRATEGIES[:N_ON_PAGE]]
    blends = [
        tuple(round(255 - part * (255 - 255 * value)) for value in to_rgb(colour))
        for colour in dict.fromkeys(colours)
        for part in (1, 0.75, 0.5, 0.25)
    ]
    greys = [(level, level, level) for level in range(0, 256, 15)]
    return list(dict.fromkeys([*greys, *((r, g, b) for r, g, b in blends)]))


def _write_mp4(figure: Figure, records: Iterator[int], path: Path) -> None:
    flags = ["-pix_fmt", "yuv420p", "-movflags", "+faststart", "-f", "mp4"]
    writer = FFMpegWriter(fps=1000 / FRAME_MS, extra_args=flags)  # type: ignore[arg-type]
    try:
        with writer.saving(figure, str(path), DPI):
            for n_left in records:
                n_times = 1 if n_left else LAST_FRAME_MS // FRAME_MS
                for _ in range(n_times):
                    writer.grab_frame()
    except CalledProcessError as error:
        said = error.stderr.strip().splitlines()
        found = said[-1] if said else f"exit status {error.returncode}"
        raise InputError(Problem("ffmpeg", "", "that it makes the film", found)) from error


def _records(figure: Figure, data: Mapping[str, Any], say: Words) -> Iterator[int]:
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
    figure.text(0.02, 0.015, say("film.note", n_runs=data["n_runs"]), fontsize=9)
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
    held = (a["tactic"] for a in strategy["activities"] if record - 1 in a["months"])
    return list(dict.fromkeys(held))


def held_months(strategy: Mapping[str, Any]) -> list[int]:
    """Months in which a strategy holds something, counted from 1 as readers do."""
    return sorted({month + 1 for one in strategy["activities"] for month in one["months"]})


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
        axes.text(left + 0.01, top + 0.01, name, size=7, va="top", color=MUTED, clip_on=True)


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
    axes = figure.add_axes((0.09, 0.12, 0.89, 0.19))
    axes.set_xlim(0, n_months)
    axes.set_ylim(0, max(1, max(map(max, adopters))) * 1.1)
    axes.set_xticks(months_shown(n_months))
    axes.locator_params(axis="y", nbins=4, integer=True)
    axes.set_xlabel(say("film.months"), labelpad=1)
    axes.set_ylabel(say("film.axis"))
    return axes


def _draw_curves(
    axes: Axes,
    adopters: Sequence[Sequence[int]],
    strategies: Sequence[Mapping[str, Any]],
    record: int,
) -> list[Artist]:
    """Draw the curves up to a record, with a stroke in each month in which something was held."""
    drawn: list[Artist] = []
    for line, strategy, curve in zip(styles_of(strategies), strategies, adopters, strict=True):
        held = [month for month in held_months(strategy) if month <= record]
        heights = [curve[month] for month in held]
        drawn += axes.plot(held, heights, "|", color=line.colour, ms=9, mew=1.5, clip_on=False)
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
