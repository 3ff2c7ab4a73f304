"""What is simulated to judge the patterns, and what is measured of it in each run."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

import diffusion
from diffusion.kernels.state import UNAWARE

REPORT = "2011-03"
"""Month of the field report."""

FIRST, LAST, LATE = 12, 36, 75
"""Records: a year after the start; the end of most histories; the newspaper account of 2016."""

LEAST_ADOPTER_MONTHS = 72
"""Three adopters for two years: of fewer nobody can say what adopters gain."""

LEAST_COMPARED = 5
"""Artisans on each side, the trained and the others."""

RISEN = 8
"""Adopters at one time with whom the innovation has taken off, of 30."""

FALLEN = 0.8
"""Adopters at the end, as a share of the most there were: at least a fifth fewer."""

FEW = 0.25
"""Share of the artisans who may still use it where "most" make something else."""

type Values = NDArray[np.float64]
"""One value for each run; NaN where the run has nothing to measure."""


class Histories:
    """What is simulated of one community with one set of numbers.

    Parameters
    ----------
    community
        With the programmes of Senik.
    parameters
        Name of a parameter set.
    n_runs
        Histories of each programme.
    """

    def __init__(self, community: diffusion.Community, parameters: str, *, n_runs: int) -> None:
        self.community = community
        self.options: dict[str, Any] = {"parameters": parameters, "n_runs": n_runs}
        self.n_artisans = community.n_artisans
        # The month of the report is over at the record after it.
        self.report = 1 + next(
            month for month in range(LATE) if community.file.calendar.month_name(month) == REPORT
        )

    def simulate(
        self, name: str, *, n_months: int, only: Iterable[str] = (), keep: Iterable[str] = ()
    ) -> diffusion.Outcome:
        """Simulate a programme, or its activities of some tactics, and nothing of later months.

        A history that ends early has no review: what it would decide comes later.
        """
        programme = self.community.permitted(self.community.programmes[name])
        dated = [
            (one, tuple(month for month in one.months if month < n_months))
            for one in programme.activity
            if (one.tactic in only if only else one.tactic != "review" or n_months >= LAST)
        ]
        held = tuple(one.model_copy(update={"months": kept}) for one, kept in dated if kept)
        cut = programme.model_copy(update={"activity": held})
        return diffusion.simulate(
            self.community, cut, n_months=n_months, keep=tuple(keep), **self.options
        )

    @cached_property
    def sequence(self) -> diffusion.Outcome:
        """The Senik sequence for 75 months; the first 36 are those of a history of 36."""
        return self.simulate("campaign_then_collaboration", n_months=LATE)

    @cached_property
    def campaign(self) -> diffusion.Outcome:
        """The campaign alone."""
        return self.simulate("campaign_only", n_months=LAST)

    @cached_property
    def nothing(self) -> diffusion.Outcome:
        """No programme, for what potters earn without the innovation."""
        return self.simulate("none", n_months=LAST)

    @cached_property
    def at_the_report(self) -> diffusion.Outcome:
        """The Senik sequence up to the report, with each artisan at its end."""
        return self.simulate("campaign_then_collaboration", n_months=self.report, keep=["artisans"])

    def level(self, name: str) -> Values:
        """Take a level of the Senik sequence at the date of the report."""
        return np.asarray(self.sequence.series(name)[:, self.report], np.float64)

    def attendance(self) -> Values:
        """Trained by the date of the report, for each one invited."""
        activities = self.community.programmes["campaign_then_collaboration"].activity
        (training,) = (one for one in activities if one.tactic == "training")
        trained = self.level("trained")
        return np.where(trained > 0, trained / training.places, np.nan)

    def joining(self) -> Values:
        """Members among the trained, as a share of them, at the date of the report."""
        people = self.at_the_report.artisans
        assert people is not None  # kept on request
        if not np.array_equal(self.at_the_report.series("members")[:, -1], self.level("members")):
            raise AssertionError("a history that ends at the report is not the same up to it")
        trained = people.is_trained.sum(axis=1)
        joined = (people.is_trained & people.is_member).sum(axis=1)
        return divided(joined, trained, least=1)

    def aware(self) -> Values:
        """Share who know of it at the end of the campaign alone."""
        return 1 - self.campaign.stages[:, -1, UNAWARE] / self.n_artisans

    def lasting(self) -> Values:
        """Share who use it in the last six months of the campaign alone."""
        return np.asarray(self.campaign.lasting / self.n_artisans)

    def gain(self, outcome: diffusion.Outcome, *, with_buyer: bool) -> Values:
        """Pottery income of adopters above that without the innovation, as a share of it.

        Over months 13 to 36, all or those in which a buyer orders. Who does not adopt earns what
        potters earn in the same luck without any programme, so the surplus is the adopters'.
        """
        counted = np.zeros((outcome.n_runs, LAST), np.bool_)
        counted[:, FIRST:] = True
        if with_buyer:
            orders = [outcome.series(f"ordered_{channel}") for channel in outcome.channels]
            counted &= sum(orders)[:, 1 : LAST + 1] > 0
        earned, usual = (
            np.diff(one.series("pottery_income")[:, : LAST + 1], axis=1)
            for one in (outcome, self.nothing)
        )
        # Who worked with the new ware in a month had begun before it.
        users = outcome.adopters[:, :LAST] * counted
        surplus = ((earned - usual) * counted).sum(axis=1)
        usual_of_users = (users * usual / self.n_artisans).sum(axis=1)
        is_enough = users.sum(axis=1) >= LEAST_ADOPTER_MONTHS
        return np.where(is_enough, surplus / np.maximum(usual_of_users, 1), np.nan)

    def gain_of_trained(self) -> Values:
        """Pottery income of the trained above that of the others, as a share of theirs.

        Of training and visit alone, without any buyer, over months 13 to 36. Who is trained is
        drawn by lot, so nothing else sets them apart.
        """
        until, after = (
            self.simulate(
                "collaboration_only",
                only=("training", "visit"),
                n_months=n_months,
                keep=["artisans", "earned"],
            )
            for n_months in (FIRST, LAST)
        )
        assert after.artisans is not None  # kept on request
        assert until.earned is not None
        assert after.earned is not None
        if after.is_open.any():
            raise AssertionError("a buyer came without having been sought")
        earned = after.earned - until.earned
        is_trained = after.artisans.is_trained
        ours, theirs = (
            divided((earned * who).sum(axis=1), who.sum(axis=1), least=LEAST_COMPARED)
            for who in (is_trained, ~is_trained)
        )
        return ours / theirs - 1

    @property
    def most(self) -> NDArray[np.int64]:
        """Most adopters at one time of the Senik sequence, of its 75 months."""
        return np.asarray(self.sequence.adopters.max(axis=1))

    def rise(self) -> Values:
        """Most adopters at one time, as a share of all artisans."""
        return self.most / self.n_artisans

    def use_after_rise(self) -> Values:
        """Share who use it at month 75, where it had taken off."""
        end = self.sequence.adopters[:, -1]
        return np.where(self.most >= RISEN, end / self.n_artisans, np.nan)

    def fall_after_rise(self) -> Values:
        """Change from the most adopters to those at month 75, where it had taken off."""
        end = self.sequence.adopters[:, -1]
        return np.where(self.most >= RISEN, end / np.maximum(1, self.most) - 1, np.nan)

    def rise_and_fall(self) -> Values:
        """1 where it took off, a fifth of the adopters gave up, and few are left; else 0."""
        end = self.sequence.adopters[:, -1]
        is_few = end <= FEW * self.n_artisans
        is_so = (self.most >= RISEN) & (end <= FALLEN * self.most) & is_few
        return is_so.astype(np.float64)


def divided(part: NDArray[Any], whole: NDArray[Any], *, least: int) -> Values:
    """Divide run by run; NaN where the whole is less than `least`."""
    return np.where(whole >= least, part / np.maximum(whole, 1), np.nan)
