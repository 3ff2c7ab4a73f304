"""Tables in a narrow terminal: names and numbers stay whole, and every number keeps its heading."""

import io

import pytest
from rich.console import Console

from diffusion.reporting.console.listing import Heading, Listing

LONG = "collaboration_then_campaign"


def drawn(table: Listing, width: int) -> list[str]:
    """What stands in a terminal of a width, line by line."""
    file = io.StringIO()
    Console(file=file, width=width).print(table)
    lines = file.getvalue().splitlines()
    assert all(len(line) <= width for line in lines)
    return [line.rstrip() for line in lines]


def listing(*, title: str | None = None, n_keys: int = 1) -> Listing:
    names = ("strategy", "month\n36", "interval", "lasting\nadopters")
    headings = [Heading(name, belongs=name == "interval") for name in names]
    table = Listing(headings, title=title, n_keys=n_keys)
    table.add_row("none", "0.0", "", "0")
    table.add_row(LONG, "18.4", "15.0 to 21.5", "14")
    return table


def test_with_room_a_name_stands_beside_its_numbers() -> None:
    assert drawn(listing(title="Adopters"), 63) == [
        "Adopters",
        "                             month                 lasting",
        "strategy                        36      interval  adopters",
        "─" * 58,
        "none                           0.0                       0",
        "collaboration_then_campaign   18.4  15.0 to 21.5        14",
    ]


def test_without_room_only_the_long_name_has_a_line_of_its_own() -> None:
    assert drawn(listing(), 42) == [
        "          month                 lasting",
        "strategy     36      interval  adopters",
        "─" * 39,
        "none        0.0                       0",
        "collaboration_then_campaign",
        "           18.4  15.0 to 21.5        14",
    ]


def test_columns_that_find_no_room_stand_in_a_table_below() -> None:
    """An interval stays with its mean, and the title stands once."""
    assert drawn(listing(title="Adopters of 30"), 28) == [
        "Adopters of 30",
        "      month",
        "         36      interval",
        "─" * 25,
        "none    0.0",
        "collaboration_then_campaign",
        "       18.4  15.0 to 21.5",
        "",
        "           lasting",
        "strategy  adopters",
        "─" * 18,
        "none             0",
        "collaboration_then_campaign",
        "                14",
    ]


def test_each_table_has_all_that_tells_what_a_row_is_about() -> None:
    table = Listing([Heading(name) for name in ("strategy", "group", "share", "gap")], n_keys=2)
    table.add_row(LONG, "poor", "12.5 %", "+10.5 points")
    table.add_row(LONG, "not poor", "2.0 %", "-10.5 points")
    assert drawn(table, 27) == [
        "strategy     group   share",
        "─" * 26,
        "collaboration_then_campaign",
        "              poor  12.5 %",
        "          not poor   2.0 %",
        "",
        "       group           gap",
        "─" * 26,
        "collaboration_then_campaign",
        "        poor  +10.5 points",
        "    not poor  -10.5 points",
    ]


@pytest.mark.parametrize("width", [*range(24, 70)])
def test_nothing_is_cut_in_any_width(width: int) -> None:
    lines = drawn(listing(title="Adopters of 30"), width)
    text = "".join("".join(lines).split())
    for cell in ("none", LONG, "18.4", "15.0to21.5", "14", "36", "interval", "adopters"):
        assert cell in text
    assert any(LONG in line for line in lines) == (width >= len(LONG))
    assert "…" not in text
