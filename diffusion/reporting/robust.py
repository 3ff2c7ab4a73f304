"""Says whether a ranking survives, and writes its tables, figures and page."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from diffusion.i18n.messages import message_in
from diffusion.i18n.words import Words
from diffusion.plotting.sweeps.naming import name_of
from diffusion.reporting.found import write_found
from diffusion.results.outcome import CAVEAT
from diffusion.robustness.boxes import Box
from diffusion.robustness.flip import ALL, NUMBER, PAIR, Turn
from diffusion.robustness.result import FIRST, OTHER, Robustness, limits_of
from diffusion.util.atomic import whole_folder
from diffusion.util.formats import rows_of

if TYPE_CHECKING:
    import pandas as pd

REPORT = "report"
"""Folder of the tables, the page and the figures, in the folder of a check."""

MOST_NAMED = 5

type Called = Callable[[str], str]
"""Calls a strategy by its name."""


def headline(found: Robustness, say: Words, called: Called) -> str:
    """Say in one sentence how often which is better."""
    shares = found.shares
    better, worse, undecided = say.percents(
        [shares[name] for name in ("better", "worse", "undecided")]
    )
    first, other = map(called, found.names)
    return say(
        "robust.headline", n=say.number(found.facts["n_points"], 0),
        **{"from": say(f"robust.from_{found.where.kind}")}, first=first, other=other,
        better=better, worse=worse, undecided=undecided,
    )  # fmt: skip


def said_of(found: Robustness, say: Words, called: Called | None = None) -> Iterator[str]:
    """Say in lines of text what was found, the shares first."""
    called = called or (lambda name: say.spelled("strategy", name))
    facts = found.facts
    yield headline(found, say, called)
    if equal := found.shares["equal"]:
        yield say("robust.equal", equal=say.percent(equal))
    yield _of_default(found, say, called)
    yield from _of_turns(found, say, called)
    yield from _of_boxes(found, say, called)
    if found.side:
        counts = {
            name: say.number(facts["agreement"][name], 0)
            for name in ("n", "clearly", "against", "undecided")
        }
        yield say("robust.agreement", leader=called(_leader(found)), **counts)
    yield _of_correlations(found, say)
    if not np.isnan(found.r2):
        yield say("robust.explained", n=len(found.chosen), r2=say.percent(found.r2))
    if facts["n_refused"]:
        key = "left_out" if found.where.kind == "ensemble" else "refused"
        text = message_in(say.language, facts["refused"].removeprefix("point: "))
        yield say(f"robust.{key}", n=say.number(facts["n_refused"], 0), said=text)
    yield say(
        "robust.caveat", n_runs=say.number(facts["n_runs"], 0), random_seed=facts["random_seed"]
    )
    yield say("text.caveat")


def _leader(found: Robustness) -> str:
    return found.names[0 if found.side >= 0 else 1]


def _of_default(found: Robustness, say: Words, called: Called) -> str:
    default = found.facts["default"]
    first, other = map(called, found.names)
    key = "clear" if found.facts["default_verdict"] else "undecided"
    return say(
        f"robust.default_{key}", measure=say.name("measure", found.duel.measure),
        month=found.duel.n_months, first=first, other=other, a=value(default["first"], say),
        b=value(default["other"], say), difference=change(default["difference"], say),
        low=change(default["low"], say), high=change(default["high"], say),
    )  # fmt: skip


def _of_turns(found: Robustness, say: Words, called: Called) -> Iterator[str]:
    flips = found.flips
    if not found.side:
        yield say("robust.nothing_to_turn")
        return
    if (one := flips.smallest(NUMBER)) is None:
        yield say("robust.no_turn", n=len(found.where.space))
    else:
        yield say("robust.turning", n=flips.n_turning, n_all=len(found.where.space))
        (axis,), (end,) = one.way.axes, one.way.ends
        yield say(
            "robust.turn_number", name=name_of(axis.path, say), default=say.figures(axis.default),
            value=say.figures(turned_at(one)[axis.path]), part=say.percent(one.turned),
            end=say.figures(end),
        )  # fmt: skip
    if (two := flips.smallest(PAIR)) is not None:
        reached = turned_at(two)
        names = [
            say(
                "robust.from_to", name=name_of(axis.path, say), default=say.figures(axis.default),
                value=say.figures(reached[axis.path]),
            )
            for axis in two.way.axes
        ]  # fmt: skip
        yield say("robust.turn_pair", names=say.listed(names), part=say.percent(two.turned))
    if (whole := flips.smallest(ALL)) is not None:
        yield say(
            "robust.turn_all", n=len(whole.way.axes), leader=called(_leader(found)),
            part=say.percent(whole.turned),
        )  # fmt: skip


def turned_at(turn: Turn) -> dict[str, float | int]:
    """Give the settings at which a way turns the ranking."""
    return turn.way.at(turn.turned)


def _of_boxes(found: Robustness, say: Words, called: Called) -> Iterator[str]:
    n_boxes = 0
    for side, name in ((FIRST, found.names[0]), (OTHER, found.names[1])):
        usual = found.shares["better" if side == FIRST else "worse"]
        for box in found.boxes[side]:
            n_boxes += 1
            yield say(
                "robust.box", limits=limits_said(found, box, say), winner=called(name),
                density=say.percent(box.density), usual=say.percent(usual),
                coverage=say.percent(box.coverage), aside=say.percent(box.aside),
            )  # fmt: skip
    if not n_boxes:
        yield say("robust.no_box")


def limits_said(found: Robustness, box: Box, say: Words) -> str:
    """Say what limits a box."""
    parts = []
    for path, low, high in limits_of(box, found.where):
        key = "above" if np.isnan(high) else "below" if np.isnan(low) else "between"
        ends = {"low": say.figures(low), "high": say.figures(high)}
        parts.append(say(f"robust.{key}", name=name_of(path, say), **ends))
    return say.listed(parts)


def _of_correlations(found: Robustness, say: Words) -> str:
    numbers = found.moving["correlation"]
    clear = numbers[found.moving["is_clear"]].abs().sort_values(ascending=False, kind="stable")
    names = [
        f"{name_of(found.where.space.paths[place], say)} {say.formatted(numbers[place], '+.2f')}"
        for place in clear.index[:MOST_NAMED]
    ]
    if not names:
        return say("robust.goes_with_none")
    return say("robust.goes_with", names=say.listed(names))


def value(number: float, say: Words) -> str:
    """Write a mean with one decimal, or a small or large one with three figures."""
    return say.number(number) if 1 <= abs(number) < 1000 else say.figures(number)


def change(number: float, say: Words) -> str:
    """Write a difference or an end of its interval with its sign."""
    return say.change(number) if abs(number) < 1000 else say.figures(number, "+")


def strongest_rows(found: Robustness, most: int) -> "pd.DataFrame":
    """Give the numbers that change the difference most, one at a time, with where they turn it."""
    frame = found.tables()["numbers"]
    frame = frame.assign(swing=found.flips.swing, turns=np.nan, clear=np.nan)
    for turn in found.flips.turns:
        if turn.way.kind == NUMBER:
            at = frame["number"] == turn.way.name
            frame.loc[at, "turns"] = float(turned_at(turn)[turn.way.name])
            if not np.isnan(turn.clear):
                frame.loc[at, "clear"] = float(turn.way.at(turn.clear)[turn.way.name])
    frame = frame[frame["swing"] > 0]
    return frame.sort_values("swing", ascending=False, kind="stable").head(most)


def tell(found: Robustness, say: Words) -> dict[str, Any]:
    """Say everything as plain values, for JSON."""
    tables = {name: rows_of(table) for name, table in found.tables().items() if name != "points"}
    return found.facts | {"said": list(said_of(found, say)), **tables, "caveat": CAVEAT}


def write_report(found: Robustness, folder: Path, say: Words, *, column: str = "two") -> Path:
    """Write tables, figures and the page, in English and Indonesian; replaces an old report."""
    from diffusion.plotting.robust import figures_of
    from diffusion.reporting.html.robust import write_page
    from diffusion.util.provenance import versions

    target = folder / REPORT
    with whole_folder(target, replace=True) as draft:
        drawn = figures_of(found, say, column=column)
        made = {"report_of": "the check in the folder above", "versions": versions()}
        made |= {"facts": found.facts}
        write_found(draft, found.tables(), drawn, made, of_all=[say("text.caveat")])
        text = "\n".join([*said_of(found, say), ""])
        (draft / "summary.txt").write_text(text, encoding="utf-8")
        write_page(found, draft, list(drawn), language=say.language)
    return target
