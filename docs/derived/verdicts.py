"""Fills the verdicts of the patterns into a page, from the table that their experiment wrote.

A row of the page names its patterns in an unseen comment: `| P1 those invited<!--P1a P1b--> | pass
| pass |`. Of several patterns the worst counts.
"""

import csv
import re
from pathlib import Path

SCORECARD = Path(__file__).parents[2] / "experiments" / "patterns" / "scorecard.csv"
SETS = ("default", "conservative")
WORST_FIRST = ("fail", "partly", "pass")

_ROW = re.compile(r"^(\|[^|]*<!--([\w ]+)--> )\|.*\|$", flags=re.MULTILINE)


def verdicts() -> dict[tuple[str, str], str]:
    """Read the verdict of each pattern with each parameter set."""
    with SCORECARD.open(encoding="utf-8", newline="") as file:
        return {(row["pattern"], row["parameters"]): row["verdict"] for row in csv.DictReader(file)}


def with_verdicts(page: str) -> str:
    """Give the page with the verdicts as they stand in the table now.

    Raises
    ------
    KeyError
        If a row names a pattern that the table has not.
    """
    known = verdicts()

    def row(found: re.Match[str]) -> str:
        worst = [
            min((known[name, one] for name in found[2].split()), key=WORST_FIRST.index)
            for one in SETS
        ]
        return f"{found[1]}| {' | '.join(worst)} |"

    return _ROW.sub(row, page)
