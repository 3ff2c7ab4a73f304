"""Shows what was measured of an adoption: by period, by category, by person, by group."""

from typing import Any

import numpy as np

from diffusion.i18n.words import Words
from diffusion.measures.categories import THRESHOLDS
from diffusion.measures.everything import Measured
from diffusion.measures.result import Why
from diffusion.reporting.console.layout import headed, interval
from diffusion.reporting.console.listing import Listing
from diffusion.reporting.terminal import out

_OF_PEOPLE = ("same_period", "lagged", "infection", "susceptibility")


def print_measured(measured: Measured, say: Words) -> None:
    """Show all tables, and say what was left out and what is not defined."""
    data, counts = measured.it.data, measured.counts
    n_ever = int(counts.n_ever[-1]) if len(counts.n_ever) else 0
    first, last = (data.periods[0], data.periods[-1]) if data.periods else ("", "")
    out.print(say(
        "measured_line.title", innovation=measured.of, n=say.number(counts.n_people, 0),
        m=say.number(n_ever, 0), first=first, last=last,
    ))  # fmt: skip
    kinds = ", ".join(measured.choices["kinds"])
    direction = say(f"measured_line.{measured.choices['direction']}")
    out.print(
        say("measured_line.ties", kinds=kinds, direction=direction)
        if kinds
        else say("measured_line.no_ties")
    )
    if counts.n_undated or counts.n_not_known:
        left_out = {"undated": counts.n_undated, "unknown": counts.n_not_known}
        out.print(say("measured_line.left_out", **left_out))
    out.print("", _periods(measured, say), "", _categories(measured, say), sep="\n")
    _print_times(measured, say)
    out.print("", _people(measured, say), sep="\n")
    _print_undefined(measured, say)
    out.print("", _degrees(measured, say), say("measured_line.sign"), sep="\n")
    out.print("", _halves(measured, say), "", sep="\n")
    tree = measured.tree
    adopters, roots = len(np.unique(tree.target)), len(tree.roots)
    told = say("measured_line.tree", n=adopters, m=len(tree.target), roots=roots)
    for line in (told, _bass(measured, say), _structure(measured, say)):
        if line:
            out.print_indented(line)


def _bass(measured: Measured, say: Words) -> str:
    fit = measured.bass
    if np.isnan(fit.p) or fit.why:
        numbers = {"p": say.figures(fit.p), "q": say.figures(fit.q)}
        return say("measured_line.no_bass", why=fit.why.said(say), **numbers)
    names = ("p", "p_low", "p_high", "q", "q_low", "q_high")
    return say("measured_line.bass", **{one: say.figures(getattr(fit, one)) for one in names})


def _structure(measured: Measured, say: Words) -> str:
    found = measured.structure
    if found is None:
        is_changing = measured.it.has_changing_ties and measured.choices["n_rewired"] > 0
        return say("measured_line.changing") if is_changing else ""
    if found.why:
        return say("measured_line.no_structure", why=found.why.said(say))
    told = say(
        "measured_line.structure", value=say.number(found.value, 3), n=found.n_rewired,
        expected=say.number(found.expected, 3), p=say.number(found.p_value, 3),
    )  # fmt: skip
    by = measured.choices["by"]
    return told if by is None else f"{told} {say('measured_line.within', by=by)}"


def _table(say: Words, title: str, *columns: str) -> Listing:
    names = (say(f"measured_column.{name}") for name in columns)
    return headed(say, *names, title=say(f"measured.{title}"))


def _periods(measured: Measured, say: Words) -> Listing:
    counts, hazard, ties = measured.counts, measured.hazard, measured.ego_alter
    adopting, waiting = measured.mean_exposures()
    gave_up = (counts.n_current != counts.n_ever).any()
    more = ("now",) if gave_up else ()
    table = _table(
        say, "by_period", "period", "new", "ever", "share", *more, "at_risk", "hazard", "exposed",
        "others", "earlier", "moran", "p_value",
    )  # fmt: skip
    for t, period in enumerate(counts.period):
        now = [say.number(counts.n_current[t], 0)] if gave_up else []
        table.add_row(
            str(period),
            say.number(counts.n_new[t], 0),
            say.number(counts.n_ever[t], 0),
            say.number(100 * counts.share[t]),
            *now,
            say.number(hazard.n_at_risk[t], 0),
            *(say.number(value, 3) for value in (hazard.value[t], adopting[t], waiting[t])),
            say.number(100 * ties.value[t], 0),
            say.number(measured.moran.value[t], 2),
            say.number(measured.moran.permutation_p[t], 3),
        )
    return table


def _categories(measured: Measured, say: Words) -> Listing:
    found = measured.categories
    levels = [say(f"threshold.{level}") for level in THRESHOLDS]
    columns = (say("measured_column.category"), say("measured_column.people"), "%")
    table = headed(say, *columns, *levels, title=say("measured.categories"))
    n_people, cells = max(1, measured.counts.n_people), found.table()
    for row, (name, count) in enumerate(found.counts().items()):
        of_levels = [say.number(n, 0) for n in cells[row]] if row < len(cells) else []
        shown = (say.number(count, 0), say.number(100 * count / n_people))
        table.add_row(say(f"category.{name}"), *shown, *of_levels)
    return table


def _print_times(measured: Measured, say: Words) -> None:
    found = measured.categories
    if not np.isnan(found.deviation):
        innovators = measured.rogers.counts()["innovator"]
        times = {"mean": say.number(found.mean + 1), "deviation": say.number(found.deviation)}
        out.print_indented(say("measured_line.times", n=innovators, **times))


def _values(measured: Measured, name: str) -> Any:
    """Take the values of a measure of people that are defined, bounds left out."""
    found = getattr(measured, name)
    is_bound = getattr(found, "is_censored", np.zeros(len(found.value), bool))
    return found.value[~np.isnan(found.value) & ~is_bound]


def _people(measured: Measured, say: Words) -> Listing:
    table = _table(say, "of_people", "measure", "n", "mean", "lowest", "median", "highest")
    for name in _OF_PEOPLE:
        values = _values(measured, name)
        summed = (np.mean, np.min, np.median, np.max) if len(values) else ()
        numbers = [say.number(float(of(values)), 3) for of in summed]
        table.add_row(say(f"measured.{name}"), say.number(len(values), 0), *numbers)
    return table


def _print_undefined(measured: Measured, say: Words) -> None:
    for name in ("categories", *_OF_PEOPLE):
        codes, counts = np.unique(getattr(measured, name).why, return_counts=True)
        said = [
            say("measured_line.reason", n=say.number(n, 0), why=Why(code).said(say))
            for code, n in zip(codes.tolist(), counts.tolist(), strict=True)
            if code
        ]
        if said:
            reasons = "; ".join(said)
            of = "measured_column.category" if name == "categories" else f"measured.{name}"
            told = say("measured_line.undefined", measure=say(of), reasons=reasons)
            out.print_indented(told)
    if n := int(measured.same_period.is_censored.sum()):
        out.print_indented(say("measured_line.bound", n=say.number(n, 0)))


def _degrees(measured: Measured, say: Words) -> Listing:
    table = _table(say, "degree", "ties", "n", "correlation", "interval")
    found = measured.degree
    for row, name in enumerate(found.degree):
        ends = interval(say, found.low[row], found.high[row], ".2f")
        shown = say.number(found.value[row], 2)
        if found.why[row]:
            shown = Why(int(found.why[row])).said(say)
        table.add_row(say(f"measured.{name}"), say.number(found.n_adopters, 0), shown, ends)
    return table


def _halves(measured: Measured, say: Words) -> Listing:
    table = _table(
        say, "half", "group", "people", "adopters", "share", "half_of_people", "half_of_adopters"
    )
    people, adopters = measured.half, measured.half_of_adopters
    is_divided = measured.choices["by"] is not None
    for row, group in enumerate(people.group):
        table.add_row(
            str(group) if is_divided else say("measured.all"),
            say.number(people.n_people[row], 0),
            say.number(people.n_adopters[row], 0),
            say.number(100 * people.saturation[row]),
            *(str(one.name[row] or say("measured_line.not_reached")) for one in (people, adopters)),
        )
    return table
