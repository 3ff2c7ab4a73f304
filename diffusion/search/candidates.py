"""What a search tries, round by round, and what it took."""

from dataclasses import dataclass

import numpy as np

from diffusion.scenario.programme import Programme
from diffusion.search.pieces import Form
from diffusion.search.space import Plan


@dataclass(frozen=True, slots=True)
class Candidate:
    """A programme that was tried.

    Attributes
    ----------
    number : int
    name : str
    kind : str
        "searched", "hand_made", "simple" or "nothing".
    programme : Programme
    price : int
        Rupiah.
    plan : Plan or None
        How each activity of the space is held; None of a programme that is not of the space.
    search : int
        The first search that proposed it, from 1; 0: none did.
    n_runs, mean, lag : int, float, float
        Runs in the luck of the search, their mean, and by how much they are behind the winner's
        in the same luck; NaN without runs.
    stopped_at : int
        Runs after which it was clearly behind; 0: it never was, or did not race.
    """

    number: int
    name: str
    kind: str
    programme: Programme
    price: int
    plan: Plan | None = None
    search: int = 0
    n_runs: int = 0
    mean: float = np.nan
    lag: float = np.nan
    stopped_at: int = 0


@dataclass(frozen=True, slots=True)
class Round:
    """How a search stood after a round of proposals.

    Attributes
    ----------
    search, number : int
        From 1; the number 0 is of the last race of a search, when all rounds are over.
    n_candidates, n_runs : int
        Candidates of this search so far, and runs of all searches.
    leader : int
        Candidate.
    mean : float
        Of the leader, over its runs.
    leader_runs, n_open : int
        Runs of the leader, and candidates that are not clearly behind.
    """

    search: int
    number: int
    n_candidates: int
    n_runs: int
    leader: int
    mean: float
    leader_runs: int
    n_open: int


@dataclass(frozen=True, slots=True)
class Searched:
    """What it took.

    Attributes
    ----------
    n_runs : int
        Runs in the luck of the search.
    best : tuple of int
        The best candidate of each search.
    n_looked : int
        Runs after which those that were left were compared last.
    """

    n_runs: int
    best: tuple[int, ...]
    n_looked: int


@dataclass(frozen=True, slots=True)
class Held:
    """An activity of the found programme.

    Attributes
    ----------
    activity : int
        Its id.
    tactic : str
    form : Form
        Its months, places and target.
    price : int
        Rupiah of all its dates.
    """

    activity: int
    tactic: str
    form: Form
    price: int
