"""A fit written as a community: its artisans decide as the law says, and go on as forecast."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from test_fit_recovery import world

import diffusion
from diffusion.calibration.ensemble import read_ensemble
from diffusion.catalogue.overrides import community_with
from diffusion.errors import InputError
from diffusion.fitting.as_model import effects_of, model_files, why_not
from diffusion.fitting.fit import Fit, fit
from diffusion.fitting.forecast import forecast, run_forward
from diffusion.fitting.law import Law
from diffusion.fitting.villages import Village
from diffusion.kernels.state import Stage
from diffusion.mesa_model.model import ArtisanModel
from diffusion.scenario.community import Community

KNOWN_TO, N_POINTS, N_RUNS, SEED = 3, 60, 20, 5
LAW = Law("gates", "grouped", "periods")


def written(folder: Path, files: Mapping[str, bytes]) -> Community:
    """Write the files, and read them as anybody would."""
    for name, content in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    return diffusion.load(folder)


@pytest.fixture(scope="module")
def fitted() -> tuple[Fit, tuple[Village, ...]]:
    villages, _, _ = world(LAW, 4)
    return fit(villages, LAW), villages


@pytest.mark.parametrize("exposure", ["grouped", "share", "none"])
@pytest.mark.parametrize("known_to", [1, 4])
def test_each_artisan_has_the_chance_of_the_law(
    tmp_path: Path, exposure: str, known_to: int
) -> None:
    """To the billionth, as strengths of ties are whole billionths; for who has not adopted."""
    law = Law("gates", exposure, "periods")
    villages, _, _ = world(law, 7)
    villages = villages[:4]
    found = fit(villages, law)
    people = written(tmp_path, model_files(found, villages, known_to=known_to, n_points=2))
    model = ArtisanModel(people, "none")
    row = 0
    for at, village in enumerate(villages):
        adopted, before = (village.adopted_before(k)[None] for k in (known_to, known_to - 1))
        numbers, effect = found.found.estimate[None], found.found.effect[at : at + 1]
        chance = found.hazard(village, known_to, adopted, before, numbers, effect)[0]
        for place in range(village.n_people):
            artisan = model.artisans[row]
            row += 1
            assert artisan.label == str(village.data.labels[place])
            assert artisan.adopted == adopted[0, place]
            if not adopted[0, place]:
                assert artisan.decision_hazard() == pytest.approx(chance[place], abs=3e-9)


def shares(
    people: Community, points: list[Mapping[str, Any]], n_months: int, *, but: str = ""
) -> np.ndarray:
    """Share of each hamlet by month [points, runs, hamlets, months], in the product's own runs.

    Settings whose path holds `but` are left as the file has them.
    """
    found = []
    hamlet = people.groups["hamlet"].member
    for place, one in enumerate(points):
        settings = {path: value for path, value in one.items() if not but or but not in path}
        here, programmes, name = community_with(people, ["none"], "default", settings, place="x")
        outcome = diffusion.simulate(
            here, programmes[0], parameters=name, n_runs=N_RUNS, n_months=n_months,
            random_seed=1_000 + place, keep=("toa",),
        )  # fmt: skip
        toa = np.asarray(outcome.toa)
        by_then = (toa[:, :, None] >= 0) & (toa[:, :, None] <= np.arange(1, n_months + 1))
        n_hamlets = people.n_hamlets
        found.append(np.stack([by_then[:, hamlet == h].mean(axis=1) for h in range(n_hamlets)], 1))
    return np.array(found)


def far_apart(simulated: np.ndarray, forecast: np.ndarray) -> np.ndarray:
    """Differences of the means in standard errors, each pair of the same numbers [hamlets, T]."""
    difference = simulated.mean(axis=1) - forecast
    error = difference.std(axis=0, ddof=1) / np.sqrt(len(difference))
    return np.abs(difference.mean(axis=0)) / np.maximum(error, 1e-12)


@pytest.mark.slow
@pytest.mark.statistical
def test_the_artisans_go_on_as_forecast(
    tmp_path: Path, fitted: tuple[Fit, tuple[Village, ...]]
) -> None:
    """The share by village and period is that of the forecast, with the same numbers drawn."""
    found, villages = fitted
    files = model_files(found, villages, known_to=KNOWN_TO, n_points=N_POINTS, random_seed=SEED)
    people = written(tmp_path, files)
    points = [*read_ensemble(people, tmp_path).settings]
    assert len(points) == N_POINTS
    later = villages[0].n_periods - KNOWN_TO
    effects = effects_of(found, villages, n_points=N_POINTS, random_seed=SEED)
    # The drawn coefficients are those of this seed; the luck of periods is that of others.
    forecasts = []
    for at, village in enumerate(villages):
        each = np.repeat(effects[at][:, None], later, axis=1)
        forecasts.append(run_forward(found, village, each, known_to=KNOWN_TO, seed=SEED).curves)
    expected = np.stack(forecasts, 1)
    far = far_apart(shares(people, points, later), expected)
    # 60 differences: beyond 3.6 standard errors of 59 degrees one in forty times.
    assert far.max() < 3.6
    assert (far > 2).mean() < 0.15
    # With the same alpha in all months, or effects of villages turned round, it would be seen.
    wrong = [
        {path: 1.0 if "alpha_by_month" in path else value for path, value in one.items()}
        for one in points
    ]
    assert far_apart(shares(people, wrong, later), expected).max() > 6
    wrong = [
        {path: -one[path] if "hamlet=" in path else one[path] for path in one} for one in points
    ]
    assert far_apart(shares(people, wrong, later), expected).max() > 4


def test_a_village_effect_is_that_of_all_periods(
    fitted: tuple[Fit, tuple[Village, ...]],
) -> None:
    """Effects of different villages have draws of their own, around what the fit has found."""
    found, villages = fitted
    effects = effects_of(found, villages, n_points=400, random_seed=1)
    assert effects.mean(axis=1) == pytest.approx(found.found.effect, abs=0.12)
    apart = np.corrcoef(effects)[np.triu_indices(len(villages), 1)]
    assert np.abs(apart).max() < 0.25


@pytest.mark.parametrize(
    ("law", "word"),
    [(Law("logit", "share", "log"), "form"), (Law("gates", "alters", "log"), "exposure")],
)
def test_another_law_is_not_written_and_it_is_said(law: Law, word: str) -> None:
    villages, _, _ = world(law, 2)
    found = fit(villages, law)
    why = why_not(found, villages)
    assert why is not None
    assert why.word == word
    with pytest.raises(InputError, match="a law that the model has"):
        model_files(found, villages)


def test_the_end_of_the_data_is_the_start_of_a_forecast(
    tmp_path: Path, fitted: tuple[Fit, tuple[Village, ...]]
) -> None:
    """After the last period its alpha holds on; a period beyond the data is refused."""
    found, villages = fitted
    n_periods = villages[0].n_periods
    people = written(tmp_path, model_files(found, villages, known_to=n_periods, n_points=2))
    assert len(people.parameter_sets["default"].decision.alpha_by_month) == 1
    outcome = diffusion.simulate(people, "none", n_runs=2, n_months=4)
    adopted = sum(int((one.toa >= 0).sum()) for one in villages)
    assert (outcome.stages[:, 0, Stage.TRIAL] == adopted).all()
    with pytest.raises(InputError, match=f"1 to {n_periods}"):
        model_files(found, villages, known_to=n_periods + 1)
    assert forecast(found, villages[0], known_to=1, n_runs=2).known_to == 1
