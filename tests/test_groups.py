"""Any further column of the roster is a group of artisans, and the roster may say who is poor."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from test_bad_input import answer

import diffusion
from diffusion.catalogue.overrides import Inputs, declared, inputs_from
from diffusion.catalogue.scaffold import new_community
from diffusion.errors import InputError
from diffusion.kernels.state import CONFIRMED, TRIAL
from diffusion.scenario.community import Community
from diffusion.util.formats import gap_of

ROSTER = """Artisan, Gender ,poor,Kiln Owner,phone,Self-Efficacy
P1,F,yes,ya,081,0.5
P2,m,no,tidak,082,0.4
P3,f,Ya,,083,0.3
P4,F,0,ya,084,0.2
P5,F,TRUE,ya,085,0.1
"""


def community_of(tmp_path: Path, roster: str = ROSTER) -> Community:
    table = tmp_path / "potters.csv"
    table.write_text(roster, encoding="utf-8")
    new_community(tmp_path / "hamlet", roster=table)
    return diffusion.load(tmp_path / "hamlet")


def test_a_further_column_is_a_group_of_artisans(tmp_path: Path) -> None:
    groups = community_of(tmp_path).groups
    assert tuple(groups) == ("Gender", "Kiln Owner", "phone")
    assert groups["Gender"].values == ("F", "m")
    assert groups["Gender"].labels == ("F", "m", "F", "F", "F")
    assert groups["Kiln Owner"].values == ("tidak", "ya", "not known")
    assert groups["Kiln Owner"].sizes == {"tidak": 1, "ya": 3, "not known": 1}
    assert groups["Kiln Owner"].is_in("not known").tolist() == [False, False, True, False, False]
    with pytest.raises(InputError, match="Gender: expected one of F, m; found"):
        groups["Gender"].is_in("x")


def test_the_roster_says_who_is_poor(tmp_path: Path) -> None:
    community = community_of(tmp_path)
    assert not community.poor_is_drawn
    outcome = diffusion.simulate(community, "none", n_runs=3, n_months=2, keep=["artisans"])
    assert outcome.artisans is not None
    assert outcome.artisans.is_poor.tolist() == [[True, False, True, False, True]] * 3


def test_the_poorest_are_those_whom_the_roster_calls_poor(tmp_path: Path) -> None:
    """Three of five are poor by the list, though their other income is the highest."""
    rows = "P1,no,1000\nP2,yes,900000\nP3,no,2000\nP4,yes,800000\nP5,yes,700000\n"
    community = community_of(tmp_path, f"artisan,poor,other_income\n{rows}")
    meeting = community.programmes["collaboration_only"].activity[0].model_copy(
        update={
            "id": 1, "target": "poorest", "places": 3, "months": (0,),
            "attendance": 1.0, "participation": 1.0, "cost_per_place": 1,
        }
    )  # fmt: skip
    programme = community.programmes["none"].model_copy(update={"activity": (meeting,)})
    outcome = diffusion.simulate(community, programme, n_runs=20, n_months=1, keep=["spells"])
    assert outcome.first is not None
    has_heard = (outcome.first[:, :, 1] >= 0).any(axis=0)
    assert has_heard.tolist() == [False, True, False, True, True]


@pytest.mark.parametrize(
    ("header", "is_drawn"), [("artisan", True), ("artisan,other_income", False)]
)
def test_who_is_poor_is_drawn_where_no_column_says_it(
    tmp_path: Path, header: str, is_drawn: bool
) -> None:
    row = "P1" if is_drawn else "P1,100000"
    assert community_of(tmp_path, f"{header}\n{row}\n").poor_is_drawn is is_drawn
    assert diffusion.load("senik").poor_is_drawn


def test_groups_are_labels_of_outcomes_and_of_agents(tmp_path: Path) -> None:
    from diffusion.mesa_model.model import ArtisanModel

    community = community_of(tmp_path)
    outcome = diffusion.simulate(community, "none", n_runs=2, n_months=2, keep=["toa"])
    assert outcome.groups["Gender"].labels == ("F", "m", "F", "F", "F")
    assert outcome.to_xarray()["group_Gender"].values.tolist() == ["F", "m", "F", "F", "F"]
    agents = ArtisanModel(community, "none").artisans
    told = {agent.label: agent.groups["Kiln Owner"] for agent in agents}
    assert told == {"P1": "ya", "P2": "tidak", "P3": "not known", "P4": "ya", "P5": "ya"}


def test_results_are_divided_by_declared_groups(tmp_path: Path) -> None:
    community = community_of(tmp_path).with_settings({"community.artisans.groups": []})
    assert community.shown_groups == ()
    by_gender = community.with_groups(["gender", "GENDER"])
    assert [one.name for one in by_gender.shown_groups] == ["Gender"]
    with pytest.raises(InputError) as refused:
        community.with_groups(["gendre"], place="--by")
    assert str(refused.value) == (
        "--by: expected a column of the roster, one of Gender, Kiln Owner, phone, poor"
        ' (did you mean Gender?); found "gendre"'
    )
    with pytest.raises(InputError, match=r"artisans\.groups: expected a column .* found \"caste\""):
        community.with_settings({"community.artisans.groups": ["caste"]})


def test_only_declared_groups_are_written_down(tmp_path: Path) -> None:
    """A telephone number does not leave the folder with the results."""
    community = community_of(tmp_path).with_settings({"community.artisans.groups": []})
    community = community.with_groups(["gender"])
    inputs = Inputs(community, community.parameter_sets["default"], ())
    written = json.loads(json.dumps(declared(inputs)))
    assert written["roster"]["groups"] == {"Gender": ["F", "m", "F", "F", "F"]}
    again = inputs_from(written).community
    assert [one.labels for one in again.shown_groups] == [("F", "m", "F", "F", "F")]


def test_hamlets_are_groups_too(tmp_path: Path) -> None:
    community = community_of(tmp_path, "artisan,hamlet\nP1,1\nP2,1\nP3,2\n")
    (hamlet,) = community.shown_groups
    assert hamlet.labels == ("hamlet 1", "hamlet 1", "hamlet 2")
    assert np.array_equal(hamlet.member, community.hamlets)


@pytest.mark.parametrize(
    ("roster", "told"),
    [
        (
            "artisan,self_eficacy\nP1,0.5\n",
            'header: expected self_efficacy; found "self_eficacy" (rename it self_efficacy)',
        ),
        (
            "artisan,gender,Gender\nP1,F,F\n",
            "header: expected one column gender; found 2 (delete the others, or rename them)",
        ),
        (
            "artisan,,gender\nP1,x,F\n",
            "header: expected a heading over each column; found an empty cell",
        ),
        (
            "artisan,poor\nP1,maybe\n",
            "line 2, poor: expected yes or no (yes, ya, true, 1, or no, tidak, false, 0); "
            'found "maybe"',
        ),
    ],
)
def test_what_is_like_a_trait_is_no_group(tmp_path: Path, roster: str, told: str) -> None:
    with pytest.raises(InputError) as refused:
        community_of(tmp_path, roster)
    assert str(refused.value) == f"potters.csv: {told}"


def test_strategies_are_compared_within_each_group(tmp_path: Path) -> None:
    """The difference of a group is that of its own share of adopters, run by run."""
    community = community_of(tmp_path).with_groups(["gender", "Poor "])
    names = ["campaign_only", "collaboration_only"]
    comparison = diffusion.compare(community, names, n_runs=20)
    found = comparison.within_groups().set_index(["trait", "group"])
    assert ("membership", "members") not in found.index
    sides = {"F": [0, 2, 3, 4], "m": [1], "poor": [0, 2, 4], "not poor": [1, 3]}
    for (trait, group), row in found.iterrows():
        if group not in sides:
            assert trait in ("centrality", "Kiln Owner")
            continue
        ends = []
        for _, outcome in comparison.simulated:
            assert outcome.artisans is not None
            stage = outcome.artisans.last_stage[:, sides[group]]
            ends.append(((stage >= TRIAL) & (stage <= CONFIRMED)).mean(axis=1))
        assert row["share_reference"] == pytest.approx(ends[0].mean())
        assert row["difference"] == pytest.approx((ends[1] - ends[0]).mean())
        assert row["low"] <= row["difference"] <= row["high"] or (ends[0] == ends[1]).all()
    assert {group for _, group in found.index} >= {*sides}


def test_what_is_written_of_two_groups_adds_up() -> None:
    """62.64 % and 34.35 % are written 62.6 and 34.4 (and not 35): 28.2 apart, as one reads it."""
    assert gap_of(0.62640, 0.34360) == 28.2
    assert gap_of(0.3449, 0.3951) == -5.0
    both = ("-p", "campaign_only", "-p", "collaboration_only")
    status, printed, _ = answer("compare", "senik", *both, "--runs", "40", "--months", "30")
    assert status == 0
    row = re.compile(r"\s(\d+\.\d) .*?\s(\d+\.\d)\s+([+-]\d+\.\d)\s")
    found = [row.search(line) for line in printed.split("Who is left out")[1].splitlines()]
    shown = [[float(part) for part in one.groups()] for one in found if one]
    assert len(shown) >= 7
    for ours, theirs, gap in shown:
        assert gap == round(ours - theirs, 1)
