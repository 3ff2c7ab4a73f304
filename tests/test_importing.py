"""Surveys become people, ties and times: nobody appears, nobody vanishes, every guess is told."""

from itertools import permutations
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from harness import examples
from hypothesis import given
from hypothesis import strategies as st

import diffusion
from diffusion.data.adoption_data import NEVER, NOT_KNOWN, UNDATED
from diffusion.errors import InputError
from diffusion.i18n.words import catalogue
from diffusion.importing.choices import Choices, choices_of, read_choices, written
from diffusion.importing.columns import series
from diffusion.importing.gathered import Gathered
from diffusion.importing.look_alikes import label_of, look_alikes
from diffusion.importing.network import Network, Relation
from diffusion.importing.read import look
from diffusion.importing.settle import settled
from diffusion.importing.survey import Understood, understood
from diffusion.importing.tables import Column, Missing, Sheet, Tables
from diffusion.importing.units import moment_of, name_of, number_of

SURVEYS = Path(__file__).parent / "files" / "importing" / "surveys"
VILLAGE = SURVEYS / "village.csv"


def village(**options):
    found = look(VILLAGE, accept_suggestions=True, unsurveyed="keep", **options)
    (adoption,) = found.choices.adoption
    never = adoption.model_copy(update={"blank": "never"})
    return diffusion.read_survey(VILLAGE, found.choices.model_copy(update={"adoption": (never,)}))


def test_a_survey_is_read_as_a_person_would_read_it() -> None:
    """Five asked, one only named; Sitti is Siti; a tie to oneself and a repeat are left out."""
    read = village()
    data = read.data
    assert data.labels == ("1", "2", "3", "4", "5", "Pak Lurah")
    (ties,) = data.ties.values()
    pairs = {(data.labels[e], data.labels[a]) for e, a in zip(ties.ego, ties.alter, strict=True)}
    assert pairs == {
        ("1", "2"), ("1", "3"), ("2", "1"), ("2", "3"), ("3", "1"), ("4", "1"),
        ("4", "Pak Lurah"), ("5", "4"), ("5", "2"),
    }  # fmt: skip
    assert ties.direction == "alter_to_ego"
    adoption = data.adoption["tungku"]
    assert data.periods == ("2010-08", "2010-09", "2010-10", "2010-11", "2010-12")
    assert adoption.time.tolist() == [3, 4, NEVER, 0, NEVER, NOT_KNOWN]
    assert adoption.given_up.tolist() == [NEVER, NEVER, NEVER, 4, NEVER, NEVER]
    assert data.columns["gender"].tolist() == ["P", "L", "L", "P", "L", ""]
    assert data.columns["skill"][:5].tolist() == [0.75, 0.4, 0.6, 0.8, 1.0]
    assert read.report.ties.left_out == {"self_ties": 1, "repeats": 1}
    assert (read.report.people.in_file, read.report.people.kept) == (6, 6)


def test_what_is_open_is_asked_once_with_the_line_that_answers_it() -> None:
    report = look(VILLAGE).report
    asked = [(one.line, one.section, one.option) for one in report.undecided]
    assert asked == [
        ('"Sitti" = "Siti"', "names", "--accept-suggestions"),
        ('unsurveyed = "keep"', "", "--unsurveyed keep"),
        ('blank = "never"', "[adoption]", ""),
    ]
    with pytest.raises(InputError) as caught:
        diffusion.read_survey(VILLAGE)
    assert [*caught.value.problems] == [*report.undecided]


def test_what_was_guessed_is_not_guessed_again() -> None:
    """The choices that an import writes read the same file without a guess or a question."""
    read = village()
    again = diffusion.read_survey(VILLAGE, choices_of(_toml(written(read.choices))))
    assert again.choices == read.choices
    assert not [one.name for one in again.report.notes if "guessed" in one.name]
    assert_same(again.data, read.data)


def _toml(text: str) -> object:
    import tomllib

    return tomllib.loads(text)


def assert_same(one, other) -> None:
    assert one.labels == other.labels
    assert one.periods == other.periods
    for kind in {*one.ties, *other.ties}:
        left, right = one.matrix(kind), other.matrix(kind)
        assert (left != right).nnz == 0
    for name in {*one.adoption, *other.adoption}:
        assert (one.adoption[name].time == other.adoption[name].time).all()


def test_the_order_of_rows_changes_nothing() -> None:
    frame = pd.DataFrame(
        {"id": [1, 2, 3], "friend_1": [2, 3, 1], "friend_2": [3, 3, None], "toa": [1, 2, 3]}
    )
    first = diffusion.read_survey(frame).data
    for order in permutations(range(3)):
        data = diffusion.read_survey(frame.iloc[[*order]].reset_index(drop=True)).data
        place = [data.labels.index(label) for label in first.labels]
        assert (data.matrix().toarray()[np.ix_(place, place)] == first.matrix().toarray()).all()
        assert (data.adoption["innovation"].time[place] == first.adoption["innovation"].time).all()


names = st.text("abcdefgh", min_size=1, max_size=4)


@examples(60)
@given(
    asked=st.lists(names, min_size=2, max_size=8, unique=True),
    named=st.lists(
        st.lists(st.one_of(st.none(), names), min_size=3, max_size=3), min_size=8, max_size=8
    ),
    unsurveyed=st.sampled_from(["keep", "drop"]),
)
def test_nobody_appears_and_nobody_vanishes(
    asked: list[str], named: list[list[str | None]], unsurveyed: str
) -> None:
    """Whoever is in the data stood in the file, and each of the file is kept or told."""
    rows = [[name, *named[n]] for n, name in enumerate(asked)]
    frame = pd.DataFrame(rows, columns=["nama", "friend_1", "friend_2", "friend_3"])
    choices = {
        "people": {"id": ["nama"]},
        "ties": [{"kind": "friend", "alter": ["friend_1", "friend_2", "friend_3"]}],
        "names": {},
        "unsurveyed": unsurveyed,
    }
    report = look(frame, choices).report
    said = {name for row in rows for name in row if name}
    assert {*report.data.labels} <= said
    n_cells = sum(cell is not None for row in rows for cell in row[1:])
    assert report.ties.in_file == n_cells
    if unsurveyed == "keep":
        assert {*report.data.labels} == said
    else:
        assert [*report.data.labels] == asked
        assert report.people.left_out.get("unsurveyed", 0) == len(said - {*asked})


def test_the_same_network_as_frame_graph_and_matrix_is_the_same() -> None:
    matrix = np.array([[0, 1, 0, 0], [0, 0, 0.5, 0], [1, 0, 0, 0.25], [0, 0, 0, 0]])
    graph = nx.DiGraph()
    graph.add_nodes_from(["1", "2", "3", "4"])
    for ego, alter in np.argwhere(matrix):
        graph.add_edge(str(ego + 1), str(alter + 1), weight=float(matrix[ego, alter]))
    ego, alter = np.nonzero(matrix)
    frame = pd.DataFrame({"ego": ego + 1, "alter": alter + 1, "strength": matrix[ego, alter]})
    read = [diffusion.read_network(one) for one in (matrix, graph, frame)]
    for one in read:
        assert_same(one.data, read[0].data)
    communities = [one.community() for one in read]
    histories = [
        diffusion.simulate(one, "campaign_only", n_runs=3, n_months=12).adopters
        for one in communities
    ]
    assert all((one == histories[0]).all() for one in histories)


def test_ids_that_begin_anew_cannot_collide() -> None:
    """netdiffuseR pastes village before id: 1 with 11 and 11 with 1 would meet."""
    frame = pd.DataFrame(
        {
            "village": [1, 1, 11, 11],
            "id": [11, 1, 1, 11],
            "net1": [1, 11, 11, 1],
            "net2": [None] * 4,
        }
    )
    data = diffusion.read_survey(frame).data
    assert data.labels == ("1/11", "1/1", "11/1", "11/11")
    (ties,) = data.ties.values()
    assert [*zip(ties.ego.tolist(), ties.alter.tolist(), strict=True)] == [
        (0, 1),
        (1, 0),
        (2, 3),
        (3, 2),
    ]
    assert label_of(("1", "1/1")) != label_of(("1/1", "1"))


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("Nov 2010", "2010-11"), ("November 2010", "2010-11"), ("nov-10", "2010-11"),
        ("2010-11", "2010-11"), ("Agustus 2010", "2010-08"), ("11/2010", "2010-11"),
        ("23/11/2010", "2010-11"), ("2010-11-23", "2010-11"), (40483, "2010-11"), (2010, 2010),
        (" 2011 ", 2011), (3, 3), ("Des '99", "1999-12"), ("soon", None), ("99/99/2010", None),
        (True, None), ("Nov 20100", None),
    ],
)  # fmt: skip
def test_times_are_read_as_people_write_them(cell: object, name: object) -> None:
    found = moment_of(cell)
    assert (found and name_of(found.number, found.unit)) == name


def test_numbers_have_commas_and_per_cents() -> None:
    assert number_of("7,5") == 7.5
    assert number_of("75 %") == 0.75
    assert np.isnan(number_of("many"))


def test_look_alikes_know_digits_and_titles() -> None:
    found = look_alikes({"Sitti": 2, "A13": 1, "Joko": 3, "Jokko": 1}, ["Siti", "A3", "Budi"])
    assert [(one.written, one.meant) for one in found] == [("Sitti", "Siti"), ("Jokko", "Joko")]


CHOICES = """
unsurveyed = "drop"
missing = [-99, "tidak tahu"]
[people]
id = ["village", "id"]
[people.scales]
skill = [0, 10]
[[ties]]
kind = "advice"
alter = ["friend_1", "friend_2"]
direction = "alter_to_ego"
[[adoption]]
innovation = "kiln"
time = "when"
never = ["belum", 99]
"""


def test_choices_are_written_as_they_are_read(tmp_path: Path) -> None:
    (tmp_path / "import.toml").write_text(CHOICES, encoding="utf-8")
    choices = read_choices(tmp_path)
    assert choices.adoption is not None
    assert choices.adoption[0].never == ("belum", 99)
    (tmp_path / "again.toml").write_text(written(choices), encoding="utf-8")
    assert read_choices(tmp_path / "again.toml") == choices


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"unsurvyed": "keep"}, "import.toml: unsurvyed: expected one of source"),
        ({"unsurveyed": "maybe"}, "import.toml: unsurveyed: expected one of keep, drop; found"),
        ({"ties": [{"kind": "x", "direction": "up"}]}, "import.toml: ties[1].direction: expected"),
        ({"adoption": [{"innovation": "x"}]}, "expected a column for time or for adopted"),
        ({"periods": {"unit": "week"}}, "import.toml: periods.unit: expected one of month, year"),
    ],
)
def test_a_wrong_choice_is_told_with_its_place(said: object, message: str) -> None:
    with pytest.raises(InputError, match=message.replace("[", r"\[")):
        choices_of(said)
    assert Choices() == choices_of(None)


def test_states_of_adoption_are_told_apart() -> None:
    """Known, given up, adopted at an unknown time, never, not known."""
    frame = pd.DataFrame(
        {
            "id": [1, 2, 3, 4, 5],
            "year adopted": [2001, 2003, None, None, None],
            "ever adopted": ["yes", "yes", "yes", "no", None],
            "year given up": [2004, None, None, None, None],
        }
    )
    data = diffusion.read_survey(frame).data
    (adoption,) = data.adoption.values()
    assert adoption.time.tolist() == [0, 2, UNDATED, NEVER, NOT_KNOWN]
    assert adoption.given_up.tolist() == [3, NEVER, NEVER, NEVER, NEVER]
    assert data.periods == (2001, 2002, 2003, 2004)


def long(**columns: list[object]) -> pd.DataFrame:
    return pd.DataFrame({"ego": [1, 1, 2, 2, 3], "alter": [2, 2, 1, 3, 3], **columns})


@pytest.mark.parametrize(
    ("repeats", "expected"),
    [("strongest", [0.5, 0.25, 1.0]), ("sum", [0.75, 0.25, 1.0]), ("mean", [0.375, 0.25, 1.0])],
)
def test_repeats_are_merged_as_is_chosen(repeats: str, expected: list[float]) -> None:
    """Rows 1 to 2 with 2 and 1, 2 to 1 with 1, 2 to 3 with 4, and 3 to itself."""
    choices = {
        "ties": [
            {"kind": "x", "ego": ["ego"], "alter": ["alter"], "weight": "w", "repeats": repeats}
        ]
    }
    read = diffusion.read_survey(long(w=[2, 1, 1, 4, 9]), choices)
    (ties,) = read.data.ties.values()
    largest = 9  # of the column, also where the row is a tie to oneself
    assert (ties.weights * largest / 4).tolist() == pytest.approx(expected)
    assert read.report.ties.left_out == {"self_ties": 1, "repeats": 1}


def test_ties_both_ways_count_a_pair_once() -> None:
    read = diffusion.read_network(long(), direction="both")
    (ties,) = read.data.ties.values()
    assert [*zip(ties.ego.tolist(), ties.alter.tolist(), strict=True)] == [(0, 1), (1, 2)]
    assert read.report.ties.left_out == {"self_ties": 1, "named_back": 1, "repeats": 1}


def test_strengths_of_0_are_no_ties_and_those_below_are_asked_about() -> None:
    report = look(long(weight=[1, 0, -1, 2, None])).report
    (asked,) = report.undecided
    assert (asked.line, asked.section) == ('negative = "drop"', "[ties]")
    read = diffusion.read_survey(
        long(weight=[1, 0, -1, 2, None]),
        {"ties": [{"kind": "ties", "ego": ["ego"], "alter": ["alter"], "weight": "weight",
                   "negative": "drop"}]},
    )  # fmt: skip
    assert read.report.ties.left_out == {"negative": 1, "zero": 1, "self_ties": 1}
    assert read.data.ties["ties"].weights.tolist() == [0.5, 1.0]


def test_people_who_share_an_event_are_tied() -> None:
    """Two modes: events are left out, and told; 1 and 2 share two of them."""
    network = Network(
        "x.net",
        "Pajek",
        ("1", "2", "3", "a", "b"),
        ("",) * 5,
        relations=(
            Relation(
                "met", np.array([0, 1, 0, 1, 2]), np.array([3, 3, 4, 4, 4]), is_directed=False
            ),
        ),
        first_mode=np.array([True, True, True, False, False]),
    )
    gathered = Gathered()
    done = settled(Understood(network, Choices(), 5), gathered)
    assert done.people.left_out == {"events": 2}
    assert done.data.labels == ("1", "2", "3")
    matrix = done.data.matrix().toarray()
    assert matrix.tolist() == [[0, 1, 0.5], [1, 0, 0.5], [0.5, 0.5, 0]]
    assert "import_ties.two_mode" in [one.name for one in gathered.notes]


def test_codes_say_what_they_mean_and_why_a_value_is_missing() -> None:
    columns = {
        "id": Column("id", ("a", "b", "c", "d")),
        "gender": Column("gender", (1, 2, 2, Missing("refused")), meanings={1: "F", 2: "M"}),
        "skill": Column("skill", ("7,5", -99, 2, "tidak tahu")),
    }
    tables = Tables("x.sav", "SPSS", (Sheet("x", columns, (1, 2, 3, 4)),))
    gathered = Gathered()
    done = settled(understood(tables, Choices(missing=(-99,)), gathered), gathered)
    assert done.data.columns["gender"].tolist() == ["F", "M", "M", ""]
    assert done.data.columns["skill"][[0, 2]].tolist() == [7.5, 2.0]
    assert np.isnan(done.data.columns["skill"][[1, 3]]).all()
    told = {(one.name, one.filled_in.get("column")): one.filled_in for one in gathered.notes}
    assert told["import_columns.labels", "gender"]["pairs"] == ["1 = F", "2 = M"]
    assert told["import_columns.missing", "skill"]["reasons"] == ["-99 (1)", "tidak tahu (1)"]
    assert told["import_columns.missing", "gender"]["reasons"] == ["refused (1)"]
    asking = Gathered()
    settled(understood(tables, Choices(), asking), asking)
    assert [one.line for one in asking.undecided] == ["missing = [-99]"]


@pytest.mark.parametrize(
    ("times", "line"),
    [
        ([2001, "Nov 2002", 2003], 'unit = "year"'),
        (["3/4/2010", "5/6/2010", "1/2/2010"], 'dates = "day_first"'),
        ([1, 2, 99], "missing = [99]"),
        ([1, 2, "later"], 'not_known = ["later"]'),
        ([1, 2, None], 'blank = "never"'),
    ],
)
def test_what_times_leave_open_is_asked(times: list[object], line: str) -> None:
    frame = pd.DataFrame({"id": [1, 2, 3], "toa": pd.Series(times, dtype=object)})
    assert line in [one.line for one in look(frame).report.undecided]


def test_who_gave_it_up_before_is_told() -> None:
    frame = pd.DataFrame({"id": [1, 2], "year adopted": [2005, 2006], "year stopped": [2004, None]})
    (asked,) = look(frame).report.undecided
    assert "people with another order, 1: 1 (correct the file)" in asked.found


def test_two_rows_of_one_person_are_asked_about() -> None:
    frame = pd.DataFrame({"id": [1, 1, 2, 2], "gender": ["F", "M", "F", "F"]})
    (asked,) = look(frame).report.undecided
    assert asked.line == 'repeated = "last"'
    read = diffusion.read_survey(frame, {"people": {"repeated": "last"}})
    assert read.report.people.left_out == {"repeated_rows": 2}
    assert read.data.columns["gender"].tolist() == ["M", "F"]


def test_several_tables_belong_together(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("id,name\n1,Ani\n2,Budi\n3,Cahya\n", encoding="utf-8")
    (tmp_path / "ties.csv").write_text("ego,alter,kind\n1,2,kin\n2,9,work\n", encoding="utf-8")
    files = [tmp_path / "people.csv", tmp_path / "ties.csv"]
    read = diffusion.read_survey(files, unsurveyed="drop")
    assert read.data.labels == ("1", "2", "3")
    assert {kind: len(one.ego) for kind, one in read.data.ties.items()} == {"kin": 1, "work": 0}
    assert read.report.ties.left_out == {"outside": 1}
    assert [*read.choices.source] == ["people.csv", "ties.csv"]


def test_reading_draws_nothing() -> None:
    """The same survey twice is the same, to the last bit of its folder."""
    one, other = village(), village()
    assert one.report.to_dict() == other.report.to_dict()
    assert one.community().file == other.community().file


def test_numbered_headings_are_series_and_each_ten_is_another() -> None:
    """Net11 to net23 are two questions, as in the survey of Korean families."""
    assert series(["net11", "net12", "net21", "net22", "net23"]) == {
        "net1": ["net11", "net12"],
        "net2": ["net21", "net22", "net23"],
    }
    assert series(["friend_1", "friend_2", "friend_10", "age"]) == {
        "friend": ["friend_1", "friend_2", "friend_10"]
    }


def test_results_are_divided_by_the_groups_that_are_told() -> None:
    assert village().community().file.artisans.groups == ("gender",)


def test_the_report_is_said_in_both_languages() -> None:
    report = village().report
    english, indonesian = report.lines("en"), report.lines("id")
    assert len(english) == len(indonesian)
    assert repr(report) == "\n".join(english)
    assert not {*english} & {*indonesian} - {"  village.csv (CSV)"}
    for note in report.notes:
        assert note.name in catalogue(), note.name
