"""What the month changes in an artisan: skill, self-efficacy, felt advantage (step 5)."""

from diffusion.kernels import laws
from diffusion.kernels.jit import compiled, inner
from diffusion.kernels.parameters import Parameters
from diffusion.kernels.phases.household import traditional_profit
from diffusion.kernels.site import Site
from diffusion.kernels.state import Month, State


@compiled
def learn(state: State, month: Month, sites: Site, parameters: Parameters, t: int) -> None:
    """Move skill, voice, influence, gain shown, advantage and self-efficacy (ODD 7.6 and 7.7)."""
    usual = traditional_profit(parameters, parameters.rainy[t % 12] == 1)
    for site in range(sites.first.size):
        first, end = sites.first[site], sites.end[site]
        learning = parameters.learning_by_doing
        if parameters.buyer_feedback > 0.0 and _has_buyer(sites, site, parameters):
            learning += parameters.buyer_feedback
        for ego in range(first, end):
            has_adopting_alters = month.exposure[ego] > 0.0
            planned = month.planned[ego]
            state.skill[ego] = laws.skill_after(
                state.skill[ego],
                planned / parameters.new_pieces if planned > 0 else 0.0,
                learning,
                parameters.peer_learning if has_adopting_alters else 0.0,
                month.peer_skill[ego],
                parameters.forgetting,
                parameters.lasting_skill,
            )
            state.voice[ego] = laws.faded(state.voice[ego], parameters.voice_fading)
            state.influence[ego] = laws.influence(
                parameters.ambassador_weight, month.contact[ego], state.voice[ego]
            )
            state.shown_gain[ego] = laws.faded(state.shown_gain[ego], parameters.gain_fading)
            if month.adopting[ego]:
                state.advantage[ego] = laws.relative_advantage(
                    state.advantage[ego],
                    state.income[ego] - state.other_income[ego],
                    usual,
                    parameters.advantage_smoothing,
                )
            else:
                state.advantage[ego] = 0.0
            _believe(state, month, parameters, ego)


@inner
def _has_buyer(sites: Site, site: int, parameters: Parameters) -> bool:
    """Tell whether any market channel was open this month, the exhibition among them."""
    for channel in range(parameters.n_channels + 1):
        if sites.quota[site, channel] > 0:
            return True
    return False


@inner
def _believe(state: State, month: Month, parameters: Parameters, ego: int) -> None:
    """Move the belief in one's own ability, and the base it falls back to (ODD 7.6)."""
    mastery, setback = month.mastery[ego], month.setback[ego]
    models = laws.either(month.models[ego], month.models_among_ties[ego])
    words = laws.chance(parameters.persuasion_weight * month.persuasion[ego])
    state.efficacy_base[ego] = laws.efficacy_base(
        state.efficacy_base[ego],
        mastery,
        setback,
        models,
        parameters.mastery_lasting,
        parameters.vicarious_lasting,
    )
    state.self_efficacy[ego] = laws.self_efficacy(
        state.self_efficacy[ego],
        laws.either(laws.either(mastery, models), laws.either(words, month.mood[ego])),
        laws.either(setback, laws.either(month.failures_among_ties[ego], month.stress[ego])),
        state.efficacy_base[ego],
        parameters.decay,
    )
