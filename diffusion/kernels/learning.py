"""What the month changes in an artisan: skill, self-efficacy, felt advantage (step 5)."""

from diffusion.kernels import laws
from diffusion.kernels.flags import compiled
from diffusion.kernels.household import traditional_profit
from diffusion.kernels.state import Hamlet, Month, Parameters, State


@compiled
def learn(state: State, month: Month, hamlets: Hamlet, parameters: Parameters, t: int) -> None:
    """Move skill, self-efficacy and felt advantage of every artisan (ODD 7.6 and 7.7)."""
    usual = traditional_profit(parameters, parameters.rainy[t % 12] == 1)
    for ego in range(state.stage.size):
        learning = parameters.learning_by_doing
        if parameters.buyer_feedback > 0.0 and _has_buyer(hamlets, state.hamlet[ego], parameters):
            learning += parameters.buyer_feedback
        has_adopting_alters = month.exposure[ego] > 0.0
        state.skill[ego] = laws.skill_after(
            state.skill[ego],
            month.planned[ego] / parameters.new_pieces,
            learning,
            parameters.peer_learning if has_adopting_alters else 0.0,
            month.peer_skill[ego],
            parameters.forgetting,
            parameters.lasting_skill,
        )
        if month.adopting[ego]:
            state.advantage[ego] = laws.relative_advantage(
                state.advantage[ego],
                state.income[ego] - state.other_income[ego],
                usual,
                parameters.advantage_smoothing,
            )
        else:
            state.advantage[ego] = 0.0
    _believe(state, month, parameters)


@compiled
def _has_buyer(hamlets: Hamlet, hamlet: int, parameters: Parameters) -> bool:
    """Tell whether any market channel was open this month, the exhibition among them."""
    for channel in range(parameters.n_channels + 1):
        if hamlets.quota[hamlet, channel] > 0:
            return True
    return False


@compiled
def _believe(state: State, month: Month, parameters: Parameters) -> None:
    """Move the belief in one's own ability, and the base it falls back to (ODD 7.6)."""
    for ego in range(state.stage.size):
        mastery = parameters.mastery_weight * month.mastery[ego]
        setback = parameters.mastery_weight * month.setback[ego]
        models = parameters.vicarious_weight * (
            month.vicarious[ego] + parameters.neighbour_success * month.success[ego]
        )
        raised = (
            mastery
            + models
            + parameters.persuasion_weight * month.persuasion[ego]
            + parameters.affect_weight * month.affect[ego]
        )
        lowered = (
            setback
            + parameters.failure_weight * month.failure[ego]
            + parameters.affect_weight * month.stress[ego]
        )
        # Often one source is all there is: its chance is worked out once.
        seen, failed = laws.chance(models), laws.chance(setback)
        state.efficacy_base[ego] = laws.efficacy_base(
            state.efficacy_base[ego],
            laws.chance(mastery),
            failed,
            seen,
            parameters.mastery_lasting,
            parameters.vicarious_lasting,
        )
        state.self_efficacy[ego] = laws.self_efficacy(
            state.self_efficacy[ego],
            seen if raised == models else laws.chance(raised),
            failed if lowered == setback else laws.chance(lowered),
            state.efficacy_base[ego],
            parameters.decay,
        )
