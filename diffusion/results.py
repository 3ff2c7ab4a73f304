"""Writes results: one JSON object for programs, a folder of tables and figures for people."""

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diffusion.comparison import Comparison
from diffusion.folders import SIGNATURE, whole_folder
from diffusion.outcome import BAND, CAVEAT, Outcome
from diffusion.tables import as_json

if TYPE_CHECKING:
    import pandas as pd

UNCERTAINTY = (
    f"a band holds {BAND:.0%} of single histories; an interval is the 95% uncertainty of a mean, "
    "of luck only, not of the assumed doses"
)


def tell_outcomes(outcomes: Sequence[Outcome], *, with_books: bool = False) -> dict[str, Any]:
    """Put the outcomes of several programmes into one JSON object, perhaps with their books."""
    shared, programmes = _split(outcomes)
    return {
        "caveat": CAVEAT,
        "uncertainty": UNCERTAINTY,
        "programmes": {
            outcome.programme: {
                "adoption_curve": _records(outcome.adoption_curve()),
                "monthly_means": _records(outcome.monthly()),
                "lasting_adopters": float(outcome.lasting.mean()),
                "ever_tried": float(outcome.tried.mean()),
                "month_of_half": outcome.month_of_half,
            }
            | (_books(outcome) if with_books else {})
            for outcome in outcomes
        },
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
        "strategies": _records(comparison.summary()),
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
        "differences": _records(comparison.differences()),
        "provenance": shared | {"programmes": programmes},
    }


def save_outcomes(
    outcomes: Sequence[Outcome], folder: Path, *, replace: bool = False, with_books: bool = False
) -> None:
    """Write monthly.csv, curves.parquet, resolved.json and provenance.json into a new folder.

    With books, also cash_book.csv and household_book.csv of the first history of each programme.
    """
    import pandas as pd

    with whole_folder(folder, replace=replace) as draft:
        monthly = [o.monthly().assign(programme=o.programme) for o in outcomes]
        curves = [o.adoption_curve().assign(programme=o.programme) for o in outcomes]
        _programme_first(pd.concat(monthly)).to_csv(draft / "monthly.csv", index=False)
        _programme_first(pd.concat(curves)).to_parquet(draft / "curves.parquet", index=False)
        if with_books:
            boxes = [o.cash_book().assign(programme=o.programme) for o in outcomes]
            homes = [o.household_book().assign(programme=o.programme) for o in outcomes]
            _programme_first(pd.concat(boxes)).to_csv(draft / "cash_book.csv", index=False)
            _programme_first(pd.concat(homes)).to_csv(draft / "household_book.csv", index=False)
        _save_origin(outcomes, draft)


def save_comparison(comparison: Comparison, folder: Path, *, replace: bool = False) -> None:
    """Write the tables, the figure, the resolved input and the provenance into a new folder.

    The files are comparison.csv, differences.csv, curves.parquet, curves.png, curves.svg,
    resolved.json and provenance.json.
    """
    from diffusion.plots import save_curves

    with whole_folder(folder, replace=replace) as draft:
        comparison.summary().to_csv(draft / "comparison.csv", index=False)
        comparison.differences().to_csv(draft / "differences.csv", index=False)
        comparison.curves().to_parquet(draft / "curves.parquet", index=False)
        save_curves(comparison, draft)
        _save_origin([outcome for _, outcome in comparison.simulated], draft)


def _books(outcome: Outcome) -> dict[str, Any]:
    return {
        "cash_book": _records(outcome.cash_book()),
        "household_book": _records(outcome.household_book()),
    }


def _save_origin(outcomes: Sequence[Outcome], draft: Path) -> None:
    shared, programmes = _split(outcomes)
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


def _records(table: "pd.DataFrame") -> list[dict[str, Any]]:
    """List the rows of a table as plain values; a missing number is None."""
    rows: list[dict[str, Any]] = json.loads(table.to_json(orient="records", double_precision=15))
    return [
        {k: None if isinstance(v, float) and math.isnan(v) else v for k, v in row.items()}
        for row in rows
    ]
