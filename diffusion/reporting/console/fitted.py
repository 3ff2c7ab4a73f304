"""Shows what was fitted: coefficients, exposure as controls are added, the test by shuffling."""

import numpy as np

from diffusion.fitting.estimates import FEWEST_VILLAGES
from diffusion.fitting.predictive import N_WORLDS
from diffusion.fitting.whole import Whole, term_of
from diffusion.i18n.words import Words
from diffusion.reporting.console.layout import headed, interval
from diffusion.reporting.console.listing import Listing
from diffusion.reporting.terminal import out


def print_fitted(whole: Whole, say: Words) -> None:
    """Show the tables, and say in words what they do not say."""
    villages, fitted = whole.villages, whole.fit
    n_people = sum(one.n_people for one in villages)
    told = say(
        "fit_line.title", innovation=", ".join(dict.fromkeys(one.innovation for one in villages)),
        law=say(f"fit_title.{fitted.law.form}"), villages=say.number(len(villages), 0),
        people=say.number(n_people, 0), rows=say.number(fitted.n_rows, 0),
        adoptions=say.number(fitted.n_adoptions, 0),
    )  # fmt: skip
    out.print_indented(told)
    if n := sum(one.n_left_out for one in villages):
        out.print_indented(say("fit_line.left_out", n=say.number(n, 0)))
    if villages[0].influences:
        out.print_indented(say("fit_line.influence", names=", ".join(villages[0].influences)))
    if fitted.law.form == "gates":
        out.print_indented(say("fit_line.gates"))
    out.print("", _coefficients(whole, say), sep="\n")
    if n := len(fitted.coefficients) - len(whole.shown_coefficients()):
        out.print_indented(say("fit_line.periods", n=n))
    spread = say("fit_line.no_spread")
    if fitted.law.has_village_effect:
        spread = say("fit_line.spread", spread=say.number(fitted.spread, 2))
    out.print_indented(spread)
    out.print("", _controls(whole, say), sep="\n")
    for line in _below(whole, say):
        out.print_indented(line)


def _coefficients(whole: Whole, say: Words) -> Listing:
    names = ("term", "estimate", "interval")
    table = headed(
        say, *(say(f"fit_column.{name}") for name in names), title=say("fit_title.coefficients")
    )
    for row in whole.shown_coefficients().to_dict("records"):
        ends = interval(say, row["low"], row["high"], ".2f")
        table.add_row(term_of(say, row["name"]), say.number(row["estimate"], 2), ends)
    return table


def _controls(whole: Whole, say: Words) -> Listing:
    names = ("step", "term", "estimate", "interval", "se")
    title = say("fit_title.controls", form=whole.form)
    table = headed(say, *(say(f"fit_column.{name}") for name in names), title=title, n_keys=2)
    for row in whole.controls.to_dict("records"):
        se = say.number(row["se"], 2) if np.isfinite(row["se"]) else ""
        ends = interval(say, row["low"], row["high"], ".2f")
        step = say(f"fit_step.{row['step']}")
        table.add_row(step, term_of(say, row["name"]), say.number(row["estimate"], 2), ends, se)
    return table


def _below(whole: Whole, say: Words) -> list[str]:
    """Say how intervals were made, what the test found, and what none of it shows."""
    last = whole.controls.drop_duplicates("name", keep="last").to_dict("records")
    lines = [
        f"{term_of(say, row['name'])}: {say(f'fit_why.{row["why"]}')}" for row in last if row["why"]
    ]
    is_many = len(whole.villages) >= FEWEST_VILLAGES
    cluster = say(f"fit_title.{'village' if is_many else 'person'}")
    lines.append(say("fit_line.clustered", cluster=cluster))
    if not is_many:
        lines.append(say("fit_line.few", n=FEWEST_VILLAGES))
    exposed = [row["name"] for row in last]
    for row in whole.resampled.to_dict("records"):
        if row["name"] in exposed and np.isfinite(row["low"]):
            ends = {end: say.number(row[end], 2) for end in ("low", "high")}
            lines.append(
                say(
                    "fit_line.resampled",
                    n=int(row["n_samples"]),
                    name=term_of(say, row["name"]),
                    **ends,
                )
            )
    test = whole.network
    if test is not None and np.isnan(test.p_value):
        lines.append(say("fit_line.no_network"))
    elif test is not None:
        numbers = {"value": test.value, "expected": test.expected, "sd": test.sd}
        said = {name: say.number(value, 2) for name, value in numbers.items()}
        lines.append(
            say("fit_line.network", n=test.n_shuffled, p=say.number(test.p_value, 3), **said)
        )
    return [*lines, checked(whole, say), say("fit_line.cause")]


def checked(whole: Whole, say: Words) -> str:
    """Say whether worlds that live by the law look like what was observed."""
    table, n = whole.check.to_frame().to_dict("records"), say.number(N_WORLDS, 0)
    flagged = [row for row in table if row["is_flagged"]]
    if not flagged:
        names = [say(f"fit_statistic.{row['statistic']}") for row in table]
        return say("fit_line.check_fine", n=n, names=say.listed(names))
    parts = []
    for row in flagged:
        numbers = {key: say.number(row[key], 2) for key in ("observed", "expected", "sd")}
        name = say(f"fit_statistic.{row['statistic']}")
        parts.append(say("fit_line.check_one", name=name, **numbers))
    return say("fit_line.check_wrong", n=n, names="; ".join(parts))
