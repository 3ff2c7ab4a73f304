"""What the month changes in an artisan: skill, self-efficacy, felt advantage (step 5)."""

from diffusion.kernels import laws
from diffusion.kernels.jit import compiled, inner
from diffusion.kernels.parameters import Parameters
from diffusion.kernels.phases.household import traditional_profit
from diffusion.kernels.site import Site
from diffusion.kernels.state import Month, State


@compiled
def learn(state: State, month: Month, sites: Site, parameters: Parameters, t: int) -> None:
    """Move skill, self-efficacy and felt advantage of every artisan (ODD 7.6 and 7.7)."""
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
        _believe(state, month, parameters, first, end)


@inner
def _has_buyer(sites: Site, site: int, parameters: Parameters) -> bool:
    """Tell whether any market channel was open this month, the exhibition among them."""
    for channel in range(parameters.n_channels + 1):
        if sites.quota[site, channel] > 0:
            return True
    return False


@inner
def _believe(state: State, month: Month, parameters: Parameters, first: int, end: int) -> None:
    """Move the belief in one's own ability, and the base it falls back to (ODD 7.6)."""
    last_mastery = last_setback = last_models = last_words = last_mood = 0.0
    chance_mastery = chance_setback = chance_models = chance_words = chance_mood = 0.0
    for ego in range(first, end):
        if _is_untouched(month, ego):
            # With chances of 0 the same law leaves the base as it is.
            state.self_efficacy[ego] = laws.self_efficacy(
                state.self_efficacy[ego], 0.0, 0.0, state.efficacy_base[ego], parameters.decay
            )
            continue
        mastery = parameters.mastery_weight * month.mastery[ego]
        setback = parameters.mastery_weight * month.setback[ego]
        models = parameters.vicarious_weight * (
            month.vicarious[ego] + parameters.neighbour_success * month.success[ego]
        )
        words = parameters.persuasion_weight * month.persuasion[ego]
        mood = parameters.affect_weight * month.affect[ego]
        others = parameters.failure_weight * month.failure[ego]
        stress = parameters.affect_weight * month.stress[ego]
        # Many work, come to an activity or to the meeting with one effect for all of them.
        if mastery not in (0.0, last_mastery):
            last_mastery, chance_mastery = mastery, laws.chance(mastery)
        if setback not in (0.0, last_setback):
            last_setback, chance_setback = setback, laws.chance(setback)
        if models not in (0.0, last_models):
            last_models, chance_models = models, laws.chance(models)
        if words not in (0.0, last_words):
            last_words, chance_words = words, laws.chance(words)
        if mood not in (0.0, last_mood):
            last_mood, chance_mood = mood, laws.chance(mood)
        succeeded = chance_mastery if mastery > 0.0 else 0.0
        failed = chance_setback if setback > 0.0 else 0.0
        seen = chance_models if models > 0.0 else 0.0
        encouraged = chance_words if words > 0.0 else 0.0
        cheered = chance_mood if mood > 0.0 else 0.0
        state.efficacy_base[ego] = laws.efficacy_base(
            state.efficacy_base[ego],
            succeeded,
            failed,
            seen,
            parameters.mastery_lasting,
            parameters.vicarious_lasting,
        )
        state.self_efficacy[ego] = laws.self_efficacy(
            state.self_efficacy[ego],
            laws.either(laws.either(succeeded, seen), laws.either(encouraged, cheered)),
            laws.either(failed, laws.chance(others + stress)),
            state.efficacy_base[ego],
            parameters.decay,
        )


@inner
def _is_untouched(month: Month, ego: int) -> bool:
    """Tell whether nothing has met an artisan that moves belief; none of it is below 0."""
    successes = month.mastery[ego] + month.vicarious[ego] + month.success[ego]
    failures = month.setback[ego] + month.failure[ego] + month.stress[ego]
    return successes + failures + (month.persuasion[ego] + month.affect[ego]) == 0.0
