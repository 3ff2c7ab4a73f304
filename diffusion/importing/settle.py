"""From people and ties as a file has them to data: merged, scaled, kept or dropped, and counted."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diffusion.data.adoption_data import AdoptionData
from diffusion.data.ties import TiesOfKind
from diffusion.importing.attributes import columns_of
from diffusion.importing.balance import Balance
from diffusion.importing.choices import Choices
from diffusion.importing.gathered import Gathered
from diffusion.importing.merging import Periods, merged_ties
from diffusion.importing.network import Network, Relation
from diffusion.importing.survey import Understood
from diffusion.importing.timing import timed
from diffusion.util.arrays import read_only

MOST_LISTED = 10
"""Names that a message lists."""


@dataclass(frozen=True, eq=False)
class Settled:
    """What became of a file.

    Attributes
    ----------
    data : AdoptionData
    choices : Choices
        With all that was guessed filled in.
    people, ties : Balance
    """

    data: AdoptionData
    choices: Choices
    people: Balance
    ties: Balance


def settled(read: Understood, gathered: Gathered) -> Settled:
    """Settle people, ties and times.

    Parameters
    ----------
    read
        People and ties as they stand in the file.
    gathered
        Gets what was done, and what must be decided.
    """
    network, choices = read.network, read.choices
    people, ties = Balance(in_file=len(network.ids) + read.n_repeated), Balance()
    people.leave_out("repeated_rows", read.n_repeated)
    network = _one_mode(network, gathered)
    kept = _kept(network, choices, people, gathered, pending=read.pending)
    people.kept = int(kept.sum())
    place_of = np.where(kept, np.cumsum(kept) - 1, -1)
    times = timed(network, kept, choices, gathered)
    ties.in_file = read.n_half
    ties.leave_out("half", read.n_half)
    found = merged_ties(
        network.relations,
        place_of,
        choices,
        gathered,
        place=network.place,
        balance=ties,
        period_of=Periods(times.first, len(times.periods)),
    )
    if any(choices.ties_of(kind).direction is None for kind in found):
        gathered.note("import_ties.direction_guessed")
    columns, choices = columns_of(network, kept, choices, gathered)
    choices = _ties_told(choices, found, network)
    n_periods = len(times.periods)
    found = {kind: _within(one, n_periods) for kind, one in found.items()}
    data = AdoptionData(
        tuple(label for label, is_kept in zip(network.ids, kept, strict=True) if is_kept),
        times.periods,
        times.adoption,
        found,
        columns,
    )
    if times.periods and choices.periods.unit is None:
        periods = choices.periods.model_copy(update={"unit": times.unit})
        choices = choices.model_copy(update={"periods": periods})
    people.check("people")
    ties.check("ties")
    return Settled(data, choices, people, ties)


def _within(ties: TiesOfKind, n_periods: int) -> TiesOfKind:
    """Let ties without an end last to the last period."""
    if ties.ends is None:
        return ties
    return replace(ties, ends=read_only(np.minimum(ties.ends, n_periods - 1).astype(np.int32)))


def _ties_told(choices: Choices, found: Mapping[str, TiesOfKind], network: Network) -> Choices:
    """Fill in what the ties of each kind were taken for, so that it is not guessed again."""
    is_survey = any(one.alter for one in choices.ties or ())
    if is_survey:
        only = {one.kind: one for one in choices.ties or ()}
        told = [
            one.model_copy(update={"direction": found[kind].direction}) if kind in found else one
            for kind, one in only.items()
        ]
        chosen = [*told, *(_told(k, found[k], choices) for k in found if k not in only)]
    else:
        chosen = [_told(kind, ties, choices) for kind, ties in found.items()]
    del network
    return choices.model_copy(update={"ties": tuple(chosen)})


def _told(kind: str, ties: TiesOfKind, choices: Choices) -> Any:
    return choices.ties_of(kind).model_copy(update={"direction": ties.direction})


def _one_mode(network: Network, gathered: Gathered) -> Network:
    """Tie people to each other who share an event or a group, where a network has two modes."""
    if network.first_mode is None or network.first_mode.all():
        return network
    from scipy.sparse import csr_array

    is_person = network.first_mode
    n_all, relations = len(network.ids), []
    for one in network.relations:
        person = np.where(is_person[one.ego], one.ego, one.alter)
        event = np.where(is_person[one.ego], one.alter, one.ego)
        across = is_person[person] & ~is_person[event]
        if not across.any():
            relations.append(one)
            continue
        here = csr_array(
            (np.ones(int(across.sum())), (person[across], event[across])), shape=(n_all, n_all)
        )
        here.data[:] = 1.0
        shared = (here @ here.T).tocoo()
        ego, alter = (np.asarray(one, np.int64) for one in shared.coords)
        once = ego < alter
        weight = shared.data[once].astype(np.float64)
        if not (~across).any():
            told = Relation(one.kind, ego[once], alter[once], is_directed=False, weight=weight)
            relations.append(told)
            gathered.note("import_ties.two_mode", kind=one.kind, n=int(once.sum()), odd=True)
    return replace(network, relations=tuple(relations))


def _kept(
    network: Network,
    choices: Choices,
    people: Balance,
    gathered: Gathered,
    *,
    pending: Collection[str],
) -> NDArray[np.bool_]:
    """Say who is kept: all, but events and, where it is asked so, people who were not surveyed."""
    kept = np.ones(len(network.ids), bool)
    if network.first_mode is not None:
        kept &= network.first_mode
        people.leave_out("events", int((~network.first_mode).sum()))
    if network.surveyed is None or network.surveyed.all():
        return kept
    outside = [
        one for one, is_asked in zip(network.ids, network.surveyed, strict=True) if not is_asked
    ]
    n_outside = len(outside)
    if choices.unsurveyed == "drop":
        gathered.note("import_people.dropped", odd=True, n=n_outside, names=outside)
        people.leave_out("unsurveyed", n_outside)
        return kept & network.surveyed
    if choices.unsurveyed == "keep":
        gathered.note("import_people.kept", n=n_outside, names=outside)
    elif others := [one for one in outside if one not in pending]:
        shown = ", ".join(others[:MOST_LISTED]) + (" ..." if len(others) > MOST_LISTED else "")
        gathered.ask(
            network.place,
            "names",
            "people who were asked, or to be told to keep or drop the others",
            f"others, {len(others):,}: {shown}",
            line='unsurveyed = "keep"',
            option="--unsurveyed keep",
        )
    return kept
