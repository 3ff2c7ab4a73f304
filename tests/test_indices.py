"""No index of a kernel is ever below 0: compiled kernels would write beside their arrays."""

from pathlib import Path

import pytest
from test_identity import python

HERE = str(Path(__file__).parent)

SCRIPT = """
import checked_indices  # before anything of the package

from communities import SENIK, STORY_MONTHS, TWO_STATE, parameters, stories
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

import diffusion


@seed(1)
@settings(
    max_examples=60,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(stories(), st.integers(1, 2))
def live(story, n_runs):
    diffusion.simulate(
        story.community,
        story.programme,
        parameters=story.numbers,
        n_runs=n_runs,
        n_months=STORY_MONTHS,
        keep=("toa", "spells", "artisans"),
        n_threads=1,
    )


live()
for name in ("campaign_then_collaboration", "social_action"):
    diffusion.simulate(SENIK, name, n_runs=1, n_months=30, n_threads=1)
for changes in ({}, {"exposure.memory": "flow"}, {"chain.exit_hazard": 0.1}):
    numbers = parameters(TWO_STATE | changes)
    diffusion.simulate(SENIK, "none", parameters=numbers, n_runs=2, n_months=30, n_threads=1)
print(checked_indices.n_looked_at)
"""

CONTROL = """
import checked_indices
from diffusion.kernels.contagion.active_list import new_active_list, take_adopters

take_adopters(new_active_list(3), 0, 1)
"""


@pytest.mark.slow
def test_no_kernel_counts_from_the_end() -> None:
    process = python(SCRIPT, PYTHONPATH=HERE)
    assert process.returncode == 0, process.stderr[-3000:]
    assert int(process.stdout) > 100_000, "hardly any index was looked at"


def test_an_index_below_0_would_be_found() -> None:
    process = python(CONTROL, PYTHONPATH=HERE)
    assert process.returncode == 1
    assert "IndexError: an index of -1, below 0" in process.stderr
