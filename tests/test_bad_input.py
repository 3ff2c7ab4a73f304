"""Bad input gets one clear message and exit status 1; nothing else happens."""

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

import diffusion
from diffusion.cli import app, main
from diffusion.errors import InputError
from diffusion.library import library_root


@pytest.fixture
def senik(tmp_path: Path) -> Path:
    return shutil.copytree(library_root() / "senik", tmp_path / "senik")


def change(folder: Path, file: str, instead_of: str, written: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert instead_of in text
    path.write_text(text.replace(instead_of, written, 1), encoding="utf-8")


def message(folder: Path) -> str:
    with pytest.raises(InputError) as error:
        diffusion.load(folder)
    return str(error.value)


def with_tables(senik: Path, roster: str | bytes, ties: str = "ego,alter\n") -> Path:
    change(senik, "community.toml", "number = 30", 'roster = "roster.csv"')
    change(senik, "community.toml", '"watts_strogatz"', '"file"')
    change(senik, "community.toml", "mean_degree = 6", 'file = "ties.csv"')
    change(senik, "community.toml", "rewiring = 0.1", "")
    content = roster if isinstance(roster, bytes) else roster.encode()
    (senik / "roster.csv").write_bytes(content)
    (senik / "ties.csv").write_text(ties, encoding="utf-8")
    return senik


@pytest.mark.parametrize(
    ("roster", "expected"),
    [
        ("", "roster.csv: header: expected a column artisan; found nothing"),
        ("artisan\n", "roster.csv: expected at least one artisan; found none"),
        (
            "artisan\na\nb\na\n",
            'roster.csv: line 4, artisan: expected each artisan once; found "a" in line 2 too',
        ),
        (
            "artisan,skill\na,\n",
            "roster.csv: line 2, skill: expected a number from 0 to 1; found nothing",
        ),
        (
            'artisan,skill\na,"0,25"\n',
            'roster.csv: line 2, skill: expected a number from 0 to 1; found "0,25"',
        ),
        (
            "artisan,skill\na,30\n",
            'roster.csv: line 2, skill: expected a number from 0 to 1; found "30"',
        ),
        (
            "artisan,cash\na,1.5\n",
            'roster.csv: line 2, cash: expected whole rupiah, 0 or more; found "1.5"',
        ),
        (
            "artisan,skil\na,0.5\n",
            "roster.csv: header: expected one of artisan, self_efficacy, value_fit, skill, cash, "
            'other_income, need, x_km, y_km, threshold (did you mean skill?); found "skil"',
        ),
        (
            "artisan,skill\na\n",
            "roster.csv: line 2: expected 2 cells, as many as in the header; found 1",
        ),
        (
            "artisan\n\xff".encode("latin-1"),
            "roster.csv: line 2: expected text in UTF-8; found other bytes",
        ),
    ],
)
def test_a_mistake_in_the_roster_has_its_message(
    senik: Path, roster: str | bytes, expected: str
) -> None:
    assert message(with_tables(senik, roster)) == expected


@pytest.mark.parametrize(
    ("ties", "expected"),
    [
        (
            "ego,alter\na,c\n",
            'ties.csv: line 2, alter: expected an artisan, one of a, b; found "c"',
        ),
        ("ego,alter,strength\na,b,0\n", "ties.csv: line 2, strength: expected a number above 0"),
        ("source,target\na,b\n", "ties.csv: header: expected one of ego, alter, strength"),
    ],
)
def test_a_mistake_in_the_ties_has_its_message(senik: Path, ties: str, expected: str) -> None:
    assert message(with_tables(senik, "artisan\na\nb\n", ties)).startswith(expected)


def test_a_missing_tie_file(senik: Path) -> None:
    (with_tables(senik, "artisan\na\n") / "ties.csv").unlink()
    assert message(senik) == "ties.csv: expected a file of this name; found none"


def test_all_problems_of_a_folder_come_at_once(senik: Path) -> None:
    change(senik, "community.toml", "rewiring = 0.1", "rewirng = 0.1")
    change(senik, "parameters/default.toml", "alpha = 0.12", "alfa = 0.12")
    change(senik, "programmes/campaign_only.toml", 'tactic = "film"', 'tactic = "movie"')
    change(senik, "programmes/campaign_only.toml", "attendance = 0.9", "attendance = 90")
    found = message(senik).splitlines()
    assert len(found) == 4
    assert {line.split(":")[0] for line in found} == {
        "community.toml",
        "parameters/default.toml",
        "programmes/campaign_only.toml",
    }


COMMANDS = {
    "compare senk": (
        "model: expected one of senik (did you mean senik?), or the path of a model folder; "
        'found "senk"'
    ),
    "compare senik -p campaign_onli": (
        "programme: expected one of campaign_only, campaign_then_collaboration, "
        "collaboration_only, collaboration_then_campaign, locality_development, none, "
        "social_action, social_planning (did you mean campaign_only?), or a file ending in "
        '.toml; found "campaign_onli"'
    ),
    "compare senik --parameters defalt": (
        'parameters: expected one of conservative, default (did you mean default?); found "defalt"'
    ),
    "compare senik --months 6": (
        "programme campaign_then_collaboration: activity 9, months: expected months from 0 to 5, "
        "inside the run of 6 months; found 11"
    ),
    "compare senik --runs 0": "runs: expected a whole number from 1 to 10000000; found 0",
    "compare senik --months 0": "months: expected a whole number from 1 to 1200; found 0",
    "run senik --random-seed -1": (
        "random seed: expected a whole number from 0 to 9223372036854775807; found -1"
    ),
    "compare senik --budget 1_000_000": (
        "budget: expected at least Rp 1,150,000, the smallest form of campaign_only; "
        "found Rp 1,000,000"
    ),
    "compare senik --budget=-5": "--budget: expected rupiah, 0 or more; found -5",
    "schema programe": (
        "schema: expected one of community, programme, parameters (did you mean programme?); "
        'found "programe"'
    ),
    "check senik-not-there/": "model: expected",
    "run senik -p nowhere.toml": "nowhere.toml: expected a file of this name; found none",
}


@pytest.mark.parametrize("command", list(COMMANDS))
def test_a_wrong_command_says_so_and_does_nothing(
    command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["diffusion", *command.split()])
    with pytest.raises(SystemExit) as stop:
        main()
    said = capsys.readouterr()
    assert stop.value.code == 1
    assert said.out == ""
    assert said.err.startswith(COMMANDS[command])
    assert "Traceback" not in said.err


def test_a_budget_for_none_alone_is_possible() -> None:
    words = ["compare", "senik", "-p", "none", "--budget", "5", "--runs", "2"]
    assert CliRunner().invoke(app, words).exit_code == 0


def test_a_folder_without_a_community(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "a folder with a community.toml" in message(tmp_path / "empty")


def test_a_programme_for_another_community(senik: Path, tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    shutil.copy(senik / "programmes" / "campaign_only.toml", path)
    change(tmp_path, "ours.toml", 'target = "random"', 'target = ["99"]')
    with pytest.raises(InputError, match="expected an artisan, one of 1, 2, 3"):
        diffusion.simulate(diffusion.load("senik"), path)


def test_a_list_names_each_artisan_once(senik: Path) -> None:
    change(senik, "programmes/campaign_only.toml", 'target = "random"', 'target = [3, "3"]')
    assert message(senik) == (
        "programmes/campaign_only.toml: activity[3].target: expected each artisan once; "
        'found "3" more than once'
    )


@pytest.mark.parametrize("n_threads", [0, -1])
def test_a_number_of_threads_that_is_none(n_threads: int) -> None:
    with pytest.raises(InputError) as error:
        diffusion.simulate(diffusion.load("senik"), "none", n_threads=n_threads)
    assert str(error.value) == (
        f"threads: expected a whole number from 1 to 1000; found {n_threads}"
    )
