"""Merges rows of ties that name one pair, leaves out ties to oneself, and scales strengths."""

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

import numpy as np
from numpy.typing import NDArray

from diffusion.data.ties import Direction, TiesOfKind
from diffusion.importing.balance import Balance
from diffusion.importing.choices import Choices, Repeats, TiesOfFile
from diffusion.importing.gathered import Gathered
from diffusion.importing.network import Relation


def merged_ties(
    relations: Sequence[Relation],
    place_of: NDArray[np.int64],
    choices: Choices,
    gathered: Gathered,
    *,
    place: str,
    balance: Balance,
    period_of: "Periods",
) -> dict[str, TiesOfKind]:
    """Settle the ties of each kind.

    Parameters
    ----------
    relations
        As the file has them.
    place_of : int64 [N in the file]
        Place of each among those who are kept; -1 for who is not.
    choices, gathered, place
    balance
        Gets what was kept and left out.
    period_of
        Turns what is written of time into places of periods.

    Returns
    -------
    dict of str to TiesOfKind
        In the order of the file.
    """
    kinds = dict.fromkeys(one.kind for one in relations)
    found = {}
    largest = _common_largest(relations, choices)
    for kind in kinds:
        chosen = choices.ties_of(kind)
        parts = [one for one in relations if one.kind == kind]
        direction, rows = _one_direction(parts, chosen, gathered)
        balance.in_file += len(rows.ego)
        rows = _scaled(rows, chosen, largest, gathered, place=place, balance=balance)
        rows = _kept(rows, place_of, kind, gathered, balance=balance)
        begins, ends = period_of.of_ties(rows.begins), period_of.of_ties(rows.ends)
        found[kind] = _merged(
            rows, begins, ends, chosen, gathered, direction=direction, balance=balance
        )
    return found


def _common_largest(relations: Sequence[Relation], choices: Choices) -> float | None:
    """Find the largest strength of all kinds, where one column has those of all; else None."""
    if all(one.kinds is None for one in choices.ties or ()):
        return None
    weights = [one.weight for one in relations if one.weight is not None]
    known = [float(np.nanmax(one)) for one in weights if not np.isnan(one).all()]
    return max(known, default=None)


class Periods:
    """Turns times as they are written into places of periods."""

    def __init__(self, first: int | None, n_periods: int) -> None:
        self._first = first
        self._n_periods = n_periods

    def of_ties(self, written: NDArray[np.float64] | None) -> NDArray[np.int64] | None:
        """Places of periods, from 0; -1 where none is said. None if there are no periods."""
        if written is None or self._first is None:
            return None
        whole = np.where(np.isnan(written), -1, np.floor(written) - self._first)
        known = np.clip(whole, 0, self._n_periods - 1)
        return np.where(np.isnan(written), -1, known).astype(np.int64)


def _one_direction(
    parts: Sequence[Relation], chosen: TiesOfFile, gathered: Gathered
) -> tuple[Direction, Relation]:
    """Put relations of one kind together; ties both ways become two rows where others go one."""
    are_directed = {one.is_directed for one in parts}
    usual: Direction = "alter_to_ego" if True in are_directed else "both"
    direction = chosen.direction or usual
    rows = list(parts)
    if len(are_directed) > 1 and direction != "both":
        n_both = sum(len(one.ego) for one in parts if not one.is_directed)
        gathered.note("import_ties.mixed", kind=chosen.kind, n=n_both, odd=True)
        rows += [replace(one, ego=one.alter, alter=one.ego) for one in parts if not one.is_directed]
    return direction, rows[0] if len(rows) == 1 else _joined(rows)


def _joined(parts: Sequence[Relation]) -> Relation:
    def numbers(name: str) -> NDArray[np.float64] | None:
        if all(getattr(one, name) is None for one in parts):
            return None
        return np.concatenate(
            [
                np.full(len(one.ego), np.nan) if (said := getattr(one, name)) is None else said
                for one in parts
            ]
        )

    return Relation(
        parts[0].kind,
        np.concatenate([one.ego for one in parts]),
        np.concatenate([one.alter for one in parts]),
        weight=numbers("weight"),
        begins=numbers("begins"),
        ends=numbers("ends"),
    )


def _chosen(rows: Relation, which: NDArray[np.bool_]) -> Relation:
    """Take the rows that are chosen."""
    if which.all():
        return rows

    def of(values: NDArray[np.float64] | None) -> NDArray[np.float64] | None:
        return None if values is None else values[which]

    return replace(
        rows,
        ego=rows.ego[which],
        alter=rows.alter[which],
        weight=of(rows.weight),
        begins=of(rows.begins),
        ends=of(rows.ends),
        rows=None,
    )


def _scaled(
    rows: Relation,
    chosen: TiesOfFile,
    largest: float | None,
    gathered: Gathered,
    *,
    place: str,
    balance: Balance,
) -> Relation:
    """Bring strengths into (0, 1]: by their scale, or by the largest where any is above 1."""
    if rows.weight is None:
        return rows
    weight, kind = rows.weight, rows.kind
    n_below = int((weight < 0).sum())
    if n_below and chosen.negative is None:
        gathered.ask(
            place,
            f"ties {kind}",
            "strengths above 0",
            f"{n_below:,} below 0, the lowest {np.nanmin(weight):g}",
            section="[ties]",
            line='negative = "drop"',
        )
    is_none = weight <= 0
    balance.leave_out("negative", n_below)
    balance.leave_out("zero", int((weight == 0).sum()))
    if (weight == 0).any():
        gathered.note("import_ties.zero", kind=kind, n=int((weight == 0).sum()))
    rows = _chosen(rows, ~is_none)
    weight = cast("NDArray[np.float64]", rows.weight)
    unknown = np.isnan(weight)
    if unknown.all():
        return replace(rows, weight=None)
    if unknown.any():
        middle = float(np.nanmedian(weight))
        weight = np.where(unknown, middle, weight)
        told = {"kind": kind, "n": int(unknown.sum()), "middle": f"{middle:g}"}
        gathered.note("import_ties.without_weight", odd=True, **told)
    if chosen.scale is not None:
        low, high = chosen.scale
        weight = np.clip((weight - low) / (high - low), np.nextafter(0.0, 1.0), 1.0)
        gathered.note("import_ties.on_scale", kind=kind, low=f"{low:g}", high=f"{high:g}")
    elif (most := largest or float(weight.max())) > 1:
        weight = weight / most
        gathered.note("import_ties.scaled", kind=kind, high=f"{most:g}")
    return replace(rows, weight=weight)


def _kept(
    rows: Relation,
    place_of: NDArray[np.int64],
    kind: str,
    gathered: Gathered,
    *,
    balance: Balance,
) -> Relation:
    """Leave out ties to oneself and to those who are not kept."""
    ego, alter = rows.ego, rows.alter
    is_self = ego == alter
    is_outside = np.zeros(len(ego), bool)
    if (place_of < 0).any():
        ego, alter = place_of[ego], place_of[alter]
        is_outside = ~is_self & ((ego < 0) | (alter < 0))
    if is_self.any():
        gathered.note("import_ties.self_ties", kind=kind, n=int(is_self.sum()))
    if is_outside.any():
        gathered.note("import_ties.outside", kind=kind, n=int(is_outside.sum()))
    balance.leave_out("self_ties", int(is_self.sum()))
    balance.leave_out("outside", int(is_outside.sum()))
    moved = replace(rows, ego=ego, alter=alter)
    return _chosen(moved, ~(is_self | is_outside))


def _merged(
    rows: Relation,
    begins: NDArray[np.int64] | None,
    ends: NDArray[np.int64] | None,
    chosen: TiesOfFile,
    gathered: Gathered,
    *,
    direction: Direction,
    balance: Balance,
) -> TiesOfKind:
    """Merge rows of one pair, at one time."""
    ego, alter = rows.ego, rows.alter
    if direction == "both":
        ego, alter = np.minimum(ego, alter), np.maximum(ego, alter)
    order, starts = _sorted_pairs(ego, alter, begins, ends)
    n_named_back = 0
    if direction == "both":
        n_named_back = len(_sorted_pairs(rows.ego, rows.alter, begins, ends)[1]) - len(starts)
    n_repeats = len(ego) - len(starts) - n_named_back
    if n_named_back:
        gathered.note("import_ties.named_back", kind=rows.kind, n=n_named_back)
    if n_repeats:
        gathered.note(f"import_ties.merged_{chosen.repeats}", kind=rows.kind, n=n_repeats)
    balance.leave_out("named_back", n_named_back)
    balance.leave_out("repeats", n_repeats)
    balance.kept += len(starts)
    weight = None
    if rows.weight is not None:
        weight = _put_together(rows.weight[order], starts, chosen.repeats)
        if (most := float(weight.max(initial=0.0))) > 1:
            weight = weight / most
            gathered.note("import_ties.scaled", kind=rows.kind, high=f"{most:g}")
    first = order[starts]
    last = np.iinfo(np.int32).max
    return TiesOfKind.of(
        ego[first],
        alter[first],
        weight,
        begins=None if begins is None else np.maximum(begins[first], 0),
        ends=None if ends is None else np.where(ends[first] < 0, last, ends[first]),
        direction=direction,
        influence=chosen.influence,
    )


def _sorted_pairs(
    ego: NDArray[np.int64],
    alter: NDArray[np.int64],
    begins: NDArray[np.int64] | None,
    ends: NDArray[np.int64] | None,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Sort rows by pair and time; say where each pair at one time begins among the sorted."""
    width = 1 + max(int(ego.max(initial=0)), int(alter.max(initial=0)))
    keys = [ego * width + alter, *(one for one in (begins, ends) if one is not None)]
    order = np.argsort(keys[0]) if len(keys) == 1 else np.lexsort(keys[::-1])
    is_new = np.zeros(len(ego), bool)
    is_new[:1] = True
    for key in keys:
        in_order = key[order]
        is_new[1:] |= in_order[1:] != in_order[:-1]
    return order, np.flatnonzero(is_new)


def _put_together(
    weight: NDArray[np.float64], starts: NDArray[np.int64], how: Repeats
) -> NDArray[np.float64]:
    """Merge sorted strengths: the largest, sum or mean; the order of rows changes nothing."""
    if not len(starts):
        return weight
    if how == "strongest":
        return np.asarray(np.maximum.reduceat(weight, starts))
    n_of = np.diff(np.append(starts, len(weight)))
    place = np.repeat(np.arange(len(starts)), n_of)
    total = np.add.reduceat(weight[np.lexsort((weight, place))], starts)
    return np.asarray(total if how == "sum" else total / n_of)
