"""Writes results: one JSON object for programs, a folder of tables and figures for people."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tomli_w

from diffusion.comparison.frontier import Frontier
from diffusion.comparison.result import Comparison
from diffusion.i18n.words import Words, words_of
from diffusion.results.events import EventRecord
from diffusion.results.outcome import CAVEAT, Outcome
from diffusion.scenario.programme import Programme
from diffusion.statistics.band import BAND
from diffusion.util.atomic import SIGNATURE, whole_folder
from diffusion.util.formats import as_json, rows_of

if TYPE_CHECKING:
    import pandas as pd

UNCERTAINTY = (
    f"a band holds {BAND:.0%} of single histories; an interval is the 95% uncertainty of a mean, "
    "of luck only, not of the assumed doses"
)


def tell_outcomes(
    outcomes: Sequence[Outcome],
    groups: Sequence[Mapping[str, Any]] = (),
    *,
    with_books: bool = False,
) -> dict[str, Any]:
    """Put the outcomes of several programmes into one JSON object, perhaps with their books.

    `groups` are rows of `diffusion.comparison.equity.equity_rows`.
    """
    import pandas as pd

    shared, programmes = _split(outcomes)
    return {
        "caveat": CAVEAT,
        "uncertainty": UNCERTAINTY,
        "programmes": {
            outcome.programme: {
                "adoption_curve": rows_of(outcome.adoption_curve()),
                "monthly_means": rows_of(outcome.monthly()),
                "lasting_adopters": float(outcome.lasting.mean()),
                "ever_adopted": float(outcome.tried.mean()),
                "month_of_half": outcome.month_of_half,
            }
            | (_books(outcome) if with_books else {})
            for outcome in outcomes
        },
        "groups": rows_of(pd.DataFrame(groups)),
        "provenance": shared | {"programmes": programmes},
    }


def tell_comparison(comparison: Comparison) -> dict[str, Any]:
    """Put a comparison into one JSON object."""
    shared, programmes = _split([outcome for _, outcome in comparison.simulated])
    return {
        "caveat": CAVEAT,
        "uncertainty": UNCERTAINTY,
        "reference": comparison.reference,
        "parameters": comparison.parameters,
        "budget": comparison.budget,
        "budget_pays_facilitator": comparison.with_facilitator,
        "strategies": rows_of(comparison.table()),
        "changes": {
            strategy.name: [str(change) for change in strategy.scaled.changes]
            for strategy in comparison.strategies
            if strategy.scaled is not None
        },
        "factors": {
            strategy.name: str(strategy.scaled.factor)
            for strategy in comparison.strategies
            if strategy.scaled is not None
        },
        "differences": rows_of(comparison.differences()),
        "standing": rows_of(comparison.standing()),
        "outcomes": rows_of(comparison.estimates()),
        "groups": rows_of(comparison.equity()),
        "within_groups": rows_of(comparison.within_groups()),
        "reasons": rows_of(comparison.barriers()),
        "prices": rows_of(comparison.prices()),
        "precision": None if comparison.precision is None else asdict(comparison.precision),
        "provenance": shared | {"programmes": programmes},
    }


def tell_frontier(frontier: Frontier) -> dict[str, Any]:
    """Put a budget frontier into one JSON object."""
    first = frontier.comparisons[0]
    shared, _ = _split([outcome for _, outcome in first.simulated])
    return {
        "caveat": CAVEAT,
        "uncertainty": UNCERTAINTY,
        "parameters": first.parameters,
        "budget_pays_facilitator": first.with_facilitator,
        "strategies": rows_of(frontier.table()),
        "standing": rows_of(frontier.standing()),
        "provenance": shared,
    }


def tell(found: Comparison | Frontier) -> dict[str, Any]:
    """Put a comparison, or one at several budgets, into one JSON object."""
    return tell_comparison(found) if isinstance(found, Comparison) else tell_frontier(found)


def save(found: Comparison | Frontier, folder: Path, **options: Any) -> None:
    """Write a comparison, or one at several budgets, into a folder; options of either."""
    write = save_comparison if isinstance(found, Comparison) else save_frontier
    write(found, folder, **options)  # type: ignore[arg-type]


def save_outcomes(
    outcomes: Sequence[Outcome],
    folder: Path,
    groups: Sequence[Mapping[str, Any]] = (),
    *,
    replace: bool = False,
    with_books: bool = False,
    records: Sequence[EventRecord] = (),
) -> None:
    """Write monthly.csv, curves.parquet, resolved.json and provenance.json into a new folder.

    With books, also cash_book.csv and household_book.csv of the first history of each programme;
    with groups, rows of `diffusion.comparison.equity.equity_rows`, also groups.csv; with records
    of what happened, also events.parquet.
    """
    import pandas as pd

    with whole_folder(folder, replace=replace) as draft:
        monthly = [o.monthly().assign(programme=o.programme) for o in outcomes]
        curves = [o.adoption_curve().assign(programme=o.programme) for o in outcomes]
        _programme_first(pd.concat(monthly)).to_csv(draft / "monthly.csv", index=False)
        _programme_first(pd.concat(curves)).to_parquet(draft / "curves.parquet", index=False)
        if records:
            happened = [one.to_frame().assign(programme=one.programme.name) for one in records]
            table = _programme_first(pd.concat(happened))
            table.to_parquet(draft / "events.parquet", index=False)
        if groups:
            pd.DataFrame(groups).to_csv(draft / "groups.csv", index=False)
        if with_books:
            boxes = [o.cash_book().assign(programme=o.programme) for o in outcomes]
            homes = [o.household_book().assign(programme=o.programme) for o in outcomes]
            _programme_first(pd.concat(boxes)).to_csv(draft / "cash_book.csv", index=False)
            _programme_first(pd.concat(homes)).to_csv(draft / "household_book.csv", index=False)
        _save_origin(outcomes, draft)


def save_comparison(
    comparison: Comparison,
    folder: Path,
    *,
    replace: bool = False,
    language: str = "en",
    column: str = "two",
) -> None:
    """Write the tables, the figures, the programmes, the input and the provenance into a folder.

    The tables are comparison.csv, differences.csv, standing.csv, outcomes.csv, groups.csv,
    within_groups.csv, reasons.csv, prices.csv, changes.csv (by the budget) and, where the
    community has one, sources.csv; results are made from runs.parquet, which is there too, with
    curves.parquet; the figures curves, differences, reasons and groups (PDF, SVG and PNG), with
    their captions in captions.txt; programmes/ holds each programme as it was run, in files that
    can be run again; report.html shows all of it, methods.txt is the paragraph for the paper;
    resolved.json and provenance.json tell how all came about. Figures are in the language, "id" or
    "en", and "one" or "two" columns of a journal wide; report and paragraph are in both languages.
    """
    say = words_of(language)
    with whole_folder(folder, replace=replace) as draft:
        _save_comparison(comparison, draft, say, column=column)


def save_frontier(
    frontier: Frontier,
    folder: Path,
    *,
    replace: bool = False,
    language: str = "en",
    column: str = "two",
) -> None:
    """Write frontier.csv, standing.csv, a figure, and the comparison at each budget, into a folder.

    Language and width of the figures are as in `save_comparison`.
    """
    from diffusion.plotting.comparison import save_frontier_figure

    say = words_of(language)
    with whole_folder(folder, replace=replace) as draft:
        frontier.table().to_csv(draft / "frontier.csv", index=False)
        frontier.standing().to_csv(draft / "standing.csv", index=False)
        save_frontier_figure(frontier, draft, say, column=column)
        for comparison in frontier.comparisons:
            at_budget = draft / f"budget_{comparison.budget}"
            at_budget.mkdir()
            _save_comparison(comparison, at_budget, say, column=column)
        _save_origin([o for _, o in frontier.comparisons[0].simulated], draft)


def _save_comparison(comparison: Comparison, draft: Path, say: Words, *, column: str) -> None:
    import pandas as pd

    from diffusion.plotting.comparison import save_figures
    from diffusion.reporting.html.page import write_report
    from diffusion.reporting.methods import methods_text

    for name, table in {
        "comparison": comparison.table(),
        "differences": comparison.differences(),
        "standing": comparison.standing(),
        "outcomes": comparison.estimates(),
        "groups": comparison.equity(),
        "within_groups": comparison.within_groups(),
        "reasons": comparison.barriers(),
        "prices": comparison.prices(),
        "changes": comparison.changes(),
    }.items():
        table.to_csv(draft / f"{name}.csv", index=False)
    if comparison.community.sources:
        sources = pd.DataFrame(list(comparison.community.sources))
        sources.to_csv(draft / "sources.csv", index=False)
    comparison.runs().to_parquet(draft / "runs.parquet", index=False)
    comparison.curves().to_parquet(draft / "curves.parquet", index=False)
    (draft / "programmes").mkdir()
    for strategy, _ in comparison.simulated:
        text = programme_text(strategy.programme)
        (draft / "programmes" / f"{file_name(strategy.name)}.toml").write_text(text, "utf-8")
    save_figures(comparison, draft, say, column=column)
    asked = {
        "strategies": [strategy.name for strategy in comparison.strategies],
        "reference": comparison.reference,
        "budget": comparison.budget,
        "budget_pays_facilitator": comparison.with_facilitator,
        "at_months": list(comparison.at_months),
        "precision": None if comparison.precision is None else asdict(comparison.precision),
    }
    _save_origin([outcome for _, outcome in comparison.simulated], draft, asked)
    (draft / "methods.txt").write_text(methods_text(comparison), encoding="utf-8")
    write_report(comparison, draft, language=say.language)


def programme_text(programme: Programme) -> str:
    """Write a programme as the text of a file that can be run again."""
    data = programme.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    data.pop("name", None)
    return _SHORT_LIST.sub(_on_one_line, tomli_w.dumps(data))


_SHORT_LIST = re.compile(r"\[\n(?:    [^\[\n]+,\n)+\]")
"""A list that the writer has put on several lines."""


def _on_one_line(written: re.Match[str]) -> str:
    return f"[{' '.join(written[0][1:-1].split()).rstrip(',')}]"


def file_name(strategy: str) -> str:
    """Make a strategy's name one that a file may have."""
    return re.sub(r"[^\w.-]+", "_", strategy).strip("_") or "programme"


def _books(outcome: Outcome) -> dict[str, Any]:
    return {
        "cash_book": rows_of(outcome.cash_book()),
        "household_book": rows_of(outcome.household_book()),
    }


def _save_origin(
    outcomes: Sequence[Outcome], draft: Path, asked: Mapping[str, Any] | None = None
) -> None:
    """Write what everything was made from, and what was asked."""
    shared, programmes = _split(outcomes)
    shared = dict(asked or {}) | shared
    resolved = {key: shared.pop(key) for key in ("declared", "parameters")}
    resolved["programmes"] = programmes
    (draft / "resolved.json").write_text(as_json(resolved) + "\n", encoding="utf-8")
    shared["caveat"] = CAVEAT
    (draft / SIGNATURE).write_text(as_json(shared) + "\n", encoding="utf-8")


def _split(outcomes: Sequence[Outcome]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Split the provenance of outcomes into what they share and the programme of each."""
    shared = dict(outcomes[0].provenance)
    del shared["programme"]
    return shared, {outcome.programme: outcome.provenance["programme"] for outcome in outcomes}


def _programme_first(table: "pd.DataFrame") -> "pd.DataFrame":
    return table[["programme", *(column for column in table if column != "programme")]]
