"""What is wrong in options is told by the name that was typed, with what is wrong in files."""

from pathlib import Path

import pytest
from test_bad_input import answer, change
from test_odd_people import ours  # noqa: F401  # a fixture
from typer.main import get_command

from diffusion.cli.answer import _OPTION
from diffusion.cli.command import app


def told(*words: str) -> list[str]:
    status, out, error = answer(*words)
    assert (status, out) == (1, "")
    first, *problems = error.splitlines()
    assert first == f"{len(problems)} problems:"
    return [problem.split(": expected ")[0] for problem in problems]


ASKED = (
    "--runs", "0", "--months", "0", "--random-seed", "-1", "--parameters", "conservativ",
    "--by", "caste", "-p", "nobody", "--budget", "much",
)  # fmt: skip


@pytest.mark.parametrize("command", ["run", "compare"])
def test_all_that_is_asked_is_told_in_one_report(command: str) -> None:
    assert told(command, "senik", *ASKED) == [
        "--budget", "--runs", "--months", "--random-seed", "-p", "--parameters", "--by",
    ]  # fmt: skip


def test_files_and_options_are_told_together(ours: Path, tmp_path: Path) -> None:  # noqa: F811
    change(ours, "roster.csv", "siti,", "Siti,")
    change(ours, "community.toml", "household_size = 4.0", "")
    out = tmp_path / "out"
    assert told("compare", str(ours), "--runs", "0", "--budget", "much", "-o", str(out)) == [
        "--budget", "community.toml: artisans.household_size", "--runs",
    ]  # fmt: skip
    assert not out.exists()


def test_every_place_that_has_an_option_is_one_of_a_command() -> None:
    commands = get_command(app).commands.values()  # type: ignore[attr-defined]
    known = {name for one in commands for option in one.params for name in option.opts}
    known |= {str(option.metavar) for one in commands for option in one.params}
    assert set(_OPTION.values()) <= known


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("run senik --budget 4jt:8jt:3", "--budget: expected one sum (diffusion compare takes a"),
        ("page senik -o p.html --budget 4jt:8jt:3", "--budget: expected one sum (diffusion comp"),
        ("run senik --runs many", '--runs: expected a whole number; found "many"'),
        ("run senik --runs 1.000", "(write 1000, with nothing between thousands)"),
        ("compare senik --precision 1,5", '--precision: expected a number; found "1,5" (write'),
        ("compare senik --at-month 40", "--at-month: expected a whole number from 0 to 36; foun"),
        ("run senik --first-replicate -1", "--first-replicate: expected a whole number from 0"),
        ("compare senik --precision 0", "--precision: expected a number above 0; found 0.0"),
        ("compare senik --precision 1 --most-runs 1", "--most-runs: expected a whole number from"),
        ("page senik -o p.html -p none", "-p: expected two to four programmes; found 1"),
        ("run senik --set parameters.decision.alpha=0.0_3x", 'found "0.0_3x"'),
        ('run senik --set parameters.decision.alpha="0.0_3"', "(write the digits without _ betw"),
        ("run senik --parameters mine", "or a set of your own that you add as a file to the fol"),
        ("run senik --set alpha", "--set: expected PATH=VALUE, as parameters.decision.alpha=0.03"),
    ],
)
def test_an_option_is_told_by_the_name_that_was_typed(
    words: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    status, out, error = answer(*words.split())
    assert (status, out) == (1, "")
    assert said in error
    assert not any(tmp_path.iterdir())


def test_a_sweep_that_never_began_leaves_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed")
    monkeypatch.chdir(tmp_path)
    Path("s.toml").write_text(
        'title = "x"\nmodel = "senik"\nprogrammes = ["campaign_only"]\nreplicates = 1\n'
        'outcomes = ["adopters"]\n',
        encoding="utf-8",
    )
    status, _, error = answer("sweep", "s.toml", "-o", "out", "--scheduler", "nowhere")
    assert status == 1
    assert error.startswith("--scheduler: expected the address of a Dask scheduler")
    assert not Path("out").exists()


def test_a_set_that_is_alone_is_based_on_nothing(ours: Path) -> None:  # noqa: F811
    change(ours, "roster.csv", "siti,", "Sari,")
    (ours / "parameters" / "conservative.toml").unlink()
    (ours / "parameters" / "default.toml").write_text('based_on = "mine"\n', encoding="utf-8")
    _, _, error = answer("check", str(ours))
    assert error == (
        "parameters/default.toml: based_on: expected no such key, because there is no other set "
        '(delete this line); found "mine"\n'
    )


TYPED = "--runs many --months 3,0 --random-seed one"
NUMBERS = ["--runs", "--months", "--random-seed"]
STALL = "community.toml: institutions.stall"


@pytest.mark.parametrize(
    ("words", "places"),
    [
        (f"run {{ours}} {TYPED} --first-replicate x",
         ["--runs", "--months", "--random-seed", "--first-replicate", STALL]),
        (f"compare {{ours}} {TYPED} --at-month x --at-month 40 --precision 0 --most-runs x",
         ["--runs", "--months", "--random-seed", "--at-month", "--most-runs", "--at-month",
          "--precision", STALL]),
        ("check {ours} --months 3,0", ["--months", STALL]),
        (f"page {{ours}} -o p.png {TYPED}", [*NUMBERS, "-o", STALL]),
        (f"animate {{ours}} -o p.png {TYPED}", [*NUMBERS, "-o", STALL]),
    ],
)  # fmt: skip
def test_what_is_typed_and_the_files_are_told_together(
    words: str,
    places: list[str],
    ours: Path,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    change(ours, "community.toml", 'stall = "showroom"', 'stall = "stal"')
    monkeypatch.chdir(tmp_path)
    found = told(*words.format(ours=ours).split())
    assert found == places


def test_a_wrong_setting_is_told_with_what_is_typed() -> None:
    words = ["--set", "parameters.decision.alpa=1", "--runs", "0", "--by", "caste"]
    assert told("run", "senik", *words) == ["--runs", "--by", "--set: parameters.decision.alpa"]


def test_options_of_a_sweep_are_told_together() -> None:
    asked = "sweep no.toml --limit x --workers 0 --column three --lang id"
    status, _, error = answer(*asked.split())
    assert status == 1
    assert [line.split(": ")[0] for line in error.splitlines()] == [
        "5 masalah:", "--limit", "-o", "--column", "--workers", "no.toml",
    ]  # fmt: skip
