"""The sets of real villages say of themselves what is found in them; skipped where they are not."""

import csv
import os
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / "experiments" / "real_villages"
VARIABLE = "ARTISAN_DIFFUSION_DATA"

DIFFERENT = {
    # 163 of 692 are .23555: the set's page cut it off.
    ("brfarmers", "cumulative shares by period"),
    # The set's page has .294 (.084) for a regression that it does not spell out.
    (
        "china_rice_insurance",
        "effect of trained friends, no information, authors' column, no covariates",
    ),
}
"""Facts that are not found as they are told, and why."""


def test_the_table_has_no_other_difference() -> None:
    with (FOLDER / "real_villages.csv").open(encoding="utf-8", newline="") as file:
        rows = [*csv.DictReader(file)]
    assert len(rows) > 60
    assert {(row["set"], row["fact"]) for row in rows if row["equal"] == "no"} == DIFFERENT


def test_the_sets_are_as_their_pages_say(monkeypatch: pytest.MonkeyPatch) -> None:
    if not Path(os.environ.get(VARIABLE, "")).is_dir() or not os.environ.get(VARIABLE):
        pytest.skip(f"{VARIABLE} names no folder of data sets")
    monkeypatch.syspath_prepend(str(FOLDER))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    import facts
    import sets

    folder = sets.folder()
    assert folder is not None
    different, n_facts = set(), 0
    for name, of in facts.SETS.items():
        for fact, expected, found in of(sets.Set(folder, name)):
            n_facts += 1
            if expected != found:
                different.add((name, fact))
    assert n_facts > 60
    assert different == DIFFERENT
