"""`diffusion validate` and `diffusion monitor`: villages left out, programmes that are followed."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from patches import patched
from test_fitting_scores import N, T, made
from typer.testing import CliRunner, Result

import diffusion
from diffusion.catalogue.load import library_root
from diffusion.cli import app
from diffusion.cli import monitor as monitor_command
from diffusion.cli import validate as validate_command
from diffusion.data.adoption_data import NEVER, AdoptionData
from diffusion.data.joined import joined
from diffusion.errors import InputError
from diffusion.fitting import monitoring
from diffusion.fitting.following import look_up
from diffusion.fitting.monitor import monitor, monitor_programme
from diffusion.fitting.validation import N_RUNS
from diffusion.fitting.villages import villages_of

LEMPUNGWARU = Path(__file__).parents[1] / "models" / "lempungwaru"
LISTED = '[ties]\ngenerator = "file"\nfile = "ties.csv"\ndirection = "alter_to_ego"\n\n'
PERIODS = [f"2010-{month:02d}" for month in range(7, 7 + T)]
OBSERVED = f'\n[observed]\nfile = "adoption.csv"\nperiods = {json.dumps(PERIODS)}\n'


def write(data: AdoptionData, folder: Path) -> Path:
    """Write data as the folder of a community."""
    shutil.copytree(library_root() / "senik", folder)
    text = patched(
        (folder / "community.toml").read_text(encoding="utf-8"), without=["artisans.number"],
        put={"association.minimum_members": "2"},
    )  # fmt: skip
    head, _, rest = text.partition("[ties]\n")
    after = rest.partition("[ties.strength]")[2]
    text = head.replace("[artisans]\n", '[artisans]\nroster = "roster.csv"\n') + LISTED
    text += "[ties.strength]" + after + OBSERVED
    lines = [line for line in text.split("\n") if not line.startswith("hamlets =")]
    (folder / "community.toml").write_text("\n".join(lines), encoding="utf-8")
    names = [f"p{one}" for one in data.labels]
    villages = pd.DataFrame({"artisan": names, "hamlet": data.columns["hamlet"]})
    villages.to_csv(folder / "roster.csv", index=False)
    people = {"artisan": names, "ability": data.columns["skill"]}
    pd.DataFrame(people).to_csv(folder / "people.csv", index=False)
    ego, alter = data.matrix().nonzero()
    ties = {"ego": [names[i] for i in ego], "alter": [names[i] for i in alter]}
    pd.DataFrame(ties).to_csv(folder / "ties.csv", index=False)
    time = data.of_innovation().time.tolist()
    adoption = {
        "artisan": names,
        "innovation": "pottery",
        "time": [PERIODS[one] if one >= 0 else "" for one in time],
        "state": ["adopted" if one >= 0 else "never" for one in time],
    }
    pd.DataFrame(adoption).to_csv(folder / "adoption.csv", index=False)
    return folder


@pytest.fixture(scope="module")
def villages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with five villages."""
    return write(made(), tmp_path_factory.mktemp("made") / "five")


def ran(*words: object) -> Result:
    return CliRunner(env={"COLUMNS": "100"}).invoke(app, [*map(str, words)])


def said(*words: object) -> str:
    result = ran(*words)
    assert result.exit_code == 0, result.output
    return result.stdout


VALIDATE = ("--known-to", 2, "--runs", 30, "--model", "climatology", "--model", "logit")
MONITOR = ("--village", "v1", "--known-to", 3, "--runs", 30)


def test_options_are_those_of_the_functions() -> None:
    assert validate_command.RUNS == monitor_command.RUNS == N_RUNS


@pytest.mark.slow
def test_what_was_learnt_is_told(villages: Path) -> None:
    """Weights and widths, each with the names of the models, which may have a comma in them."""
    words = (*VALIDATE, "--learn-weights", "--learn-widths")
    printed = " ".join(said("validate", villages, *words).split())
    assert re.search(r"Weights learnt, on average: climatology 0\.\d\d; logit 0\.\d\d\.", printed)
    assert re.search(r"mixture of all \d\.\d\d; mixture, weights learnt \d\.\d\d\.", printed)
    told = " ".join(said("monitor", villages, *MONITOR).split())
    assert re.search(r"The band of the forecast is \d\.\d\d times as wide", told)


def test_villages_are_left_out_and_scored(villages: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    printed = said("validate", villages, *VALIDATE, "-o", out)
    assert "5 villages, each left out in turn" in printed
    assert re.search(r"^climatology +0\.\d{4} ", printed, re.MULTILINE)
    assert "Whoever chooses a model by this table explores" in printed
    names = {one.name for one in out.iterdir()}
    assert {"models.csv", "curves.csv", "skill.svg", "captions.txt", "provenance.json"} <= names
    assert len(pd.read_csv(out / "curves.csv")) == 5 * 3
    told = json.loads(said("validate", villages, *VALIDATE, "--json"))
    assert told["villages"] == 5
    assert told["choices"]["covariates"] == ["ability"]
    by_name = {row["model"]: row for row in told["models"]}
    assert by_name["logit"]["to_climatology"] == pytest.approx(
        by_name["logit"]["crps"] - by_name["climatology"]["crps"]
    )


def test_several_folders_are_a_village_each(tmp_path: Path) -> None:
    data = made()
    group = np.asarray(data.columns["hamlet"])
    folders = [
        write(data.select(np.flatnonzero(group == name)), tmp_path / name)
        for name in dict.fromkeys(group.tolist())
    ]
    found = json.loads(said("validate", *folders, *VALIDATE, "--json"))
    assert found["villages"] == 5
    assert {row["village"] for row in found["curves"]} == {f"v{one}" for one in range(5)}
    whole = diffusion.validate(
        data, 2, models=["climatology", "logit"], covariates=["skill"], n_runs=30
    )
    assert [row["crps"] for row in found["curves"]] == pytest.approx(whole.to_frame()["crps"])


def test_data_that_are_put_together_are_the_whole_again() -> None:
    data = made()
    group = np.asarray(data.columns["hamlet"])
    parts = {
        name: data.select(np.flatnonzero(group == name)) for name in dict.fromkeys(group.tolist())
    }
    whole = joined(parts)
    assert (whole.matrix() != data.matrix()).nnz == 0
    assert np.array_equal(whole.of_innovation().time, data.of_innovation().time)
    assert whole.columns["village"].tolist() == group.tolist()
    short = AdoptionData.of(np.zeros((2, 2)), [0, NEVER], n_periods=2)
    with pytest.raises(InputError, match="same periods in each folder"):
        joined({**parts, "short": short})


@pytest.mark.slow
@pytest.mark.parametrize("command", ["validate", "monitor"])
def test_both_languages_say_the_same(villages: Path, command: str) -> None:
    words = (command, villages, *(VALIDATE if command == "validate" else MONITOR))
    english, indonesian = said(*words), said(*words, "--lang", "id")
    numbers = re.findall(r"\d[.,]\d{3,4}", english)
    assert numbers == re.findall(r"\d[.,]\d{3,4}", indonesian.replace(",", "."))
    assert not re.search(r"\b(the|villages?|histories|expected|of)\b", indonesian)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("validate", "--known-to", 9), "1 to 5"),
        (("validate", "--known-to", "two"), "a whole number"),
        (("validate", "--known-to", 2, "--model", "logits"), "logit"),
        (("validate", "--known-to", 2, "--by", "dusun"), "hamlet"),
        (("validate", "--known-to", 2, "--innovation", "pots"), "pottery"),
        (("monitor",), "-p PROGRAMME, or --village NAME"),
        (("monitor", "--village", "v1", "-p", "none"), "both"),
        (("monitor", "--village", "v9", "--known-to", 3), "v1"),
        (("monitor", "--village", "v1"), "--known-to K"),
        (("monitor", "-p", "campaign"), "campaign_only"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    villages: Path, words: tuple[object, ...], expected: str
) -> None:
    with pytest.raises(InputError, match=re.escape(expected)):
        app([str(words[0]), str(villages), *map(str, words[1:])], standalone_mode=False)


def test_a_village_is_followed_beside_the_others(villages: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    printed = said("monitor", villages, *MONITOR, "-o", out)
    assert "v1: 3 periods known, up to 2010-09" in printed
    assert "Tried on 4 other villages" in printed
    told = json.loads((out / "monitor.json").read_text(encoding="utf-8"))
    assert told["standing"] in {one.value for one in monitoring.Standing}
    assert told["people"] == N
    assert len(told["periods"]) == T
    assert {"monitor.csv", "monitor.svg", "captions.txt"} <= {one.name for one in out.iterdir()}


def slowed(data: AdoptionData, village: str) -> AdoptionData:
    """Let nobody in a village adopt after the first period."""
    time = data.of_innovation().time.copy()
    time[(np.asarray(data.columns["hamlet"]) == village) & (time > 0)] = NEVER
    return AdoptionData.of(data.matrix(), time, n_periods=T, columns=dict(data.columns))


@pytest.mark.slow
def test_a_village_where_nobody_adopts_is_behind() -> None:
    """And the same village as it was made is not: the negative control."""
    data = made(6)
    slow = monitor(slowed(data, "v3"), "v3", known_to=4, n_runs=100)
    made_so = monitor(data, "v3", known_to=4, n_runs=100)
    assert slow.standing is monitoring.Standing.BEHIND
    assert made_so.standing is not monitoring.Standing.BEHIND
    assert slow.chance_below > 0.95 > made_so.chance_below
    assert slow.updated[:, -1].mean() < made_so.updated[:, -1].mean()
    assert slow.tried is not None
    assert slow.tried.on == "villages"


def test_villages_that_are_looked_up_are_those_that_are_followed() -> None:
    """What `monitor` says of the others is what following each of them without it would say."""
    data = made(6)
    models, plain = ["climatology", "bass"], {"learn_widths": "no", "n_runs": 40}
    found = monitor(data, "v1", known_to=4, models=models, **plain)  # type: ignore[arg-type]
    others = [one for one in villages_of(data) if one.group != "v1"]
    looked_up = look_up(others, (4,), models=models, **plain)  # type: ignore[arg-type]
    assert found.tried is not None
    assert found.tried.n == len(looked_up) == 5
    assert found.tried.coverage == pytest.approx(np.mean([one.coverage for one in looked_up]))
    behind = [one.standing is monitoring.Standing.BEHIND for one in looked_up]
    assert found.tried.said_behind == pytest.approx(np.mean(behind))
    kept = AdoptionData.of(
        np.zeros((5 * N, 5 * N)), np.concatenate([one.toa for one in others]), n_periods=T,
        columns={"hamlet": np.repeat([one.group for one in others], N)},
    )  # fmt: skip
    own = monitor(kept, "v2", known_to=4, models=models, **plain)  # type: ignore[arg-type]
    (same,) = (one for one in looked_up if one.village == "v2")
    assert own.rank == pytest.approx(same.rank)


def test_ranks_by_hand() -> None:
    histories = np.array([0.1, 0.2, 0.2, 0.4])
    assert monitoring.rank_of(histories, 0.2) == 0.5
    assert monitoring.rank_of(histories, 0.05) == 0.0
    words = [monitoring.standing_of(rank).value for rank in (0.01, 0.1, 0.5, 0.9, 0.99)]
    assert words == ["behind", "perhaps_behind", "on_course", "perhaps_ahead", "ahead"]


def test_a_programme_is_followed_beside_its_histories() -> None:
    place = diffusion.load(LEMPUNGWARU)
    found = monitor_programme(place, "campaign_only", known_to=18, n_runs=60)
    assert len(found.periods) == 36
    assert found.periods[17] == "2020-06"
    assert found.known_to == 18
    assert found.n_people + found.n_left_out == place.n_artisans
    assert (found.updated >= found.observed[-1] / found.n_people - 1e-9).all()
    assert found.tried is not None
    assert 0.8 <= found.tried.coverage <= 1.0
    frame = found.to_frame()
    assert frame["updated"].isna().sum() == 18
    assert frame["observed"].notna().sum() == 18


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda: monitor_programme(diffusion.load("senik"), "none"), "[observed]"),
        (
            lambda: monitor_programme(diffusion.load(LEMPUNGWARU), "none", n_runs=20),
            "--known-to K",
        ),
        (lambda: monitor(made(3), "v1", known_to=3), "at least 4"),
        (lambda: monitor(made(), "v1", known_to=1), "2 to 5"),
    ],
)
def test_what_cannot_be_followed_is_said(change: Callable[[], object], expected: str) -> None:
    with pytest.raises(InputError, match=re.escape(expected)):
        change()
