"""Says what a sweep has found, and writes its tables and figures into a folder."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diffusion.errors import InputError
from diffusion.i18n.messages import message_in
from diffusion.i18n.words import Words
from diffusion.sweeps.outcomes import outcomes_shown
from diffusion.sweeps.sensitivity import LEAST, NEVER_VARIES
from diffusion.util.atomic import SIGNATURE, whole_folder
from diffusion.util.formats import as_json

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from diffusion.sweeps.read import Sweep

REPORT = "report"
"""Folder of tables and figures, in the folder of a sweep."""

_MOST_OUTCOMES = 6
"""Outcomes of which the command says who has most; of more only of those that are shown."""


def leaders_of(sweep: "Sweep", asked: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Count for each outcome and budget the points at which each strategy has most.

    Of the outcomes asked for; of all, if none is and they are few.
    """
    if len(sweep.rows(["point", "strategy"])["strategy"].unique()) < 2:
        return []
    are_all = not asked and len(sweep.outcomes) <= _MOST_OUTCOMES
    names = sweep.outcomes if are_all else outcomes_shown(sweep.design, sweep.outcomes, asked)
    return [{"outcome": name} | row for name in names for row in _records(sweep.leaders(name))]


def indices_of(sweep: "Sweep", asked: Sequence[str] = ()) -> list[dict[str, Any]]:
    """List the indices of the outcomes that are shown, if the sample is one of Sobol or Morris."""
    sample = sweep.design.sample
    if sample is None or sample.method not in LEAST:
        return []
    names = outcomes_shown(sweep.design, sweep.outcomes, asked)
    return [{"outcome": name} | row for name in names for row in _records(sweep.sensitivity(name))]


def said_of(sweep: "Sweep", say: Words, asked: Sequence[str] = ()) -> Iterator[str]:
    """Say in lines of text which strategy has most, and what it hangs on.

    `asked` and what is shown without it are those of `outcomes_shown`.
    """
    leaders = leaders_of(sweep, asked)
    outcome_in, factor_in = _names(sweep, say)
    strategy_in = partial(say.spelled, "strategy")
    if leaders:
        yield say("swept.leaders")
    for row in leaders:
        left = ("outcome", "budget", "n_points", "undecided")
        yield "  " + say(
            "swept.leads",
            outcome=outcome_in(row["outcome"]),
            budget=_budget(row, say),
            n=say.number(row["n_points"], 0),
            counts=", ".join(
                f"{strategy_in(name)} {n}" for name, n in row.items() if name not in left
            ),
            undecided=row["undecided"],
        )
    others = len(sweep.outcomes) - len({row["outcome"] for row in leaders})
    if leaders and others:
        yield "  " + say("swept.others", n=others)
    outcome = ""
    for row in indices_of(sweep, asked):
        if row["outcome"] != outcome:
            outcome = row["outcome"]
            key = "swept.changes" if "mu_star" in row else "swept.shares"
            yield say(key, outcome=outcome_in(outcome))
        levels = [f"{factor_in(name)} {row[name]}" for name in sweep.factors if name in row]
        arm = ", ".join([strategy_in(row["strategy"]), _budget(row, say), *levels])
        yield f"  {arm}: {factor_in(row['factor'])} {_index(row, say)}"


def _names(sweep: "Sweep", say: Words) -> tuple[Callable[[str], str], Callable[[str], str]]:
    """Give what names an outcome, and a factor: as the design spells them, or what they mean."""
    if say.language == "en":
        return str, str
    from diffusion.plotting.sweeps.naming import words
    from diffusion.plotting.sweeps.wording import outcome_label

    return (
        lambda outcome: outcome_label(sweep, outcome, say),
        lambda factor: words(sweep, factor, say),
    )


def _index(row: dict[str, Any], say: Words) -> str:
    if row["note"] == NEVER_VARIES:
        return say("swept.never_varies")
    if row["note"]:
        return say("swept.too_few_blocks", n=row["n_blocks"])
    if "mu_star" in row:
        mean, sigma = say.figures(row["mu"], "+"), say.figures(row["sigma"])
        said = say("swept.change", size=_with_ends(row, "mu_star", say), mean=mean, sigma=sigma)
    else:
        first, total = (_with_ends(row, name, say) for name in ("first", "total"))
        said = say("swept.share", first=first, total=total)
    return f"{said}; {say('swept.left_out', n=row['n_left_out'])}" if row["n_left_out"] else said


def _with_ends(row: dict[str, Any], name: str, say: Words) -> str:
    ends = {"value": row[name], "low": row[f"{name}_low"], "high": row[f"{name}_high"]}
    return say("swept.with_ends", **{key: say.figures(one) for key, one in ends.items()})


def _budget(row: dict[str, Any], say: Words) -> str:
    return say("swept.as_written") if row["budget"] is None else say.rupiah(row["budget"])


def _records(table: "pd.DataFrame") -> list[dict[str, Any]]:
    """Rows of a table; none in place of what is missing."""
    whole = table.astype(object).where(table.notna(), None)
    return [{str(name): one for name, one in row.items()} for row in whole.to_dict("records")]


def write_report(
    sweep: "Sweep", say: Words, asked: Sequence[str] = (), *, column: str = "two"
) -> Path:
    """Write tables, figures and what was said of them; replaces an old report.

    Figures and indices are of the outcomes asked for, or those of `outcomes_shown`. A figure that
    the points are too few for, or a column too narrow, is not drawn; summary.txt says why.
    """
    import pandas as pd

    from diffusion.plotting.frame import save_with_captions
    from diffusion.plotting.sweeps import caption

    if sweep.is_over:
        return _write_over(sweep, say, asked, column=column)
    target = sweep.folder / REPORT
    said = list(said_of(sweep, say, asked))
    with whole_folder(target, replace=True) as folder:
        tables = [sweep.means(name).assign(outcome=name) for name in sweep.outcomes]
        pd.concat(tables).to_csv(folder / "means.csv", index=False)
        sweep.failures().to_csv(folder / "failures.csv", index=False)
        for name, rows in (
            ("leaders", leaders_of(sweep, asked)),
            ("indices", indices_of(sweep, asked)),
        ):
            if rows:
                pd.DataFrame(rows).to_csv(folder / f"{name}.csv", index=False)
        drawn = {}
        for name, draw in _figures(sweep, say, asked, column=column):
            try:
                figure = draw()
                drawn[name] = figure, caption(figure)
            except InputError as error:
                why = message_in(say.language, str(error))
                said.append(say("swept.not_drawn", figure=name, said=why))
        save_with_captions(drawn, folder)
        text = "\n".join([*said, say("text.caveat"), ""])
        (folder / "summary.txt").write_text(text, encoding="utf-8")
        _sign(sweep, folder)
    return target


def _write_over(sweep: "Sweep", say: Words, asked: Sequence[str], *, column: str) -> Path:
    """Write what a sweep over an ensemble came to: tables, a figure of each outcome, its words."""
    import pandas as pd

    from diffusion.plotting.frame import save_with_captions
    from diffusion.plotting.sweeps.wording import outcome_label
    from diffusion.plotting.swept_over import swept_over_figure
    from diffusion.reporting import swept_over

    target, tables = sweep.folder / REPORT, swept_over.tables_of(sweep, asked)
    with whole_folder(target, replace=True) as folder:
        every = [sweep.over_points(name).assign(outcome=name) for name in sweep.outcomes]
        pd.concat(every).to_csv(folder / "over_points.csv", index=False)
        sweep.failures().to_csv(folder / "failures.csv", index=False)
        drawn, said = {}, []
        for name, table in tables.items():
            outcome = outcome_label(sweep, name, say)
            said += [swept_over.heading(sweep, outcome, say)]
            said += swept_over.said_of(sweep, table, say)
            try:
                figure = swept_over_figure(sweep, table, outcome, say, column=column)
                drawn[f"over_points_{name}"] = figure, say("points.swept_figure", outcome=outcome)
            except InputError as error:
                why = message_in(say.language, str(error))
                said.append(say("swept.not_drawn", figure=f"over_points_{name}", said=why))
        save_with_captions(drawn, folder)
        text = "\n".join([*said, say("text.caveat"), ""])
        (folder / "summary.txt").write_text(text, encoding="utf-8")
        _sign(sweep, folder)
    return target


def _sign(sweep: "Sweep", folder: Path) -> None:
    made = {"report_of": "the sweep in the folder above", "versions": sweep.origin["versions"]}
    (folder / SIGNATURE).write_text(as_json(made) + "\n", encoding="utf-8")


def _figures(
    sweep: "Sweep", say: Words, asked: Sequence[str], *, column: str
) -> Iterator[tuple[str, Callable[[], "Figure"]]]:
    """Give each figure its name, and what draws it."""
    from diffusion.plotting import sweeps

    looks: dict[str, Any] = {"say": say, "column": column}
    strategies = [str(name) for name in sweep.rows(["strategy"])["strategy"].unique()]
    shown = outcomes_shown(sweep.design, sweep.outcomes, asked) if sweep.factors else ()
    for outcome in shown:
        yield f"main_effects_{outcome}", partial(sweeps.main_effects, sweep, outcome, **looks)
        for name in strategies:
            draw = partial(sweeps.tornado, sweep, outcome, strategy=name, **looks)
            yield f"tornado_{outcome}_{name}", draw
    yield "why_not_adopted", partial(sweeps.why_not_adopted, sweep, **looks)
