"""A community holds several kinds of ties, ties that come and go, and what was observed."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from patches import patched

import diffusion
from diffusion.catalogue.load import library_root
from diffusion.data.adoption import NEVER, NOT_KNOWN, UNDATED
from diffusion.errors import InputError
from diffusion.scenario.tie_list import WHOLE

ROSTER = "artisan,hamlet,gender\n" + "".join(
    f"{name},{hamlet},{gender}\n"
    for name, hamlet, gender in [
        ("Tumi", "Kidul", "f"), ("Suti", "Kidul", "f"), ("Parti", "Lor", "f"),
        ("Wagi", "Lor", "m"), ("Giyem", "Lor", "f"),
    ]
)  # fmt: skip
TIES = """ego,alter,strength,kind,from,to
Tumi,Suti,0.5,kin,,
Suti,Tumi,0.25,kin,,
Tumi,Suti,1,advice,,
Suti,Parti,1,advice,2011-01,
Parti,Wagi,0.5,advice,,2010-08
Wagi,Giyem,0.5,kin,,
Giyem,Giyem,1,kin,,
"""
ADOPTION = """artisan,innovation,time,given_up,last,state
Tumi,pottery,2010-07,2011-01,,given_up
Suti,pottery,,,,undated
Parti,pottery,,,2010-08,never
Wagi,pottery,2011-01,,,adopted
Tumi,kiln,2011-01,,,adopted
Giyem,kiln,,,,not_known
"""
SECTIONS = """
[observed]
file = "adoption.csv"
periods = ["2010-07", "2010-08", "2011-01"]
innovation = "pottery"
"""
LISTED = """[ties]
generator = "file"
file = "ties.csv"
direction = "both"

[ties.influence]
kin = 1.0
advice = 0.5

[ties.directions]
advice = "alter_to_ego"
"""


def folder_with(
    tmp_path: Path,
    ties: str = TIES,
    adoption: str = ADOPTION,
    listed: str = LISTED,
    sections: str = SECTIONS,
) -> Path:
    """Write Senik's folder with these people in place of its own."""
    folder = shutil.copytree(library_root() / "senik", tmp_path / "village")
    file = folder / "community.toml"
    text = patched(
        file.read_text(encoding="utf-8"),
        without=["artisans.number"],
        put={"association.minimum_members": "2"},
    )
    text = text.replace("[artisans]\n", '[artisans]\nroster = "roster.csv"\n')
    head, _, rest = text.partition("[ties]\n")
    _, strength, after = rest.partition("[ties.strength]")
    text = head + listed + "\n" + strength + after + sections
    text = "\n".join(line for line in text.split("\n") if not line.startswith("hamlets ="))
    file.write_text(text, encoding="utf-8")
    (folder / "roster.csv").write_text(ROSTER, encoding="utf-8")
    (folder / "ties.csv").write_text(ties, encoding="utf-8")
    (folder / "adoption.csv").write_text(adoption, encoding="utf-8")
    return folder


def strengths(community: diffusion.Community) -> Mapping[tuple[object, object], float]:
    """Strength with which the first looks at the second, by their names."""
    listed, labels = community.tie_list, community.labels
    assert listed is not None
    assert listed.strengths is not None
    pairs = [(labels[one], labels[other]) for one, other in listed.pairs.tolist()]
    return dict(zip(pairs, listed.strengths.tolist(), strict=True))


# ------------------------------------------------------------------ what a simulation takes
def test_the_strength_of_a_pair_is_the_sum_over_kinds(tmp_path: Path) -> None:
    """Tumi at Suti: 1 x 0.5 + 0.5 x 1; Suti at Tumi: 0.5; Parti at Wagi: 0.25, until August."""
    community = diffusion.load(folder_with(tmp_path))
    assert strengths(community) == {
        ("Tumi", "Suti"): 1.0,
        ("Suti", "Tumi"): 0.5,
        ("Parti", "Wagi"): 0.25,
        ("Wagi", "Giyem"): 0.5,
        ("Giyem", "Wagi"): 0.5,
    }
    assert community.tie_list is not None
    assert (community.tie_list.n_self, community.tie_list.n_merged) == (1, 1)


def test_sums_above_one_are_divided_by_the_largest(tmp_path: Path) -> None:
    listed = LISTED.replace("advice = 0.5", "advice = 2")
    community = diffusion.load(folder_with(tmp_path, listed=listed))
    assert strengths(community)["Tumi", "Suti"] == 1.0
    assert strengths(community)["Suti", "Tumi"] == round(0.5 / 2.5 * WHOLE) / WHOLE
    changed = diffusion.load(folder_with(tmp_path / "other")).with_settings(
        {"community.ties.influence.advice": 2}
    )
    assert changed.tie_list == community.tie_list


def test_a_kind_without_influence_is_left_out(tmp_path: Path) -> None:
    """What is left is as if the file had only the other kind."""
    alone = TIES.replace("strength,kind,", "strength,").replace(",kin,", ",")
    alone = "\n".join(line for line in alone.split("\n") if "advice" not in line)
    listed, _, _ = LISTED.partition("[ties.influence]")
    other = diffusion.load(folder_with(tmp_path, ties=alone, listed=listed, sections=""))
    community = diffusion.load(
        folder_with(tmp_path / "b", listed=LISTED.replace("advice = 0.5", "advice = 0"))
    )
    assert strengths(community) == strengths(other)
    runs = [
        diffusion.simulate(one, "campaign_only", n_runs=4, n_months=12)
        for one in (community, other)
    ]
    assert (runs[0].stages == runs[1].stages).all()


def test_ties_are_those_of_the_first_month_simulated(tmp_path: Path) -> None:
    folder = folder_with(tmp_path)
    community = diffusion.load(folder)
    assert community.file.calendar.start == "2010-08"
    assert community.first_period == 1
    file = folder / "community.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('start = "2010-08"', 'start = "2012-01"'), encoding="utf-8")
    later = diffusion.load(folder)
    assert later.first_period == 2
    assert ("Suti", "Parti") in strengths(later)
    assert ("Parti", "Wagi") not in strengths(later)


def test_columns_say_nothing_where_the_folder_does_not_ask(tmp_path: Path) -> None:
    """As before there were kinds: the strongest of a pair counts."""
    listed, _, _ = LISTED.partition("[ties.influence]")
    community = diffusion.load(folder_with(tmp_path, listed=listed, sections=""))
    assert community.observed is None
    assert community.tie_list is not None
    assert community.tie_list.unread == ("kind", "from", "to")
    assert strengths(community)["Tumi", "Suti"] == 1.0


# ------------------------------------------------------------------ what was observed
def test_what_was_observed_is_adoption_data(tmp_path: Path) -> None:
    data = diffusion.load(folder_with(tmp_path)).observed
    assert data is not None
    assert data.periods == ("2010-07", "2010-08", "2011-01")
    assert data.labels == ("Tumi", "Suti", "Parti", "Wagi", "Giyem")
    pottery, kiln = data.adoption["pottery"], data.adoption["kiln"]
    assert pottery.time.tolist() == [0, UNDATED, NEVER, 2, NOT_KNOWN]
    assert pottery.given_up.tolist() == [2, NEVER, NEVER, NEVER, NEVER]
    assert pottery.last.tolist() == [2, 2, 1, 2, -1]
    assert kiln.time.tolist() == [2, NOT_KNOWN, NOT_KNOWN, NOT_KNOWN, NOT_KNOWN]
    assert data.columns["hamlet"].tolist() == ["Kidul", "Kidul", "Lor", "Lor", "Lor"]
    assert data.columns["gender"].tolist() == ["f", "f", "f", "m", "f"]
    kin, advice = data.ties["kin"], data.ties["advice"]
    assert (kin.direction, kin.influence, kin.begins) == ("both", 1.0, None)
    assert (advice.direction, advice.influence) == ("alter_to_ego", 0.5)
    assert advice.begins is not None
    assert advice.begins.tolist() == [0, 2, 0]
    assert np.allclose(data.matrix("advice", period=1).toarray().sum(), 1.5 * 0.5)


def test_records_of_the_months_observed_are_told() -> None:
    from diffusion.scenario.observed import Observed

    observed = Observed(periods=("2010-07", "2010-08", "2011-01"))
    assert observed.records("2010-08") == (0, 1, 6)
    assert not Observed(periods=("before", "after")).are_months


# ------------------------------------------------------------------ from a graph
def test_a_graph_of_kinds_is_the_folder_s_network(tmp_path: Path) -> None:
    """The same people and ties as a folder and as a graph give the same history."""
    ties = TIES.replace(",2011-01,", ",,").replace(",,2010-08", ",,")
    community = diffusion.load(folder_with(tmp_path, ties=ties))
    assert community.observed is not None
    graph = community.observed.to_networkx()
    assert graph.number_of_edges("Tumi", "Suti") == 2
    data = diffusion.AdoptionData.from_networkx(graph)
    given = diffusion.with_graph(community, data)
    assert strengths(given) == strengths(community)
    assert given.observed is None
    with pytest.raises(InputError, match="adoption data alone"):
        diffusion.with_graph(community, data, direction="both")


# ------------------------------------------------------------------ what is refused
@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"ties": TIES.replace("Wagi,Giyem,0.5,kin", "Wagi,Giyem,0.5,kinn")},
            "ties.csv: line 7, kind: expected a kind of tie below [ties.influence], one of kin, "
            'advice (did you mean kin?); found "kinn"',
        ),
        (
            {"ties": TIES.replace("Wagi,Giyem,0.5,kin", "Wagi,Giyem,0.5,")},
            "ties.csv: line 7, kind: expected a kind of tie below [ties.influence], one of kin, "
            "advice; found nothing (fill it in, or delete its row)",
        ),
        (
            {"listed": LISTED.replace("kin = 1.0", "kin = 1.0\nchurch = 0.5")},
            "community.toml: ties.influence.church: expected a kind of tie in ties.csv, one of "
            "kin, advice; found none of it",
        ),
        (
            {"ties": TIES.replace("2010-08", "2010-8")},
            "ties.csv: line 6, to: expected a period of [observed], one of 2010-07, 2010-08, "
            '2011-01; found "2010-8"',
        ),
        (
            {"ties": TIES.replace(",2010-08", "2011-01,2010-08")},
            "ties.csv: line 6, to: expected a period not before 2011-01, in which it begins; "
            'found "2010-08"',
        ),
        (
            {"listed": LISTED.replace("advice = \"alter", "advise = \"alter")},
            "community.toml: ties: expected kinds of ties that have an influence; found \"advise\"",
        ),
        (
            {"ties": TIES.replace(",kind,", ",sort,")},
            "ties.csv: header: expected a column kind, because [ties.influence] has kinds; found "
            "ego, alter, strength, sort, from, to",
        ),
        (
            {"adoption": ADOPTION.replace("Wagi,pottery", "Wagii,pottery")},
            "adoption.csv: line 5, artisan: expected an artisan, one of Tumi, Suti, Parti, Wagi, "
            'Giyem (did you mean Wagi?); found "Wagii"',
        ),
        (
            {"adoption": ADOPTION.replace("2011-01,,,adopted", ",,,adopted", 1)},
            "adoption.csv: line 5, time: expected a period, or the state undated; found nothing",
        ),
        (
            {"adoption": ADOPTION.replace("2010-07,2011-01", "2011-01,2010-07")},
            "adoption.csv: line 2, given_up: expected a period after 2011-01, in which it was "
            'adopted; found "2010-07"',
        ),
        (
            {"adoption": ADOPTION.replace(",,2010-08,never", ",,2010-08,nver")},
            "adoption.csv: line 4, state: expected one of adopted, given_up, never, not_known, "
            'undated (did you mean never?); found "nver"',
        ),
        (
            {"adoption": ADOPTION + "Tumi,kiln,,,,never\n"},
            "adoption.csv: line 8, artisan: expected each artisan once for an innovation; found "
            '"Tumi" in line 6 too (delete one of the two lines)',
        ),
        (
            {"sections": SECTIONS.replace('"pottery"', '"potery"')},
            "community.toml: observed.innovation: expected an innovation in adoption.csv, one of "
            'pottery, kiln (did you mean pottery?); found "potery"',
        ),
        (
            {"sections": SECTIONS.replace('"2010-07", "2010-08"', '"2010-08", "2010-07"')},
            "community.toml: observed: expected months in their order; found 2010-08 too early",
        ),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place(
    change: dict[str, str], message: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as caught:
        diffusion.load(folder_with(tmp_path, **change))
    assert str(caught.value) == message
