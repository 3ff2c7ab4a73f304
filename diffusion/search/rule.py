"""Says in a few conditions what the good programmes have in common, and how often that is right."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from diffusion.search.lots import HALVES, lot
from diffusion.search.pieces import Form
from diffusion.search.space import Plan, Space

type Bools = NDArray[np.bool_]

GOOD = 0.25
"""Share of the candidates that count as good."""

FEWEST = 40
"""Candidates below which no rule is learnt."""

_MOST_CONDITIONS = 3
_LEAST_GAIN = 0.02
"""What a further condition must add to the share that is right."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition on one activity.

    Attributes
    ----------
    activity : int
        Its id.
    what : str
        "held", "left_out", "dates_from", "dates_to", "places_from", "month_from", "month_to" or
        "target".
    value : int or str
        What is compared with; 0 where nothing is.
    """

    activity: int
    what: str
    value: int | str = 0

    def holds(self, form: Form | None) -> bool:
        """Whether it holds of how the activity is held."""
        if form is None:
            return self.what in ("left_out", "dates_to")
        if self.what == "target":
            return form.target == self.value
        of_form = {"dates": len(form.months), "places": form.places or 0, "month": form.months[0]}
        of, _, side = self.what.partition("_")
        if side == "from":
            return of_form[of] >= int(self.value)
        return of_form[of] <= int(self.value) if side == "to" else self.what == "held"


@dataclass(frozen=True, slots=True)
class Rule:
    """Conditions that hold of most good programmes and of few others.

    Attributes
    ----------
    conditions : tuple of Condition
        All of which hold; none where nothing tells the good from the others.
    n_learnt, n_held_back : int
        Candidates of which it was learnt, and on which it was tried.
    of_good, of_others : float
        Of the held-back good ones, and of the others, the share of which it holds; NaN of none.
    """

    conditions: tuple[Condition, ...]
    n_learnt: int
    n_held_back: int
    of_good: float
    of_others: float

    @property
    def right(self) -> float:
        """Mean of the shares in which it is right, of good ones and of others; 0.5 by chance."""
        return (self.of_good + 1 - self.of_others) / 2


def learnt(
    space: Space, plans: Sequence[Plan], lags: Sequence[float], *, random_seed: int
) -> Rule | None:
    """Learn a rule on one half of the candidates, and try it on the other.

    Parameters
    ----------
    space
    plans
        Of the candidates.
    lags
        By how much each is behind the best in the same luck.
    random_seed
        Of the lot that halves them.

    Returns
    -------
    Rule or None
        None of fewer than `FEWEST`, and where all are alike.
    """
    if len(plans) < FEWEST or not np.ptp(lags):
        return None
    is_good = np.array(lags) <= np.quantile(lags, GOOD)
    is_back = np.array(
        [lot(random_seed, 0, what=HALVES, count=0, of=one) < 0.5 for one in range(len(plans))]
    )
    known = [*_conditions(space, plans)]
    holds = np.array([_of_all(space, one, plans) for one in known])
    chosen: list[int] = []
    so_far, best = np.ones(len(plans), np.bool_), 0.5
    for _ in range(_MOST_CONDITIONS):
        scores = [_right(so_far & one, is_good, ~is_back) for one in holds]
        place = int(np.argmax(scores))
        if scores[place] < best + _LEAST_GAIN:
            break
        chosen.append(place)
        so_far, best = so_far & holds[place], scores[place]
    if not chosen or not (is_back & is_good).any() or not (is_back & ~is_good).any():
        return None
    return Rule(
        tuple(known[place] for place in chosen),
        int((~is_back).sum()),
        int(is_back.sum()),
        float(so_far[is_back & is_good].mean()),
        float(so_far[is_back & ~is_good].mean()),
    )


def _conditions(space: Space, plans: Sequence[Plan]) -> Iterator[Condition]:
    """List every condition that the candidates could be parted by."""
    for place, one in enumerate(space.options):
        forms = {plan[place] for plan in plans}
        held = [form for form in forms if form is not None]
        if None in forms and held:
            yield Condition(one.id, "held")
            yield Condition(one.id, "left_out")
        for what, values in (
            ("dates", {len(form.months) for form in held}),
            ("places", {form.places or 0 for form in held}),
            ("month", {form.months[0] for form in held}),
        ):
            yield from (Condition(one.id, f"{what}_from", n) for n in sorted(values)[1:])
            if what != "places":
                yield from (Condition(one.id, f"{what}_to", n) for n in sorted(values)[:-1])
        targets = {form.target for form in held}
        if len(targets) > 1:
            yield from (Condition(one.id, "target", name) for name in sorted(map(str, targets)))


def _of_all(space: Space, condition: Condition, plans: Sequence[Plan]) -> list[bool]:
    place = space.place[condition.activity]
    return [condition.holds(plan[place]) for plan in plans]


def _right(holds: Bools, is_good: Bools, among: Bools) -> float:
    """Mean of the shares of good ones that it finds and of others that it leaves."""
    good, others = among & is_good, among & ~is_good
    if not good.any() or not others.any():
        return 0.5
    return float((holds[good].mean() + (~holds[others]).mean()) / 2)
