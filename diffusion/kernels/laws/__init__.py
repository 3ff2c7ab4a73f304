"""The equations of the model, each once: small functions of plain numbers.

A file for each section of ODD 7. A docstring gives the equation, its units and its source; a
law without a source is the model's own.
"""

from diffusion.kernels.laws.activities import (
    attendance,
    learnt_after_failure,
    models_seen,
    travel_loss,
)
from diffusion.kernels.laws.association import (
    cohesion_after_loss,
    cohesion_after_meeting,
    join_chance,
    raised_by,
)
from diffusion.kernels.laws.awareness import (
    awareness_rate,
    contact_rate,
    nearness,
)
from diffusion.kernels.laws.chances import (
    SMALLEST_DIFFERENCE,
    chance,
    either,
    happens,
    power,
    reaches,
    towards_one,
    weighted,
)
from diffusion.kernels.laws.decision import (
    advantage_gate,
    decision_gates,
    decision_rate,
    entry_cost_left,
    expected_gain,
    is_tolerable,
    means,
    sacrifice,
    ungated_rate,
    value_gate,
)
from diffusion.kernels.laws.efficacy import (
    efficacy_base,
    is_mastery,
    self_efficacy,
)
from diffusion.kernels.laws.exposure import (
    HILL,
    LINEAR,
    THRESHOLD,
    divisor,
    mate_strength,
    mean_of_adopting,
    response,
    with_mates,
)
from diffusion.kernels.laws.household import (
    consumption,
    gain_remembered,
    profit,
    relative_advantage,
)
from diffusion.kernels.laws.institutions import (
    commitment_after_petition,
    commitment_unreported,
    credibility_after,
    grant_chance,
    grant_to_fund,
    proposal_quality,
)
from diffusion.kernels.laws.market import (
    closing_rate,
    is_exhibition,
    reopening_rate,
    share_of,
)
from diffusion.kernels.laws.offices import (
    cost_shared,
    dealings,
    opening_rate,
    self_reliance_used,
    skill_shared,
    unchecked,
)
from diffusion.kernels.laws.persistence import (
    can_begin,
    confirmation_rate,
    discontinuance_on_trial,
    discontinuance_rate,
    highest_discontinuance_rate,
    readoption_rate,
)
from diffusion.kernels.laws.persuasion import (
    persuasion_rate,
)
from diffusion.kernels.laws.production import (
    acceptance,
    accepted_pieces,
    good_pieces,
    local_sales,
    pieces_to_make,
    planned_pieces,
    rained_on,
    traditional_pieces,
    workmanship,
)
from diffusion.kernels.laws.savings import (
    instalment,
    interest,
    leakage,
    loan_amount,
    slip_chance,
)
from diffusion.kernels.laws.skill import (
    skill_after,
)
from diffusion.kernels.laws.withdrawal import (
    administration_after,
    effort,
    effort_kept,
    presence,
    self_reliance_after,
)

__all__ = [
    "HILL",
    "LINEAR",
    "SMALLEST_DIFFERENCE",
    "THRESHOLD",
    "acceptance",
    "accepted_pieces",
    "administration_after",
    "advantage_gate",
    "attendance",
    "awareness_rate",
    "can_begin",
    "chance",
    "closing_rate",
    "cohesion_after_loss",
    "cohesion_after_meeting",
    "commitment_after_petition",
    "commitment_unreported",
    "confirmation_rate",
    "consumption",
    "contact_rate",
    "cost_shared",
    "credibility_after",
    "dealings",
    "decision_gates",
    "decision_rate",
    "discontinuance_on_trial",
    "discontinuance_rate",
    "divisor",
    "efficacy_base",
    "effort",
    "effort_kept",
    "either",
    "entry_cost_left",
    "expected_gain",
    "gain_remembered",
    "good_pieces",
    "grant_chance",
    "grant_to_fund",
    "happens",
    "highest_discontinuance_rate",
    "instalment",
    "interest",
    "is_exhibition",
    "is_mastery",
    "is_tolerable",
    "join_chance",
    "leakage",
    "learnt_after_failure",
    "loan_amount",
    "local_sales",
    "mate_strength",
    "mean_of_adopting",
    "means",
    "models_seen",
    "nearness",
    "opening_rate",
    "persuasion_rate",
    "pieces_to_make",
    "planned_pieces",
    "power",
    "presence",
    "profit",
    "proposal_quality",
    "rained_on",
    "raised_by",
    "reaches",
    "readoption_rate",
    "relative_advantage",
    "reopening_rate",
    "response",
    "sacrifice",
    "self_efficacy",
    "self_reliance_after",
    "self_reliance_used",
    "share_of",
    "skill_after",
    "skill_shared",
    "slip_chance",
    "towards_one",
    "traditional_pieces",
    "travel_loss",
    "unchecked",
    "ungated_rate",
    "value_gate",
    "weighted",
    "with_mates",
    "workmanship",
]
