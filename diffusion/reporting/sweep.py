"""Says what a sweep has found, and writes its tables and figures into a folder."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diffusion.errors import InputError
from diffusion.i18n.messages import message_in
from diffusion.i18n.words import Words
from diffusion.sweeps.sensitivity import NEVER_VARIES
from diffusion.util.atomic import SIGNATURE, whole_folder
from diffusion.util.formats import as_json

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from diffusion.sweeps.read import Sweep

REPORT = "report"
"""Folder of tables and figures, in the folder of a sweep."""

_MOST_OUTCOMES = 6
"""Outcomes of which the command says who has most; of more it says so of the first."""


def leaders_of(sweep: "Sweep") -> list[dict[str, Any]]:
    """Count for each outcome and budget the points at which each strategy has most."""
    if len(sweep.rows(["point", "strategy"])["strategy"].unique()) < 2:
        return []
    outcomes = sweep.outcomes if len(sweep.outcomes) <= _MOST_OUTCOMES else sweep.outcomes[:1]
    return [{"outcome": name} | row for name in outcomes for row in _records(sweep.leaders(name))]


def indices_of(sweep: "Sweep") -> list[dict[str, Any]]:
    """List the indices of the first outcome, if the sample is one of Sobol or Morris."""
    if (sweep.origin["design"]["sample"] or {}).get("method") not in ("sobol", "morris"):
        return []
    return _records(sweep.sensitivity(sweep.outcomes[0]))


def said_of(sweep: "Sweep", say: Words) -> Iterator[str]:
    """Say in lines of text which strategy has most, and what it hangs on."""
    leaders = leaders_of(sweep)
    if leaders:
        yield say("swept.leaders")
    for row in leaders:
        left = ("outcome", "budget", "n_points", "undecided")
        yield "  " + say(
            "swept.leads",
            outcome=row["outcome"],
            budget=_budget(row, say),
            n=say.number(row["n_points"], 0),
            counts=", ".join(f"{name} {n}" for name, n in row.items() if name not in left),
            undecided=row["undecided"],
        )
    if leaders and len(sweep.outcomes) > _MOST_OUTCOMES:
        yield "  " + say("swept.others", n=len(sweep.outcomes) - 1)
    rows = indices_of(sweep)
    if rows:
        key = "swept.changes" if "mu_star" in rows[0] else "swept.shares"
        yield say(key, outcome=sweep.outcomes[0])
    for row in rows:
        levels = [f"{name} {row[name]}" for name in sweep.factors if name in row]
        arm = ", ".join([row["strategy"], _budget(row, say), *levels])
        yield f"  {arm}: {row['factor']} {_index(row, say)}"


def _index(row: dict[str, Any], say: Words) -> str:
    if row["note"] == NEVER_VARIES:
        return say("swept.never_varies")
    if row["note"]:
        return say("swept.too_few_blocks", n=row["n_blocks"])
    if "mu_star" in row:
        mean, sigma = say.formatted(row["mu"], "+.3g"), say.formatted(row["sigma"], ".3g")
        said = say("swept.change", size=_with_ends(row, "mu_star", say), mean=mean, sigma=sigma)
    else:
        first, total = (_with_ends(row, name, say) for name in ("first", "total"))
        said = say("swept.share", first=first, total=total)
    return f"{said}; {say('swept.left_out', n=row['n_left_out'])}" if row["n_left_out"] else said


def _with_ends(row: dict[str, Any], name: str, say: Words) -> str:
    ends = {"value": row[name], "low": row[f"{name}_low"], "high": row[f"{name}_high"]}
    return say("swept.with_ends", **{key: say.formatted(one, ".3g") for key, one in ends.items()})


def _budget(row: dict[str, Any], say: Words) -> str:
    return say("swept.as_written") if row["budget"] is None else say.rupiah(row["budget"])


def _records(table: "pd.DataFrame") -> list[dict[str, Any]]:
    """Rows of a table; none in place of what is missing."""
    whole = table.astype(object).where(table.notna(), None)
    return [{str(name): one for name, one in row.items()} for row in whole.to_dict("records")]


def write_report(sweep: "Sweep", say: Words) -> Path:
    """Write tables, figures of the first outcome and what was said of them; replaces an old one.

    A figure that the points are too few for is not drawn; summary.txt says why.
    """
    import pandas as pd

    from diffusion.plotting.frame import save_with_captions
    from diffusion.plotting.sweeps import caption

    target = sweep.folder / REPORT
    said = list(said_of(sweep, say))
    with whole_folder(target, replace=True) as folder:
        outcome = sweep.outcomes[0]
        tables = [sweep.means(name).assign(outcome=name) for name in sweep.outcomes]
        pd.concat(tables).to_csv(folder / "means.csv", index=False)
        sweep.failures().to_csv(folder / "failures.csv", index=False)
        for name, rows in (("leaders", leaders_of(sweep)), ("indices", indices_of(sweep))):
            if rows:
                pd.DataFrame(rows).to_csv(folder / f"{name}.csv", index=False)
        drawn = {}
        for name, draw in _figures(sweep, outcome, say):
            try:
                figure = draw()
                drawn[name] = figure, caption(figure)
            except InputError as error:
                why = message_in(say.language, str(error))
                said.append(say("swept.not_drawn", figure=name, said=why))
        save_with_captions(drawn, folder)
        text = "\n".join([*said, say("text.caveat"), ""])
        (folder / "summary.txt").write_text(text, encoding="utf-8")
        made = {"report_of": "the sweep in the folder above", "versions": sweep.origin["versions"]}
        (folder / SIGNATURE).write_text(as_json(made) + "\n", encoding="utf-8")
    return target


def _figures(
    sweep: "Sweep", outcome: str, say: Words
) -> Iterator[tuple[str, Callable[[], "Figure"]]]:
    """Give each figure its name, and what draws it."""
    from diffusion.plotting import sweeps

    if sweep.factors:
        yield "main_effects", lambda: sweeps.main_effects(sweep, outcome, say=say)
    strategies = [str(name) for name in sweep.rows(["strategy"])["strategy"].unique()]
    for name in strategies if sweep.factors else ():
        yield f"tornado_{name}", partial(sweeps.tornado, sweep, outcome, strategy=name, say=say)
    yield "why_not_adopted", lambda: sweeps.why_not_adopted(sweep, say=say)
