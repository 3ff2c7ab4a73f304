"""Refuses villages to which nothing can be fitted, with what to do."""

from collections.abc import Sequence

from diffusion.errors import InputError, Problem
from diffusion.fitting.law import Law
from diffusion.fitting.villages import Village


def check_rows(villages: Sequence[Village], law: Law) -> None:
    """Refuse villages that say nothing of a law.

    Raises
    ------
    InputError
        If there is no village, no period after the first, nobody who adopts after the first
        period or nobody who waits, periods differ, or a single village is to differ from others.
    """
    if not villages:
        raise InputError(Problem("villages", "", "at least one with people", "none"))
    n_periods = {one.data.periods for one in villages}
    if len(n_periods) > 1:
        raise InputError(Problem("villages", "", "the same periods in each", "different ones"))
    if villages[0].n_periods < 2:
        expected = "two periods or more (what came before the first was not observed)"
        raise InputError(Problem("periods", "", expected, str(villages[0].n_periods)))
    n_rows = sum(
        int(one.at_risk(period).sum()) for one in villages for period in range(1, one.n_periods)
    )
    n_adoptions = sum(int((one.toa > 0).sum()) for one in villages)
    if not n_rows:
        expected = "somebody who had not adopted by the first period"
        raise InputError(Problem("adoption", "", expected, "all had"))
    if not n_adoptions:
        expected = "somebody who adopts after the first period"
        raise InputError(Problem("adoption", "", expected, "nobody (no rate can be told)"))
    if n_adoptions == n_rows:
        expected = "somebody who waits for a period"
        raise InputError(Problem("adoption", "", expected, "all adopt as soon as they can"))
    if law.has_village_effect and len(villages) < 2:
        expected = "two villages or more (or village_effect=False, --one-village)"
        raise InputError(Problem("villages", "", expected, "one"))
