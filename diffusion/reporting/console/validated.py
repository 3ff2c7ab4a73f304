"""Shows how good forecasts of villages left out were, and how a programme goes on."""

import math

from diffusion.fitting.forecasters import REFERENCES
from diffusion.fitting.monitoring import Monitored
from diffusion.fitting.validated import Validation
from diffusion.i18n.words import Words
from diffusion.reporting.console.layout import headed
from diffusion.reporting.terminal import out

_OUTSIDE = 0.005
"""A share of histories so small that what was observed lies outside of what they show."""


def print_validation(found: Validation, say: Words) -> None:
    """Show scores by model, and the differences to baselines with their standard errors."""
    out.print(say("validated.title", n=found.n_villages))
    for k in found.known_to:
        standings = [one for one in found.standings if one.known_to == k]
        columns = ("model", "crps", "se", "rmse", "coverage", "log_loss", "concordance")
        title = say("validated.known", n=k)
        table = headed(say, *(say(f"validated_column.{name}") for name in columns), title=title)
        for one in standings:
            table.add_row(
                say(f"model.{one.model}"), say.number(one.crps, 4), say.number(one.crps_se, 4),
                say.number(one.rmse, 3), say.number(one.coverage, 2), say.number(one.log_loss, 3),
                say.number(one.concordance, 2),
            )  # fmt: skip
        there = [name for name in REFERENCES if any(name in one.differences for one in standings)]
        less = headed(
            say, say("validated_column.model"), *(say(f"model.{name}") for name in there),
            title=say("validated.differences"),
        )  # fmt: skip
        for one in standings:
            cells = [_difference(one.differences.get(name), say) for name in there]
            less.add_row(say(f"model.{one.model}"), *cells)
        out.print("", table, *(["", less] if there else []), sep="\n")
    out.print("")
    for line in ("smaller", "mixtures", "exploratory"):
        out.print_indented(say(f"validated.{line}"))
    for name, learnt in (("weights", found.weights), ("widths", found.widths)):
        if learnt:
            each = "; ".join(
                f"{say(f'model.{model}')} {say.number(one, 2)}" for model, one in learnt.items()
            )
            out.print_indented(say(f"validated.{name}", each=each))


def _difference(told: tuple[float, float] | None, say: Words) -> str:
    if told is None or math.isnan(told[1]):
        return ""
    return f"{say.change(told[0], 4)} ({say.number(told[1], 4)})"


def print_monitored(found: Monitored, say: Words) -> None:
    """Say where it stands, how sure that is, and what may come of it."""
    n = say.number(found.n_people, 0)
    source = (
        say("monitored.from_villages")
        if found.first
        else say("monitored.from_programme", programme=say.strategy(found.expected_from))
    )
    out.print(
        say(
            "monitored.title", place=found.place, source=source, k=found.known_to,
            period=found.periods[found.known_to - 1],
        )
    )  # fmt: skip
    low, middle, high = (end[found.known_to - 1 - found.first] for end in found.band("expected"))
    ends = {"low": say.number(low, 0), "middle": say.number(middle, 0), "high": say.number(high, 0)}
    out.print_indented(say("monitored.now", m=say.number(found.observed[-1], 0), n=n, **ends))
    share = say.number(100 * found.rank, 0)
    out.print_indented(say(f"monitored.{found.standing.value}", share=share))
    if min(found.rank, 1 - found.rank) < _OUTSIDE:
        out.print_indented(say("monitored.outside"))
    low, middle, high = (end[-1] for end in found.band("updated"))
    ends = {"low": say.number(low, 0), "middle": say.number(middle, 0), "high": say.number(high, 0)}
    below = say.number(100 * found.chance_below, 0)
    out.print_indented(say("monitored.end", period=found.periods[-1], below=below, n=n, **ends))
    if found.n_left_out:
        out.print_indented(say("monitored.left_out", n=found.n_left_out))
    tried = found.tried
    if tried is None:
        out.print_indented(say("monitored.not_tried"))
        return
    out.print_indented(
        say(
            f"monitored.tried_on_{tried.on}", n=tried.n,
            coverage=say.number(100 * tried.coverage, 0),
            behind=say.number(100 * tried.said_behind, 0),
        )
    )  # fmt: skip
    if found.width != 1.0:
        out.print_indented(say("monitored.width", width=say.number(found.width, 2)))
