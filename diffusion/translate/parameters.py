"""The numbers of the laws, from the declarations: each is declared once."""

import math
from typing import Any

import numpy as np

from diffusion.kernels import laws
from diffusion.kernels.parameters import Parameters, parameters_from
from diffusion.kernels.site import MOST_CHANNELS
from diffusion.scenario.base import LAST_MONTH
from diffusion.scenario.community import Community
from diffusion.scenario.institutions import TIERS
from diffusion.scenario.parameters import ParameterSet

_NEVER_LAPSES = np.iinfo(np.int32).max
_RESPONSES = {"linear": laws.LINEAR, "hill": laws.HILL, "threshold": laws.THRESHOLD}

_ALL_IS_SOLD = 2**40
"""Pieces that a market takes which is not modelled."""


def parameters_for(community: Community, parameters: ParameterSet) -> Parameters:
    """Translate the numbers of the laws; a module that is off becomes a number without effect.

    Raises
    ------
    ValueError
        If two declarations give a number the same name.
    """
    numbers: dict[str, Any] = {}
    for part in (
        *map(_numbers_of, parameters.model_dump().values()),
        _responses(parameters),
        _initiative(parameters),
        _surroundings(community),
        _market(community, parameters),
        _association(community),
        _switches(community),
    ):
        if twice := numbers.keys() & part.keys():
            raise ValueError(f"declared twice: {', '.join(sorted(twice))}")
        numbers |= part
    if numbers["is_two_state"]:
        # That form looks at ties alone, and expects nothing before it sees somebody gain.
        numbers["proximity_weight"] = numbers["proximity_contact"] = 0.0
        numbers["expectation"] = 0.0
    for name, value in _without_effect(community).items():
        numbers[name] = type(numbers[name])(value)
    return parameters_from(numbers)


def _numbers_of(section: object) -> dict[str, Any]:
    """Take the numbers of one section of a parameter file; words are translated elsewhere."""
    if not isinstance(section, dict):
        return {}
    # Exposure may leave its threshold out: that is a trait of each artisan (`traits`).
    return {k: v for k, v in section.items() if isinstance(v, int | float) and k != "threshold"}


def _responses(parameters: ParameterSet) -> dict[str, Any]:
    """Write the choices that a parameter file makes by words."""
    exposure = parameters.exposure
    return {
        "is_sum": exposure.normalisation == "sum",
        "is_flow": exposure.memory == "flow",
        "response": _RESPONSES[exposure.response],
        "is_two_state": parameters.chain.form == "two_state",
    }


def _initiative(parameters: ParameterSet) -> dict[str, Any]:
    """Write by which factor alpha differs from month to month, float64 [`LAST_MONTH`].

    After the months that are named the last one holds on.
    """
    decision = parameters.decision
    factors = np.ones(LAST_MONTH)
    named = np.array(decision.alpha_by_month)
    if named.size:
        factors[:] = named[-1]
        factors[: named.size] = named
    return {
        "alpha_by_month": factors,
        "alpha_changes": bool((factors != factors[0]).any()),
        "has_covariates": bool(decision.covariates),
    }


def _surroundings(community: Community) -> dict[str, Any]:
    """Seasons, and what the old and the new pottery bring.

    `rainy` is int8 [12]: 1 where month t with this t % 12 is wet.
    """
    file = community.file
    first = file.calendar.first_month
    rainy = [(first - 1 + t) % 12 + 1 in file.calendar.rainy_months for t in range(12)]
    return {
        "rainy": np.array(rainy, np.int8) * file.modules.season,
        "old_pieces": file.traditional.pieces_per_month,
        "old_price": file.traditional.price,
        "old_unit_cost": file.traditional.unit_cost,
        "new_pieces": file.innovation.pieces_per_month,
        "new_unit_cost": file.innovation.unit_cost,
    }


def _switches(community: Community) -> dict[str, Any]:
    """Write the modules that are a question in a phase, and not a number of a law."""
    modules = community.file.modules
    return {
        "has_vote": modules.vote,
        "has_finance": modules.finance,
        "has_withdrawal": modules.withdrawal,
    }


def _without_effect(community: Community) -> dict[str, float]:
    """Find the number that leaves its law without effect, for each module that is off."""
    neutral: dict[str, dict[str, float]] = {
        "proximity": {"proximity_contact": 0, "proximity_weight": 0},
        "ambassadors": {"ambassador_weight": 0},
        "advantage": {"advantage_slope": 0},
        "readoption": {"readoption_factor": 0},
        "lapse": {"lapse_months": _NEVER_LAPSES},
        "shocks": {"shock_chance": 0},
        "buyer_feedback": {"buyer_feedback": 0},
        "dynamic_ties": {"tie_growth": 0},
        "leakage": {"leakage_rate": 0},
        "village_promise": {"village_promise": 0},
        "institutions": {"commitment_attendance": 0, "commitment_left": 1, "fading": 0},
    }
    off = community.file.modules.off
    return {k: v for module in off if module in neutral for k, v in neutral[module].items()}


def _market(community: Community, parameters: ParameterSet) -> dict[str, Any]:
    """Channels and the local market; without the module everything good is sold at one price."""
    file = community.file
    market, is_on = file.market, file.modules.market
    chances, quotas = np.zeros(MOST_CHANNELS), np.zeros(MOST_CHANNELS, np.int64)
    trainers = np.zeros(MOST_CHANNELS, np.int8)
    prices, promised = np.zeros(MOST_CHANNELS + 1, np.int64), np.full(MOST_CHANNELS, -1)
    for row, channel in enumerate(market.channel):
        chances[row] = channel.open_chance if is_on else 0.0
        prices[row] = channel.price
        trainers[row] = channel.is_trainers
        if channel.promised_by is not None:
            promised[row] = TIERS.index(channel.promised_by)
        own = channel.quota
        quotas[row] = parameters.market.foster_quota if own is None else own
    exhibition = market.exhibition
    prices[len(market.channel)] = math.floor(exhibition.price_factor * file.innovation.price)
    has_exhibition = is_on and file.modules.exhibition
    return {
        "n_channels": len(market.channel),
        "channel_chance": chances,
        "channel_price": prices,
        "channel_quota": quotas,
        "promised_by": promised,
        "is_trainers": trainers,
        "local_price": market.local_price if is_on else file.innovation.price,
        "local_good_price": _local_good_price(community),
        "local_limit": market.local_limit if is_on else _ALL_IS_SOLD,
        "exhibition_at": (exhibition.month - file.calendar.first_month) % 12
        if has_exhibition
        else -1,
        "exhibition_quota": exhibition.quota,
        "stall": market.channels.index(file.institutions.stall) if is_on else -1,
    }


def _local_good_price(community: Community) -> int:
    """Find what a piece up to standard brings in the surroundings, rupiah."""
    file = community.file
    if not file.modules.market:
        return file.innovation.price
    price = file.market.local_good_price
    return file.market.local_price if price is None else price


def _association(community: Community) -> dict[str, Any]:
    """Rules of the association, and what a petition may win for it."""
    rules, institutions = community.file.association, community.file.institutions
    return {
        "minimum_members": rules.minimum_members,
        "saving": rules.saving,
        "arisan": rules.arisan,
        "cash_to_pay": rules.cash_to_pay,
        "interest_points": rules.interest,
        "is_flat": rules.interest_on == "flat",
        "loan_months": rules.loan_months,
        "loan_cap": rules.loan_cap,
        "loan_unit": rules.loan_unit,
        "write_off_months": rules.write_off_months,
        "grant_share": rules.grant_share,
        "grant_waits": rules.grant_waits,
        "buys_moulds": rules.grant_use == "moulds",
        "mould_set_price": rules.mould_set_price,
        "mould_set_months": rules.mould_set_months,
        "mould_set_share": rules.mould_set_share,
        "lends_after_loss": rules.lends_after_loss,
        "concession": institutions.concession,
        "first_commitment": np.array(institutions.commitments),
    }
