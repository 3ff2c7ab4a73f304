"""The shipped Senik: the twin, both faces, and what more of each thing does."""

from pathlib import Path

import numpy as np
import pytest
from harness import first_quick
from test_mesa import assert_same_bits
from twins import assert_same

import diffusion

ROOT = Path(__file__).resolve().parents[1]
SENIK = diffusion.load(ROOT / "models" / "senik")
SEQUENCE = "campaign_then_collaboration"


@pytest.mark.parametrize("parameters", SENIK.parameter_sets)
@pytest.mark.parametrize("programme", first_quick(SENIK.programmes, n=3))
def test_every_programme_is_the_twins(programme: str, parameters: str) -> None:
    numbers = SENIK.parameter_sets[parameters]
    lived = assert_same(SENIK, SENIK.programmes[programme], numbers, replicate=1, n_months=36)
    begun = lived[0][0]
    ended = lived[-1][0]
    assert programme == "none" or not np.array_equal(begun["stage"], ended["stage"])


@pytest.mark.parametrize("programme", SENIK.programmes)
def test_both_faces_have_the_same_bits(programme: str) -> None:
    assert_same_bits(SENIK, programme, "default", replicate=3)


MORE = {
    "efficacy": {"community.artisans.self_efficacy.mean": 0.55},
    "fit": {"community.artisans.value_fit.mean": 0.75},
    "means": {"parameters.decision.entry_cost": 200_000},
}
"""More of what the report says adoption grows with."""


def adopters_of(community: diffusion.Community, programme: str) -> np.ndarray:
    return diffusion.simulate(community, programme, n_runs=100, n_months=36).adopters[:, -1]


@pytest.mark.parametrize("programme", ["campaign_only", SEQUENCE])
@pytest.mark.parametrize("more", MORE)
def test_more_efficacy_fit_or_means_bring_more_adopters(more: str, programme: str) -> None:
    """By four standard errors of the paired difference; with nothing more there is none."""
    usual = adopters_of(SENIK, programme)
    gained = adopters_of(SENIK.with_settings(MORE[more]), programme) - usual
    assert gained.mean() > 4 * gained.std(ddof=1) / np.sqrt(gained.size)
    assert not (adopters_of(SENIK.with_settings({}), programme) - usual).any()
