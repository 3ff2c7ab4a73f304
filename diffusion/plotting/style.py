"""Colours, marks, lines and sizes of everything drawn: figures, films, the page and the report.

They are told apart by people who do not see all colours, and in grey. No other file names a colour.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from diffusion.kernels.state import Stage
from diffusion.results import barriers
from diffusion.results.barriers import Barrier

ONE_COLUMN, TWO_COLUMNS = 3.5, 7.2
"""Widths of a figure in inches: one column of a journal, 89 mm, or two, 183 mm."""

LETTERS, SMALL_LETTERS = 8.0, 7.0
"""Sizes of letters in points, at both widths: names and axes; numbers and notes."""

STYLE: Mapping[Any, Any] = MappingProxyType(
    {
        "font.size": LETTERS,
        "axes.labelsize": LETTERS,
        "axes.titlesize": LETTERS,
        "xtick.labelsize": SMALL_LETTERS,
        "ytick.labelsize": SMALL_LETTERS,
        "legend.fontsize": SMALL_LETTERS,
        "legend.frameon": False,
        "axes.linewidth": 0.6,
        "xtick.major.width": 0.6,
        "ytick.major.width": 0.6,
        "hatch.linewidth": 0.5,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "text.parse_math": False,
        "svg.hashsalt": "artisan-diffusion",
        "svg.fonttype": "none",
        "pdf.fonttype": 42,
    }
)
"""How figures on paper are drawn, in matplotlib's names; letters in a PDF stay letters."""

INK = "#1b1b1b"
"""Letters, axes and the outline of marks."""

MUTED = "#4d4d4d"
"""Letters of less weight, and what something is compared with."""

PAPER = "#ffffff"
FRAME = "#888888"
RULE = "#c4c4c4"
GRID = "#d5d5d5"

TIE = "#b9b9b9"
MANY_TIES = "#5a5a5a29"
"""A tie where there are thousands of them, so thin that the paper shows through."""

DISCONTINUED = "#c8102e"
"""The cross on whoever has discontinued, and the ring around the artisan who is looked at."""

DECIDED_HALF = "#14501c"
"""Lower half of the mark of whoever has decided."""


@dataclass(frozen=True, slots=True)
class StageStyle:
    """How the mark of an artisan at one stage is drawn.

    Attributes
    ----------
    marker : str
        Shape, by matplotlib's names: "o", "D" or "s"; the squares are the adopters.
    fill : str
        Colour inside.
    letters : str
        Colour of what is written on it.
    """

    marker: str
    fill: str
    letters: str = INK


STAGES: Mapping[Stage, StageStyle] = MappingProxyType(
    {
        Stage.UNAWARE: StageStyle("o", PAPER),
        Stage.KNOWS: StageStyle("o", "#f2c40f"),
        Stage.PERSUADED: StageStyle("D", "#6cc067"),
        Stage.DECIDED: StageStyle("D", "#6cc067"),
        Stage.TRIAL: StageStyle("s", "#1f7f8c", PAPER),
        Stage.CONFIRMED: StageStyle("s", "#3b0f70", PAPER),
        Stage.DISCONTINUED: StageStyle("o", PAPER),
    }
)


@dataclass(frozen=True, slots=True)
class BarrierStyle:
    """How the part of a bar is drawn that stands for one barrier.

    Attributes
    ----------
    fill : str
    hatch : str
        By matplotlib's signs; "" for none.
    letters : str
        Colour of what is written on it.
    edge : str
        Colour of outline and hatch.
    """

    fill: str
    hatch: str = ""
    letters: str = INK
    edge: str = INK


BARRIERS: Mapping[Barrier, BarrierStyle] = MappingProxyType(
    {
        barriers.UNAWARE: BarrierStyle(STAGES[Stage.UNAWARE].fill),
        barriers.NOT_PERSUADED: BarrierStyle(STAGES[Stage.KNOWS].fill),
        barriers.VALUES: BarrierStyle("#d9822b", "//"),
        barriers.NOT_DECIDED: BarrierStyle(STAGES[Stage.PERSUADED].fill),
        barriers.NO_MEANS: BarrierStyle(DECIDED_HALF, letters=PAPER),
        barriers.DISCONTINUED: BarrierStyle(
            STAGES[Stage.DISCONTINUED].fill, "///", edge=DISCONTINUED
        ),
        barriers.NONE: BarrierStyle(STAGES[Stage.CONFIRMED].fill, letters=PAPER),
    }
)
"""In the order of `diffusion.results.barriers.BARRIERS`; the colours of the stages they hold at."""


@dataclass(frozen=True, slots=True)
class LineStyle:
    """How a strategy is drawn.

    Attributes
    ----------
    colour : str
    marker : str
        Shape of its points, by matplotlib's names.
    dash : tuple of int
        Lengths of strokes and gaps, in pixels at a line of three; () for a line without gaps.
    """

    colour: str
    marker: str
    dash: tuple[int, ...] = ()

    @property
    def dashes(self) -> str:
        """Its dash as SVG wants it."""
        return " ".join(map(str, self.dash))

    @property
    def linestyle(self) -> Any:
        """Its dash as matplotlib wants it, in widths of the line."""
        return (0, tuple(length / 3 for length in self.dash)) if self.dash else "-"


STRATEGIES = (
    LineStyle("#b34700", "o", (9, 6)),
    LineStyle("#0057a3", "s"),
    LineStyle("#000000", "D", (2, 5)),
    LineStyle("#b0307f", "^", (14, 4, 3, 4)),
    LineStyle("#56b4e9", "v"),
    LineStyle("#009e73", "P"),
    LineStyle("#8c6c5b", "X"),
    LineStyle("#6a3fd6", "*"),
)
"""Styles of strategies; the first four can be read as letters on paper."""

STYLE_OF = MappingProxyType(
    {
        "campaign_only": 0,
        "collaboration_only": 1,
        "none": 2,
        "campaign_then_collaboration": 3,
        "collaboration_then_campaign": 4,
        "locality_development": 5,
        "social_action": 6,
        "social_planning": 7,
    }
)
"""Place in `STRATEGIES` of those that are known: each looks the same wherever it is drawn."""

FUND = MappingProxyType(
    {
        "in_box": LineStyle(STRATEGIES[1].colour, "o"),
        "loans": LineStyle(INK, "s", (8, 5)),
        "lost": LineStyle(DISCONTINUED, "D", (2, 4)),
    }
)
"""The association's money: in its box, on loan, and lost."""

OBSERVED = LineStyle("#2e7d32", "o")
"""What was observed, and not simulated: points joined by a thin line."""

TINTS = ("#e3edf9", "#f7ead9", "#e4f2e2", "#f3e3ef", "#f6f3d3", "#e0f1f0")
"""Grounds of hamlets, so light that marks are read on them."""

HALOS = ("#f0a202", "#4c9be8", "#c86bb5", "#6fbf73", "#9c8ade", "#e07a5f")
"""Around the marks of the group that stands out."""

N_ON_PAGE = 4
"""Strategies that a page or a film shows at most."""

OWN = STRATEGIES[1].colour
"""Where one thing alone is shown."""

LOW, HIGH = OWN, "#d9822b"
"""The two ends of a range."""

TIMES = tuple(STAGES[s].fill for s in (Stage.CONFIRMED, Stage.TRIAL, Stage.PERSUADED, Stage.KNOWS))
"""Colours of times from early to late: lighter and lighter, so that grey tells them apart too."""

PASSED, PARTLY, FAILED = "#009e73", "#f2c40f", "#c8102e"
"""What came of a check."""


def style_places(names: Sequence[str], *, n: int = len(STRATEGIES)) -> list[int]:
    """Choose a style for each of some strategies, by its place among the first `n`.

    A strategy that is known has its own, whatever it stands beside; the others take those that
    are free, in order. Where there are more strategies than styles, these begin anew.

    >>> style_places(["ours", "collaboration_only", "campaign_only"])
    [2, 1, 0]
    """
    own = {name: STYLE_OF[name] for name in names if STYLE_OF.get(name, n) < n}
    free = [place for place in range(n) if place not in own.values()]
    others = [name for name in dict.fromkeys(names) if name not in own]
    order = [*free, *range(n)]
    own |= {name: order[turn % len(order)] for turn, name in enumerate(others)}
    return [own[name] for name in names]


def strategy_styles(names: Sequence[str], *, n: int = len(STRATEGIES)) -> list[LineStyle]:
    """Give the style of each of some strategies, by `style_places`."""
    return [STRATEGIES[place] for place in style_places(names, n=n)]


def letters_on(ground: tuple[float, float, float]) -> str:
    """Choose dark or light letters for a ground of red, green and blue from 0 to 1."""
    red, green, blue = ground
    return PAPER if 0.299 * red + 0.587 * green + 0.114 * blue < 0.5 else INK


SOURCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "activity": ("s", "#e69f00"),
        "tie": ("o", "#56b4e9"),
        "near": ("h", "#cc79a7"),
        "group": ("^", "#009e73"),
        "broadcast": ("v", "#f0e442"),
        "alone": ("D", PAPER),
        "trained": ("P", "#0072b2"),
        "start": ("X", INK),
    }
)
"""Shape and colour of the mark of whoever was most influenced from each source."""
