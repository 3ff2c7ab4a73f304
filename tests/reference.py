"""The reference histories, and the numbers with which they were made: those of the formal model.

They are told with these numbers, and not with Senik's files, so that a changed number of Senik
fails the one test that compares the two, and a changed law fails the histories.
"""

import tomllib
from pathlib import Path
from statistics import fmean
from typing import Any

import naive

import diffusion
from diffusion.scenario.parameters import ParameterSet

FILE = Path(__file__).parent / "files" / "reference.toml"
_said = tomllib.loads(FILE.read_text(encoding="utf-8"))

HISTORIES: list[dict[str, Any]] = _said["history"]
LEVELS: dict[str, float] = _said["levels"]
ADOPTERS: dict[str, dict[str, list[float]]] = _said["adopters"]

SEQUENCE = "campaign_then_collaboration"
AMOUNTS = ("cash", "fund", "loans", "savings", "surplus", "written_off", "members")

NAMES = {
    "exposure.normalisation": "norm", "exposure.memory": "memory", "exposure.response": "phi",
    "exposure.hill_exponent": "hill_n", "exposure.hill_midpoint": "hill_x0",
    "exposure.threshold": "theta", "exposure.group_weight": "Gam",
    "awareness.broadcast": "mu", "awareness.adopter_contact": "a_A",
    "awareness.aware_contact": "a_N", "awareness.proximity_contact": "zeta",
    "awareness.proximity_radius_km": "prox_radius", "awareness.proximity_length_km": "prox_l",
    "persuasion.spontaneous": "rho0", "persuasion.social": "rho_x", "persuasion.verbal": "rho_p",
    "decision.alpha": "alpha", "decision.beta": "beta", "decision.efficacy_exponent": "etaE",
    "decision.value_exponent": "etaV", "decision.misfit_tolerance": "tauV",
    "decision.cost_exponent": "etaC", "decision.planning_months": "H",
    "decision.learning_months": "H_l", "decision.entry_cost": "C_entry",
    "decision.cash_buffer": "buffer", "decision.alpha_spread": "s_a",
    "decision.advantage_slope": "a_u", "decision.knowledge": "taught",
    "decision.alpha_by_month": "alpha_in",
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
    "skill.buyer_feedback": "lk_feedback",
    "association.join_chance": "join_p", "association.later_join_chance": "later_p",
    "association.cohesion_gain": "coh_rate", "association.tie_growth": "tie_gain",
    "finance.slip": "slip", "finance.leakage_rate": "lk_rate",
    "withdrawal.administration_rate": "q_rate", "withdrawal.self_reliance_rate": "R_rate",
    "withdrawal.village_promise": "phi_v", "events.effort_weight": "w_effort",
    "association.trained_join_chance": "join_trained", "association.join_competence": "join_able",
    "production.taste_weight": "w_taste", "production.finishing_weight": "w_finish",
    "events.mending": "mending", "market.meeting_weight": "w_meeting",
    "exposure.ambassador_weight": "w_ambassador", "exposure.voice_fading": "voice_fading",
    "exposure.proximity_weight": "near_w",
    "decision.expectation": "u0", "decision.gain_fading": "gain_fading",
    "production.mould_life": "mould_life", "production.mould_price": "mould_price",
    "offices.office_weight": "w_office", "offices.books_weight": "w_books",
    "offices.office_practice": "office_practice", "offices.oversight": "oversight",
    "offices.opening_rate": "opening_rate", "offices.shared_moulds": "shared_moulds",
    "offices.shared_skill": "shared_skill",
    "events.readiness_weight": "w_ready",
    "institutions.proposal_quality_weight": "w_proposal",
    "institutions.fading": "fading", "institutions.promise_rate": "promise_rate",
    "market.closing_rate": "nu", "market.reopening_rate": "nu_re", "market.foster_quota": "quota",
    "contest.concession_chance": "concession_p", "events.uncoordinated": "uncoordinated",
    "production.trial_share": "z_T", "production.confirmed_share": "z_C",
    "production.bad_firing_chance": "bad_p", "production.quality_standard": "k_star",
    "production.quality_spread": "s_k", "production.rain_factor": "season",
    "household.shock_chance": "shock_p", "household.shock_cost": "shock",
    "events.practice_success": "practice",
    "chain.form": "chain", "chain.substeps": "substeps", "chain.exit_hazard": "exit_h",
}  # fmt: skip
"""Names of the twin for the numbers of a parameter set."""


def name_of(history: dict[str, Any]) -> str:
    """Name a reference history."""
    return f"{history['programme']}-{history['parameters']}-{history['month']}"


def numbers_of_the_text(name: str) -> ParameterSet:
    """Make the default or the conservative set from the numbers of the formal model."""
    numbers = naive.PARAMETERS | (naive.CONSERVATIVE if name == "conservative" else {})
    said = diffusion.load("senik").parameter_sets[name].model_dump()
    for path, short in NAMES.items():
        section, field = path.split(".")
        said[section][field] = FORMS.get(numbers[short], numbers[short])
    return ParameterSet.model_validate(said)


FORMS = {"stages": "full"}
"""Words of the twin that a parameter set has other words for."""


def checkpoint(history: dict[str, Any]) -> dict[str, Any]:
    """Say a reference history as the plain-Python model now has it."""
    run = naive.preset_run(
        history["programme"],
        history["random_seed"],
        history["replicate"],
        history["parameters"] == "conservative",
    )
    row = run.run(history["month"]).records[-1]
    amounts = (sum(row["cash"]), *(row[name] for name in _AMOUNTS_OF_THE_TWIN))
    return (
        history
        | {"stages": row["counts"], "open_channels": row["open"]}
        | dict(zip(AMOUNTS, amounts, strict=True))
    )


_AMOUNTS_OF_THE_TWIN = ("g", "loans", "savings_total", "surplus", "written_off", "members")


def levels() -> dict[str, float]:
    """Say the reference levels as the plain-Python model now has them."""
    row = naive.preset_run(SEQUENCE).run(36).records[-1]
    return {
        "self_reliance": row["R"][0],
        "cohesion": row["c"],
        "self_efficacy": fmean(row["e"]),
        "skill": fmean(row["k"]),
    }
