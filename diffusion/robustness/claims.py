"""A file of claims about programmes, each checked: does it hold, is it fragile, is it wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from diffusion.catalogue.arguments import CommunityLike, community_of
from diffusion.catalogue.load import DEFAULT_PARAMETERS, parameters_of, programme_of
from diffusion.catalogue.overrides import Inputs, declared
from diffusion.ensembles.options import Progress, check_months
from diffusion.ensembles.partition import n_processors
from diffusion.errors import InputError, Problem, told_of
from diffusion.results.indicators import indicator
from diffusion.robustness.attempts import Attempts
from diffusion.robustness.claim_file import CLAIMS, Claim, ClaimFile, read_claims
from diffusion.robustness.duel import Duel
from diffusion.robustness.points import FILE, RANGES, Where, in_space, read_space, stated_space
from diffusion.robustness.verdicts import Answers, Checked
from diffusion.util.provenance import versions

if TYPE_CHECKING:
    pass


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
