"""The compiled month against the plain-Python twin: same events and rupiah, same reals."""

import math
from dataclasses import replace
from typing import Any

import naive
import numpy as np
import pytest
from communities import Life
from hypothesis import given, settings
from hypothesis import strategies as st

import diffusion
from diffusion.community import Community
from diffusion.parameters import ParameterSet
from diffusion.programme import TACTICS, TARGET_RULES, Activity, Doses, Programme

SENIK = diffusion.load("senik")

OFF = (
    "group", "finance", "market", "withdrawal", "institutions", "contest", "exhibition",
)  # fmt: skip

# Names of the twin for the numbers of a parameter set.
NAMES = {
    "exposure.normalisation": "norm", "exposure.memory": "memory", "exposure.response": "phi",
    "exposure.hill_exponent": "hill_n", "exposure.hill_midpoint": "hill_x0",
    "exposure.threshold": "theta",
    "awareness.broadcast": "mu", "awareness.adopter_contact": "a_A",
    "awareness.aware_contact": "a_N", "awareness.proximity_contact": "zeta",
    "awareness.proximity_radius_km": "prox_radius", "awareness.proximity_length_km": "prox_l",
    "persuasion.spontaneous": "rho0", "persuasion.social": "rho_x", "persuasion.verbal": "rho_p",
    "decision.alpha": "alpha", "decision.beta": "beta", "decision.efficacy_exponent": "etaE",
    "decision.value_exponent": "etaV", "decision.misfit_tolerance": "tauV",
    "decision.cost_exponent": "etaC", "decision.planning_months": "H",
    "decision.learning_months": "H_l", "decision.entry_cost": "C_entry",
    "decision.cash_buffer": "buffer", "decision.alpha_spread": "s_a",
    "decision.advantage_slope": "a_u",
    "persistence.confirmation_rate": "chi", "persistence.discontinuance_rate": "d0",
    "persistence.discontinuance_efficacy": "d_e", "persistence.discontinuance_advantage": "d_u",
    "persistence.discontinuance_exposure": "d_s", "persistence.trial_factor": "d_T",
    "persistence.readoption_factor": "readopt", "persistence.lapse_months": "lapse_months",
    "efficacy.mastery_weight": "oM", "efficacy.vicarious_weight": "oV",
    "efficacy.persuasion_weight": "oS", "efficacy.affect_weight": "oA",
    "efficacy.failure_weight": "oVF", "efficacy.neighbour_success": "v_p",
    "efficacy.mastery_lasting": "con_M", "efficacy.vicarious_lasting": "con_V",
    "efficacy.decay": "d", "efficacy.work_mastery": "work_mast",
    "skill.learning_by_doing": "lk", "skill.peer_learning": "xi", "skill.forgetting": "fg",
    "production.trial_share": "z_T", "production.confirmed_share": "z_C",
    "production.bad_firing_chance": "bad_p", "production.quality_standard": "k_star",
    "production.quality_spread": "s_k", "production.rain_factor": "season",
    "household.shock_chance": "shock_p", "household.shock_cost": "shock",
    "events.practice_success": "practice",
    "chain.form": "chain", "chain.substeps": "substeps", "chain.exit_hazard": "exit_h",
}  # fmt: skip
NETWORKS = {
    "watts_strogatz": {"net_k": "mean_degree", "net_p": "rewiring"},
    "ring": {"net_k": "mean_degree"},
    "erdos_renyi": {"net_k": "mean_degree"},
    "block": {"block_within": "within", "block_across": "across"},
    "barabasi_albert": {"net_k": "mean_degree"},
    "geometric": {"net_k": "mean_degree"},
    "complete": {},
    "empty": {},
}
DOSES = {
    "aware": "aware", "vicarious": "vic", "similarity": "sim", "persuasion": "pers",
    "mastery": "mast", "affect": "aff", "stress": "aff-", "skill": "skill", "value_fit": "dm",
    "subsidy": "subsidy", "contact": "contact", "administration": "adm", "cohesion": "coh",
    "lobby": "lobby", "grant": "grant",
}  # fmt: skip
RULES = {
    "highest_degree": "degree",
    "highest_eigenvector": "eigenvector",
    "friend_cluster": "cluster",
    "members_or_all": "members",
}
TRAITS = {
    "self_efficacy": "e", "efficacy_base": "b", "skill": "k", "advantage": "u",
}  # fmt: skip
EXACT = {
    "stage": "stage", "months_in_stage": "dur", "cash": "cash", "income": "inc",
    "subsidy": "subsidy", "trained": "trained", "toa": "toa",
}  # fmt: skip


def twin_of(
    community: Community,
    programme: Programme,
    parameters: ParameterSet,
    replicate: int,
    start: dict[str, Any] | None = None,
) -> naive.Run:
    """Tell the twin the same story in its own words."""
    said = parameters.model_dump()
    numbers = {short: said[path.split(".")[0]][path.split(".")[1]] for path, short in NAMES.items()}
    numbers["chain"] = {"full": "stages", "two_state": "two_state"}[numbers["chain"]]
    kind = community.file.ties
    numbers["N"] = community.n_artisans
    if kind.generator in NETWORKS:
        numbers["network"] = kind.generator
        for short, name in NETWORKS[kind.generator].items():
            numbers[short] = getattr(kind, name)
    switches = dict.fromkeys(naive.SWITCHES, False) | community.file.modules.model_dump()
    activities = [_said(community, activity) for activity in programme.activity]
    return naive.Run(1, replicate, activities, numbers, switches, start)


def _said(community: Community, activity: Activity) -> dict[str, Any]:
    target: Any = activity.target
    if isinstance(target, str):
        target = RULES.get(target, target)
    else:
        target = [community.ego_of[label] for label in target]
    doses = activity.doses.model_dump()
    return {
        "id": activity.id,
        "tactic": TACTICS[activity.tactic].number,
        "months": activity.months,
        "target": target,
        "cap": activity.places,
        "att": activity.attendance,
        "part": activity.participation,
        "cost_fixed": activity.cost_fixed,
        "cost_per_place": activity.cost_per_place,
        "days": activity.person_days,
        "km": activity.km,
        "doses": {short: doses[name] or 0 for name, short in DOSES.items()},
    }


def history(
    community: Community,
    programme: Programme,
    parameters: ParameterSet,
    replicate: int,
    n_months: int,
) -> list[Any]:
    """Every record of one compiled run, artisan by artisan."""
    return Life(community, programme, parameters, n_months=n_months, replicate=replicate).records()


def assert_same(
    community: Community,
    programme: Programme,
    parameters: ParameterSet,
    replicate: int = 0,
    n_months: int = 36,
    start: dict[str, Any] | None = None,
) -> list[Any]:
    twin = twin_of(community, programme, parameters, replicate, start).run(n_months)
    records = history(community, programme, parameters, replicate, n_months)
    for number, (record, row) in enumerate(zip(records, twin.records, strict=True)):
        for name, short in EXACT.items():
            assert record[name].tolist() == row[short], (number, name)
        for name, short in TRAITS.items():
            np.testing.assert_allclose(record[name], row[short], rtol=0, atol=1e-12)
        np.testing.assert_allclose(1 - record["value_fit"], row["m"], rtol=0, atol=1e-12)
    return records


def with_modules(**switches: bool) -> Community:
    modules = SENIK.file.modules.model_copy(update=switches)
    return replace(SENIK, file=SENIK.file.model_copy(update={"modules": modules}))


def with_first_adopters(community: Community) -> Community:
    artisans = community.file.artisans.model_copy(update={"first_adopters": ("1", "10", "21")})
    return replace(community, file=community.file.model_copy(update={"artisans": artisans}))


def with_ties(**ties: Any) -> Community:
    strength = SENIK.file.ties.strength.model_dump()
    file = type(SENIK.file).model_validate(
        SENIK.file.model_dump() | {"ties": ties | {"strength": strength}}
    )
    return replace(SENIK, file=file)


def parameters_with(base: str = "default", **changes: dict[str, Any]) -> ParameterSet:
    said = SENIK.parameter_sets[base].model_dump()
    for section, values in changes.items():
        said[section] = said[section] | values
    return ParameterSet.model_validate(said)


@pytest.mark.parametrize("name", list(SENIK.programmes))
@pytest.mark.parametrize("parameters", ["default", "conservative"])
def test_every_preset_is_the_twins(name: str, parameters: str) -> None:
    for replicate in (0, 3):
        assert_same(SENIK, SENIK.programmes[name], SENIK.parameter_sets[parameters], replicate)


@pytest.mark.parametrize("module", ["shocks", "readoption", "ambassadors"])
def test_each_module_off_alone(module: str) -> None:
    programme = SENIK.programmes["locality_development"]
    assert_same(with_modules(**{module: False}), programme, parameters_with())


@pytest.mark.parametrize(
    "module", ["season", "proximity", "advantage", "lapse", "heterogeneity", "travel"]
)
def test_each_module_on_alone(module: str) -> None:
    # Where meetings tell everybody, nobody needs to see a neighbour's pots.
    programme = SENIK.programmes["none" if module == "proximity" else "locality_development"]
    parameters = parameters_with(
        awareness={"proximity_contact": 0.7},
        decision={"alpha_spread": 0.8, "advantage_slope": 20.0},
        production={"bad_firing_chance": 0.8},
        persistence={"lapse_months": 3},
    )
    first = {"first_adopters": [0, 9, 20]}
    changed = assert_same(
        with_first_adopters(with_modules(**{module: True})), programme, parameters, start=first
    )
    plain = history(with_first_adopters(SENIK), programme, parameters, 0, 36)
    assert any(not np.array_equal(one, other) for one, other in zip(changed, plain, strict=True)), (
        "the module makes no difference"
    )


@pytest.mark.parametrize(
    "ties",
    [
        {"generator": "ring", "mean_degree": 4},
        {"generator": "watts_strogatz", "mean_degree": 4, "rewiring": 1.0},
        {"generator": "erdos_renyi", "mean_degree": 5.5},
        {"generator": "block", "within": 0.35, "across": 0.05},
        {"generator": "barabasi_albert", "mean_degree": 6},
        {"generator": "geometric", "mean_degree": 6.0},
        {"generator": "complete"},
        {"generator": "empty"},
    ],
    ids=lambda ties: ties["generator"],
)
def test_every_network_is_the_twins(ties: dict[str, Any]) -> None:
    assert_same(with_ties(**ties), SENIK.programmes["campaign_only"], parameters_with())


@pytest.mark.parametrize("response", ["linear", "hill", "threshold"])
@pytest.mark.parametrize("normalisation", ["fraction", "sum"])
@pytest.mark.parametrize("memory", ["stock", "flow"])
def test_every_response_is_the_twins(response: str, normalisation: str, memory: str) -> None:
    exposure = {"response": response, "normalisation": normalisation, "memory": memory}
    assert_same(
        SENIK, SENIK.programmes["campaign_only"], parameters_with(exposure=exposure), n_months=24
    )


@pytest.mark.parametrize("substeps", [1, 7])
def test_the_two_state_chain_is_the_twins(substeps: int) -> None:
    chain = {"form": "two_state", "substeps": substeps, "exit_hazard": 0.05}
    assert_same(SENIK, SENIK.programmes["none"], parameters_with(chain=chain), n_months=24)


def test_the_reference_history_that_needs_no_association() -> None:
    """`none` with random seed 1, replicate 0: all unaware, and Rp 20,990,136 in the households."""
    records = history(SENIK, SENIK.programmes["none"], parameters_with(), 0, 36)
    assert records[36]["stage"].tolist() == [0] * 30
    assert records[36]["cash"].sum() == 20_990_136
    assert records[0]["cash"].sum() == 8_009_000
    assert records[0]["other_income"].sum() == 13_870_000
    assert records[0]["need"].sum() == 21_555_000


def test_the_check_notices_one_rupiah() -> None:
    """Negative control: a number that differs by the smallest amount is noticed."""
    dearer = parameters_with(household={"shock_cost": 300_001})
    twin = twin_of(SENIK, SENIK.programmes["none"], parameters_with(), 0).run(12)
    record = history(SENIK, SENIK.programmes["none"], dearer, 0, 12)[-1]
    assert record["cash"].tolist() != twin.records[-1]["cash"]


shares = st.floats(0, 1).map(lambda x: math.floor(x * 1000) / 1000)


@st.composite
def activities(draw: st.DrawFn, number: int, n_artisans: int) -> Activity:
    labels = [str(ego + 1) for ego in range(n_artisans)]
    rules = st.sampled_from([rule for rule in TARGET_RULES if rule != "members_or_all"])
    listed = st.lists(st.sampled_from(labels), unique=True).map(tuple)
    doses = {
        name: draw(shares)
        for name in ("aware", "vicarious", "similarity", "persuasion", "mastery", "affect")
    }
    return Activity(
        id=number,
        tactic=draw(st.sampled_from([t for t in TACTICS if t not in ("market_link", "petition")])),
        months=tuple(sorted(draw(st.sets(st.integers(0, 7), min_size=1, max_size=4)))),
        target=draw(rules | listed),
        places=draw(st.none() | st.integers(0, n_artisans + 1)),
        attendance=draw(st.none() | shares),
        participation=draw(shares),
        cost_fixed=0,
        cost_per_place=0,
        person_days=0,
        km=draw(st.sampled_from([0.0, 40.0, 400.0])),
        doses=Doses(
            **doses,
            stress=draw(shares),
            skill=draw(shares),
            value_fit=draw(shares),
            subsidy=draw(st.integers(0, 500_000)),
            contact=draw(st.none() | st.floats(1, 5)),
        ),
    )


@st.composite
def stories(draw: st.DrawFn) -> tuple[Community, Programme, ParameterSet]:
    """A small community with any built module, network, response and programme."""
    n_artisans = draw(st.integers(1, 9))
    switches = {
        name: draw(st.booleans()) for name in SENIK.file.modules.model_dump() if name not in OFF
    }
    generators: list[dict[str, Any]] = [
        {"generator": "watts_strogatz", "mean_degree": 2, "rewiring": 0.5},
        {"generator": "erdos_renyi", "mean_degree": 2.0},
        {"generator": "complete"},
        {"generator": "empty"},
    ]
    said = SENIK.file.model_dump()
    said["artisans"] |= {
        "number": n_artisans,
        "first_adopters": tuple(
            str(ego + 1) for ego in range(n_artisans) if draw(st.integers(0, 3)) == 0
        ),
    }
    said["modules"] |= switches
    said["ties"] = draw(st.sampled_from(generators)) | {"strength": said["ties"]["strength"]}
    community = replace(SENIK, file=type(SENIK.file).model_validate(said), programmes={})
    parameters = parameters_with(
        exposure={
            "response": draw(st.sampled_from(["linear", "hill", "threshold"])),
            "normalisation": draw(st.sampled_from(["fraction", "sum"])),
            "memory": draw(st.sampled_from(["stock", "flow"])),
        },
        awareness={"proximity_contact": 1.0, "broadcast": draw(shares)},
        persuasion={"spontaneous": draw(shares)},
        decision={
            "alpha": draw(shares),
            "alpha_spread": draw(shares),
            "entry_cost": draw(st.integers(0, 600_000)),
        },
        persistence={"lapse_months": draw(st.integers(0, 3)), "readoption_factor": 1.0},
    )
    programme = Programme(
        name="made",
        title="made",
        withdrawal_month=0,
        taper=0,
        activity=tuple(
            draw(activities(number + 1, n_artisans)) for number in range(draw(st.integers(0, 4)))
        ),
    )
    return community, programme, parameters


@settings(max_examples=60, deadline=None)
@given(stories(), st.integers(0, 1000))
def test_any_small_community_is_the_twins(
    story: tuple[Community, Programme, ParameterSet], replicate: int
) -> None:
    community, programme, parameters = story
    first = [community.ego_of[label] for label in community.file.artisans.first_adopters]
    assert_same(community, programme, parameters, replicate, 9, {"first_adopters": first})
