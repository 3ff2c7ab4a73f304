"""Parts of a programme: activities that are held, alone or together, and the others left out."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from diffusion.errors import InputError, Problem, as_written, one_of
from diffusion.explanation.pathways import without_idle
from diffusion.kernels.plan import Plan
from diffusion.scenario.activity import Activity
from diffusion.scenario.community import Community
from diffusion.scenario.parameters import ParameterSet
from diffusion.scenario.programme import Programme
from diffusion.translate.columns import columns_of
from diffusion.translate.programme import plan_of

OTHERS = "others"
"""The activities that nobody asked about, as one part."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some activities that are held together or left out together.

    Attributes
    ----------
    name : str
    ids : frozenset of int
    price : int
        Rupiah that they cost at most.
    """

    name: str
    ids: frozenset[int]
    price: int


class _Base(NamedTuple):
    """A plan of all activities, and the activity that each of its rows belongs to."""

    plan: Plan
    ids: Sequence[int]


class PartPlans:
    """Plans of the parts of a programme; what is left out is not replaced, nor paid for.

    Parameters
    ----------
    community, programme, parameters, n_months
        As in `diffusion.translate.programme.plan_of`.
    until
        Nothing is held from this month on, counted from 0.
    """

    def __init__(
        self,
        community: Community,
        programme: Programme,
        parameters: ParameterSet,
        *,
        n_months: int,
        until: int,
    ) -> None:
        self._community, self._programme = community, programme
        self._parameters, self._n_months, self._until = parameters, n_months, until
        # On these the doses of other activities depend, so that without them they are other ones.
        self._relied_on = frozenset(
            one.id for one in programme.activity if one.coordinates or one.informs_of_resources
        )
        self._reviews = [one.id for one in programme.activities_by_id for _ in one.rule]
        self._known: dict[frozenset[int], _Base] = {}

    def whole(self) -> Plan:
        """Plan of all activities."""
        return self.of(frozenset(one.id for one in self._programme.activity))

    def of(self, ids: Collection[int]) -> Plan:
        """Plan in which these activities are held alone, by their ids."""
        there = frozenset(ids)
        base = self._with_relied_on(self._relied_on & there)
        is_there = np.array([one in there for one in base.ids], np.bool_)
        is_asked = np.array([one in there for one in self._reviews], np.bool_)
        return base.plan._replace(
            held=base.plan.held & is_there[:, None], due=base.plan.due & is_asked[:, None]
        )

    def _with_relied_on(self, ids: frozenset[int]) -> _Base:
        if ids not in self._known:
            absent = self._relied_on - ids
            silent = {"coordinates": False, "informs_of_resources": False}
            activities = tuple(
                one.model_copy(update=silent) if one.id in absent else one
                for one in self._programme.activity
            )
            plan = plan_of(
                self._community,
                self._programme.model_copy(update={"activity": activities}),
                self._parameters,
                n_months=self._n_months,
            )
            is_early = np.arange(self._n_months) < self._until
            plan = plan._replace(held=plan.held & is_early, due=plan.due & is_early)
            ids_of_rows = columns_of(plan.activities).id.tolist()
            self._known[ids] = _Base(without_idle(plan), ids_of_rows)
        return self._known[ids]


def name_of(activity: Activity) -> str:
    """Name an activity by its id and its tactic."""
    return f"{activity.id} {activity.tactic}"


def price_of(community: Community, programme: Programme, ids: Collection[int]) -> int:
    """Rupiah that some activities of a programme cost at most."""
    return sum(
        programme.n_held(one) * sum(community.prices_of_date(one))
        for one in programme.activity
        if one.id in ids
    )


def named(programme: Programme, names: Collection[str], *, place: str) -> frozenset[int]:
    """Find activities by their ids or their tactics.

    Raises
    ------
    InputError
        With every name that is none, and the nearest one.
    """
    found: set[int] = set()
    problems = []
    ids = {str(one.id): one.id for one in programme.activities_by_id}
    tactics = dict.fromkeys(one.tactic for one in programme.activities_by_id)
    whole = {name_of(one): one.id for one in programme.activities_by_id}
    for name in names:
        asked = name.strip().casefold()
        if asked in ids or asked in whole:
            found.add((ids | whole)[asked])
        elif asked in tactics:
            found |= {one.id for one in programme.activity if one.tactic == asked}
        else:
            known = one_of([*tactics, *ids], asked)
            problems.append(Problem(place, "", known, as_written(name)))
    if problems:
        raise InputError(problems)
    return frozenset(found)


def divided(community: Community, programme: Programme, kind: dict[int, str]) -> Iterator[Part]:
    """Divide the activities of a programme into parts; `kind` names the part of each id."""
    for name in dict.fromkeys(kind.values()):
        ids = frozenset(one for one, of in kind.items() if of == name)
        yield Part(name, ids, price_of(community, programme, ids))
