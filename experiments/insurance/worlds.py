"""The trial of insurance: exposure to the trained, the regression, and worlds simulated from it."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from regression import COVARIATES, THEIRS, slope

from diffusion.data.adoption_data import NEVER, Adoption, AdoptionData
from diffusion.data.ties import TiesOfKind
from diffusion.fitting.fit import Fit, fit
from diffusion.fitting.law import Law
from diffusion.fitting.villages import Village, villages_of
from diffusion.kernels import draws
from diffusion.measures.exposures import exposure

type Reals = NDArray[np.float64]

SHARE_GIVEN = 0.5
"""Share of trained friends in the villages whose arm has it, where villages are dealt to arms."""


def lots(n_worlds: int, n: int, *, of_what: int) -> Reals:
    """Draw numbers between 0 and 1, keyed by world [n_worlds, n]."""
    found = np.empty((n_worlds, n))
    draws.fill_draws(1, 0, draws.STUDIES, of_what, np.arange(n), found)
    return found


def measured(nodes: pd.DataFrame, ties: pd.DataFrame) -> pd.Series:
    """Measure the share of each person's alters who were trained in round 1.

    Training is to the measure what an innovation is: who has it, since when. Whom somebody names
    and who was not surveyed counts as not trained.
    """
    people = pd.Index(nodes["id"]).append(pd.Index(ties["target"])).unique()
    is_trained = (nodes["round"] == 1) & (nodes["intensive_session"] == 1)
    since = np.where(people.isin(nodes["id"][is_trained]), 0, NEVER)
    data = AdoptionData(
        tuple(people),
        ("round 1",),
        {"trained": Adoption.of(since, n_periods=1)},
        {"names": TiesOfKind.of(people.get_indexer(ties["source"]),
                                people.get_indexer(ties["target"]))},
    )  # fmt: skip
    return pd.Series(exposure(data).value[:, 0], people)


def villages_in(of: pd.DataFrame) -> tuple[Village, ...]:
    """Take the households apart by village: nobody has it before round 2, some take it then."""
    bought = np.where(of["adopted"] == 1, 1, NEVER)
    data = AdoptionData(
        tuple(of["id"]),
        ("before", "round 2"),
        {"insurance": Adoption.of(bought, n_periods=2)},
        columns={name: of[name].to_numpy() for name in ("community", THEIRS, *COVARIATES)},
    )
    return villages_of(data, "community", covariates=[THEIRS, *COVARIATES])


class Worlds:
    """Decisions drawn anew from a fitted law, and the published regression on each.

    Parameters
    ----------
    of
        Households, with all covariates.
    """

    def __init__(self, of: pd.DataFrame) -> None:
        self.of = of.reset_index(drop=True)
        self.villages = villages_in(self.of)
        law = Law("logit", "none", "none")
        self.fitted: Fit = fit(self.villages, law)
        self._place = {one: row for row, one in enumerate(self.of["id"])}

    def chances(self, *, has_effect: bool, arm: Reals | None = None) -> Reals:
        """Chance of each household to buy [n].

        Parameters
        ----------
        has_effect
            False: the coefficient of the share of trained friends is 0.
        arm
            Shares by village that stand in the place of the observed ones [V].
        """
        estimate = self.fitted.found.estimate.copy()
        column = self.fitted.terms.names.index(THEIRS)
        if not has_effect:
            estimate[column] = 0.0
        chance = np.empty(len(self.of))
        mean, sd = self.of[THEIRS].mean(), self.of[THEIRS].std(ddof=0)
        for number, one in enumerate(self.villages):
            nobody = np.zeros((1, one.n_people), bool)
            moved = 0.0
            if arm is not None:
                at = one.covariates.index(THEIRS)
                moved = estimate[column] * ((arm[number] - mean) / sd - one.covariate[:, at])
            own = self.fitted.predictor(one, 1, nobody, nobody, estimate[None, :])
            total = own[0] + self.fitted.found.effect[number] + moved
            rows = [self._place[label] for label in one.data.labels]
            chance[rows] = 1 / (1 + np.exp(-total))  # noqa: TID251 - only measures
        return chance

    def slopes(self, chance: Reals, n_worlds: int, *, extra: int) -> Reals:
        """Run the regression on worlds in which each household decides anew [W]."""
        lot = lots(n_worlds, len(chance), of_what=extra)
        found = [
            slope(self.of.assign(adopted=row * 1.0), THEIRS, COVARIATES)[0] for row in lot < chance
        ]
        return np.array(found)

    def dealt_within(self, n_worlds: int) -> Reals:
        """Run it on the decisions as they were, with shares dealt anew within each village [W]."""
        lot = lots(n_worlds, len(self.of), of_what=2)
        village = self.of["community"].to_numpy()
        before = np.argsort(village, kind="stable")
        found = []
        for row in lot:
            share = np.empty(len(self.of))
            share[before] = self.of[THEIRS].to_numpy()[np.lexsort((row, village))]
            found.append(slope(self.of.assign(**{THEIRS: share}), THEIRS, COVARIATES)[0])
        return np.array(found)

    def dealt_by_village(self, n_worlds: int, *, has_effect: bool) -> Reals:
        """Run it on worlds in which half of the villages get the share, the others none [W, 2].

        Without levels of villages, for the share is the same within each; slope and error.
        """
        n = len(self.villages)
        lot = lots(n_worlds, n, of_what=3)
        luck = lots(n_worlds, len(self.of), of_what=4 + has_effect)
        names = [one.name for one in self.villages]
        number = self.of["community"].astype(str).map({one: k for k, one in enumerate(names)})
        found = []
        for deal, own in zip(lot, luck, strict=True):
            arm = SHARE_GIVEN * (np.argsort(np.argsort(deal)) < n // 2)
            decided = own < self.chances(has_effect=has_effect, arm=arm)
            world = self.of.assign(**{THEIRS: arm[number], "adopted": decided * 1.0})
            found.append(slope(world, THEIRS, COVARIATES, levels=False))
        return np.array(found)
