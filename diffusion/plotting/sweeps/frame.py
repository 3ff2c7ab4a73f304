"""What all figures of a sweep share: size, colours, the words above and below."""

import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from diffusion.plotting.style import MUTED
from diffusion.plotting.sweeps.facts import design_of, factors_of
from diffusion.plotting.sweeps.reading import Runs
from diffusion.plotting.sweeps.wording import spoken, words
from diffusion.results.outcome import CAVEAT
from diffusion.sweeps.design import AS_WRITTEN
from diffusion.sweeps.read import Sweep
from diffusion.util.formats import rupiah

WIDTH = 10.0
"""Inches; 1280 px at 128 dots per inch."""

TICKS = "{x:,.10g}"
"""Format of the numbers along an axis."""

STYLE: dict[Any, Any] = {
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "hatch.linewidth": 0.6,
}

_CAPTION_WIDTH = 165  # letters of a line below a figure


def frame(
    figure: Figure,
    runs: Runs,
    shown: Sequence[str] | None,
    notes: Iterable[str],
    *,
    title: str | None = None,
) -> None:
    """Write above what is shown, and below where the numbers come from.

    Parameters
    ----------
    figure
    runs
    shown
        Factors that the figure shows apart; None: it says itself what its means are over.
    notes
        How the marks are read.
    title
        Below the title of the sweep.
    """
    head = design_of(runs.sweep).title
    figure.suptitle("\n".join([head] if title is None else [head, title]), fontsize=11)
    *said, origin = _caption(runs, shown, notes)
    foot = textwrap.fill("; ".join(said), _CAPTION_WIDTH)
    figure.supxlabel(f"{foot}\n{origin}", fontsize=8, color=MUTED)


def title_of(sweep: Sweep, outcome: str, strategy: str, reference: str | None = None) -> str:
    """Name the outcome and the strategy of a figure, and the one it is compared with."""
    title = f"{spoken(sweep, outcome)}: {words(strategy)}"
    return title if reference is None else f"{title} minus {words(reference)}"


def write_no_runs(panel: Axes, x: float, y: float) -> None:
    """Say that there is nothing to draw at a place."""
    panel.text(x, y, "no runs", ha="center", va="center", color=MUTED)


def _caption(runs: Runs, shown: Sequence[str] | None, notes: Iterable[str]) -> list[str]:
    """Say what every figure must say: how often, from what, and that it is simulated."""
    sweep, design = runs.sweep, design_of(runs.sweep)
    sizes = runs.table.groupby(["point", "strategy", "budget"])["replicate"].size()
    few, many = int(sizes.min()), int(sizes.max())
    often = f"{few:,} runs" if few == many else f"{few:,} to {many:,} runs"
    said = [f"{often} at each point", *filter(None, notes)]
    others = [name for name in factors_of(sweep, runs.budget) if name not in (shown or ())]
    if shown is not None and others:
        said.append(f"mean over {', '.join(map(words, others))}")
    budget = runs.budget or (design.budgets[0] if len(design.budgets) == 1 else None)
    if budget is not None:
        said.append("as written" if budget == AS_WRITTEN else f"budget {rupiah(int(budget))}")
    if runs.n_empty:
        said.append(f"{runs.n_empty:,} runs have no value and are left out")
    if runs.without:
        said.append(f"without any: {', '.join(map(words, runs.without))}")
    if len(sweep.failed_rows()):
        said.append("points that could not be run are left out")
    if not sweep.is_complete:
        said.append("the sweep is not finished")
    origin = f"random seed {design.random_seed}, parameter set {design.parameters}; {CAVEAT}"
    return [*said, origin]
