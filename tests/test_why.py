"""Why a programme brings what it brings: the answer, what it rests on, what is written of it."""

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from communities import SENIK, activity, community, programme
from typer.testing import CliRunner, Result

import diffusion
from diffusion.cli.command import app
from diffusion.errors import InputError
from diffusion.explanation.coalitions import OUTCOMES
from diffusion.explanation.explained import WAYS, Explanation
from diffusion.explanation.for_whom import columns_asked, quarters
from diffusion.i18n.words import LANGUAGES, Words
from diffusion.results.indicators import indicator
from diffusion.scenario.programme import Programme

USUAL = SENIK.programmes["campaign_then_collaboration"]
SHORT: Any = {"n_runs": 12, "n_months": 24}


@pytest.fixture(scope="module")
def usual() -> Explanation:
    return diffusion.why(SENIK, USUAL, **SHORT)


# ------------------------------------------------------------------ the numbers
def test_shares_of_every_level_add_up_to_the_total(usual: Explanation) -> None:
    for one in usual.explained:
        told = one.effects.share.sum(axis=1) + one.presence
        assert np.allclose(told, usual.total, rtol=1e-12, atol=1e-6), one.level
    assert [one.level for one in usual.explained] == ["pathway", "family", "activity"]
    assert [one.is_exact for one in usual.explained] == [True, True, False]


def test_outcomes_are_those_of_a_comparison(usual: Explanation) -> None:
    """What is run here without an outcome is what `simulate` tells of the same histories."""
    outcomes = diffusion.simulate(SENIK, [USUAL, "none"], **SHORT, keep=("artisans",))
    for place, name in enumerate(OUTCOMES):
        for outcome, ends in zip(outcomes, (usual.programme_ends, usual.nothing_ends), strict=True):
            assert np.array_equal(indicator(name, outcome.channels).of(outcome, 24), ends[:, place])


def test_alone_and_left_out_are_runs_of_such_programmes(usual: Explanation) -> None:
    training = tuple(one for one in USUAL.activity if one.tactic == "training")
    rest = tuple(one for one in USUAL.activity if one.tactic != "training")
    alone, without, none = diffusion.simulate(
        SENIK,
        [USUAL.model_copy(update={"activity": some}) for some in (training, rest, ())],
        **SHORT,
    )
    (one,) = [each for each in usual.explained if each.level == "activity"]
    place = one.names.index("6 training")
    ends = [each.adopters[:, -1] for each in (alone, without, none)]
    assert np.array_equal(one.effects.alone[:, place, 0], ends[0] - ends[2])
    assert np.array_equal(one.effects.left_out[:, place, 0], usual.programme_ends[:, 0] - ends[1])
    assert one.effects.left_out[:, place, 0].any(), "negative control: the training does nothing"


def test_what_has_come_of_it_by_a_month(usual: Explanation) -> None:
    """As of month 12 nothing later counts, and lasting adopters are those of months 7 to 12."""
    early = diffusion.why(SENIK, USUAL, at_month=12, **SHORT)
    whole = diffusion.simulate(SENIK, USUAL, **SHORT)
    assert np.array_equal(early.programme_ends[:, 0], whole.adopters[:, 12])
    assert np.array_equal(early.programme_ends[:, 3], whole.adopters[:, 1:13].sum(axis=1))
    assert (early.programme_ends[:, 1] <= early.programme_ends[:, 0]).all()
    assert max(row["month"] for row in early.barrier_rows) == 12
    assert not np.array_equal(early.programme_ends, usual.programme_ends)


@pytest.mark.slow
def test_threads_and_the_first_replicate_change_nothing(usual: Explanation) -> None:
    parts = [
        diffusion.why(SENIK, USUAL, n_runs=6, n_months=24, first_replicate=first, n_threads=threads)
        for first, threads in ((0, 1), (6, 3))
    ]
    for level, one in enumerate(usual.explained):
        for way in WAYS:
            told = np.concatenate([part.explained[level].of(way) for part in parts])
            assert np.array_equal(told, one.of(way))


# ------------------------------------------------------------------ nulls and what is planted
IDLE = activity(7, months=(1, 2), places=10, cost_fixed=100_000)


def with_idle(one: Programme) -> Programme:
    """Add an activity without a dose."""
    return one.model_copy(update={"activity": (*one.activity, IDLE)})


@pytest.mark.parametrize("is_exact", [True, False])
def test_an_activity_without_a_dose_brings_exactly_nothing(is_exact: bool) -> None:
    only = (
        SENIK.programmes["campaign_only"]
        if is_exact
        else USUAL.model_copy(
            update={"activity": tuple(one for one in USUAL.activity if one.id != 7)}
        )
    )
    found = diffusion.why(SENIK, with_idle(only), **SHORT)
    rows = [row for row in found.effect_rows if row["part"] == "7 public_meeting"]
    assert len(rows) == len(WAYS) * len(OUTCOMES)
    assert {row["mean"] for row in rows} == {0.0}
    assert {row["acts"] for row in rows} == {False}
    assert {row["price"] for row in rows} == {200_000}
    assert [one.is_exact for one in found.explained][-1] == is_exact


def test_doing_nothing_brings_nothing() -> None:
    found = diffusion.why(SENIK, "none", **SHORT)
    assert not found.total.any()
    assert not any(row["mean"] for row in found.effect_rows)
    assert not any(row["difference"] for row in found.barrier_rows)


def test_a_planted_effect_is_found() -> None:
    """Whoever hears of it adopts at once: of three meetings only the one that tells of it acts."""
    eager = community(n_artisans=20).with_settings(
        {
            "parameters.decision.alpha": 100.0, "parameters.persuasion.spontaneous": 100.0,
            "parameters.decision.efficacy_exponent": 0.0, "parameters.decision.value_exponent": 0.0,
            "parameters.decision.misfit_tolerance": 1.0, "parameters.decision.cost_exponent": 0.0,
            "parameters.decision.entry_cost": 0, "parameters.awareness.broadcast": 0.0,
        }
    )  # fmt: skip
    meetings = programme(
        activity(1, months=(0,), doses={"aware": 1.0}),
        activity(2, months=(1,), doses={"stress": 0.1}),
        activity(3, months=(2,), doses={"aware": 1.0}),
    )
    found = diffusion.why(eager, meetings, n_runs=5, n_months=8)
    pathways, _, activities = found.explained
    brings = {name: pathways.effects.share[:, at, 2] for at, name in enumerate(pathways.names)}
    assert (found.total[:, 2] > 10).all()
    assert np.array_equal(brings.pop("information"), found.total[:, 2])
    assert not any(share.any() for share in brings.values())
    first, second, third = np.moveaxis(activities.effects.share[:, :, 2], 1, 0)
    assert np.array_equal(first, third)
    assert np.array_equal(first + third, found.total[:, 2])
    assert not second.any()


def test_some_activities_are_told_apart_and_the_others_are_one_part() -> None:
    found = diffusion.why(SENIK, USUAL, activities=["training", "8"], **SHORT)
    one = found.explained[-1]
    assert sorted(one.names) == ["6 training", "8 group_formation", "others"]
    assert one.is_exact
    assert np.allclose(one.effects.share.sum(axis=1), found.total, atol=1e-6)
    assert sum(price or 0 for price in one.prices) == found.price


# ------------------------------------------------------------------ barriers, and for whom
def test_barriers_are_all_artisans_in_every_month(usual: Explanation) -> None:
    table = usual.barriers().groupby("month")[["programme", "nothing", "difference"]].sum()
    assert len(table) == 25
    assert np.allclose(table["programme"], 30)
    assert np.allclose(table["nothing"], 30)
    assert np.allclose(table["difference"], 0)


def test_more_adopters_of_a_pair_of_groups_are_those_of_all(usual: Explanation) -> None:
    table = usual.for_whom()
    poor = table[table["trait"] == "poverty"]
    assert poor["more"].sum() == pytest.approx(usual.total[:, 0].mean())


def test_quarters_are_alike_in_size_and_ties_stay_together() -> None:
    one = quarters("land", [4.0, 1.0, 3.0, 2.0, 8.0, 7.0, 6.0, 5.0])
    assert one.values == ("1 to 2", "3 to 4", "5 to 6", "7 to 8")
    assert one.member.tolist() == [1, 0, 1, 0, 3, 3, 2, 2]
    tied = quarters("land", [1.0, 1.0, 1.0, 1.0, 2.0, float("nan")])
    assert tied.values == ("1 to 1", "2 to 2", "not known")
    assert tied.member.tolist() == [0, 0, 0, 0, 1, 2]


def test_numbers_of_the_roster_are_divided_into_quarters() -> None:
    belief = tuple((ego + 1) / 13 for ego in range(12))
    one = community(n_artisans=12, roster={"self_efficacy": belief})
    known, (grouping,) = columns_asked(one, ["Self_efficacy"])
    assert known is one
    assert list(grouping.sizes.values()) == [3, 3, 3, 3]
    with pytest.raises(InputError, match="did you mean self_efficacy"):
        columns_asked(one, ["self_eficacy"])
    found = diffusion.why(one, "campaign_only", by=["self_efficacy"], n_runs=3, n_months=6)
    assert (found.for_whom()["trait"] == "self_efficacy").sum() == 4


# ------------------------------------------------------------------ the command
def asked(*words: object) -> Result:
    return CliRunner(env={"COLUMNS": "200"}).invoke(app, ["why", *map(str, words)])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("why") / "out"
    answer = asked(
        "senik", "-p", "campaign_then_collaboration", "--runs", 12, "--months", 24, "-o", place
    )
    assert answer.exit_code == 0, answer.output
    first = answer.stdout.splitlines()[0]
    assert re.match(r"Campaign then collaboration brings [\d.]+ more adopters by the end of", first)
    return place


FIGURES = ("pathways", "activities", "barriers", "changes", "whom")


@pytest.mark.slow
def test_the_folder_holds_tables_figures_and_a_page(folder: Path) -> None:
    names = {path.name for path in folder.iterdir()}
    tables = {f"{name}.csv" for name in ("totals", "effects", "coalitions", "barriers", "for_whom")}
    figures = {f"{name}.png" for name in FIGURES}
    further = {"runs.parquet", "why.json", "summary.txt", "report.html", "captions.txt"}
    assert tables | figures | further | {"provenance.json"} <= names


@pytest.mark.slow
def test_tables_can_be_made_again_from_the_runs(folder: Path) -> None:
    runs, effects = pd.read_parquet(folder / "runs.parquet"), pd.read_csv(folder / "effects.csv")
    keys = ["level", "part", "way", "outcome"]
    means = runs.groupby(keys)["value"].mean()
    told = effects.set_index(keys)["mean"]
    assert np.allclose(means.loc[told.index], told, rtol=1e-9, atol=1e-9)
    whole = means["whole"].unstack("outcome")
    totals = pd.read_csv(folder / "totals.csv").set_index("outcome")
    assert np.allclose(totals["programme"], whole.loc[("programme", "outcome"), totals.index])


def rows_of_page(folder: Path, name: str) -> list[list[str]]:
    """Read the cells of the English table of a section, what stands small below them apart."""
    page = (folder / "report.html").read_text(encoding="utf-8")
    section = re.search(rf'<section id="{name}">.*?</section>', page, flags=re.DOTALL)
    assert section is not None
    tables = re.findall(r"<tbody>.*?</tbody>", section[0], flags=re.DOTALL)
    rows = re.findall(r"<tr.*?</tr>", tables[LANGUAGES.index("en")], flags=re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, flags=re.DOTALL) for row in rows]
    return [[" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in row] for row in cells]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("section", "level"),
    [("pathways", "pathway"), ("families", "family"), ("activities", "activity")],
)
def test_numbers_of_shares_in_the_page_are_those_of_the_files(
    folder: Path, section: str, level: str
) -> None:
    say, table = Words("en"), pd.read_csv(folder / "effects.csv")
    table = table[(table["level"] == level) & (table["outcome"] == "adopters")]
    shown = rows_of_page(folder, section)
    assert len(shown) == table["part"].nunique()
    for cells, part in zip(shown, table["part"].unique(), strict=True):
        rows = table[table["part"] == part].set_index("way")
        expected = []
        for way in WAYS:
            mean, low, high = rows.loc[way, ["mean", "low", "high"]]
            text = say.change(mean) if mean else "0"
            expected.append(
                text if np.isnan(low) else f"{text} {say.change(low)} to {say.change(high)}"
            )
        expected.append(say.percent(rows.loc["share", "of_total"]))
        assert cells[-4:] == expected
        if level != "pathway":
            assert cells[1] == say.number(rows.loc["share", "price"], 0)


@pytest.mark.slow
def test_other_numbers_of_the_page_are_those_of_the_files(folder: Path) -> None:
    say = Words("en")
    barriers = pd.read_csv(folder / "barriers.csv")
    last = barriers[barriers["month"] == 24]
    for cells, row in zip(rows_of_page(folder, "barriers"), last.to_dict("records"), strict=True):
        shown = [cell.split()[0] for cell in cells[1:]]
        assert shown == [say.number(row["programme"]), say.number(row["nothing"])]
    for cells, row in zip(rows_of_page(folder, "changes"), last.to_dict("records"), strict=True):
        assert cells[-1].split()[0] == (say.change(row["difference"]) if row["difference"] else "0")
    whom = pd.read_csv(folder / "for_whom.csv")
    for cells, row in zip(rows_of_page(folder, "whom"), whom.to_dict("records"), strict=True):
        told = [cells[at].split()[0] for at in (1, 2, 4, 5)]
        assert told == [
            say.number(row["n_group"]), say.number(100 * row["share"]),
            say.change(100 * row["gain"]), say.change(row["more"]),
        ]  # fmt: skip
    totals = pd.read_csv(folder / "totals.csv").to_dict("records")
    shown = rows_of_page(folder, "totals")
    assert len(shown) == len(totals)
    assert shown[0][3].split()[0] == say.change(totals[0]["total"])
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert f"brings {say.number(totals[0]['total'])} more adopters" in page


def test_json_and_indonesian() -> None:
    few = ("senik", "-p", "campaign_only", "--runs", 10, "--months", 12)
    told = json.loads(asked(*few, "--json").stdout)
    assert told["totals"][0]["outcome"] == "adopters"
    said = asked(*few, "--lang", "id", "--outcome", "mean_income").stdout
    assert "Melalui apa" in said
    assert "jalur" in said.lower()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--activity", "dialog"), "did you mean dialogue?"),
        (("--outcome", "adopter"), "did you mean adopters?"),
        (("--orders", "3"), "an even number"),
        (("--at-month", "40"), "from 1 to 36"),
        (("--by", "gender"), "a column of the roster beyond its traits"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(words: tuple[str, str], said: str) -> None:
    answer = asked("senik", "-p", "campaign_only", *words)
    assert answer.exit_code == 1
    assert said in str(answer.exception) + answer.output
