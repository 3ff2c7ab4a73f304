"""`diffusion fit`: tables in two languages, JSON, a folder; and what cannot be fitted."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from diffusion.cli import app
from diffusion.cli.fit import N_RESAMPLES, N_SHUFFLED

pytest.importorskip("statsmodels")

MADE = Path(__file__).parents[1] / "models" / "lempungwaru"
QUICK = ("--time", "log", "--shuffled", "4")


def ask(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["fit", *map(str, arguments)])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copied = tmp_path / "desa"
    shutil.copytree(MADE, copied)
    return copied


def test_tables_in_both_languages() -> None:
    english, indonesian = ask(MADE, *QUICK), ask(MADE, *QUICK, "--lang", "id")
    assert "An exposure effect is not a cause" in english.stdout
    assert "Efek paparan bukan sebab" in indonesian.stdout
    assert "1.54" in english.stdout
    assert "1,54" in indonesian.stdout
    assert "periode" not in english.stdout


def test_json_has_every_table() -> None:
    told = json.loads(ask(MADE, *QUICK, "--json").stdout)
    assert told["caveat"] == "an exposure effect is not a cause"
    assert [row["step"] for row in told["controls"]] == ["alone", "time", "villages", "covariates"]
    assert {"coefficients", "village_effects", "regression", "network_test"} <= told.keys()
    assert told["people"] + told["left_out"] == 72


@pytest.mark.slow
def test_a_folder_of_tables_and_figures(tmp_path: Path) -> None:
    assert ask(MADE, *QUICK, "-o", tmp_path / "out").exit_code == 0
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"coefficients.csv", "controls.svg", "captions.txt", "provenance.json"} <= names


def test_files_beside_the_community_are_read(folder: Path) -> None:
    people = "artisan,income\n" + "".join(f"K{n:02d},{n % 5}\n" for n in range(1, 25))
    (folder / "people.csv").write_text(people)
    (folder / "influence.csv").write_text("period,amount,name\n2019-06,3,radio\n2020-01,2,radio\n")
    (folder / "fit.toml").write_text(
        'time = "log"\ncovariates = ["income"]\n[composites.means]\nincome = 1\n'
    )
    told = json.loads(ask(folder, "--shuffled", "4", "--json").stdout)
    names = [row["name"] for row in told["coefficients"]]
    assert names == ["constant", "log period", "radio", "grouped", "means"]
    assert [row["step"] for row in told["controls"]][:2] == ["alone", "influence"]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("influence.csv", "period,amount\n2018-01,3\n", "line 2"),
        ("influence.csv", "period,amount\n2019-06,much\n", "a number"),
        ("influence.csv", "period\n2019-06\n", "amount"),
        ("people.csv", "artisan,income\nK99,3\n", "K99"),
        ("fit.toml", 'laww = "gates"\n', "laww"),
        ("fit.toml", "[composites.means]\nincome = 1\n", "income"),
    ],
)
def test_a_mistake_is_named(folder: Path, name: str, text: str, said: str) -> None:
    (folder / name).write_text(text)
    found = ask(folder, *QUICK)
    assert found.exit_code == 1
    assert said in str(found.exception) + found.output


@pytest.mark.parametrize("arguments", [("--law", "gate"), ("--by", "hamlets"), ("--time", "logs")])
def test_a_misspelt_choice_is_named(arguments: tuple[str, str]) -> None:
    found = ask(MADE, *arguments)
    assert found.exit_code == 1
    assert "expected one of" in str(found.exception)


def test_nothing_observed_is_said() -> None:
    assert "[observed] in community.toml" in str(ask("senik").exception)


def test_numbers_said_twice_are_equal() -> None:
    from diffusion.fitting import estimates, network_test

    assert (N_RESAMPLES, N_SHUFFLED) == (estimates.N_RESAMPLES, network_test.N_SHUFFLED)


def test_time_may_be_a_series_of_the_folder(folder: Path) -> None:
    """A term of its own in place of time; a file that is not there is named."""
    (folder / "weather.csv").write_text("period,amount\n2019-03,1\n2019-06,3\n2020-01,2\n")
    told = json.loads(ask(folder, "--time", "weather.csv", "--shuffled", "2", "--json").stdout)
    assert [row["name"] for row in told["coefficients"]][:2] == ["constant", "weather"]
    missing = ask(folder, "--time", "rain.csv")
    assert missing.exit_code == 1
    assert "rain.csv" in str(missing.exception)


@pytest.mark.slow
def test_it_says_whether_the_form_is_wrong_and_why_there_is_no_model(tmp_path: Path) -> None:
    """Ties of this community change from period to period, which the two-state chain cannot."""
    found = ask(MADE, *QUICK, "-o", tmp_path / "out")
    assert "Check by worlds of this law" in found.stdout
    assert "ties change from period to period" in found.stderr
    assert (tmp_path / "out" / "predictive_check.csv").is_file()
    assert not (tmp_path / "out" / "model").exists()
