"""A model folder says who the artisans are and who knows whom; what it leaves out is drawn."""

import json
import re
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError
from typer.testing import CliRunner

import diffusion
from diffusion.catalogue.load import library_root
from diffusion.cli import app
from diffusion.errors import OddWarning
from diffusion.scenario.artisans import Roster
from diffusion.scenario.community import Community, CommunityFile
from diffusion.scenario.parameters import ParameterSet
from diffusion.scenario.programme import Programme
from diffusion.scenario.tie_list import TieList
from diffusion.translate.initial_state import InitialState, draw_initial_state

ROSTER = """artisan,skill,cash,x_km
potter one,0.25,150000,0.125
7,0.5,0,0.5
potter-two,0,1000001,1
"""
DRAWN = ("self_efficacy", "value_fit", "other_income", "need", "y_km", "threshold")
"""Traits that this roster leaves out."""


@pytest.fixture
def senik(tmp_path: Path) -> Path:
    return shutil.copytree(library_root() / "senik", tmp_path / "hamlet")


def with_tables(
    folder: Path, roster: str | bytes | None = ROSTER, ties: str | bytes | None = None
) -> Community:
    """Load a copy of Senik with the artisans or the ties of a table in place of drawn ones."""
    file = folder / "community.toml"
    text = file.read_text(encoding="utf-8")
    if roster is not None:
        text = text.replace("number = 30", 'roster = "roster.csv"')
        text = text.replace("minimum_members = 5", "minimum_members = 1")
        write(folder / "roster.csv", roster)
    if ties is not None:
        drawn = 'generator = "watts_strogatz"\nmean_degree = 6\nrewiring = 0.1'
        assert drawn in text
        text = text.replace(drawn, 'generator = "file"\nfile = "ties.csv"')
        write(folder / "ties.csv", ties)
    file.write_text(text, encoding="utf-8")
    return diffusion.load(folder)


def write(path: Path, content: str | bytes) -> None:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


def begun(community: Community, *, random_seed: int = 1, n_runs: int = 2) -> InitialState:
    numbers = community.parameter_sets["default"]
    return draw_initial_state(
        community, numbers, random_seed=random_seed, first_replicate=0, n_runs=n_runs
    )


def ties_of(beginning: InitialState, run: int = 0) -> dict[tuple[int, int], float]:
    ties = beginning.ties_of(run)
    n_artisans = len(ties.start) - 1
    return {
        (ego, int(ties.alter[place])): float(ties.strength[place] / 1e9)
        for ego in range(n_artisans)
        for place in range(ties.start[ego], ties.start[ego + 1])
    }


def test_a_roster_names_the_artisans(senik: Path) -> None:
    community = with_tables(senik)
    assert community.name == "hamlet"
    assert community.n_artisans == 3
    assert community.labels == ("potter one", "7", "potter-two")
    assert dict(community.ego_of) == {"potter one": 0, "7": 1, "potter-two": 2}


def test_columns_of_the_roster_are_taken_exactly_in_every_run(senik: Path) -> None:
    start = begun(with_tables(senik)).start
    # A run keeps its rows by names: 7, potter one, potter-two.
    assert start.skill.tolist() == [[0.5, 0.25, 0.0]] * 2
    assert start.cash.tolist() == [[0, 150_000, 1_000_001]] * 2
    assert start.x_km.tolist() == [[0.5, 0.125, 1.0]] * 2


@pytest.mark.parametrize("trait", DRAWN)
def test_columns_that_the_roster_leaves_out_are_drawn(senik: Path, trait: str) -> None:
    """Anew for each run; of who is called 7 as for the seventh artisan without a roster."""
    community = with_tables(senik)
    drawn = getattr(begun(community).start, trait)
    assert not np.array_equal(drawn[0], drawn[1])
    bare = shutil.copytree(library_root() / "senik", senik.parent / "bare")
    seventh = getattr(begun(diffusion.load(bare)).start, trait)[:, 6]
    assert drawn[:, 0].tolist() == seventh.tolist()


def test_a_roster_of_names_alone_is_enough(senik: Path) -> None:
    community = with_tables(senik, "artisan\npotter-two\npotter-three\n")
    assert community.roster == Roster(("potter-two", "potter-three"), {})
    assert diffusion.simulate(community, "none", n_runs=2, n_months=3).n_artisans == 2


def test_a_list_and_first_adopters_name_artisans_of_the_roster(senik: Path) -> None:
    """A whole number may stand without quotes; it is the label, not the row."""
    file = senik / "community.toml"
    text = file.read_text(encoding="utf-8")
    text = text.replace("number = 30", 'number = 30\nfirst_adopters = [7, "potter-two"]')
    file.write_text(text, encoding="utf-8")
    programme = senik / "programmes" / "campaign_only.toml"
    text = programme.read_text(encoding="utf-8")
    programme.write_text(
        text.replace('target = "random"', 'target = ["potter-two", 7]'), encoding="utf-8"
    )
    with pytest.warns(OddWarning, match="the value_fit of those who are listed is drawn"):
        community = with_tables(senik)
    assert community.file.artisans.first_adopters == ("7", "potter-two")
    assert community.programmes["campaign_only"].activity[2].target == ("potter-two", "7")
    outcome = diffusion.simulate(community, "campaign_only", n_runs=3)
    assert outcome.adopters[:, 0].tolist() == [2, 2, 2]


@pytest.mark.parametrize(
    "table",
    [
        b"\xef\xbb\xbf" + ROSTER.encode(),
        ROSTER.replace("\n", "\r\n").encode(),
        ROSTER.replace("\n", "\r").encode(),
        ROSTER.rstrip("\n").encode(),
        ROSTER.replace("\n", "\n\n").encode(),
        ROSTER.replace(",", " , ").encode(),
        ROSTER.replace("potter one", '"potter one"').encode(),
    ],
    ids=["byte-order mark", "Windows", "old Mac", "no last line end", "blank lines", "spaces",
         "quotes"],
)  # fmt: skip
def test_a_table_may_come_from_any_spreadsheet(senik: Path, table: bytes) -> None:
    community = with_tables(senik, table)
    assert community.roster == with_tables(senik).roster


ENCODED = {
    "plain": lambda text: text.encode(),
    "byte-order mark": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "Windows": lambda text: text.replace("\n", "\r\n").encode(),
    "both": lambda text: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(),
    "old Mac": lambda text: text.replace("\n", "\r").encode(),
    "empty rows and columns": lambda text: re.sub(
        r"([,;])(.*)\n", r"\1\2\1\1\n\1\1\n", text
    ).encode(),
}
WITH_POINT = ("artisan,skill,cash,x_km\nRT 1,0.25,150000,-0.5\n7,1,0,1.125\n",
              "ego,alter,strength\n7,RT 1,0.75\n")  # fmt: skip
WITH_COMMA = tuple(table.replace(",", ";").replace(".", ",") for table in WITH_POINT)
SPREADSHEETS = {
    "commas": WITH_POINT,
    "semicolons": WITH_COMMA,
    "semicolons, decimal point": tuple(table.replace(",", ";") for table in WITH_POINT),
    "commas, quotes": tuple(re.sub(r"([^,\n]+)", r'"\1"', table) for table in WITH_POINT),
    "semicolons, quotes": tuple(re.sub(r"([^;\n]+)", r'"\1"', table) for table in WITH_COMMA),
}


@pytest.mark.parametrize("encoding", list(ENCODED))
@pytest.mark.parametrize("cells", list(SPREADSHEETS))
def test_commas_and_semicolons_say_the_same(senik: Path, cells: str, encoding: str) -> None:
    roster, ties = (ENCODED[encoding](table) for table in SPREADSHEETS[cells])
    community = with_tables(senik, roster, ties)
    assert community.roster == Roster(
        ("RT 1", "7"), {"skill": (0.25, 1.0), "cash": (150_000, 0), "x_km": (-0.5, 1.125)}
    )
    assert community.tie_list == TieList.of_pairs(((0, 1),), (0.75,))
    assert community.n_artisans == 2


def test_a_name_may_hold_what_does_not_separate(senik: Path) -> None:
    assert with_tables(senik, "artisan;skill\nRT 1, no 2;0,5\n").labels == ("RT 1, no 2",)
    assert with_tables(senik, 'artisan,skill\n"RT 1; no 2",0.5\n').labels == ("RT 1; no 2",)


def test_ties_are_read_in_order_of_their_rows(senik: Path) -> None:
    community = with_tables(senik, ties="ego,alter,strength\npotter-two,7,0.5\n7,potter one,1\n")
    assert community.tie_list == TieList.of_pairs(((0, 1), (1, 2)), (1.0, 0.5))
    # Of a run the rows are 7, potter one, potter-two.
    both = {(0, 1): 1.0, (1, 0): 1.0, (0, 2): 0.5, (2, 0): 0.5}
    beginning = begun(community)
    assert ties_of(beginning) == ties_of(beginning, run=1) == both


def test_a_pair_that_is_named_again_counts_once_with_its_strongest(senik: Path) -> None:
    """potter-two and 7 stand there three times, in both directions: 0.2, 0.9 and 0.5."""
    rows = (
        "ego,alter,strength\npotter-two,7,0.2\n7,potter-two,0.9\npotter-two,7,0.5\n7,potter one,1\n"
    )
    assert with_tables(senik, ties=rows).tie_list == TieList.of_pairs(
        ((0, 1), (1, 2)), (1.0, 0.9), n_self=0, n_merged=2
    )


def test_ties_to_oneself_are_left_out_and_counted(senik: Path) -> None:
    ties = with_tables(senik, ties="ego,alter\npotter-two,potter-two\n7,7\n7,potter-two\n").tie_list
    assert ties == TieList.of_pairs(((1, 2),), None, n_self=2, n_merged=0)


def test_check_says_what_was_left_out_of_the_ties(senik: Path) -> None:
    with_tables(senik, ties="ego,alter\npotter-two,potter-two\n7,potter-two\npotter-two,7\n")
    result = CliRunner().invoke(app, ["check", str(senik)])
    words = " ".join(result.stdout.split())
    assert "3, from roster.csv, with skill, cash, x_km; other traits drawn" in words
    assert (
        "1 from ties.csv; left out: 1 to oneself, 1 that repeat a pair (the strongest counts)"
        in words
    )
    assert "3 artisans, 1 tie, components: 2, isolates: 1" in words


def test_strengths_that_a_tie_file_leaves_out_are_drawn(senik: Path) -> None:
    """Each run draws its own, from the values in community.toml; both ends feel the same."""
    names = "".join(f"{label}\n" for label in range(40))
    rows = "".join(f"{label},{label + 1}\n" for label in range(39))
    community = with_tables(senik, f"artisan\n{names}", f"ego,alter\n{rows}")
    beginning = begun(community)
    one, other = ties_of(beginning), ties_of(beginning, run=1)
    assert one.keys() == other.keys()
    assert one != other
    assert set(one.values()) == {0.3, 0.6, 1.0}
    assert all(one[ego, alter] == one[alter, ego] for ego, alter in one)


def test_ties_between_drawn_artisans_use_their_numbers(senik: Path) -> None:
    community = with_tables(senik, roster=None, ties="ego,alter\n1,30\n")
    assert community.tie_list is not None
    assert community.tie_list.pairs.tolist() == [[0, 29]]


def test_a_table_without_any_tie_leaves_all_alone(senik: Path) -> None:
    community = with_tables(senik, ties="ego,alter\n")
    assert ties_of(begun(community)) == {}
    assert diffusion.simulate(community, "campaign_only", n_runs=2).n_artisans == 3


def test_the_resolved_form_holds_every_default(senik: Path) -> None:
    """The smallest files that are allowed come back with every key of every declaration."""
    file = senik / "community.toml"
    text = file.read_text(encoding="utf-8")
    text = text[: text.index("[modules]")].replace("rainy_months = [11, 12, 1, 2, 3, 4]\n", "")
    file.write_text(text, encoding="utf-8")
    (senik / "programmes" / "small.toml").write_text(
        'title = "Small"\nwithdrawal_month = 8\ntaper = 4\n[[activity]]\nid = 1\n'
        'tactic = "film"\nmonths = [1]\ntarget = "all"\nparticipation = 0.5\ncost_fixed = 1\n'
        "cost_per_place = 0\nperson_days = 1\n",
        encoding="utf-8",
    )
    (senik / "parameters" / "same.toml").write_text(
        'title = "Same"\nbased_on = "default"\n', encoding="utf-8"
    )
    result = CliRunner().invoke(app, ["check", str(senik), "--json"])
    resolved = json.loads(result.stdout)
    assert resolved["community"]["calendar"]["rainy_months"] == []
    assert resolved["community"]["artisans"]["roster"] is None
    assert resolved["community"]["artisans"]["first_adopters"] == []
    assert resolved["community"]["modules"]["shocks"] is True
    (activity,) = resolved["programmes"]["small"]["activity"]
    assert activity["places"] is activity["attendance"] is activity["channel"] is None
    assert (activity["minimum_places"], activity["km"], activity["recommended"]) == (1, 0, False)
    assert len(activity["doses"]) == 21
    assert resolved["programmes"]["small"]["latest_month"] is None
    same, default = (resolved["parameters"][name] for name in ("same", "default"))
    assert same | {"title": default["title"]} == default
    for name, kind, said in (
        ("community", CommunityFile, resolved["community"]),
        ("programme", Programme, resolved["programmes"]["small"]),
        ("parameters", ParameterSet, default),
    ):
        assert said.keys() == kind.model_fields.keys(), name


def test_the_resolved_form_of_tables_lists_them(senik: Path) -> None:
    with_tables(senik, ties="ego,alter,strength\npotter-two,7,0.5\n")
    resolved = json.loads(CliRunner().invoke(app, ["check", str(senik), "--json"]).stdout)
    assert resolved["artisans"] == ["potter one", "7", "potter-two"]
    assert resolved["roster"]["skill"] == [0.25, 0.5, 0.0]
    assert resolved["ties"] == [["7", "potter-two"]]
    assert {"roster.csv", "ties.csv", "community.toml"} <= resolved["files"].keys()
    assert all(len(digest) == 64 for digest in resolved["files"].values())


def test_the_resolved_form_can_be_read_again() -> None:
    """What a declaration says of itself is the same declaration."""
    senik = diffusion.load("senik")
    for declared in (
        senik.file,
        *senik.programmes.values(),
        *senik.parameter_sets.values(),
    ):
        assert type(declared).model_validate_json(declared.model_dump_json()) == declared


def test_declarations_cannot_be_changed() -> None:
    senik = diffusion.load("senik")
    for declared, field in (
        (senik.file, "title"),
        (senik.file.artisans, "number"),
        (senik.programmes["none"], "title"),
        (senik.programmes["campaign_only"].activity[0], "cost_fixed"),
        (senik.parameter_sets["default"].decision, "alpha"),
    ):
        with pytest.raises(ValidationError, match="frozen"):
            setattr(declared, field, 1)


def test_declarations_and_communities_are_one_value_and_no_sequence() -> None:
    """A tool that tries every combination of iterable arguments takes each of them whole."""
    senik = diffusion.load("senik")
    values: Iterable[object] = (
        senik,
        senik.file,
        senik.programmes["none"],
        senik.parameter_sets["default"],
    )
    for value in values:
        assert not isinstance(value, Iterable)
        with pytest.raises(TypeError, match="not iterable"):
            iter(value)  # type: ignore[call-overload]


def test_loading_draws_nothing(senik: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading a folder twice gives the same values, and asks no source of luck."""
    draws = sys.modules["diffusion.kernels.draws"]

    def refuse(*_: object) -> None:
        raise AssertionError("something was drawn")

    for name in ("make_key", "fill_draws"):
        assert hasattr(draws, name)
        monkeypatch.setattr(draws, name, refuse)
    with_tables(senik, ties="ego,alter\n7,potter-two\n")
    assert diffusion.load(senik) == diffusion.load(senik)
    with pytest.raises(AssertionError, match="something was drawn"):
        begun(diffusion.load(senik))


def test_a_file_may_begin_with_a_byte_order_mark(senik: Path) -> None:
    before = diffusion.load(senik)
    for path in senik.rglob("*.toml"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    after = diffusion.load(senik)
    assert after.file == before.file
    assert after.programmes == before.programmes
    assert after.parameter_sets == before.parameter_sets
    assert after.hashes != before.hashes


def test_a_community_is_found_by_its_name_or_its_folder(
    senik: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_name = diffusion.load("senik")
    assert by_name.name == "senik"
    assert diffusion.load(library_root() / "senik") == by_name
    monkeypatch.chdir(senik.parent)
    assert diffusion.load("hamlet").name == diffusion.load(str(senik)).name == "hamlet"
    monkeypatch.chdir(senik)
    assert diffusion.load(".").name == "hamlet"


def test_a_programme_is_found_by_its_name_its_file_or_as_it_is(senik: Path) -> None:
    community = diffusion.load("senik")
    known = community.programmes["campaign_only"]
    file = senik / "programmes" / "campaign_only.toml"
    outcomes = [
        diffusion.simulate(community, programme, n_runs=3)
        for programme in ("campaign_only", file, str(file), known)
    ]
    assert {outcome.programme for outcome in outcomes} == {"campaign_only"}
    assert all(np.array_equal(outcome.stages, outcomes[0].stages) for outcome in outcomes)


def test_a_table_of_sources_with_one_column_for_the_range_is_read(senik: Path) -> None:
    rows = {row["parameter"]: row for row in diffusion.load(senik).sources}
    assert rows["parameters/default: decision.beta"]["low"] == "0"
    assert rows["parameters/default: decision.beta"]["high"] == "3"
    assert rows["parameters/default: decision.cash_buffer"]["low"] == ""
