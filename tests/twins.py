"""The plain-Python twin told the same story as a compiled run, and the two compared."""

from typing import Any

import naive
import numpy as np
from communities import Life
from reference import NAMES

from diffusion.catalogue.load import programme_of
from diffusion.kernels.records import FLOWS
from diffusion.kernels.site import MOST_CHANNELS, OFFICES
from diffusion.scenario.activity import Activity, Doses
from diffusion.scenario.community import Community
from diffusion.scenario.institutions import TIERS
from diffusion.scenario.parameters import ParameterSet
from diffusion.scenario.programme import Programme
from diffusion.scenario.review import Rule
from diffusion.scenario.tactics import TACTICS

RULES_OF_THE_GROUP = {
    "cohesion": "c", "administration": "q", "self_reliance": "R",
    "minimum_members": "min_members", "saving": "saving", "arisan": "arisan",
    "cash_to_pay": "pay_from", "interest": "bp", "interest_on": "interest",
    "loan_months": "L", "loan_cap": "cap", "write_off_months": "write_off_at",
    "grant_share": "grant_fund", "grant_waits": "grant_waits", "grant_use": "grant_use",
    "mould_set_price": "set_price", "mould_set_months": "set_months",
    "mould_set_share": "set_share", "lends_after_loss": "lends_after_loss",
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
    "subsidy": "subsidy", "contact": "contact", "voice": "voice",
    "administration": "adm", "cohesion": "coh",
    "taste": "taste", "finishing": "finish", "lobby": "lobby", "gain": "gain",
    "organising": "organise", "readiness": "ready",
    "grant": "grant",
}  # fmt: skip
RULES = {
    "highest_degree": "degree",
    "highest_eigenvector": "eigenvector",
    "friend_cluster": "cluster",
    "members_or_all": "members",
}
HAMLET = {
    "cohesion": "c", "administration": "q", "credibility": "cr", "effort": "f",
    "readiness": "ready",
}  # fmt: skip
ROWS = {"self_reliance": "R", "commitment": "B", "presence": "F"}
FUND = {
    "fund": "g", "surplus": "surplus", "equity": "equity", "written_off": "written_off",
    "unaccounted": "unaccounted", "n_members": "members", "recovered": "recovered",
    "equipment": "equipment", "reimbursed": "reimbursed", "spent": "spent",
    "n_meetings": "n_meetings",
}  # fmt: skip
LEDGER = {
    "other_income": "y_o", "pottery_income": "pi", "grants": "grants", "forgiven": "forgiven",
    "consumption": "consumption", "shocks": "shocks", "entry_cost": "C_out",
    "unaccounted": "unaccounted", "equipment": "equipment", "moulds": "moulds",
}  # fmt: skip
OFFICE_OF = {None: 0} | {name: office for office, name in enumerate(OFFICES) if office}
TRAITS = {
    "self_efficacy": "e", "efficacy_base": "b", "skill": "k", "advantage": "u",
    "taste": "taste", "finishing": "finish", "competence": "able", "influence": "influence",
    "shown_gain": "shown", "voice": "voice",
}  # fmt: skip
EXACT = {
    "stage": "stage", "months_in_stage": "dur", "cash": "cash", "income": "inc",
    "subsidy": "subsidy", "trained": "trained", "toa": "toa", "is_member": "member",
    "savings": "savings", "loan": "loan", "arrears": "arrears", "has_had_pot": "arisan_drawn",
    "unsettled": "unsettled", "has_met_trainer": "met", "pieces_cast": "cast",
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
    rules, institutions = community.file.association, community.file.institutions
    numbers |= {short: getattr(rules, name) for name, short in RULES_OF_THE_GROUP.items()}
    numbers |= {
        "B": institutions.commitment,
        "concession": institutions.concession,
        "permit_month": institutions.permit_month,
        "cr": community.file.facilitator.credibility,
        "L_abs": community.file.market.local_limit,
        "of_trainer": [one.is_trainers for one in community.file.market.channel],
        "p_loc_good": community.file.market.local_good_price,
        "t_w": programme.withdrawal_month,
        "taper": programme.taper,
        "handover": programme.handovers,
        "B_level": institutions.commitments,
        "ready": institutions.team_readiness,
        "promised_by": [
            None if one.promised_by is None else TIERS.index(one.promised_by)
            for one in community.file.market.channel
        ],
    }
    numbers["chain"] = {"full": "stages", "two_state": "two_state"}[numbers["chain"]]
    kind = community.file.ties
    numbers["N"] = community.n_artisans
    if kind.generator in NETWORKS:
        numbers["network"] = kind.generator
        for short, name in NETWORKS[kind.generator].items():
            numbers[short] = getattr(kind, name)
    trainings = [one for one in programme.activity if one.tactic == "training"]
    if trainings:
        numbers["trainer_quality"] = trainings[0].trainer_quality
        numbers["materials_left"] = trainings[0].materials_left
    switches = community.file.modules.model_dump()
    activities = [_said(community, activity) for activity in programme.activity]
    return naive.Run(1, replicate, activities, numbers, switches, start)


def _said(community: Community, activity: Activity) -> dict[str, Any]:
    target: Any = activity.target
    if isinstance(target, str):
        target = RULES.get(target, target)
    else:
        target = [community.ego_of[label] for label in target]
    doses = _doses(activity.doses)
    doses["recommended"] = float(activity.recommended)
    if activity.channel is not None:
        doses["link"] = community.file.market.channels.index(activity.channel)
    return {
        "on_call": activity.on_call,
        "rules": [_rule(community, rule) for rule in activity.rule],
        "coordinates": activity.coordinates,
        "permit": activity.needs_permit,
        "meets": activity.meets_trainer,
        "sessions": [_doses(one) for one in activity.doses_in_order[1:]],
        "tiers": [TIERS.index(tier) for tier in activity.tiers],
        "reports": activity.reports,
        "asks_recommendation": activity.asks_recommendation,
        "informs_of_resources": activity.informs_of_resources,
        "id": activity.id,
        "tactic": TACTICS[activity.tactic].number,
        "months": activity.months,
        "target": target,
        "cap": activity.places,
        "att": activity.attendance,
        "part": activity.participation,
        "cost_fixed": activity.cost_fixed,
        "cost_per_place": activity.cost_of_place,
        "days": activity.person_days,
        "km": activity.km,
        "doses": doses,
    }


def _rule(community: Community, rule: Rule) -> dict[str, Any]:
    channels = community.file.market.channels
    return {
        "what": rule.measure,
        "channel": None if rule.channel is None else channels.index(rule.channel),
        "number": rule.number,
        "if_few": rule.fewer_than is not None,
        "calls": rule.hold is not None,
        "about": rule.about,
    }


def _doses(doses: Doses) -> dict[str, Any]:
    given = doses.model_dump()
    return {short: given[name] or 0 for name, short in DOSES.items()}


def history(
    community: Community,
    programme: Programme,
    parameters: ParameterSet,
    replicate: int,
    n_months: int,
) -> list[Any]:
    """Every record of one compiled run: artisans, hamlets and ledger."""
    life = Life(community, programme, parameters, n_months=n_months, replicate=replicate)
    return life.whole_records()


def assert_same(
    community: Community,
    programme: Programme,
    parameters: ParameterSet,
    replicate: int = 0,
    n_months: int = 36,
    start: dict[str, Any] | None = None,
) -> list[Any]:
    twin = twin_of(community, programme, parameters, replicate, start).run(n_months)
    allowed = programme_of(community, programme)
    life = Life(community, allowed, parameters, n_months=n_months, replicate=replicate)
    whole = life.whole_records()
    assert len(whole) == len(twin.records)
    flows = dict.fromkeys(LEDGER.values(), 0)
    for number, ((record, hamlets, ledger), row) in enumerate(
        zip(whole, twin.records, strict=True)
    ):
        for name, short in EXACT.items():
            assert record[name].tolist() == row[short], (number, name)
        assert record["office"].tolist() == [OFFICE_OF[role] for role in row["role"]], number
        for name, short in TRAITS.items():
            np.testing.assert_allclose(record[name], row[short], rtol=0, atol=1e-12)
        np.testing.assert_allclose(1 - record["value_fit"], row["m"], rtol=0, atol=1e-12)
        for name, short in FUND.items():
            assert hamlets[name].tolist() == [row[short]], (number, name)
        for name, short in HAMLET.items():
            assert abs(hamlets[name][0] - row[short]) <= 1e-12, (number, name)
        for name, short in ROWS.items():
            np.testing.assert_allclose(hamlets[name][0], row[short], rtol=0, atol=1e-12)
        assert [h for h in range(MOST_CHANNELS) if hamlets["is_open"][0, h]] == row["open"]
        flows = {short: flows[short] + row["flows"][short] for short in flows}
        assert ledger.tolist() == [flows[LEDGER[name]] for name in FLOWS], number
    return whole


def differ(one: list[Any], other: list[Any]) -> bool:
    """Tell whether two histories differ in any artisan, hamlet or rupiah."""
    return any(
        not np.array_equal(mine, yours)
        for record, same in zip(one, other, strict=True)
        for mine, yours in zip(record, same, strict=True)
    )


def assert_it_acts(usual: Community, change: Community, programme: str) -> None:
    """Four histories of the change are the twin's, and one at least differs from the usual."""
    numbers = change.parameter_sets["default"]
    lives = [assert_same(change, change.programmes[programme], numbers, luck) for luck in range(4)]
    plain = [
        history(usual, usual.programmes[programme], usual.parameter_sets["default"], luck, 36)
        for luck in range(4)
    ]
    assert any(differ(life, other) for life, other in zip(lives, plain, strict=True))
