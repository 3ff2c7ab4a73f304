"""Parts of a programme: pathways divide all that it does, and what is left out leaves no trace."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from communities import SENIK, activity, programme

from diffusion.catalogue.load import load
from diffusion.ensembles.ensemble import Ensemble, prepare
from diffusion.ensembles.options import RunOptions
from diffusion.errors import InputError
from diffusion.explanation.parts import PartPlans, name_of, named
from diffusion.explanation.pathways import NO_DOSES, PATHWAYS, acting, through
from diffusion.kernels.plan import Activities, Plan
from diffusion.kernels.records import Records
from diffusion.scenario.community import Community
from diffusion.scenario.programme import Programme

NAMES = tuple(pathway.name for pathway in PATHWAYS)
RUNS = RunOptions(n_runs=3)


def prepared(community: Community, programme: Programme) -> Ensemble:
    """Prepare a programme, and `none` beside it."""
    return prepare(community, (programme, community.programmes["none"]), RUNS)


def histories(ensemble: Ensemble, plan: Plan) -> Records:
    """Run a plan."""
    records = ensemble.allocate_records(RUNS.n_runs)
    replace(ensemble, plans=(plan,)).simulate_part(slice(0, RUNS.n_runs), [records])
    return records


def differing(one: Records, other: Records, *, but: tuple[str, ...] = ()) -> list[str]:
    """Name the arrays that differ by a bit; the rupiah that were spent are left out of `but`."""
    for records in (one, other):
        for name in but:
            getattr(records.money, name)[:] = 0
    fields = zip(one._fields, one, other, strict=True)
    return [n for n, a, b in fields if np.asarray(a).tobytes() != np.asarray(b).tobytes()]


def test_each_field_that_does_something_belongs_to_one_pathway() -> None:
    doses = [dose for pathway in PATHWAYS for dose in pathway.doses]
    assert sorted([*doses, *NO_DOSES]) == sorted(Activities.__annotations__)


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize("model", ["senik", "lempungwaru"])
@pytest.mark.parametrize("is_changed", [False, True])
def test_without_any_pathway_nothing_is_left(model: str, is_changed: bool) -> None:
    """The history is that of `none`, bit for bit, also where ties grow by meeting."""
    community = load(model)
    if is_changed:
        community = community.with_settings({"community.modules.dynamic_ties": True})
    for name, one in community.programmes.items():
        ensemble = prepared(community, one)
        plan, nothing = ensemble.plans
        bare = histories(ensemble, through(plan, (), nothing))
        assert not differing(bare, histories(ensemble, nothing)), name
        if one.activity:
            whole = histories(ensemble, plan)
            assert differing(bare, whole), "negative control: the programme does nothing"
            same = histories(ensemble, through(plan, NAMES, nothing))
            assert not differing(same, whole, but=("spent",)), name


@pytest.mark.usefixtures("shipped")
def test_each_pathway_of_senik_is_told_apart() -> None:
    """Without any one of them the history is another one; negative control of the test above."""
    ensemble = prepared(senik := load("senik"), senik.programmes["campaign_then_collaboration"])
    plan, nothing = ensemble.plans
    whole = histories(ensemble, plan)
    assert acting(plan, nothing) == NAMES
    for name in NAMES:
        rest = through(plan, [one for one in NAMES if one != name], nothing)
        assert differing(histories(ensemble, rest), whole, but=("spent",)), name


def test_pathways_without_a_dose_do_not_act() -> None:
    ensemble = prepared(SENIK, programme(activity(doses={"aware": 0.5})))
    assert acting(*ensemble.plans) == ("information", "group"), "the presence is another one"
    alike = programme(activity(doses={"aware": 0.5})).model_copy(
        update={
            key: getattr(SENIK.programmes["none"], key) for key in ("withdrawal_month", "taper")
        }
    )
    assert acting(*prepared(SENIK, alike).plans) == ("information",)


# ------------------------------------------------------------------ activities
def without(programme: Programme, ids: frozenset[int]) -> Programme:
    """Write a programme without some activities, as a person would: and without rules on them."""
    kept = [
        one.model_copy(update={"rule": tuple(rule for rule in one.rule if rule.about not in ids)})
        for one in programme.activity
        if one.id not in ids
    ]
    called = {rule.hold for one in kept for rule in one.rule}
    kept = [one for one in kept if not one.on_call or one.id in called]
    return programme.model_copy(update={"activity": tuple(kept)})


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize("modules", [{}, {"coordination": True, "resources_known": True}])
def test_an_activity_left_out_is_as_if_it_were_not_written(modules: dict[str, bool]) -> None:
    senik = load("senik")
    senik = senik.with_settings({f"community.modules.{key}": on for key, on in modules.items()})
    one = senik.programmes["campaign_then_collaboration"]
    ensemble = prepared(senik, one)
    plans = PartPlans(senik, one, ensemble.parameter_set, n_months=36, until=36)
    ids = frozenset(each.id for each in one.activity)
    for out in [*(frozenset({each}) for each in sorted(ids)), ids]:
        written = prepared(senik, without(one, out)).plans[0]
        told = histories(ensemble, plans.of(ids - out)), histories(ensemble, written)
        wrong = differing(*told, but=("spent",))
        assert [name for name in wrong if name != "held"] == [], out


def test_an_activity_without_a_dose_leaves_the_plan_as_it_was() -> None:
    idle = activity(2, months=(1, 3), places=5)
    one = programme(activity(doses={"aware": 0.5}), idle)
    plans = PartPlans(SENIK, one, prepared(SENIK, one).parameter_set, n_months=36, until=36)
    with_it, without_it = plans.of({1, 2}), plans.of({1})
    assert np.array_equal(with_it.held, without_it.held)
    assert not plans.of({2}).held.any()


def test_dates_from_a_month_on_are_left_out() -> None:
    one = SENIK.programmes["campaign_then_collaboration"]
    numbers = prepared(SENIK, one).parameter_set
    plan = PartPlans(SENIK, one, numbers, n_months=36, until=2).whole()
    held = [months.nonzero()[0].tolist() for months in plan.held]
    assert held == [[0, 1], [1], [0, 1], [0, 1], *[[]] * 7]


# ------------------------------------------------------------------ names
def test_activities_by_id_by_tactic_and_by_both() -> None:
    one = SENIK.programmes["campaign_then_collaboration"]
    assert named(one, ["6", "Film", "8 group_formation"], place="--activity") == {6, 2, 8}
    assert name_of(one.activity[5]) == "6 training"


@pytest.mark.parametrize(
    ("written", "expected"), [("trainning", "did you mean training?"), ("77", "one of")]
)
def test_an_unknown_activity_gets_the_nearest_name(written: str, expected: str) -> None:
    with pytest.raises(InputError, match="--activity") as error:
        named(SENIK.programmes["campaign_then_collaboration"], [written], place="--activity")
    said: Any = error.value.problems[0]
    assert expected in said.expected
    assert written in said.found
