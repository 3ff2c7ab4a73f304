"""What moves an artisan without adopters around: alpha by month, trained alters, covariates."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from communities import NOTHING, OPEN_GATES, SENIK, TWO_STATE, community, parameters
from harness import first_quick
from test_chain import DRAWN, FORMS, RING, begun, differing, fast, general, one_for_all, repeated
from test_chain import assert_same as assert_chain
from twins import assert_same, differ, history

import diffusion
from diffusion.errors import InputError
from diffusion.kernels.state import Stage
from diffusion.mesa_model.model import ArtisanModel
from diffusion.scenario.artisans import Roster
from diffusion.scenario.community import Community

FACTORS = (1.0, 0.0, 4.0, 4.0, 0.5)
SAID = {"decision.alpha_by_month": FACTORS, "decision.knowledge": 0.4}
N = 30
Z = tuple(math.sin(n) for n in range(N))
TAUGHT = tuple(float(n % 3 == 0) for n in range(N))


def rostered(**columns: tuple[float, ...]) -> Community:
    """Senik with columns of a roster."""
    file = SENIK.file.model_copy(
        update={
            "artisans": SENIK.file.artisans.model_copy(
                update={"number": None, "roster": "roster.csv"}
            )
        }
    )
    labels = tuple(str(n + 1) for n in range(N))
    return replace(SENIK, file=file, roster=Roster(labels, columns))


@pytest.mark.parametrize("name", ["locality_development", "none"])
@pytest.mark.parametrize(
    "said",
    [{"decision.alpha_by_month": FACTORS}, {"decision.knowledge": 0.7}, SAID],
    ids=["alpha", "knowledge", "both"],
)
def test_the_month_is_the_twins(name: str, said: dict[str, Any]) -> None:
    """The twin knows these laws in its own words."""
    programme, numbers = SENIK.programmes[name], parameters(said)
    changed = assert_same(SENIK, programme, numbers)
    if name != "none":
        plain = history(SENIK, programme, parameters(), 0, 36)
        assert differ(changed, plain), "the law makes no difference"


def test_covariates_and_former_training_are_the_twins() -> None:
    """A column with a weight raises the whole rate; who was trained before is so from the start."""
    people = rostered(z=Z, trained_before=TAUGHT)
    programme = SENIK.programmes["campaign_only"]
    numbers = parameters({"decision.covariates": {"z": 1.5}, "decision.knowledge": 0.4})
    start = {"leaning": [math.exp(1.5 * z) for z in Z], "trained": TAUGHT}
    changed = assert_same(people, programme, numbers, start=start)
    assert differ(changed, history(people, programme, parameters(), 0, 36))


@pytest.mark.parametrize("form", first_quick(FORMS, n=4), ids=lambda form: "-".join(form.values()))
@pytest.mark.parametrize("strength", [None, DRAWN], ids=["whole", "drawn"])
@pytest.mark.parametrize("exit_hazard", [0.0, 0.2])
def test_the_chain_is_the_general_month(
    form: dict[str, str], strength: Any, exit_hazard: float
) -> None:
    """Whatever the response and the memory; also where alpha is 0 for a while."""
    ties = RING if strength is None else RING | {"strength": strength}
    for roster in (None, {"z": Z, "trained_before": TAUGHT}):
        people = community(
            ties=ties, first_adopters=(0, 7), modules={"heterogeneity": True}, roster=roster
        )
        for factors in (FACTORS, (0.0, 0.0, 3.0))[: 1 if strength else 2]:
            said = parameters(
                {f"exposure.{name}": value for name, value in form.items()}
                | {"chain.form": "two_state", "chain.exit_hazard": exit_hazard}
                | {"chain.substeps": 2, "decision.alpha": 0.05, "decision.alpha_spread": 0.5}
                | {"decision.knowledge": 0.1, "decision.alpha_by_month": factors}
                | {"decision.covariates": {} if roster is None else {"z": 1.0}}
            )
            assert_chain(people, said)


def test_runs_of_the_chain_that_begin_alike() -> None:
    """One first moment for all runs gives what a row for each gives, also where alpha changes."""
    people = community(ties=RING, first_adopters=(4, 5))
    said = parameters(TWO_STATE | {"decision.alpha": 0.05, "decision.alpha_by_month": FACTORS})
    initial = begun(people, said, 1)
    records = fast(people, said, one_for_all(initial), 7)
    assert differing(general(people, said, repeated(initial, 7), 7), records) == []


def test_alpha_by_month_has_a_known_answer() -> None:
    """Alone and with open gates, the share is 1 - exp(-alpha times the sum of the factors)."""
    people = community(n_artisans=20_000)
    said = parameters(
        TWO_STATE
        | {"decision.alpha": 0.05, "decision.beta": 0.0, "decision.alpha_by_month": FACTORS}
    )
    found = diffusion.simulate(people, NOTHING, parameters=said, n_runs=1, n_months=7)
    factors = np.array([*FACTORS, FACTORS[-1], FACTORS[-1]])
    expected = 1 - np.exp(-0.05 * np.cumsum(factors))
    share = found.stages[0, 1:, Stage.TRIAL] / 20_000
    np.testing.assert_allclose(share, expected, atol=4 * 0.5 / math.sqrt(20_000))
    assert share[1] == share[0]


def test_what_is_neutral_changes_no_bit() -> None:
    """Factors of 1, a weight of 0, and a column of zeros."""
    people = rostered(z=(0.0,) * N)
    neutral = {"decision.alpha_by_month": (1.0, 1.0), "decision.covariates": {"z": 2.0}}
    programme = SENIK.programmes["campaign_then_collaboration"]
    one, other = (
        diffusion.simulate(people, programme, parameters=parameters(said), n_runs=3, n_months=40)
        for said in ({}, neutral)
    )
    assert (one.stages == other.stages).all()
    assert (one.ledger == other.ledger).all()


def test_both_faces_agree_on_the_next_month() -> None:
    """The chance that an artisan shows is that of the month that comes."""
    said = parameters(OPEN_GATES | {"decision.alpha": 0.1, "decision.beta": 0.0})
    said = said.model_copy(
        update={"decision": said.decision.model_copy(update={"alpha_by_month": FACTORS})}
    )
    model = ArtisanModel(SENIK, "none", parameters=said)
    for factor in FACTORS:
        chance = model.artisans[0].decision_hazard()
        assert chance == pytest.approx(1 - math.exp(-0.1 * factor), abs=1e-15)
        model.step()


@pytest.mark.parametrize(
    ("columns", "name", "expected"),
    [
        ({"age": ("30",) * N}, "agee", "did you mean age"),
        ({"age": ("30",) * (N - 1) + ("old",)}, "age", "a number for each artisan"),
        (None, "age", "a roster with such a column"),
    ],
)
def test_a_covariate_without_numbers_is_refused(columns: Any, name: str, expected: str) -> None:
    people = SENIK
    if columns is not None:
        people = rostered()
        people = replace(people, roster=replace(people.roster, groups=columns))
    said = parameters({"decision.covariates": {name: 1.0}})
    with pytest.raises(InputError, match=expected):
        diffusion.simulate(people, NOTHING, parameters=said, n_runs=1, n_months=2)


def test_a_path_leads_to_a_month_and_a_covariate() -> None:
    """An ensemble changes single months; a month that is not named is refused."""
    said = parameters({"decision.alpha_by_month": (1.0, 2.0), "decision.covariates": {"z": 0.0}})
    people = replace(SENIK, parameter_sets={"default": said})
    changed = people.with_settings(
        {
            "parameters.decision.alpha_by_month.1": 3.0,
            "parameters.decision.covariates.z": 0.5,
        }
    ).parameter_sets["default"]
    assert changed.decision.alpha_by_month == (1.0, 3.0)
    assert changed.decision.covariates == {"z": 0.5}
    with pytest.raises(InputError, match="0, 1"):
        people.with_settings({"parameters.decision.alpha_by_month.2": 3.0})
