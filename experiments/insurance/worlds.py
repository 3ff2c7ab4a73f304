"""The trial of insurance: exposure to the trained, and worlds in which artisans decide anew."""

import tempfile
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from regression import COVARIATES, THEIRS, slope

import diffusion
from diffusion.data.adoption_data import NEVER, Adoption, AdoptionData
from diffusion.data.ties import TiesOfKind
from diffusion.fitting.as_model import model_files
from diffusion.fitting.law import Law
from diffusion.kernels import draws
from diffusion.measures.exposures import exposure
from diffusion.scenario.community import Community

type Reals = NDArray[np.float64]

MOST_FRIENDS = 5
"""Friends that a household could name."""

TAUGHT, OTHER = "taught friend", "other friend"


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


def with_friends(of: pd.DataFrame) -> AdoptionData:
    """Put households down with as many trained and other friends as their shares say.

    The friends of a village are ten people who stand in for those whom this copy has lost: the
    trained have it from before round 2, the others are not followed.
    """
    villages = sorted(of["community"].astype(str).unique())
    friends = [
        (f"{village} {kind} {number}", village, kind)
        for village in villages
        for kind in (TAUGHT, OTHER)
        for number in range(MOST_FRIENDS)
    ]
    labels = [*(f"H{one}" for one in of["id"]), *(name for name, _, _ in friends)]
    row_of = {label: row for row, label in enumerate(labels)}
    ego, alter = [], []
    for row, (village, share) in enumerate(
        zip(of["community"].astype(str), of[THEIRS], strict=True)
    ):
        known = Fraction(float(share)).limit_denominator(MOST_FRIENDS)
        for kind, n in ((TAUGHT, known.numerator), (OTHER, known.denominator - known.numerator)):
            ego += [row] * n
            alter += [row_of[f"{village} {kind} {number}"] for number in range(n)]
    kinds = np.array([kind for _, _, kind in friends])
    bought = np.where(of["adopted"] == 1, 1, NEVER)
    time = np.concatenate([bought, np.where(kinds == TAUGHT, 0, NEVER)])
    last = np.concatenate([np.ones(len(of), int), np.zeros(len(friends), int)])
    none = np.full(len(friends), np.nan)
    columns = {name: np.concatenate([of[name].to_numpy(float), none]) for name in COVARIATES}
    columns["hamlet"] = np.array([*of["community"].astype(str), *(v for _, v, _ in friends)])
    return AdoptionData(
        tuple(labels),
        ("before", "round 2"),
        {"insurance": Adoption.of(time, last=last, n_periods=2)},
        {"names": TiesOfKind.of(ego, alter)},
        columns,
    )


class Worlds:
    """Decisions of artisans by the fitted law, and the published regression on each world.

    Parameters
    ----------
    of
        Households, with all covariates.

    Attributes
    ----------
    people : Community
        Households and friends; those who were taught are `trained_before`, and nobody has adopted.
    households : tuple
        Labels of those who decide.
    """

    def __init__(self, of: pd.DataFrame) -> None:
        self.of = of.reset_index(drop=True)
        villages = diffusion.villages_of(with_friends(self.of), covariates=COVARIATES)
        self.fitted = diffusion.fit(villages, Law("gates", "share", "none"))
        with tempfile.TemporaryDirectory() as place:
            for name, content in model_files(self.fitted, villages, n_points=1).items():
                (Path(place) / name).parent.mkdir(exist_ok=True)
                (Path(place) / name).write_bytes(content)
            people = diffusion.load(place)
        self.knowledge = people.parameter_sets["default"].decision.beta
        self.households = tuple(label for label in people.labels if str(label).startswith("H"))
        self.people = self.taught(people, {name for name in people.labels if TAUGHT in str(name)})

    def taught(self, people: Community, names: set[object]) -> Community:
        """Let these have been trained before, and nobody have adopted."""
        assert people.roster is not None
        column = tuple(float(label in names) for label in people.labels)
        roster = replace(people.roster, columns={**people.roster.columns, "trained_before": column})
        return replace(people, roster=roster).with_settings(
            {
                "community.artisans.first_adopters": [],
                "parameters.decision.beta": 0.0,
                "parameters.decision.knowledge": self.knowledge,
            }
        )

    def effect(self, n_worlds: int, *, has_effect: bool) -> Reals:
        """Run the regression on worlds in which each household decides anew [W]."""
        people = self.people
        if not has_effect:
            people = people.with_settings({"parameters.decision.knowledge": 0.0})
        outcome = diffusion.simulate(
            people, "none", n_runs=n_worlds, n_months=1, random_seed=1 + has_effect,
            keep=("toa", "artisans"),
        )  # fmt: skip
        names = [f"covariate {name}" for name in COVARIATES]
        found = diffusion.effect(outcome, people, covariates=names, among=self.households)
        return found.estimate

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
        """Deal villages to two arms: all friends trained in one, none in the other [W, 2].

        Without levels of villages, for the share is the same within each; slope and error.
        """
        found = []
        for world in range(n_worlds):
            arms = diffusion.assign(self.people, ["taught", "not"], random_seed=1 + world)
            people = self.taught(self.people, set(arms["taught"]) - set(self.households))
            if not has_effect:
                people = people.with_settings({"parameters.decision.knowledge": 0.0})
            outcome = diffusion.simulate(
                people, "none", n_runs=1, n_months=1, random_seed=1 + 2 * world + has_effect,
                keep=("toa", "artisans"),
            )  # fmt: skip
            names = [f"covariate {name}" for name in COVARIATES]
            one = diffusion.effect(
                outcome, people, covariates=names, has_levels=False, among=self.households
            )
            found.append((one.estimate[0], one.error[0]))
        return np.array(found)
