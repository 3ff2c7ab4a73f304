"""Says in a sentence or two which strategy leads, by how much, and how well that is known."""

from collections.abc import Callable, Mapping
from typing import Any

from diffusion.comparison.result import Comparison
from diffusion.i18n.words import Words
from diffusion.statistics.intervals import FEWEST_DRAWN


def headline(say: Words, comparison: Comparison, *, name: Callable[[str], str]) -> str | None:
    """Say which strategy leads to the most adopters at the same rupiah.

    Parameters
    ----------
    say, comparison
    name
        Writes the name of a strategy.

    Returns
    -------
    str or None
        None where fewer than two strategies are ranked: then there is nothing to lead.
    """
    rows = comparison.standing_rows
    if len(rows) < 2:
        return None
    if comparison.n_runs < FEWEST_DRAWN:
        return say("answer.few", n_runs=comparison.n_runs, fewest=FEWEST_DRAWN)
    leader, *others = rows
    apart = [row for row in others if row["high"] < 0]
    alike = [row for row in others if not row["high"] < 0]
    said = say(
        "headline.unknown" if alike else "headline.leads",
        leader=name(leader["strategy"]),
        mean=say.number(leader["adopters"]),
        n_artisans=say.number(comparison.community.n_artisans, 0),
        n_months=comparison.n_months,
        budget=say.rupiah(comparison.budget or 0),
        listed=say.listed([behind(say, row, name) for row in alike]),
    )
    if alike and apart:
        said += say("headline.ahead", listed=say.listed([name(row["strategy"]) for row in apart]))
    elif apart:
        led, tied = apart[0]["led"], apart[0]["tied"]
        shares = say.percents([led, tied, 1 - led - tied])
        said += say(
            "headline.next",
            next=behind(say, apart[0], name),
            **dict(zip(("led", "tied", "trailed"), shares, strict=True)),
        )
    return said + say("headline.pairs")


def behind(say: Words, row: Mapping[str, Any], name: Callable[[str], str]) -> str:
    """Name a strategy with its difference to the leader and the interval of that."""
    ends = (row["low"], row["high"])
    interval = "" if any(end != end for end in ends) else say.span(*map(say.change, ends))
    return say(
        "headline.behind" if interval else "headline.behind_alone",
        name=name(row["strategy"]),
        difference=say.size(row["difference"]),
        interval=interval,
    )
