"""What happened in a run: both faces record the same, and a run is not changed by it."""

import hashlib
import json
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from communities import SENIK, programme
from communities import community as made_community
from communities import parameters as made_parameters

import diffusion
from diffusion.errors import InputError
from diffusion.explanation.stories import StoryModel
from diffusion.kernels.state import NEVER, Stage
from diffusion.mesa_model.model import ArtisanModel
from diffusion.results.events import KINDS, EventRecord

PROGRAMMES = ("campaign_then_collaboration", "collaboration_only", "none")


@pytest.fixture(scope="module")
def record() -> EventRecord:
    return diffusion.record_events(SENIK, PROGRAMMES[0], n_runs=4)


@pytest.fixture(scope="module")
def outcome() -> diffusion.Outcome:
    return diffusion.simulate(SENIK, PROGRAMMES[0], n_runs=4, keep=["toa", "spells"])


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_both_faces_write_the_same_record(programme: str) -> None:
    compiled = diffusion.record_events(SENIK, programme, n_runs=1, first_replicate=2)
    model = ArtisanModel(SENIK, programme, replicate=2)
    model.record_events()
    for _ in range(36):
        model.step()
    assert np.array_equal(np.asarray(model.event_record.rows), np.asarray(compiled.rows))


def test_several_hamlets_are_recorded_alike_by_both_faces() -> None:
    known = SENIK.with_settings({"community.artisans.hamlets": 3})
    compiled = diffusion.record_events(known, PROGRAMMES[1], n_runs=1)
    model = ArtisanModel(known, PROGRAMMES[1])
    model.record_events()
    for _ in range(36):
        model.step()
    assert np.array_equal(np.asarray(model.event_record.rows), np.asarray(compiled.rows))
    assert set(compiled.of("held").rows.other) == {0, 1, 2}


def test_a_run_is_the_same_whatever_else_is_run(record: EventRecord) -> None:
    """Runs are made in parts, and the room for a part is guessed from the first run."""
    alone = diffusion.record_events(SENIK, PROGRAMMES[0], n_runs=1, first_replicate=3)
    rows, others = alone.rows.copy(), record.of_run(3).rows
    rows.run[:] = 3
    assert np.array_equal(np.asarray(rows), np.asarray(others))


def test_moves_are_those_of_the_runs(record: EventRecord, outcome: diffusion.Outcome) -> None:
    began = record.of("began")
    toa = np.full((4, SENIK.n_artisans), NEVER)
    for row in began.rows[::-1]:
        toa[row.run, row.ego] = row.month
    first = SENIK.as_listed(toa)
    has_begun = outcome.toa > 0  # type: ignore[operator]
    assert np.array_equal(first[has_begun], outcome.toa[has_begun])  # type: ignore[index]
    assert (first[~has_begun] == NEVER).all()
    stages = outcome.stages
    for kind, stage in (("heard", Stage.UNAWARE), ("gave_up", Stage.DISCONTINUED)):
        n_moved = np.bincount(record.of(kind).rows.run, minlength=4)
        change = stages[:, -1, stage] - stages[:, 0, stage]
        again = record.of("decided").rows
        back = np.bincount(again.run[again.other == Stage.DISCONTINUED], minlength=4)
        expected = -change if stage == Stage.UNAWARE else change + back
        assert np.array_equal(n_moved, expected)


def test_money_is_that_of_the_runs(record: EventRecord, outcome: diffusion.Outcome) -> None:
    def total(kind: str) -> Any:
        rows = record.of(kind).rows
        return [int(rows.amount[rows.run == run].sum()) for run in range(4)]

    assert total("loan") == outcome.series("lent")[:, -1].tolist()
    assert total("loan_lost") == outcome.series("written_off")[:, -1].tolist()
    assert total("grant") == outcome.series("equity")[:, -1].tolist()
    assert total("paid") == outcome.series("entry_cost")[:, -1].tolist()
    assert sum(total("loan")) > 0
    assert sum(total("paid")) > 0


def test_the_table_names_whom_and_what(record: EventRecord) -> None:
    table = record.to_frame()
    assert list(table.columns) == ["run", "month", "ego", "kind", "other", "amount"]
    assert len(table) == len(record)
    assert set(table["kind"].cat.categories) == set(KINDS)
    labels = {str(label) for label in SENIK.labels}
    assert set(table["ego"].dropna()) <= labels
    assert set(table.loc[table["kind"] == "persuaded_by", "other"]) <= labels
    attended = set(table.loc[table["kind"] == "attended", "other"])
    known = {f"{one.id} {one.tactic}" for one in SENIK.programmes[PROGRAMMES[0]].activity}
    assert attended <= known
    assert attended
    gates = table.loc[table["kind"] == "gate_values", "amount"]
    assert gates.between(0, 1).all()


def test_bad_questions_are_answered(record: EventRecord) -> None:
    with pytest.raises(InputError, match="did you mean decided"):
        record.of("decide")
    chain = made_community(n_artisans=4)
    numbers = made_parameters({"chain.form": "two_state"})
    with pytest.raises(InputError, match="a model with all seven stages"):
        diffusion.record_events(chain, programme(), parameters=numbers, n_runs=1)


@pytest.mark.slow
def test_stories_are_told_as_they_were_when_they_were_guessed() -> None:
    saved = tomllib.loads(Path("tests/files/stories.toml").read_text(encoding="utf-8"))
    assert saved.keys() == set(SENIK.programmes)
    for name, digests in saved.items():
        for replicate, digest in enumerate(digests):
            model = StoryModel(SENIK, name, replicate=replicate)
            for _ in range(36):
                model.step()
            model.end()
            text = json.dumps(model.stories, sort_keys=True)
            assert hashlib.sha256(text.encode()).hexdigest()[:16] == digest
