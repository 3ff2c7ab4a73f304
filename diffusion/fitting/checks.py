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
        raise _refused("villages", "at least one with people", "none")
    if len({one.data.periods for one in villages}) > 1:
        raise _refused("villages", "the same periods in each", "different ones")
    n_periods = villages[0].n_periods
    if n_periods < 2:
        raise _refused(
            "periods", "two or more (what came before the first was not observed)", str(n_periods)
        )
    n_rows = sum(
        int(one.at_risk(period).sum()) for one in villages for period in range(1, n_periods)
    )
    n_adoptions = sum(int((one.toa > 0).sum()) for one in villages)
    if not n_rows:
        raise _refused("adoption", "somebody who had not adopted by the first period", "nobody")
    if not n_adoptions:
        raise _refused("adoption", "somebody who adopts after the first period", "nobody")
    if n_adoptions == n_rows:
        raise _refused("adoption", "somebody who waits for a period", "nobody")
    if law.has_village_effect and len(villages) < 2:
        raise _refused("villages", "two or more (or village_effect=False, or --one-village)", "one")


def _refused(place: str, expected: str, found: str) -> InputError:
    return InputError(Problem(place, "", expected, found))
