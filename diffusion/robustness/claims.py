"""A file of claims about programmes, each checked: does it hold, is it fragile, is it wrong."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from diffusion.catalogue.arguments import CommunityLike, community_of
from diffusion.catalogue.load import DEFAULT_PARAMETERS, parameters_of, programme_of
from diffusion.catalogue.overrides import Inputs, declared
from diffusion.ensembles.options import Progress, check_months
from diffusion.ensembles.partition import n_processors
from diffusion.errors import InputError, Problem, told_of
from diffusion.results.indicators import indicator
from diffusion.robustness.attempts import Attempts
from diffusion.robustness.claim_file import CLAIMS, Claim, ClaimFile, read_claims
from diffusion.robustness.duel import Duel, Met
from diffusion.robustness.points import FILE, RANGES, Where, in_space, read_space, stated_space
from diffusion.util.provenance import versions

if TYPE_CHECKING:
    import pandas as pd

HOLDS, FRAGILE, WRONG = "holds", "fragile", "wrong"
VERDICTS = (HOLDS, FRAGILE, WRONG)
"""From the best to the worst; that of a claim is the worst of its parts."""


@dataclass(frozen=True, eq=False)
class Checked:
    """What became of one claim.

    Attributes
    ----------
    claim : Claim
    sets : mapping of str to Met
        One trial with each parameter set; empty for a price.
    where : Where or None
    met : Met or None
        A trial for each point.
    price : int or None
        Rupiah that the programme costs at most.
    """

    claim: Claim
    sets: dict[str, Met]
    where: Where | None
    met: Met | None
    price: int | None

    def of_set(self, name: str) -> str:
        """Judge one parameter set by the paired interval."""
        met = self.sets[name]
        if not met.is_run[0]:
            return WRONG
        if _reached(met.low, self.claim.by)[0]:
            return HOLDS
        return FRAGILE if _reached(met.high, self.claim.by)[0] else WRONG

    @property
    def share(self) -> float:
        """Share of the points that could be run in which the mean reaches what is claimed."""
        return self._share(None if self.met is None else self.met.difference)

    @property
    def share_possible(self) -> float:
        """Share of the points in which the upper end of the interval does."""
        return self._share(None if self.met is None else self.met.high)

    def _share(self, values: NDArray[np.float64] | None) -> float:
        if self.met is None or self.where is None or values is None:
            return float("nan")
        run = self.met.is_run
        weight = self.where.weight[run]
        return float(weight @ _reached(values[run], self.claim.by) / max(weight.sum(), 1e-300))

    @property
    def of_points(self) -> str | None:
        """Judge the points; None where there are none."""
        if self.met is None:
            return None
        if self.share >= self.claim.share:
            return HOLDS
        return FRAGILE if self.share_possible >= self.claim.share else WRONG

    @property
    def verdict(self) -> str:
        """The worst of all parts."""
        if self.price is not None:
            return HOLDS if self.price <= (self.claim.costs or 0) else WRONG
        parts = [self.of_set(name) for name in self.sets]
        if (of_points := self.of_points) is not None:
            # What does not hold elsewhere does not make what holds in the files wrong.
            parts.append(FRAGILE if of_points == WRONG else of_points)
        return max(parts, key=VERDICTS.index)


def _reached(value: NDArray[np.float64], by: float) -> NDArray[np.bool_]:
    reached: NDArray[np.bool_] = (value >= by) & (value > 0)
    return reached


@dataclass(frozen=True, eq=False)
class Answers:
    """All claims of a file, checked.

    Attributes
    ----------
    file : ClaimFile
    checked : tuple of Checked
    origin : dict
        What it was made from.
    """

    file: ClaimFile
    checked: tuple[Checked, ...]
    origin: dict[str, Any]

    @property
    def all_hold(self) -> bool:
        """Whether no claim is fragile or wrong."""
        return all(one.verdict == HOLDS for one in self.checked)

    def tables(self) -> "dict[str, pd.DataFrame]":
        """Give the claims, their parameter sets and their points as tables."""
        import pandas as pd

        claims, sets, points = [], [], []
        for number, one in enumerate(self.checked, start=1):
            claims.append(
                {
                    "claim": number, "says": one.claim.says, "verdict": one.verdict,
                    "by": one.claim.by, "share": one.share, "share_possible": one.share_possible,
                    "share_asked": one.claim.share, "points": one.of_points, "price": one.price,
                }
            )  # fmt: skip
            sets += [
                {"claim": number, "parameters": name, "verdict": one.of_set(name)}
                | _columns(met)[0]
                for name, met in one.sets.items()
            ]
            if one.met is not None and one.where is not None:
                points += [
                    {"claim": number, "point": place, "weight": float(weight)} | row
                    for place, (weight, row) in enumerate(
                        zip(one.where.weight, _columns(one.met), strict=True)
                    )
                ]
        return {name: pd.DataFrame(rows) for name, rows in _named(claims, sets, points)}


def _named(*tables: list[dict[str, Any]]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    return zip(("claims", "sets", "points"), tables, strict=True)


def _columns(met: Met) -> list[dict[str, Any]]:
    names = ("first", "other", "difference", "low", "high")
    columns = {name: getattr(met, name).tolist() for name in names}
    return [
        {name: columns[name][row] for name in names} | {"refused": met.refused[row]}
        for row in range(len(met))
    ]


@dataclass(frozen=True)
class _Asked:
    """A claim with all that it names, found."""

    claim: Claim
    duels: dict[str, Duel]
    base: Duel | None
    where: Where | None
    price: int | None


def check_claims(
    community: CommunityLike,
    path: str | Path = CLAIMS,
    *,
    runs: int | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Answers:
    """Check each claim of a file.

    Parameters
    ----------
    community
        A community, its name, or the path of its folder.
    path
        A file of claims, or its name in the community's folder.
    runs
        Histories of each programme, in place of what the file says.
    workers
        Threads; None: as many as this machine has processors. Results do not depend on it.
    progress
        Called with the number of comparisons done and of all.

    Raises
    ------
    InputError
        With every mistake in the file, and every name in it that is not there.
    """
    known = community_of(community)
    file, place, digest = read_claims(community, path)
    if runs is not None:
        file = file.model_copy(update={"runs": runs})
    asked: list[_Asked] = []
    problems: list[Problem] = []
    for number, claim in enumerate(file.claim, start=1):
        try:
            with told_of(f"{place.name}: claim {number}"):
                asked.append(_found(community, claim, file, place))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    n_all = sum(len(one.duels) + (0 if one.where is None else len(one.where)) for one in asked)
    n_done, checked = 0, []
    for one in asked:
        # Each claim counts on from those before it.
        before = n_done

        def show(n: int, _n_all: int, before: int = before) -> None:
            if progress is not None:
                progress(before + n, n_all)

        found, n = _checked(one, workers or n_processors(), show)
        checked.append(found)
        n_done += n
    origin = {
        "claims": file.model_dump(mode="json"),
        "claims_file": digest,
        "files": dict(known.hashes),
        "model": known.name,
        "inputs": [declared(one.base.inputs) for one in asked if one.base is not None],
        "versions": versions(),
    }
    return Answers(file, tuple(checked), origin)


def _found(community: CommunityLike, claim: Claim, file: ClaimFile, place: Path) -> _Asked:
    known = community_of(community)
    names: Sequence[str] = [one for one in (claim.better, claim.than) if one is not None]
    programmes = tuple(programme_of(known, _beside(place, one)) for one in names)
    if claim.costs is not None:
        return _Asked(claim, {}, None, None, known.price(programmes[0]).total)
    indicator(claim.measure, known.file.market.channels)
    check_months(known, claim.month)
    duels = {
        name: Duel(
            Inputs(known, parameters_of(known, name), programmes), claim.budget,
            with_facilitator=True, measure=claim.measure, n_months=claim.month,
            n_runs=file.runs, random_seed=file.random_seed,
        )
        for name in claim.parameters or (DEFAULT_PARAMETERS,)
    }  # fmt: skip
    base = next(iter(duels.values()))
    base.ready({})  # says so if the budget is too small
    where = _where(community, claim, file, place, base.inputs)
    of_sets = {name: duels[name] for name in claim.parameters}
    return _Asked(claim, of_sets, base, where, None)


def _beside(place: Path, name: str) -> str:
    return str(place.parent / name) if name.endswith(".toml") else name


def _where(
    community: CommunityLike, claim: Claim, file: ClaimFile, place: Path, inputs: Inputs
) -> Where | None:
    from diffusion.calibration.ensemble import read_ensemble
    from diffusion.robustness.points import of_ensemble

    if claim.ensemble is not None:
        beside = place.parent / claim.ensemble
        path = beside if beside.exists() else Path(claim.ensemble)
        return of_ensemble(read_ensemble(community, path), inputs, place=claim.ensemble)
    if claim.space is None:
        return None
    is_stated = claim.space == "stated"
    space = stated_space(inputs) if is_stated else read_space(place.parent / claim.space, inputs)
    kind = RANGES if is_stated else FILE
    return in_space(space, file.points, random_seed=file.random_seed, kind=kind)


def _checked(asked: _Asked, n_threads: int, progress: Progress) -> tuple[Checked, int]:
    """Compare what a claim is about, and count the comparisons."""
    sets, met, n_done = {}, None, 0
    for name, duel in asked.duels.items():
        attempts = Attempts(duel, n_threads, 1, n_tried=n_done, progress=progress)
        sets[name] = attempts("default", [{}])
        n_done += 1
    if asked.where is not None and asked.base is not None:
        attempts = Attempts(asked.base, n_threads, 1, n_tried=n_done, progress=progress)
        met = attempts("point", asked.where.settings)
        n_done += len(met)
    return Checked(asked.claim, sets, asked.where, met, asked.price), n_done
