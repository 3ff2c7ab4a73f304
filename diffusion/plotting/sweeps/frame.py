"""What all figures of a sweep share: the numbers of an axis, the legend, and the caption."""

from collections.abc import Iterable, Sequence

from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from diffusion.i18n.words import Words
from diffusion.plotting.style import MUTED, SMALL_LETTERS
from diffusion.plotting.sweeps.facts import factors_of
from diffusion.plotting.sweeps.naming import words
from diffusion.plotting.sweeps.reading import Runs
from diffusion.sweeps.design import AS_WRITTEN

_TICKS = "{x:,.10g}"


def caption(figure: Figure) -> str:
    """Give the words that are printed below a figure of a sweep, in the language it is drawn in.

    What it shows, how it is read, what its numbers are of, and that they are simulated.
    """
    return str(figure.get_label())


def put_caption(
    figure: Figure, runs: Runs, shown: Sequence[str] | None, said: Iterable[str]
) -> None:
    """Give a figure the words that are printed below it; they are not drawn.

    Parameters
    ----------
    figure
    runs
    shown
        Factors that the figure shows apart; None: it says itself what its means are over.
    said
        Sentences: what is shown, and how the marks are read.
    """
    figure.set_label(" ".join([*filter(None, said), *_origin(runs, shown)]))


def strategy_title(strategy: str, reference: str | None, say: Words) -> str:
    """Name the strategy of a panel, and the one that it is compared with."""
    name = say.strategy(strategy)
    if reference is None:
        return name
    return say("drawn.minus", strategy=name, reference=say.strategy(reference))


def tick_name(value: float, say: Words) -> str:
    """Write a round number in full, as the language does."""
    return say.marked(_TICKS.format(x=value))


def write_ticks(axis: Axis, say: Words) -> None:
    """Write the numbers of an axis in full, as the language does."""
    axis.set_major_formatter(FuncFormatter(lambda x, _: tick_name(x, say)))


def write_no_runs(panel: Axes, place: tuple[float, float], say: Words) -> None:
    """Say that there is nothing to draw at a place."""
    text = say("drawn.no_runs")
    panel.text(*place, text, ha="center", va="center", color=MUTED, fontsize=SMALL_LETTERS)


def _origin(runs: Runs, shown: Sequence[str] | None) -> list[str]:
    """Say what every caption must say: how often, from what, and that it is simulated."""
    sweep, design, say = runs.sweep, runs.sweep.design, runs.say
    said = []
    others = [name for name in factors_of(sweep, runs.budget) if name not in (shown or ())]
    if shown is not None and others:
        factors = say.listed([words(sweep, name, say) for name in others])
        said.append(say("caption.swept_mean_over", factors=factors))
    budget = runs.budget or (design.budgets[0] if len(design.budgets) == 1 else None)
    if budget == AS_WRITTEN:
        said.append(say("caption.swept_as_written"))
    elif budget is not None:
        said.append(say("caption.at_budget", budget=say.rupiah(int(budget))))
    if runs.n_empty:
        said.append(say("caption.swept_empty", n=say.number(runs.n_empty, 0)))
    if runs.without:
        names = say.listed([say.strategy(name) for name in runs.without])
        said.append(say("caption.swept_without", strategies=names))
    if len(sweep.failed_rows()):
        said.append(say("caption.swept_failed"))
    if not sweep.is_complete:
        said.append(say("caption.swept_unfinished"))
    sizes = runs.table.groupby(["point", "strategy", "budget"])["replicate"].size()
    few, many = (say.number(int(size), 0) for size in (sizes.min(), sizes.max()))
    origin = say(
        "caption.swept_origin",
        n_runs=few if few == many else say.span(few, many),
        random_seed=design.random_seed,
        parameters=design.parameters,
    )
    return [*said, origin]
