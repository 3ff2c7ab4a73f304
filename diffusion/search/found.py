"""What a search has found: the winner, what is not told apart from it, and how it was judged."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from diffusion.calibration.over_points import OverPoints
from diffusion.scenario.programme import Programme
from diffusion.search.candidates import Candidate, Held, Round, Searched
from diffusion.search.plan import SearchPlan
from diffusion.search.rule import Rule
from diffusion.search.space import FOUND
from diffusion.statistics.intervals import Intervals, simultaneous_intervals

if TYPE_CHECKING:
    import pandas as pd

type Reals = NDArray[np.float64]

KINDS = ("found", "not_told_apart", "other_search", "hand_made", "simple", "nothing")
"""What those are that are judged in fresh luck."""


@dataclass(frozen=True, eq=False)
class Found:
    """What a search has found.

    Attributes
    ----------
    plan : SearchPlan
    candidates : tuple of Candidate
    rounds : tuple of Round
    winner : int
        Candidate with the highest mean of those that no other is clearly ahead of.
    tied : tuple of int
        The others of those, best first.
    judged : tuple of int
        Candidates that were run in fresh luck, the winner first.
    fresh : float64 [runs, judged]
        What they came to there.
    rule : Rule or None
        What good candidates have in common.
    searched : Searched
    points : OverPoints or None
        The winner, as `FOUND`, beside the best hand-made programme over an ensemble.
    """

    plan: SearchPlan
    candidates: tuple[Candidate, ...]
    rounds: tuple[Round, ...]
    winner: int
    tied: tuple[int, ...]
    judged: tuple[int, ...]
    fresh: Reals
    rule: Rule | None
    searched: Searched
    points: OverPoints | None

    @cached_property
    def programme(self) -> Programme:
        """The found programme."""
        return self.candidates[self.winner].programme.model_copy(
            update={"name": FOUND, "title": f"Found for Rp {self.plan.space.budget:,}"}
        )

    @cached_property
    def tells_apart(self) -> bool:
        """Whether any candidate was clearly behind."""
        return any(one.stopped_at for one in self.candidates)

    @cached_property
    def means(self) -> dict[int, float]:
        """Means in fresh luck, by candidate."""
        return dict(zip(self.judged, self.fresh.mean(axis=0).tolist(), strict=True))

    @cached_property
    def best_hand_made(self) -> int | None:
        """The hand-made programme with the highest mean in fresh luck; None without any."""
        own = [one for one in self.judged if self.candidates[one].kind == "hand_made"]
        return max(own, key=self.means.__getitem__, default=None)

    @cached_property
    def leads(self) -> Intervals:
        """By how much the winner is ahead of each other that was judged, all at once."""
        ahead = self.fresh[:, [0]] - self.fresh[:, 1:]
        return simultaneous_intervals(ahead, random_seed=self.plan.options.random_seed)

    def lead_over(self, candidate: int) -> dict[str, float]:
        """Lead of the winner over another: mean, low, high; the ends are equal if all agree."""
        place = self.judged.index(candidate) - 1
        mean = float(self.leads.mean[place])
        ends = (float(getattr(self.leads, end)[place]) for end in ("low", "high"))
        low, high = (mean if np.isnan(end) else end for end in ends)
        return {"mean": mean, "low": low, "high": high}

    def is_apart(self, candidate: int) -> bool:
        """Whether another is told apart from the winner in fresh luck."""
        lead = self.lead_over(candidate)
        return lead["low"] > 0 or lead["high"] < 0

    def kind(self, candidate: int) -> str:
        """Tell which of `KINDS` a judged candidate is."""
        if candidate == self.winner:
            return "found"
        kind = self.candidates[candidate].kind
        if kind != "searched" and candidate not in self.tied:
            return kind
        return "not_told_apart" if candidate in self.tied else "other_search"

    def judgement(self) -> "pd.DataFrame":
        """One row for each that was judged in fresh luck, the winner first.

        Returns
        -------
        pandas.DataFrame
            candidate, name, kind (one of `KINDS`), price, mean, low, high (Student's interval of
            the mean), lead (of the winner), lead_low, lead_high (for all at once).
        """
        import pandas as pd

        from diffusion.statistics.intervals import means_of

        means = means_of(self.fresh)
        rows: list[dict[str, Any]] = []
        for place, number in enumerate(self.judged):
            one = self.candidates[number]
            lead = {} if number == self.winner else self.lead_over(number)
            rows.append(
                {
                    "candidate": number,
                    "name": FOUND if number == self.winner else one.name,
                    "kind": self.kind(number),
                    "price": one.price,
                    "mean": float(means.mean[place]),
                    "low": float(means.low[place]),
                    "high": float(means.high[place]),
                    "lead": lead.get("mean", np.nan),
                    "lead_low": lead.get("low", np.nan),
                    "lead_high": lead.get("high", np.nan),
                }
            )
        return pd.DataFrame(rows)

    def tried(self) -> "pd.DataFrame":
        """One row for each candidate: what was tried, and what it came to.

        Returns
        -------
        pandas.DataFrame
            candidate, name, kind, search, price, runs, mean, lag, stopped_at; and for each
            activity of the space, by its id, dates, first month, months, places and target.
        """
        import pandas as pd

        rows: list[dict[str, Any]] = []
        for one in self.candidates:
            row: dict[str, Any] = {
                "candidate": one.number,
                "name": one.name,
                "kind": one.kind,
                "search": one.search,
                "price": one.price,
                "runs": one.n_runs,
                "mean": one.mean,
                "lag": one.lag,
                "stopped_at": one.stopped_at,
            }
            forms = one.plan or (None,) * len(self.plan.space.options)
            for option, form in zip(self.plan.space.options, forms, strict=True):
                name = f"{option.activity.tactic} {option.id}"
                row[f"{name} months"] = "" if form is None else " ".join(map(str, form.months))
                row[f"{name} places"] = None if form is None else form.places
                row[f"{name} target"] = "" if form is None else str(form.target)
            rows.append(row)
        return pd.DataFrame(rows)

    def trace(self) -> "pd.DataFrame":
        """One row for each round: search, number, n_candidates, n_runs, leader, mean, n_open."""
        import pandas as pd

        rows = [{key: getattr(one, key) for key in Round.__slots__} for one in self.rounds]
        return pd.DataFrame(rows, columns=list(Round.__slots__))

    def calendar(self) -> "pd.DataFrame":
        """One row for each date of the winner: activity, tactic, month, places, target, price."""
        import pandas as pd

        rows = [
            {
                "activity": one.activity,
                "tactic": one.tactic,
                "month": month,
                "places": one.form.places,
                "target": str(one.form.target),
                "price": one.price // len(one.form.months),
            }
            for one in self.held()
            for month in one.form.months
        ]
        columns = ["activity", "tactic", "month", "places", "target", "price"]
        return pd.DataFrame(rows, columns=columns)

    def held(self) -> list[Held]:
        """List the activities of the winner, in ascending id."""
        plan = self.candidates[self.winner].plan or ()
        found = [
            Held(one.id, one.activity.tactic, form, one.price(form))
            for one, form in zip(self.plan.space.options, plan, strict=True)
            if form is not None
        ]
        return sorted(found, key=lambda one: one.activity)

    def money_elsewhere(self, candidate: int, other: int) -> float:
        """Share of the money that goes to other activities in one candidate than in another."""
        spent = []
        for number in (candidate, other):
            plan = self.candidates[number].plan or ()
            options = self.plan.space.options
            spent.append([one.price(form) for one, form in zip(options, plan, strict=True)])
        in_common = sum(min(pair) for pair in zip(*spent, strict=True))
        most = max(sum(one) for one in spent)
        return 1 - in_common / most if most else 0.0
