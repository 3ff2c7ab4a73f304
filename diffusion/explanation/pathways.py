"""Through what a programme acts: pathways, each of which can be switched off in its plan."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from diffusion.kernels.plan import Activities, Plan
from diffusion.translate.columns import columns_of


@dataclass(frozen=True, slots=True)
class Pathway:
    """A part of what activities do.

    Attributes
    ----------
    name : str
    doses : tuple of str
        Fields of `diffusion.kernels.plan.Activities`; each field that does something belongs to
        one pathway, and to no other.
    """

    name: str
    doses: tuple[str, ...]


GROUP = "group"
"""The pathway to which the facilitator's presence belongs: until when, and in which functions."""

PATHWAYS = (
    Pathway("information", ("aware", "gain", "contact", "voice")),
    Pathway("efficacy", ("vicarious", "persuasion", "mastery", "affect", "stress")),
    Pathway("values", ("value_fit",)),
    Pathway("skill", ("skill", "taste", "finishing", "is_training")),
    Pathway(
        GROUP,
        (
            "is_formation", "administration", "cohesion", "organising", "participation",
            "brings_together",
        ),
    ),
    Pathway("money", ("subsidy", "grant")),
    Pathway("market", ("channel", "meets_trainer")),
    Pathway("institutions", ("lobby", "is_report", "is_petition", "readiness")),
)  # fmt: skip
"""All there are (decision 51)."""

NO_DOSES = (
    "id", "rule", "places", "attendance", "travel_loss", "session", "is_prepared",
    "is_accompanied", "is_lobbied", "cost", "is_recommended", "asks_recommendation",
    "first_listed", "n_listed", "about", "is_on_call",
)  # fmt: skip
"""Fields that say whom an activity reaches and how strongly; without a dose nothing comes of it."""

_NEUTRAL: dict[str, float] = {"contact": 1.0, "channel": -1}
"""What a field holds where it does nothing, if that is not 0."""


def acting(plan: Plan, nothing: Plan) -> tuple[str, ...]:
    """Name the pathways in which a plan does anything.

    Parameters
    ----------
    plan
    nothing
        The plan of doing nothing.
    """
    columns = columns_of(plan.activities)
    found = []
    for pathway in PATHWAYS:
        is_given = any(_does(columns, name).any() for name in pathway.doses)
        if is_given or (pathway.name == GROUP and not _is_present_alike(plan, nothing)):
            found.append(pathway.name)
    return tuple(found)


def through(plan: Plan, names: Collection[str], nothing: Plan) -> Plan:
    """Leave of a plan what acts through some pathways alone.

    Parameters
    ----------
    plan
    names
        The pathways that are left on.
    nothing
        The plan of doing nothing, from which the facilitator's presence is taken where the pathway
        of the group is off.
    """
    activities = plan.activities.copy()
    columns = columns_of(activities)
    for pathway in PATHWAYS:
        if pathway.name not in names:
            for dose in pathway.doses:
                getattr(columns, dose)[:] = _NEUTRAL.get(dose, 0)
    left = plan._replace(activities=activities)
    if GROUP not in names:
        left = left._replace(
            withdrawal_month=nothing.withdrawal_month,
            taper=nothing.taper,
            handover=nothing.handover,
        )
    return without_idle(left)


def without_idle(plan: Plan) -> Plan:
    """Hold nothing that does nothing: its history is the same, and the month is over sooner.

    Rows of one activity stay together, because one call of a review is answered by all of them.
    """
    columns = columns_of(plan.activities)
    acts = np.zeros(len(plan.activities), np.bool_)
    for pathway in PATHWAYS:
        for dose in pathway.doses:
            acts |= _does(columns, dose)
    is_idle = ~np.isin(columns.id, columns.id[acts])
    return plan._replace(held=plan.held & ~is_idle[:, None])


def _does(columns: Activities, dose: str) -> NDArray[np.bool_]:
    """Whether each row gives something of a dose [A]."""
    given: NDArray[np.bool_] = getattr(columns, dose) != _NEUTRAL.get(dose, 0)
    return given


def _is_present_alike(plan: Plan, other: Plan) -> bool:
    """Whether the facilitator is there, in two plans, until the same months."""
    return (plan.withdrawal_month, plan.taper, *plan.handover.tolist()) == (
        other.withdrawal_month, other.taper, *other.handover.tolist()
    )  # fmt: skip
