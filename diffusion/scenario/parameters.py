"""The numbers of the model's laws, one named set a file: how strongly things act on people."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from diffusion.scenario.base import (
    LAST_MONTH,
    Count,
    Declaration,
    Probability,
    Rupiah,
    Share,
    Weight,
)
from diffusion.util.display import Shown


class Exposure(Declaration):
    """How much an artisan notices of those who have adopted (ODD 7.1)."""

    normalisation: Literal["fraction", "sum"] = Field(
        description="share of the tie strength that has adopted, or its plain sum"
    )
    memory: Literal["stock", "flow"] = Field(
        description="all who have adopted count, or only those who began last month"
    )
    group_weight: Weight = Field(
        description="Gam, strength of the tie to the other members, times cohesion"
    )
    ambassador_weight: Share = Field(
        default=0.0, description="how far an ambassador's contact makes ties to him or her stronger"
    )
    voice_fading: Share = Field(
        default=0.0, description="part of a voice once won that is lost, per month"
    )
    proximity_weight: Weight = Field(
        default=0.0, description="strength of what is seen next door, at no distance"
    )
    response: Literal["linear", "hill", "threshold"] = Field(description="how exposure is answered")
    hill_exponent: Annotated[float, Field(ge=0.1, le=20)] = Field(description="n of the hill form")
    hill_midpoint: Annotated[float, Field(ge=0.01, le=10)] = Field(
        description="x0 of the hill form"
    )
    threshold: Annotated[float, Field(ge=0, le=1_000_000)] | None = Field(
        default=None,
        description="exposure at which all become willing; left out: one drawn for each artisan",
    )


class Awareness(Declaration):
    """How an artisan hears of the innovation (ODD 7.2); rates per month."""

    broadcast: Weight = Field(description="mu, rate without any contact")
    adopter_contact: Weight = Field(description="a_A, rate per adopting alter at strength 1")
    aware_contact: Weight = Field(description="a_N, rate per alter who only knows, at strength 1")
    proximity_contact: Weight = Field(description="zeta, rate per adopter next door")
    proximity_radius_km: Annotated[float, Field(gt=0, le=100)] = Field(description="km")
    proximity_length_km: Annotated[float, Field(gt=0, le=100)] = Field(description="l, km")


class Persuasion(Declaration):
    """How one who knows comes to favour it (ODD 7.3); rates per month."""

    spontaneous: Weight = Field(description="rho0")
    social: Weight = Field(description="rho_x, times the share of favourable alters")
    verbal: Weight = Field(description="rho_p, times the verbal persuasion received")


class Decision(Declaration):
    """How one who favours it decides to begin (ODD 7.4)."""

    alpha: Weight = Field(description="rate without adopters around, per month")
    beta: Weight = Field(description="rate added at full exposure, per month")
    efficacy_exponent: Weight = Field(description="etaE")
    value_exponent: Weight = Field(description="etaV")
    misfit_tolerance: Share = Field(description="tauV, misfit (1 - value fit) beyond which never")
    cost_exponent: Weight = Field(description="etaC")
    planning_months: Weight = Field(description="H, months of saving a household counts on")
    learning_months: Weight = Field(description="H_l, months of lost traditional work")
    protected_share: Share = Field(description="share of habitual consumption never given up")
    entry_cost: Rupiah = Field(description="C_entry, moulds, paint and tools, rupiah")
    cash_buffer: Rupiah = Field(description="cash kept back when paying the entry cost, rupiah")
    alpha_spread: Weight = Field(description="s_a, spread of alpha between artisans, log scale")
    advantage_slope: Weight = Field(description="a_u, weight of adopting alters' success")
    expectation: Annotated[float, Field(ge=-1, le=1)] = Field(
        default=0.0, description="u0, gain expected of what nobody has shown, share of usual profit"
    )
    gain_fading: Share = Field(
        default=0.0, description="part of a gain once shown that is forgotten, per month"
    )
    knowledge: Weight = Field(
        default=0.0, description="rate added where all alters were trained, per month"
    )
    alpha_by_month: tuple[Weight, ...] = Field(
        default=(),
        strict=False,
        max_length=LAST_MONTH,
        description="factors of alpha, one for each month from the first on; the last holds on",
    )
    covariates: dict[str, Annotated[float, Field(ge=-100, le=100)]] = Field(
        default_factory=dict,
        description="by column of the roster, or column=word: what 1 adds to the log of the rate",
    )

    def __hash__(self) -> int:
        return hash((self.alpha, self.beta, self.alpha_by_month, *self.covariates.items()))


class Persistence(Declaration):
    """How a trial is confirmed or given up (ODD 7.5)."""

    confirmation_rate: Weight = Field(description="chi, per month at self-efficacy 1")
    confirmation_months: Count = Field(description="months of trial before it can be confirmed")
    discontinuance_rate: Weight = Field(description="d0, per month")
    discontinuance_efficacy: Weight = Field(description="d_e")
    discontinuance_advantage: Weight = Field(description="d_u")
    discontinuance_exposure: Weight = Field(description="d_s")
    trial_factor: Weight = Field(description="how much likelier a trial is given up")
    readoption_factor: Weight = Field(description="share of the decision rate after giving up")
    lapse_months: Count = Field(description="months without means until a decision lapses")


class Efficacy(Declaration):
    """What moves belief in one's own ability (ODD 7.6)."""

    mastery_weight: Weight = Field(description="oM")
    vicarious_weight: Weight = Field(description="oV")
    persuasion_weight: Weight = Field(description="oS")
    affect_weight: Weight = Field(description="oA")
    failure_weight: Weight = Field(description="oVF, alters who gave up")
    neighbour_success: Weight = Field(description="v_p, successful alters as models")
    mastery_lasting: Share = Field(description="con_M, part of mastery that stays")
    vicarious_lasting: Share = Field(description="con_V, part of models that stays")
    decay: Share = Field(description="d, share of the way back to the base, per month")
    work_mastery: Weight = Field(description="mastery of one month of own production")
    shock_stress: Weight = Field(description="negative affect of a shock that cannot be paid")


class Skill(Declaration):
    """How modern-pottery skill is learnt and lost (ODD 7.7); per month."""

    learning_by_doing: Share = Field(description="lk, at full capacity")
    peer_learning: Share = Field(description="xi, share of the distance to adopting alters")
    forgetting: Share = Field(description="fg, in months without practice")
    lasting_skill: Share = Field(description="skill that is never forgotten")
    buyer_feedback: Share = Field(description="lk added while a buyer takes pieces")


class Production(Declaration):
    """What an adopter makes and what it brings (ODD 7.7)."""

    trial_share: Share = Field(description="z_T, share of capacity while trying")
    confirmed_share: Share = Field(description="z_C, share of capacity once confirmed")
    bad_firing_chance: Probability = Field(description="chance of a bad firing, per month")
    quality_standard: Share = Field(description="k*, skill at which half is accepted")
    quality_spread: Annotated[float, Field(ge=0.002, le=10)] = Field(description="s_k")
    advantage_smoothing: Share = Field(description="weight of this month in relative advantage")
    taste_weight: Weight = Field(
        default=0.0, description="what knowing the buyers' taste adds to skill in a piece's quality"
    )
    finishing_weight: Weight = Field(default=0.0, description="what knowing how to finish adds")
    mould_life: Count = Field(
        default=0, description="pieces that a household's moulds give; 0: they never wear"
    )
    mould_price: Rupiah = Field(default=0, description="of new moulds, rupiah")
    rain_factor: Share = Field(description="share of production left in rainy months")


class Household(Declaration):
    """How a household spends and what may hit it (ODD 7.7)."""

    extra_consumption: Share = Field(description="share consumed of income above need")
    shock_chance: Probability = Field(description="chance of a household shock, per month")
    shock_cost: Rupiah = Field(description="rupiah")


class Events(Declaration):
    """What holds for every activity (ODD 7.13)."""

    practice_success: Probability = Field(description="chance that a practice piece succeeds")
    travel_free_km: Weight = Field(description="distance without effect, km")
    travel_penalty: Weight = Field(description="attendance lost per further km")
    uncoordinated: Share = Field(
        description="part of the doses of training and visit left where nobody coordinates"
    )
    mending: Weight = Field(
        default=0.0, description="more that one learns in the session after a failed practice"
    )
    readiness_weight: Share = Field(
        default=0.0, description="how far these doses hang on the readiness of the working team"
    )
    effort_weight: Share = Field(
        default=0.0, description="how far the companion's doses hang on the facilitator's effort"
    )


class AssociationLife(Declaration):
    """How the association holds together (ODD 7.8)."""

    join_chance: Probability = Field(description="chance that one not trained joins at founding")
    trained_join_chance: Probability = Field(
        default=1.0, description="chance that one who was trained joins at founding"
    )
    join_competence: Share = Field(
        default=0.0, description="chance to join that full competence in organising adds"
    )
    later_join_chance: Probability = Field(
        description="chance that a favourable friend of a member joins, per month"
    )
    meeting_floor: Share = Field(description="chance of a meeting when nobody looks after it")
    meeting_presence: Share = Field(description="what full presence adds to that chance")
    attendance_floor: Share = Field(description="chance that a member comes, without cohesion")
    attendance_cohesion: Share = Field(description="what full cohesion adds to that chance")
    meeting_affect: Weight = Field(description="affect of a meeting, times cohesion")
    cohesion_gain: Share = Field(description="share of the missing cohesion, at full attendance")
    cohesion_loss: Share = Field(description="share of cohesion lost by a missed meeting")
    default_cohesion_loss: Share = Field(description="share of cohesion lost by a lost loan")
    tie_growth: Share = Field(description="share of a tie's missing strength gained by meeting")


class Offices(Declaration):
    """What the work of the officers is worth (ODD 7.15); 0 everywhere: nothing hangs on them."""

    office_weight: Share = Field(
        default=0.0, description="how far functions hang on officers who are there and able"
    )
    books_weight: Share = Field(
        default=0.0, description="how far agencies deal with the association by its administration"
    )
    office_practice: Share = Field(
        default=0.0, description="share of missing competence that officers gain by a meeting"
    )
    oversight: Share = Field(
        default=0.0, description="share of slips and leakage that able officers prevent"
    )
    opening_rate: Weight = Field(
        default=0.0, description="of new channels by an able marketing section, per month"
    )
    shared_moulds: Share = Field(
        default=0.0,
        description="part of the entry cost that an able business section saves",
    )
    shared_skill: Share = Field(
        default=0.0, description="share of the distance to adopting members learnt at a meeting"
    )


class Finance(Declaration):
    """How the association's money behaves (ODD 7.9)."""

    slip: Probability = Field(description="chance to miss an instalment, per month, at worst")
    arrears_stress: Weight = Field(description="negative affect of a missed instalment")
    leakage_rate: Share = Field(description="share of the fund lost a month, at worst")


class Withdrawal(Declaration):
    """How administration and self-reliance move as the facilitator leaves (ODD 7.10)."""

    administration_rate: Share = Field(description="of administration, per month")
    self_reliance_rate: Share = Field(description="of self-reliance, per month at full part")
    unsupported_share: Share = Field(description="part of that rate left without a facilitator")
    meeting_participation: Share = Field(description="part that a meeting gives its members")
    village_promise: Share = Field(description="phi_v, effort the village keeps up, times B")


class MarketLinks(Declaration):
    """How buyers come and go (ODD 7.11)."""

    closing_rate: Weight = Field(description="nu, of a channel that nobody looks after")
    reopening_rate: Weight = Field(description="nu_re, by a self-reliant association")
    meeting_weight: Share = Field(
        default=0.0, description="how far the trainer's buying hangs on who has met him"
    )
    foster_quota: Count = Field(
        description="pieces a month of a channel without a quota of its own"
    )


class Commitment(Declaration):
    """How the institutions around the community act on it (ODD 7.12)."""

    usual_commitment: Share = Field(description="B at which attendance is as the programme says")
    commitment_attendance: Share = Field(description="what commitment adds to attendance")
    credibility_gain: Share = Field(description="of the facilitator, by each lobbying")
    grant_floor: Probability = Field(description="chance of a proposal without commitment")
    grant_commitment: Probability = Field(description="what full commitment adds")
    grant_recommendation: Probability = Field(description="what a recommendation adds")
    proposal_quality_weight: Share = Field(
        default=0.0, description="how far the chance hangs on the quality of the proposal"
    )
    fading: Share = Field(
        default=0.0, description="share of the commitment won that a month without report loses"
    )
    promise_rate: Weight = Field(
        default=0.0, description="rate at which a promised channel opens, at full commitment"
    )


class Contest(Declaration):
    """What a petition brings (ODD 7.13); a tactic of the textbook, not of the field report."""

    concession_chance: Probability = Field(description="chance that something is conceded")
    refusal_stress: Weight = Field(description="negative affect of a refusal")
    commitment_left: Share = Field(description="part of commitment left after a petition")


class Chain(Declaration):
    """The full chain of stages, or adoption in one step (ODD 8)."""

    form: Literal["full", "two_state"] = Field(description="all seven stages, or two")
    substeps: Annotated[int, Field(ge=1, le=10_000)] = Field(description="two_state: per month")
    exit_hazard: Probability = Field(description="two_state: chance to stop, per month")


class ParameterSet(Shown, Declaration):
    """One complete, named set of the model's numbers."""

    title: str = Field(description="one line for people")
    exposure: Exposure
    awareness: Awareness
    persuasion: Persuasion
    decision: Decision
    persistence: Persistence
    efficacy: Efficacy
    skill: Skill
    production: Production
    household: Household
    events: Events
    association: AssociationLife
    offices: Offices = Offices()
    finance: Finance
    withdrawal: Withdrawal
    market: MarketLinks
    institutions: Commitment
    contest: Contest
    chain: Chain

    def shown_as(self) -> tuple[str, Mapping[str, str]]:
        """Title, and the sections in which the numbers stand."""
        sections = [name for name in type(self).model_fields if name != "title"]
        return f"ParameterSet: {self.title}", {"sections": ", ".join(sections)}
