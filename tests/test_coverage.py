"""The table that says where each line of the field report acts: complete, current, honest."""

import runpy
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

FOLDER = Path(__file__).parents[1] / "experiments" / "coverage"
PAGE = FOLDER.parents[1] / "docs" / "coverage.md"


@pytest.fixture(scope="module")
def names() -> Any:
    """What the script of the experiment has."""
    sys.path.insert(0, str(FOLDER))
    try:
        return runpy.run_path(str(FOLDER / "run.py"))
    finally:
        sys.path.remove(str(FOLDER))


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return pd.read_csv(FOLDER / "coverage.csv", keep_default_na=False, na_values=[""]).fillna(
        {"switch": "", "why": "", "held_by": "", "off": ""}
    )


def test_each_line_stands_there_once_and_each_switch_is_used(names: Any) -> None:
    lines = names["lines"]()
    assert list(lines["line"]) == [f"S{number}" for number in range(1, 121)]
    assert {*lines["switch"]} - {""} == {*names["switches"]()}


def test_a_line_that_changes_nothing_says_in_one_word_why(table: pd.DataFrame) -> None:
    is_idle = table["changes"] == "nothing"
    assert list(table.loc[is_idle, "line"]) == ["S1", "S58"]
    assert all(len(why.split()) == 1 for why in table.loc[is_idle, "why"])
    assert not table.loc[~is_idle, "why"].any()
    assert not (table["differs"] & is_idle).any()


def test_the_page_is_that_of_the_table(names: Any, table: pd.DataFrame) -> None:
    written = PAGE.read_text(encoding="utf-8")
    assert written == names["page"](table, n_artisans=30)
    other = table.assign(adopters_change=table["adopters_change"] + 1)
    assert written != names["page"](other, n_artisans=30)


@pytest.mark.usefixtures("shipped")
def test_what_is_switched_off_is_there_and_the_rest_is_left(names: Any) -> None:
    world = names["World"](n_runs=2)
    usual = world.senik.programmes["campaign_then_collaboration"]
    left = names["without"](usual, ["review"])
    gone = {one.id for one in usual.activity} - {one.id for one in left.activity}
    assert gone == {23, 24, 25}  # with the two that are held only on its call
    left = names["without_sessions"](usual, ["finishing"])
    (training,) = (one for one in left.activity if one.tactic == "training")
    assert [one.content.split(":")[0].split()[0] for one in training.session] == [
        "marketing", "organising", "technique", "joint", "moulds",
    ]  # fmt: skip
    for leave_out in ("without", "without_sessions"):
        with pytest.raises(ValueError, match="has no"):
            names[leave_out](usual, ["dance"])
