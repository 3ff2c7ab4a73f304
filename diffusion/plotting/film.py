"""Draws the history of a page as a film: the networks side by side, and the growing curve."""

import shutil
import subprocess
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy.typing import NDArray
from PIL import Image

from diffusion.errors import InputError, Problem
from diffusion.i18n.words import Words
from diffusion.kernels.state import CONFIRMED, DECIDED, DISCONTINUED, TRIAL
from diffusion.results.outcome import STAGES

ENDINGS = (".gif", ".mp4")

FRAME_MS, LAST_FRAME_MS = 400, 4_000
"""How long a month is shown, and the last record."""

WIDTH, HEIGHT = 8.0, 5.4
"""Size in inches of 100 pixels; both are even numbers of pixels, which MP4 needs."""

_MARKS = (
    ("o", "#ffffff"),
    ("o", "#f2c40f"),
    ("D", "#6cc067"),
    ("D", "#6cc067"),
    ("s", "#1f7f8c"),
    ("s", "#3b0f70"),
    ("o", "#ffffff"),
)
"""Mark and colour of each stage; half of the mark of who has decided is white."""

_MANY = 300
"""Artisans beyond whom ties are drawn thinly."""

_LINES = (("#b34700", "--"), ("#0057a3", "-"), ("#2c6a2f", ":"), ("#7a1f6b", "-."))
_STOPPED = "#c1121f"

_STYLE: dict[Any, Any] = {
    "font.size": 11,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "text.parse_math": False,
}

type Frame = NDArray[np.uint8]


def check_film(path: Path) -> None:
    """Check, before any work is done, that a film of this kind can be made here.

    Raises
    ------
    InputError
        If the ending is unknown, or ffmpeg is needed and not there.
    """
    if path.suffix.lower() not in ENDINGS:
        expected = "a file that ends in .gif or .mp4"
        raise InputError(Problem("-o", "", expected, path.name))
    if path.suffix.lower() == ".mp4" and shutil.which("ffmpeg") is None:
        expected = "ffmpeg on this machine, which makes .mp4; a .gif needs nothing"
        raise InputError(Problem("-o", "", expected, "no ffmpeg"))


def film(data: Mapping[str, Any], path: Path, *, language: str) -> None:
    """Draw one picture for each record and write them as a film.

    Parameters
    ----------
    data
        What `diffusion.page.data.page_data` gives.
    path
        File to write, ending in .gif or .mp4.
    language
        One of `diffusion.i18n.words.LANGUAGES`.
    """
    frames = list(_frames(data, language))
    if path.suffix.lower() == ".mp4":
        _write_mp4(frames, path)
    else:
        _write_gif(frames, path)


def _write_gif(frames: Sequence[Frame], path: Path) -> None:
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for colour in _palette() for part in colour])
    pictures = [
        Image.fromarray(frame).quantize(palette=palette, dither=Image.Dither.NONE)
        for frame in frames
    ]
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
    colours = dict.fromkeys(["#222222", _STOPPED, *(c for _, c in _MARKS), *(c for c, _ in _LINES)])
    parts = (1, 0.75, 0.5, 0.25)
    blends = [
        tuple(round(255 - part * (255 - 255 * value)) for value in to_rgb(colour))
        for colour in colours
        for part in parts
    ]
    greys = [(level, level, level) for level in range(0, 256, 15)]
    return list(dict.fromkeys([*greys, *((r, g, b) for r, g, b in blends)]))


def _write_mp4(frames: Sequence[Frame], path: Path) -> None:
    height, width, _ = frames[0].shape
    held = [*frames, *[frames[-1]] * (LAST_FRAME_MS // FRAME_MS - 1)]
    command = [
        "ffmpeg", "-y", "-loglevel", "error",
        "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{width}x{height}",
        "-r", f"1000/{FRAME_MS}", "-i", "-",
        "-pix_fmt", "yuv420p", "-movflags", "+faststart", "-f", "mp4", str(path),
    ]  # fmt: skip
    written = b"".join(frame.tobytes() for frame in held)
    done = subprocess.run(command, input=written, capture_output=True, check=False)
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        found = said[-1] if said else f"exit status {done.returncode}"
        raise InputError(Problem("ffmpeg", "", "that it makes the film", found))


def _frames(data: Mapping[str, Any], language: str) -> Iterator[Frame]:
    """Draw the records one by one: uint8 [height, width, 3]."""
    say, strategies = Words(language), data["strategies"]
    places = np.array(data["places"], np.float64)
    ties = np.array(data["ties"], np.int64).reshape(-1, 2)
    adopters = [_adopters(strategy["stages"]) for strategy in strategies]
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(WIDTH, HEIGHT), dpi=100)
        canvas = FigureCanvasAgg(figure)
        networks = _place_networks(figure, places, ties, len(strategies))
        curves = _place_curves(figure, adopters, data, language)
        _place_legend(figure, language)
        note = _said("film.note", language, n_runs=data["n_runs"])
        figure.text(0.02, 0.015, note, fontsize=9)
        heading = figure.text(0.02, 0.955, "", fontsize=14, fontweight="bold")
        for record in range(data["n_months"] + 1):
            heading.set_text(
                _said("film.month" if record else "film.start", language, month=record)
            )
            drawn = _draw_curves(curves, adopters, record)
            for axes, strategy, counts, (colour, _) in zip(
                networks, strategies, adopters, _LINES, strict=False
            ):
                drawn += _draw_artisans(axes, places, strategy["stages"][record])
                count = _said("film.count", language, number=counts[record], n=data["n_artisans"])
                axes.set_title(
                    f"{_name(say, strategy)}\n{count}",
                    color=colour,
                    fontsize=13 if len(strategies) < 3 else 9,
                )
            canvas.draw()  # type: ignore[no-untyped-call]
            pixels = canvas.buffer_rgba()  # type: ignore[no-untyped-call]
            yield np.asarray(pixels)[:, :, :3].copy()
            for artist in drawn:
                artist.remove()


def _adopters(stages: Sequence[str]) -> list[int]:
    return [sum(TRIAL <= int(digit) <= CONFIRMED for digit in one) for one in stages]


def _name(say: Words, strategy: Mapping[str, Any]) -> str:
    name = say.strategy(strategy["name"])
    return name[:1].upper() + name[1:]


def _place_networks(
    figure: Figure, places: NDArray[np.float64], ties: NDArray[np.int64], n_strategies: int
) -> list[Axes]:
    grid = figure.add_gridspec(
        1, n_strategies, left=0.02, right=0.98, top=0.83, bottom=0.44, wspace=0.05
    )
    width = 0.2 if len(places) > _MANY else 0.6
    networks = []
    for place in range(n_strategies):
        axes = _empty(figure.add_subplot(grid[place]), 1, 1)
        axes.invert_yaxis()
        axes.add_collection(LineCollection(list(places[ties]), colors="#c8c8c8", linewidths=width))
        networks.append(axes)
    return networks


def _empty(axes: Axes, width: float, height: float) -> Axes:
    axes.set_axis_off()
    axes.set_xlim(0, width)
    axes.set_ylim(0, height)
    return axes


def _draw_artisans(axes: Axes, places: NDArray[np.float64], stages: str) -> list[Line2D]:
    size = min(9.5, 52.0 / len(places) ** 0.5)
    stage = np.array([int(digit) for digit in stages])
    return [
        mark
        for number in range(len(STAGES))
        for mark in _draw_marks(axes, places[stage == number], number, size)
    ]


def _draw_marks(axes: Axes, places: NDArray[np.float64], stage: int, size: float) -> list[Line2D]:
    """Draw artisans of one stage, by its mark as well as its colour: adopters are squares."""
    marker, fill = _MARKS[stage]
    is_stopped = stage == DISCONTINUED
    marks = axes.plot(
        places[:, 0],
        places[:, 1],
        marker,
        markersize=size * (0.85 if marker == "D" else 1),
        markerfacecolor=fill,
        markerfacecoloralt="#ffffff",
        fillstyle="left" if stage == DECIDED else "full",
        markeredgecolor=_STOPPED if is_stopped else "#222222",
        markeredgewidth=min(1.6 if is_stopped else 0.7, size / 5),
        zorder=3,
        clip_on=False,
    )
    if is_stopped:
        marks += axes.plot(
            places[:, 0], places[:, 1], "x", markersize=size / 2, color=_STOPPED, zorder=4
        )
    return marks


def _place_curves(
    figure: Figure, adopters: Sequence[Sequence[int]], data: Mapping[str, Any], language: str
) -> Axes:
    axes = figure.add_axes((0.08, 0.14, 0.9, 0.2))
    axes.set_xlim(0, data["n_months"])
    axes.set_ylim(0, max(1, max(map(max, adopters))) * 1.1)
    axes.locator_params(axis="y", nbins=4, integer=True)
    axes.set_xlabel(_said("film.months", language), labelpad=1)
    return axes


def _draw_curves(axes: Axes, adopters: Sequence[Sequence[int]], record: int) -> list[Line2D]:
    drawn = []
    for curve, (colour, style) in zip(adopters, _LINES, strict=False):
        drawn += axes.plot(curve[: record + 1], color=colour, linestyle=style, linewidth=2)
        drawn += axes.plot(record, curve[record], "o", color=colour, clip_on=False)
    return drawn


def _place_legend(figure: Figure, language: str) -> None:
    axes = _empty(figure.add_axes((0.02, 0.365, 0.96, 0.05)), len(STAGES), 1)
    for number, stage in enumerate(STAGES):
        _draw_marks(axes, np.array([[number + 0.1, 0.5]]), number, 8.0)
        axes.text(number + 0.22, 0.5, _said(f"stage.{stage}", language), va="center", fontsize=9)


def _said(key: str, language: str, **values: object) -> str:
    section, word = key.split(".")
    return _written()[section][word][language].format(**values)


@cache
def _written() -> Mapping[str, dict[str, dict[str, str]]]:
    text = files("diffusion.i18n").joinpath("page.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text))
