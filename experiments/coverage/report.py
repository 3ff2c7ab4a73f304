"""Writes what was measured as a page of the documentation."""

from pathlib import Path

import pandas as pd

USUAL = "campaign_then_collaboration"
NOTHING, LUCK, BESIDE, ADOPTERS = "nothing", "within luck", "beside adopters", "adopters"
KINDS = {
    ADOPTERS: "change the number of adopters by more than two standard errors",
    BESIDE: "change what is measured beside it by more than two standard errors, adopters not",
    LUCK: "change some history, but neither mean by more than two standard errors",
    NOTHING: "change nothing, and say in one word why",
}
RUPIAH = (
    "entry_cost", "equity", "fund", "grants", "lent", "pottery_income", "surplus", "unaccounted",
    "written_off",
)  # fmt: skip
"""Series in rupiah; shown in thousands."""

HEAD = (Path(__file__).parent / "head.md").read_text(encoding="utf-8")


def totals(table: pd.DataFrame) -> str:
    """Say how many lines act, by how much, and which act on nothing."""
    rows = ["| lines | that, switched off, | which |", "|---|---|---|"]
    for kind, words in KINDS.items():
        some = table[table["changes"] == kind]
        which = "all others" if kind == ADOPTERS else ", ".join(_with_why(some)) or "none"
        rows.append(f"| {len(some)} | {words} | {which} |")
    sizes = table.loc[table["changes"] == ADOPTERS, "adopters_change"].abs()
    large, middling = (sizes >= 5).sum(), ((sizes >= 1) & (sizes < 5)).sum()
    said = (
        f"Of the {len(sizes)} that change the number of adopters, {large} change it by 5 or more, "
        f"{middling} by 1 to 5, and {len(sizes) - large - middling} by less than 1. "
        f"Half of them change it by {sizes.median():.2f} or more."
    )
    return "\n".join([*rows, "", said])


def _with_why(some: pd.DataFrame) -> list[str]:
    return [
        f"{line} ({why})" if why else line
        for line, why in zip(some["line"], some["why"], strict=True)
    ]


def _change(value: float, error: float, *, digits: int) -> str:
    sign = "+" if round(value, digits) else ""
    return f"{round(value, digits) + 0.0:{sign},.{digits}f} ± {error:,.{digits}f}"


def _beside(row: pd.Series) -> str:
    """Say what else changes: its name, the change, and what it changes from."""
    name = row["also"]
    size = 1000 if name in RUPIAH else 1
    values = [row[key] / size for key in ("also_before", "also_change", "also_error")]
    large = max(abs(values[0]), abs(values[1]))
    digits = 0 if large >= 100 else 2 if large >= 1 else 3
    when = "" if row["at"] == 36 else f", month {row['at']:.0f}"
    change = _change(values[1], values[2], digits=digits)
    unit = ", Rp thousand" if size > 1 else ""
    return f"{name.replace('_', ' ')}{unit}{when}: {change} (of {values[0]:,.{digits}f})"


def _row(row: pd.Series) -> str:
    held_by = f"<br>held by: {row['held_by']}" if row["held_by"] else ""
    cells = [row["line"], f"{row['about']}{held_by}"]
    if row["changes"] == NOTHING:
        cells += ["", f"nothing: {row['why']}"]
    else:
        where = "" if row["programme"] == USUAL else f" (`{row['programme']}`)"
        change = _change(row["adopters_change"], row["adopters_error"], digits=2)
        cells += [f"{row['off']}{where}", f"{change}<br>{_beside(row)}"]
    return f"| {' | '.join(cells)} |"


def page(table: pd.DataFrame, *, n_artisans: int) -> str:
    """Write the page: the head, the totals, and a row for each line.

    Parameters
    ----------
    table
        As coverage.csv has it.
    n_artisans
        Artisans of the community.
    """
    rows = [
        "| line | about, and held by | off | change in adopters, and beside |",
        "|---|---|---|---|",
        *(_row(row) for _, row in table.iterrows()),
    ]
    return "\n".join([HEAD.format(n_artisans=n_artisans), totals(table), "", *rows, ""])
