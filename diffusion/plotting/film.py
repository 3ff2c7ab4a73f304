"""Writes the history of a page as a film, GIF or MP4."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from subprocess import CalledProcessError
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.animation import FFMpegWriter
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from PIL import Image
from PIL.Image import Dither

from diffusion.errors import InputError, Problem
from diffusion.i18n.words import Words
from diffusion.plotting.film_pictures import draw_records
from diffusion.plotting.style import (
    DECIDED_HALF,
    DISCONTINUED,
    INK,
    N_ON_PAGE,
    STAGES,
    STRATEGIES,
)

ENDINGS = (".gif", ".mp4")

FRAME_MS, LAST_FRAME_MS = 400, 4_000
"""How long a month is shown, and the last record."""

WIDTH, HEIGHT, DPI = 8.0, 6.2, 100
"""Size in inches, and pixels of an inch; both are even numbers of pixels, which MP4 needs."""

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
        records = _told(draw_records(figure, data, Words(language)), data["n_months"] + 1, progress)
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
        raise InputError(
            Problem("ffmpeg", "", "that it makes the film (a .gif needs no ffmpeg)", found)
        ) from error
