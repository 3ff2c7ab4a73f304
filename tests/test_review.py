"""Reviews: rules that hold an activity once more, or no more, and the price (ODD 7.16)."""

import re
import shlex
import shutil
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from communities import SENIK, Life, activity, community, programme
from harness import first_quick
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from twins import assert_same
from typer.testing import CliRunner

import diffusion
from diffusion.catalogue.load import library_root
from diffusion.cli import app
from diffusion.errors import InputError
from diffusion.i18n.words import both, words_of
from diffusion.kernels import site
from diffusion.kernels.phases import review as kernel
from diffusion.kernels.state import Stage
from diffusion.readers.model_folder import read_programme
from diffusion.reporting.rules import decisions_said, rules_said
from diffusion.results.outcome import Outcome
from diffusion.scenario import review
from diffusion.scenario.activity import Activity
from diffusion.scenario.programme import Programme
from diffusion.scenario.review import MEASURES, Rule, fewest_dates, most_dates

SEQUENCE = SENIK.with_settings({"programme.activity.training.attendance": 0.7}).programmes[
    "campaign_then_collaboration"
]

DOES = {"persuasion": 0.5, "vicarious": 0.5, "skill": 0.3, "aware": 0.9}
"""What the activity on call does, so that it is seen whether it was held."""

COST = 300_000

ASKED: dict[str, Any] = {"measure": "members", "fewer_than": 10}


def looking(*rules: dict[str, Any], months: tuple[int, ...] = (11,), **changes: Any) -> Activity:
    return activity(90, tactic="review", target="none", months=months, rule=rules, **changes)


def on_call(*months: int, **changes: Any) -> Activity:
    said = {"months": months or (13,), "on_call": True, "doses": DOES, "cost_fixed": COST}
    return activity(91, **said | changes)


def with_it(*more: Activity, of: Programme = SEQUENCE) -> Programme:
    return of.model_copy(update={"activity": (*of.activity, *more), "latest_month": None})


def simulated(plan: Programme, n_runs: int = 40, **options: Any) -> Outcome:
    return diffusion.simulate(SENIK, plan, n_runs=n_runs, n_months=36, keep=["toa"], **options)


def counted(outcome: Outcome, measure: str, record: int) -> Any:
    if measure == "adopters":
        return outcome.adopters[:, record]
    if measure == "open_channels":
        return sum(outcome.series(f"{one}_open")[:, record] for one in outcome.channels)
    return outcome.series(measure)[:, record]


PLAIN = simulated(with_it(looking()))


def late(measure: str) -> int:
    """Find a month of which the records of some runs differ from those of others."""
    months = range(3, 30)
    return max(months, key=lambda t: len(np.unique(counted(PLAIN, measure, t))) - t / 100)


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("side", ["fewer_than", "at_least"])
def test_a_rule_acts_where_the_record_of_its_month_says_so(measure: str, side: str) -> None:
    record = late(measure)
    values = counted(PLAIN, measure, record)
    number = int(np.sort(values)[len(values) // 2])
    if number == values.min():
        number = int(np.unique(values)[1]) if values.min() < values.max() else max(1, number)
    rule = {"measure": measure, side: number, "hold": 91}
    adapting = simulated(with_it(looking(rule, months=(record - 1,)), on_call(record)))
    acts = values < number if side == "fewer_than" else values >= number
    spent = adapting.series("spent")[:, -1] - PLAIN.series("spent")[:, -1]
    assert np.array_equal(spent, np.where(acts, COST, 0))
    assert np.array_equal(adapting.held[:, 0], acts)
    is_same = (adapting.stages == PLAIN.stages).all(axis=(1, 2))
    assert (adapting.stages == PLAIN.stages)[:, : record + 1].all()
    assert is_same[~acts].all()
    assert acts.any() == (not is_same.all())


def test_what_is_counted_differs_between_runs() -> None:
    """Else the thresholds above would tell nothing."""
    for measure in MEASURES:
        assert len(np.unique(counted(PLAIN, measure, late(measure)))) > 1, measure


@pytest.mark.parametrize("measure", first_quick(MEASURES, n=3))
def test_the_twin_decides_the_same(measure: str) -> None:
    record = late(measure)
    number = max(1, int(np.median(counted(PLAIN, measure, record))))
    few = {"measure": measure, "fewer_than": number, "hold": 91}
    many = {"measure": measure, "at_least": number, "drop": 92}
    dropped = activity(92, months=(record - 2, record + 1), doses=DOES, cost_fixed=7)
    plan = with_it(looking(few, many, months=(record - 1,)), on_call(record, record + 1), dropped)
    for luck in range(3):
        assert_same(SENIK, plan, SENIK.parameter_sets["default"], luck)


def test_one_channel_alone_may_be_asked_for() -> None:
    for channel in SENIK.file.market.channels:
        rule = {"measure": "open_channels", "channel": channel, "fewer_than": 1, "hold": 91}
        adapting = simulated(with_it(looking(rule, months=(20,)), on_call(21)))
        closed = PLAIN.series(f"{channel}_open")[:, 21] == 0
        assert np.array_equal(adapting.series("spent") != PLAIN.series("spent"),
                              closed[:, None] & (np.arange(37) > 21))  # fmt: skip
        plan = with_it(looking(rule, months=(20,)), on_call(21))
        assert_same(SENIK, plan, SENIK.parameter_sets["default"])


def test_what_is_called_has_the_luck_of_what_is_planned() -> None:
    always = {"measure": "unaware", "fewer_than": 10_000, "hold": 91}
    called = simulated(with_it(looking(always), on_call(13, 15, attendance=0.5)))
    planned = simulated(with_it(looking(), on_call(13, attendance=0.5, on_call=False)))
    for name in called.names:
        assert np.array_equal(called.series(name), planned.series(name)), name
    assert np.array_equal(called.toa, planned.toa)


def test_a_call_is_answered_once_and_a_drop_for_good() -> None:
    always = {"measure": "unaware", "fewer_than": 10_000}
    asked = looking(
        {"hold": 91} | always, {"drop": 92} | always, months=(2, 4, 10), cost_fixed=1, person_days=1
    )
    dropped = activity(92, months=(1, 2, 3, 6), cost_fixed=10)
    plan = programme(asked, on_call(3, 5, 6, 9, 12, cost_fixed=1_000), dropped)
    life = Life(community(), plan, n_months=14)
    spent = [hamlets.spent[0] for _, hamlets, _ in life.whole_records()]
    reviews = [1 + SENIK.file.facilitator.person_day_price if t in (2, 4, 10) else 0
               for t in range(14)]  # fmt: skip
    meetings = [1_000 if t in (3, 5, 12) else 0 for t in range(14)]
    others = [10 if t in (1, 2) else 0 for t in range(14)]
    assert np.diff(spent).tolist() == np.sum([reviews, meetings, others], axis=0).tolist()
    assert life.hamlets.n_held[0, :3].tolist() == [3, 2, 0]
    assert plan.n_held(plan.activity[1]) == 3
    assert plan.n_held(plan.activity[1], is_least=True) == 0
    assert plan.n_held(dropped) == 4
    assert plan.n_held(dropped, is_least=True) == 2


months = st.sets(st.integers(0, 9), min_size=1, max_size=5).map(lambda some: tuple(sorted(some)))


@given(months, st.lists(months, min_size=1, max_size=2), st.booleans())
def test_least_and_most_are_those_of_all_decisions(
    dated: tuple[int, ...], reviews: list[tuple[int, ...]], calls: bool
) -> None:
    """Of all that the reviews may decide, tried one by one."""
    rule = {"measure": "members", "fewer_than": 1, "hold" if calls else "drop": 91}
    asked = [activity(i + 1, tactic="review", months=m, rule=[rule]) for i, m in enumerate(reviews)]
    one = activity(91, months=dated, on_call=calls)
    dates = sorted({month for some in reviews for month in some})
    counts = []
    for acts in product([False, True], repeat=len(dates)):
        decides = {month for month, does in zip(dates, acts, strict=True) if does}
        n, is_called, is_dropped = 0, False, False
        for month in range(10):
            if month in dated and (is_called if calls else not is_dropped):
                n, is_called = n + 1, False
            if month in decides:
                is_called, is_dropped = True, True
        counts.append(n)
    assert most_dates(one, asked) == max(counts)
    assert fewest_dates(one, asked) == min(counts)


ADAPTING = with_it(
    looking(
        {"measure": "members", "fewer_than": 12, "hold": 91},
        {"measure": "open_channels", "fewer_than": 1, "hold": 93},
        {"measure": "adopters", "at_least": 4, "drop": 92},
        months=(6, 12, 18),
        person_days=1,
    ),
    on_call(8, 14, 20, places=10, cost_per_place=5_000, person_days=2),
    activity(92, months=(7, 15), cost_fixed=123_457),
    activity(
        93, months=(13, 19), tactic="market_link", target="none", channel="craft_firm",
        on_call=True, cost_fixed=50_000,
    ),
)  # fmt: skip


def test_no_run_costs_more_than_the_price_and_the_mean_is_what_is_expected() -> None:
    result = diffusion.compare(SENIK, [ADAPTING, SEQUENCE], n_runs=200, n_months=36)
    strategy, outcome = result.simulated[0]
    least, most = SENIK.price_range(ADAPTING)
    spent = outcome.series("spent")[:, -1]
    assert least <= spent.min() < spent.max() <= most
    assert strategy.price.total == most
    row, usual = result.table().to_dict("records")
    assert row["price"] == most
    assert row["price_least"] == least
    assert row["price_expected"] == sum(spent.tolist()) / 200
    assert usual["price_least"] == usual["price_expected"] == usual["price"]
    summary = diffusion.summarise(SENIK, ADAPTING, n_runs=200, n_months=36)
    assert summary.mean["spent"][-1] == row["price_expected"]


@pytest.mark.parametrize("budget", [7_000_000, 9_000_000, 30_000_000])
def test_a_budget_pays_for_the_most_and_leaves_rules_and_dates_whole(budget: int) -> None:
    fit = diffusion.scale_to_budget(SENIK, ADAPTING, budget)
    scaled = fit.programme
    assert fit.is_possible
    assert SENIK.price(scaled).total == fit.cost <= budget
    by_id = {one.id: one for one in scaled.activity}
    for one in ADAPTING.activity[-4:]:
        assert by_id[one.id].months == one.months
        assert by_id[one.id].rule == one.rule
    outcome = simulated(scaled, n_runs=50) if scaled.last_month < 36 else None
    assert outcome is None or outcome.series("spent").max() <= budget


def test_each_hamlet_decides_for_itself() -> None:
    there = community(n_artisans=8, n_hamlets=2, first_adopters=(0, 1, 2))
    rule = {"measure": "adopters", "fewer_than": 1, "hold": 91}
    paid = {"places": 30, "cost_per_place": 10, "doses": {}, "person_days": 1}
    plan = programme(looking(rule, months=(0,)), on_call(1, cost_fixed=500, **paid))
    life = Life(there, plan, n_months=2)
    hamlets = life.whole_records()[-1][1]
    assert there.hamlets.tolist() == [0, 0, 0, 0, 1, 1, 1, 1]
    day = there.file.facilitator.person_day_price
    assert hamlets.spent.tolist() == [0, 500 + 4 * 10 + day]
    assert there.price_range(plan) == (0, 2 * (500 + 4 * 10 + day))


def test_the_mesa_face_decides_the_same() -> None:
    for replicate in range(3):
        outcome = simulated(ADAPTING, n_runs=1, first_replicate=replicate)
        model = diffusion.ArtisanModel(SENIK, ADAPTING, replicate=replicate)
        for record in range(1, 37):
            model.step()
            assert model.hamlets.spent.sum() == outcome.series("spent")[0, record]
        assert np.array_equal(model.state.toa, outcome.toa[0])
        assert_same(SENIK, ADAPTING, SENIK.parameter_sets["default"], replicate)


def test_a_review_without_rules_only_costs() -> None:
    without = simulated(SEQUENCE)
    assert np.array_equal(PLAIN.stages, without.stages)
    assert np.array_equal(PLAIN.money[:, :, :-1], without.money[:, :, :-1])


def test_a_permit_moves_reviews_and_what_they_call_together() -> None:
    there = SENIK.with_settings(
        {"community.modules.permit": True, "community.institutions.permit_month": 5}
    )
    rule = {"measure": "members", "fewer_than": 1, "hold": 91}
    plan = programme(looking(rule, months=(2,)), on_call(3))
    moved = there.permitted(plan)
    assert [one.months for one in moved.activity] == [(5,), (6,)]
    assert_same(there, plan, there.parameter_sets["default"], n_months=9)


def test_every_rule_is_said_in_a_sentence() -> None:
    some = [
        looking(*({"measure": one, side: n, "hold": 91} for n in (1, 2)))
        for one in MEASURES
        for side in ("fewer_than", "at_least")
    ]
    for say in both():
        said = [list(rules_said(say, programme(one, on_call()))) for one in some]
        assert len({text for pair in said for text in pair}) == 4 * len(MEASURES)
    english, indonesian = words_of("en"), words_of("id")
    plan = programme(
        looking(ASKED | {"hold": 91}, {"measure": "fund", "at_least": 50_000, "drop": 92}),
        on_call(),
        activity(92, months=(12,)),
    )
    assert list(rules_said(english, plan)) == [
        "month 12: if fewer than 10 are members, hold public meeting (activity 91) in month 14",
        "month 12: if at least Rp 50,000 is in the association's box, drop public meeting "
        "(activity 92)",
    ]
    assert next(rules_said(indonesian, plan)) == (
        "bulan 12: jika kurang dari 10 orang menjadi anggota paguyuban, adakan pertemuan umum "
        "(kegiatan 91) pada bulan 14"
    )


PAGE = Path(__file__).parents[1] / "docs" / "howto" / "review.md"


def test_the_how_to_page_is_what_happens(tmp_path: Path, monkeypatch: Any) -> None:
    blocks = dict(re.findall(r"^```(\w+)\n(.*?)^```$", PAGE.read_text(), re.DOTALL | re.MULTILINE))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    Path("again.toml").write_text(blocks["toml"])
    called = shlex.split(blocks["sh"])[1:]
    printed = CliRunner().invoke(app, called).output
    for line in blocks["text"].splitlines():
        assert f"    {line}\n" in printed
    plan = read_programme(Path("again.toml"))
    outcome = diffusion.simulate(SENIK, plan, n_runs=200)
    least, most = SENIK.price_range(plan)
    price, *rest = decisions_said(words_of("en"), SENIK, plan, outcome)
    assert ((outcome.held > 0).mean(axis=0) > 0).all()
    assert (outcome.held.max(axis=0) > outcome.held.min(axis=0)).all()
    for amount in (least, most, round(outcome.mean_spent)):
        assert f"Rp {amount:,}" in price
    assert f"  again: {price}\n" in printed
    assert all(f"    {text}\n" in printed for text in rest)
    for name in MEASURES:
        assert f"`{name}`" in PAGE.read_text()


def test_check_says_rules_and_both_prices(tmp_path: Path, monkeypatch: Any) -> None:
    shutil.copytree(library_root() / "senik", tmp_path / "senik")
    plan = re.search(r"^```toml\n(.*?)^```$", PAGE.read_text(), re.DOTALL | re.MULTILINE)
    assert plan is not None
    (tmp_path / "senik" / "programmes" / "again.toml").write_text(plan[1])
    monkeypatch.setenv("COLUMNS", "200")
    printed = CliRunner().invoke(app, ["check", str(tmp_path / "senik")]).output
    made = diffusion.load(tmp_path / "senik")
    least, most = made.price_range(made.programmes["again"])
    assert 0 < least < most
    assert f"again: at least Rp {least:,}, at most Rp {most:,}\n" in printed
    assert "    months 12 and 18: if fewer than 4 are adopters, hold public meeting" in printed


def test_names_and_limits_stand_for_the_same_in_files_and_kernels() -> None:
    stages = [stage.name.lower() for stage in Stage]
    assert list(MEASURES[: len(stages)]) == stages
    for number, name in enumerate(MEASURES[len(stages) :], start=len(stages)):
        assert getattr(kernel, name.upper()) == number
    assert review.MOST_DECIDED == site.MOST_DECIDED


REFUSED: dict[str, tuple[list[dict[str, Any]], str, dict[str, Any]]] = {
    "nobody": ([ASKED | {"hold": 19}], "in rule 1 of activity 90 the id of an activity, one", {}),
    "not on call": ([ASKED | {"hold": 92}], "on_call = true in activity 92", {}),
    "on call": ([ASKED | {"drop": 91}], "on_call = false in activity 91", {}),
    "itself": ([ASKED | {"drop": 90}], "rules about what is no review", {}),
    "over": ([ASKED | {"hold": 91}], "after 11, the review that decides", {"months": (3, 11)}),
    "too early": (
        [ASKED | {"hold": 91}],
        "months of activity 91 after 11, the first review that may hold it",
        {"months": (11, 13)},
    ),
    "permit": ([ASKED | {"hold": 91}], "needs_permit = false", {"needs_permit": False}),
    "others build on it": ([ASKED | {"hold": 91}], "coordinates = false", {"coordinates": True}),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_rules_that_cannot_act_are_refused(case: str) -> None:
    rules, expected, changes = REFUSED[case]
    called = on_call(**changes)
    with pytest.raises(ValidationError, match=expected):
        programme(looking(*rules), called, activity(92, months=(12,)))


def test_an_activity_on_call_that_no_rule_holds_is_refused() -> None:
    with pytest.raises(ValidationError, match="a rule that holds activity 91"):
        programme(looking(), on_call())


def test_a_rule_names_channels_that_are_there() -> None:
    rule = {"measure": "open_channels", "channel": "craft_frm", "fewer_than": 1, "hold": 91}
    with pytest.raises(InputError, match=r"rule\[2\]\.channel: expected one of .*craft_firm\?"):
        simulated(programme(looking(ASKED | {"hold": 91}, rule), on_call()), n_runs=1)


def test_a_number_of_a_rule_is_set_by_its_measure() -> None:
    there = replace(SENIK, programmes={"made": ADAPTING})
    changed = there.with_settings({"programme.activity.review.rule.members.fewer_than": 7})
    rules = next(one.rule for one in changed.programmes["made"].activity if one.rule)
    assert [rule.number for rule in rules] == [7, 1, 4]


@pytest.mark.parametrize(
    "said",
    [
        {"measure": "members", "hold": 1},
        {"measure": "members", "fewer_than": 1, "at_least": 2, "hold": 1},
        {"measure": "members", "fewer_than": 1},
        {"measure": "members", "fewer_than": 1, "hold": 1, "drop": 2},
        {"measure": "members", "fewer_than": 0, "hold": 1},
        {"measure": "members", "channel": "showroom", "fewer_than": 1, "hold": 1},
        {"measure": "open_channels", "channel": "showroom", "fewer_than": 2, "hold": 1},
    ],
)
def test_a_rule_says_one_thing(said: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Rule.model_validate(said)


def test_rules_stand_with_reviews_only_and_reviews_are_planned() -> None:
    with pytest.raises(ValidationError, match="rules with a review only"):
        activity(rule=[ASKED | {"hold": 1}])
    with pytest.raises(ValidationError, match="a review that is held as planned"):
        activity(tactic="review", on_call=True)
