"""One artisan: what happened, and what would have changed it under the same luck."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from communities import SENIK, programme
from communities import activity as made_activity
from communities import community as made_community
from communities import parameters as made_parameters
from typer.testing import CliRunner

import diffusion
from diffusion.cli import app
from diffusion.ensembles.options import RunOptions
from diffusion.errors import InputError
from diffusion.explanation.artisan import (
    ArtisanExplained,
    changes_in_all,
    explain_artisan,
    switches_of,
    told_of,
)
from diffusion.explanation.stories import StoryModel
from diffusion.explanation.switches import cut
from diffusion.kernels.state import NEVER
from diffusion.translate.initial_state import draw_initial_state

NAME = "campaign_then_collaboration"


@pytest.fixture(scope="module")
def found() -> ArtisanExplained:
    return explain_artisan(SENIK, NAME, 7, replicate=2)


def test_it_is_the_history_that_is_simulated(found: ArtisanExplained) -> None:
    outcome = diffusion.simulate(SENIK, NAME, n_runs=1, first_replicate=2, keep=["toa"])
    assert outcome.toa is not None
    assert found.began == outcome.toa[0, 6]
    model = StoryModel(SENIK, NAME, replicate=2)
    for _ in range(36):
        model.step()
    model.end()
    assert found.story == model.stories[6]


def test_a_change_is_what_a_simulation_without_it_says(found: ArtisanExplained) -> None:
    """The activity is taken out of the programme, as somebody would by hand."""
    whole = SENIK.programmes[NAME]
    by_id = {one.off.name: one for one in found.changes if one.off.kind == "activity"}
    for activity in whole.activity:
        if activity.coordinates or activity.informs_of_resources or activity.rule:
            continue
        left = tuple(one for one in whole.activity if one.id != activity.id)
        without = whole.model_copy(update={"activity": left})
        outcome = diffusion.simulate(SENIK, without, n_runs=1, first_replicate=2, keep=["toa"])
        assert outcome.toa is not None
        change = by_id.get(str(activity.id))
        expected = found.began if change is None else change.began
        assert outcome.toa[0, 6] == expected


def test_a_tie_that_is_cut_was_never_there() -> None:
    ties = [(0, 1), (1, 2), (2, 3), (0, 3), (1, 3)]
    known = made_community(n_artisans=4, ties=ties)
    less = made_community(n_artisans=4, ties=[pair for pair in ties if pair != (1, 3)])
    numbers = made_parameters()
    drawn, expected = (
        draw_initial_state(one, numbers, random_seed=1, first_replicate=0, n_runs=1).ties
        for one in (known, less)
    )
    left = cut(drawn, 3, 1)
    for name in ("start", "alter", "strength", "shown", "growing", "total"):
        assert np.array_equal(getattr(left, name), getattr(expected, name)), name
    assert len(drawn.alter) == len(left.alter) + 2


def test_planted_effects_are_found_and_nothing_else() -> None:
    """2 is told and persuaded at one activity alone; another does nothing."""
    doses = {"aware": 1.0, "persuasion": 1.0}
    held = programme(
        made_activity(1, months=tuple(range(12)), target=("2",), doses=doses, attendance=1.0),
        made_activity(2, tactic="film", months=(0,), target=("2",), doses={}, attendance=1.0),
    )
    known = made_community(n_artisans=3, ties=[(0, 2)])
    numbers = made_parameters(
        {
            "awareness.broadcast": 0.0, "persuasion.spontaneous": 0.0, "persuasion.social": 0.0,
            "persuasion.verbal": 1.0, "decision.alpha": 1.0,
            "decision.entry_cost": 0,
        }
    )  # fmt: skip
    found = explain_artisan(known, held, "2", parameters=numbers, n_months=24)
    assert found.began != NEVER
    told = {one.off: one.began for one in found.changes}
    assert ("activity", "1") in told
    assert told["activity", "1"] == NEVER
    assert ("activity", "2") not in told
    assert found.told()[0][0] == "without_never"


def test_all_artisans_are_told_what_each_is_told(found: ArtisanExplained) -> None:
    switches = switches_of(SENIK, SENIK.programmes[NAME], RunOptions(n_runs=1, first_replicate=2))
    changes = changes_in_all(switches, most=1_000)
    assert changes[6] == found.changes
    for row, mine in enumerate(changes):
        was = int(switches.as_it_was.began[row]), int(switches.as_it_was.stage[row])
        assert all(list(told_of(one, was)) for one in mine)


def test_an_unknown_artisan_is_refused() -> None:
    with pytest.raises(InputError, match="an artisan, one of 1, 2, 3"):
        explain_artisan(SENIK, NAME, "77", replicate=2)
    result = CliRunner().invoke(app, ["why", "senik", "-p", NAME, "--artisan", "Siti"])
    assert isinstance(result.exception, InputError)
    assert str(result.exception).startswith("--artisan: expected an artisan, one of 1, 2, 3")


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "id"])
def test_the_command_tells_and_writes(tmp_path: Path, language: str) -> None:
    folder = tmp_path / "seven"
    asked = ["why", "senik", "-p", NAME, "--artisan", "7", "--lang", language, "-o", str(folder)]
    result = CliRunner().invoke(app, asked)
    assert result.exit_code == 0, result.output
    assert {path.name for path in folder.iterdir()} >= {
        "story.csv", "changes.csv", "shares.csv", "gates.csv", "influence.csv", "artisan.txt",
        "captions.txt", "influence_decided.png", "provenance.json", "report.html",
    }  # fmt: skip
    shares = pd.read_csv(folder / "shares.csv")
    assert np.allclose(shares.groupby(["month", "move"])["share"].sum(), 1.0)
    text = (folder / "artisan.txt").read_text(encoding="utf-8")
    assert ("Without" if language == "en" else "Tanpa") in text
    page = (folder / "report.html").read_text(encoding="utf-8")
    for line in text.splitlines()[:2]:
        assert line in page
    story = pd.read_csv(folder / "story.csv")
    assert str(story["text"].iloc[-1]) in page
    for name in pd.read_csv(folder / "changes.csv")["text"].str.split(":").str[0]:
        assert name in page
