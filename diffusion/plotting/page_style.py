"""The colours and lines of `diffusion.plotting.style`, as a page and its scripts want them."""

from collections.abc import Sequence
from typing import Any

from diffusion.kernels.state import Stage
from diffusion.plotting.style import (
    BARRIERS,
    DECIDED_HALF,
    DISCONTINUED,
    FRAME,
    FUND,
    GRID,
    HALOS,
    INK,
    MANY_TIES,
    MUTED,
    N_ON_PAGE,
    OBSERVED,
    PAPER,
    RULE,
    STAGES,
    STRATEGIES,
    TIE,
    TINTS,
    LineStyle,
    style_places,
)
from diffusion.results import barriers


def css_variables() -> str:
    """Write the colours as variables for a style sheet, such as --ink and --line-0."""
    named = {
        "ink": INK,
        "muted": MUTED,
        "paper": PAPER,
        "frame": FRAME,
        "rule": RULE,
        "discontinued": DISCONTINUED,
        **{f"line-{place}": one.colour for place, one in enumerate(STRATEGIES[:N_ON_PAGE])},
    }
    lines = "\n".join(f"  --{name}: {colour};" for name, colour in named.items())
    return f":root {{\n{lines}\n}}\n"


def page_style(names: Sequence[str]) -> dict[str, Any]:
    """Give the styles as plain values, for the scripts of a page of these strategies."""
    return {
        "ink": INK,
        "muted": MUTED,
        "paper": PAPER,
        "rule": RULE,
        "grid": GRID,
        "tie": TIE,
        "manyTies": MANY_TIES,
        "discontinued": DISCONTINUED,
        "observed": OBSERVED.colour,
        "tints": list(TINTS),
        "halos": list(HALOS),
        "decidedHalf": DECIDED_HALF,
        "stages": [{"fill": STAGES[s].fill, "letters": STAGES[s].letters} for s in Stage],
        "barriers": [
            {
                "key": barrier.key,
                "fill": style.fill,
                "letters": style.letters,
                "edge": style.edge,
                "isCrossed": barrier is barriers.DISCONTINUED,
            }
            for barrier, style in BARRIERS.items()
        ],
        "lines": [
            {"place": place} | _on_page(STRATEGIES[place])
            for place in style_places(names, n=N_ON_PAGE)
        ],
        "fund": [{"key": key} | _on_page(one) for key, one in FUND.items()],
    }


def _on_page(line: LineStyle) -> dict[str, str]:
    return {"colour": line.colour, "dash": line.dashes}
