"""One file names the colours, and people who do not see all of them can tell them apart."""

import itertools
import re
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from numpy.typing import NDArray

from diffusion.kernels.state import Stage
from diffusion.plotting import style
from diffusion.results.barriers import BARRIERS

ROOT = Path(__file__).parents[1]
DRAWN = ("*.py", "*.js", "*.css", "*.html", "*.jinja")
COLOUR = re.compile(
    r"""(?<![&\w])\#[0-9a-fA-F]{3,8}\b | \b(?:rgb|hsl)a?\( | (["'])(?:white|black|red|gr[ea]y)\1""",
    re.VERBOSE,
)
# Machado, Oliveira and Fernandes 2009, at full severity, on linear red, green and blue.
SEEN = {
    "all colours": np.eye(3),
    "no red": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
         [-0.003882, -0.048116, 1.051998]]
    ),
    "no green": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
         [-0.011820, 0.042940, 0.968881]]
    ),
}  # fmt: skip
TOLD_APART = 15
"""Distance in CIELAB from which two areas of colour are told apart with ease."""


def named_in(text: str) -> list[str]:
    return [found.group() for found in COLOUR.finditer(text)]


def test_only_the_style_names_colours() -> None:
    files = [
        file
        for folder in ("diffusion", "experiments")
        for pattern in DRAWN
        for file in (ROOT / folder).rglob(pattern)
    ]
    assert len(files) > 100
    named = {file.relative_to(ROOT).as_posix() for file in files if named_in(file.read_text())}
    assert named == {"diffusion/plotting/style.py"}


@pytest.mark.parametrize(
    "line",
    ['color="#0072B2"', "stroke: '#fff'", "background: #ffffff;", "rgba(90,90,90,0.16)", '"white"'],
)
def test_a_colour_elsewhere_is_noticed(line: str) -> None:
    assert named_in(line)


def test_what_is_no_colour_is_let_pass() -> None:
    assert not named_in('<button id="next">&#9664;</button> url(#uncovered-1) "#" issue #15')


def linear(colour: str) -> NDArray[np.float64]:
    value = np.array(to_rgb(colour))
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def lab(light: NDArray[np.float64]) -> NDArray[np.float64]:
    to_xyz = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
                       [0.0193339, 0.1191920, 0.9503041]])  # fmt: skip
    part = to_xyz @ np.clip(light, 0, 1) / np.array([0.95047, 1, 1.08883])
    x, y, z = np.where(part > 0.008856, np.cbrt(part), 7.787 * part + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def apart(one: str, other: str) -> float:
    """Least distance of two colours, over all who look."""
    return min(
        float(np.linalg.norm(lab(seen @ linear(one)) - lab(seen @ linear(other))))
        for seen in SEEN.values()
    )


def nearest(pairs: Iterable[tuple[str, str]]) -> float:
    return min(apart(one, other) for one, other in pairs)


def test_the_strategies_of_a_page_are_told_apart() -> None:
    colours = [one.colour for one in style.STRATEGIES[: style.N_ON_PAGE]]
    assert nearest(itertools.combinations(colours, 2)) > TOLD_APART


def test_strategies_differ_in_more_than_colour() -> None:
    assert len({one.marker for one in style.STRATEGIES}) == len(style.STRATEGIES)
    dashes = [one.dash for one in style.STRATEGIES[: style.N_ON_PAGE]]
    assert len(set(dashes)) == style.N_ON_PAGE


def test_barriers_are_told_apart_by_colour_or_hatch() -> None:
    assert list(style.BARRIERS) == list(BARRIERS)
    for one, other in itertools.combinations(style.BARRIERS.values(), 2):
        assert one.hatch != other.hatch or apart(one.fill, other.fill) > TOLD_APART


def test_no_barrier_looks_like_a_strategy_of_the_same_page() -> None:
    fills = {one.fill for one in style.BARRIERS.values()}
    lines = [one.colour for one in style.STRATEGIES[: style.N_ON_PAGE]]
    assert nearest(itertools.product(fills, lines)) > TOLD_APART


def test_colours_that_only_some_tell_apart_are_noticed() -> None:
    # Both were colours of a page once: a strategy's, and that of "no means".
    assert apart("#2c6a2f", "#14501c") < TOLD_APART
    # An orange and an olive that differ by 41 to those who see both.
    assert apart("#b34700", "#7a6200") < TOLD_APART


@pytest.mark.parametrize("colour", [one.colour for one in style.STRATEGIES[: style.N_ON_PAGE]])
def test_a_strategy_can_be_named_in_its_colour_on_paper(colour: str) -> None:
    luminance = float(np.array([0.2126, 0.7152, 0.0722]) @ linear(colour))
    assert 1.05 / (luminance + 0.05) >= 4.5  # WCAG 2.2, 1.4.3


def test_letters_on_marks_and_bars_can_be_read() -> None:
    for one in (*style.STAGES.values(), *style.BARRIERS.values()):
        assert abs(lab(linear(one.fill))[0] - lab(linear(one.letters))[0]) > 40
    assert list(style.STAGES) == list(Stage)
