"""Says what a calibration has found, and writes its figures and its page."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diffusion.calibration.calibrated import Calibration
from diffusion.calibration.judge import VERDICTS
from diffusion.i18n.messages import message_in
from diffusion.i18n.words import Words
from diffusion.util.atomic import SIGNATURE, whole_folder
from diffusion.util.formats import as_json

if TYPE_CHECKING:
    import pandas as pd

REPORT = "report"
"""Folder of the page and the figures, in the folder of a calibration."""

_MOST_NAMED = 6
_MOST_CONFLICTS = 6
_FEWEST = 20
"""Points of an ensemble from which on it is said where the default numbers lie."""

_SELDOM = 0.5
"""Two patterns that pass together less often than so many times by chance are named."""

PREFIX = "with "


def headline(calibration: Calibration, say: Words) -> str:
    """Say in one sentence how many points show all patterns, or what must be dropped."""
    facts = calibration.facts
    values = {key: say.number(facts[key], 0) for key in ("n_tried", "n_all", "n_shown", "n_again")}
    values |= {"n_ensemble": say.number(facts["n_ensemble"], 0), "dropped": names_of(facts, say)}
    values |= {"n_patterns": str(len(facts["patterns"]))}
    if calibration.shows_all:
        key = "all"
    elif not facts["n_ensemble"]:
        key = "nothing"
    else:
        key = "luck" if facts["n_all"] else "none"
    return say(f"calibrated.{key}", **values)


def names_of(facts: dict[str, Any], say: Words) -> str:
    """List the patterns that are dropped."""
    return say.listed(facts["dropped"])


def said_of(calibration: Calibration, say: Words) -> Iterator[str]:
    """Say in lines of text what was found, beside the tables."""
    facts = calibration.facts
    yield headline(calibration, say)
    volume, n_axes = facts["volume"], facts["n_axes"]
    if facts["n_ensemble"] and volume["error"] is not None:
        by = "by_sample" if volume["by"] == "sample" else "by_subset"
        share, error = (_percent(say, volume[key]) for key in ("share", "error"))
        yield say(
            "calibrated.volume", share=share, error=error, n_axes=n_axes, by=say(f"calibrated.{by}")
        )
        if by == "by_subset":
            yield say("calibrated.volume_subset")
    elif facts["n_ensemble"]:
        below = _percent(say, volume["below"])
        yield say("calibrated.volume_below", below=below, n_axes=n_axes)
    if facts["n_refused"]:
        text = message_in(say.language, facts["refused"].removeprefix("point: "))
        n_all = facts["n_refused"] + facts["n_sample"]
        n, n_all = (say.number(one, 0) for one in (facts["n_refused"], n_all))
        yield say("calibrated.refused", n=n, n_all=n_all, said=text)
    patterns = calibration.patterns()
    if always := patterns.loc[patterns["points_pass"] == 1, "pattern"].tolist():
        yield say("calibrated.no_information", names=say.listed(always))
    if facts["ruled_out"]:
        yield say("calibrated.ruled_out", names=say.listed(facts["ruled_out"]))
    if facts["left_by_waves"]:
        shares = say.listed([_percent(say, one) for one in facts["left_by_waves"]])
        yield say("calibrated.waves", shares=shares)
    yield from _of_conflicts(calibration.conflicts(), say)
    others = [one for one in facts["sets_to_drop"] if one["patterns"] != facts["dropped"]]
    if facts["dropped"] and others:
        sets = [
            say(
                "calibrated.set_by_luck" if one["by_luck"] else "calibrated.set_of",
                names=" + ".join(one["patterns"]),
                n=one["points"],
            )
            for one in others
        ]
        yield say("calibrated.sets", sets="; ".join(sets))
    if facts["n_ensemble"] >= _FEWEST:
        yield _of_defaults(calibration.numbers(), say)
    yield say("calibrated.what_it_is")
    yield say("text.caveat")


def _of_conflicts(table: "pd.DataFrame", say: Words) -> Iterator[str]:
    never = table[table["never"]]
    for row in never.head(_MOST_CONFLICTS).to_dict("records"):
        shares = {key: say.percent(row[key]) for key in ("share_one", "share_other")}
        yield say("calibrated.never", one=row["one"], other=row["other"], **shares)
    # Of pairs that a few points show together nobody can say how often they do.
    seldom = table[~table["never"] & (table["lift"] < _SELDOM) & (table["share_both"] > 0)]
    for row in seldom.head(max(0, _MOST_CONFLICTS - len(never))).to_dict("records"):
        lift = say.formatted(row["lift"], ".2f")
        yield say("calibrated.seldom", one=row["one"], other=row["other"], lift=lift)


def _of_defaults(numbers: "pd.DataFrame", say: Words) -> str:
    outside = numbers.loc[numbers["default_outside"], "number"].tolist()
    if not outside:
        return say("calibrated.inside")
    return say(
        "calibrated.outside", n=len(outside), n_all=len(numbers), numbers=_some(outside, say)
    )


def _some(names: list[str], say: Words) -> str:
    """List some names, and how many more there are."""
    if len(names) <= _MOST_NAMED:
        return ", ".join(names)
    more = say("calibrated.more", n=len(names) - _MOST_NAMED)
    return f"{', '.join(names[:_MOST_NAMED])} {more}"


def moving(calibration: Calibration, say: Words, *, most: int = 3) -> dict[str, str]:
    """Say for each pattern which numbers move it most, with their rank correlations."""
    numbers, least = calibration.numbers(), calibration.least_correlations()
    found = {}
    for name in calibration.facts["patterns"]:
        column = numbers[PREFIX + name].abs()
        strong = (
            column[column >= least[name]].sort_values(ascending=False, kind="stable").head(most)
        )
        parts = [
            f"{numbers['number'][place]} {say.formatted(numbers[PREFIX + name][place], '+.2f')}"
            for place in strong.index
        ]
        found[name] = ", ".join(parts)
    return found


def verdict_shares(row: Any, say: Words) -> list[str]:
    """Write the shares of points of each verdict, which add up to 100 %."""
    return say.percents([row[f"points_{name.replace(' ', '_')}"] for name in VERDICTS])


def _percent(say: Words, share: float) -> str:
    """Write a small share so that something of it is seen."""
    return f"{say.figures(100 * share)} %"


def tell(calibration: Calibration) -> dict[str, Any]:
    """Say everything as plain values, for JSON."""
    tables = {
        "patterns": calibration.patterns(),
        "conflicts": calibration.conflicts(),
        "numbers": calibration.numbers(),
    }
    listed = {
        name: table.astype(object).where(table.notna(), None).to_dict("records")
        for name, table in tables.items()
    }
    return calibration.facts | {"shows_all": calibration.shows_all} | listed


def write_report(calibration: Calibration, say: Words, *, column: str = "two") -> Path:
    """Write the page and the figures, in English and Indonesian; replaces an old report."""
    from diffusion.plotting.calibration import save_figures
    from diffusion.reporting.html.calibration import write_page

    target = calibration.folder / REPORT
    with whole_folder(target, replace=True) as folder:
        save_figures(calibration, folder, say, column=column)
        write_page(calibration, folder, language=say.language)
        made = {"report_of": "the calibration in the folder above"}
        made |= {"versions": calibration.origin["versions"]}
        (folder / SIGNATURE).write_text(as_json(made) + "\n", encoding="utf-8")
    return target
