"""The command import: what is printed, asked and written, in both languages."""

import json
import re
import shlex
import shutil
import tomllib
from pathlib import Path

import pytest
from test_bad_input import answer

import diffusion
from diffusion.importing.choices import (
    AdoptionOfFile,
    Choices,
    People,
    Periods,
    TiesOfFile,
    choices_of,
)

FILES = Path(__file__).parent / "files" / "importing"
EXPORT = Path(__file__).parents[1] / "docs" / "forms" / "example_export.xlsx"
VILLAGE = FILES / "surveys" / "village.csv"
ANSWERS = ("--accept-suggestions", "--unsurveyed", "keep")


def test_an_export_becomes_a_community(tmp_path: Path) -> None:
    folder = tmp_path / "ovens"
    status, out, error = answer("import", str(EXPORT), "-o", str(folder), *ANSWERS)
    assert (status, error) == (0, "")
    assert "18 in the file, 17 kept" not in out
    assert "oven: 11 adopted at a known time (2 of them gave it up)" in out
    assert sorted(one.name for one in folder.iterdir() if one.is_file()) == [
        "adoption.csv", "community.toml", "import.toml", "load_report.json", "roster.csv",
        "ties.csv",
    ]  # fmt: skip
    made = diffusion.load(folder)
    assert made.n_artisans == 17
    assert made.file.calendar.start == "2010-03"
    assert made.file.innovation.name == "oven"
    assert f"diffusion import {EXPORT} --choices {folder / 'import.toml'} -o NEW" in out
    assert made.groups["gender"].sizes == {"female": 8, "male": 8, "not known": 1}
    assert made.observed is not None
    assert (made.observed.adoption["oven"].time >= 0).sum() == 11
    report = json.loads((folder / "load_report.json").read_text(encoding="utf-8"))
    assert report["people"] == {"in_file": 17, "kept": 17, "left_out": {}}
    assert report["ties"]["in_file"] == 27
    status, out, _ = answer("check", str(folder))
    assert status == 0


def test_what_is_open_stops_it_and_nothing_is_written(tmp_path: Path) -> None:
    folder = tmp_path / "ovens"
    status, out, error = answer("import", str(EXPORT), "-o", str(folder))
    assert status == 1
    assert "27 in the file" in out
    assert '"Suminahh" (rows: 1), perhaps Suminah (add --accept-suggestions, or write' in error
    assert "others, 1: Pak Lurah (add --unsurveyed keep, or write unsurveyed" in error
    assert f"-o {folder} --accept-suggestions --unsurveyed keep\n" in error
    assert not folder.exists()


def test_the_choices_repeat_the_import(tmp_path: Path) -> None:
    first, again = tmp_path / "first", tmp_path / "again"
    answer("import", str(EXPORT), "-o", str(first), *ANSWERS)
    words = ("import", str(EXPORT), "--choices", str(first / "import.toml"), "-o", str(again))
    status, out, error = answer(*words)
    assert (status, error) == (0, "")
    assert "(a guess)" not in out
    for name in ("roster.csv", "ties.csv", "adoption.csv", "import.toml", "community.toml"):
        assert (first / name).read_bytes() == (again / name).read_bytes()
    status, out, _ = answer("import", str(first / "import.toml"), str(EXPORT), "--dry-run")
    assert status == 0


def test_choices_can_be_written_to_be_edited(tmp_path: Path) -> None:
    file = tmp_path / "import.toml"
    status, out, _ = answer("import", str(VILLAGE), "--write-choices", str(file))
    assert status == 0
    assert f"Written: {file}." in " ".join(out.split())
    said = tomllib.loads(file.read_text(encoding="utf-8"))
    assert said["names"] == {"Sitti": "Siti"}
    assert said["adoption"][0]["blank"] == "never"
    words = ("import", str(VILLAGE), "--choices", str(file), "-o", str(tmp_path / "village"))
    status, out, error = answer(*words)
    assert (status, error) == (0, "")
    assert (tmp_path / "village" / "adoption.csv").read_text(encoding="utf-8").splitlines() == [
        "artisan,innovation,time,given_up,last,state",
        "1,tungku,2010-11,,,adopted",
        "2,tungku,2010-12,,,adopted",
        "3,tungku,,,,never",
        "4,tungku,2010-08,2010-12,,given_up",
        "5,tungku,,,,never",
        "Pak Lurah,tungku,,,,not_known",
    ]


def test_it_speaks_indonesian() -> None:
    status, out, error = answer("import", str(EXPORT), "--dry-run", "--lang", "id")
    assert status == 1
    assert out.startswith("Berkas\n")
    assert "Orang disebut" not in out
    assert "seharusnya setiap nama seperti tertulis di antara orang yang disurvei" in error
    assert "Lalu ketik, dengan jawaban Anda:" in error


def test_the_report_is_json_too() -> None:
    status, out, _ = answer("import", str(EXPORT), "--dry-run", "--json", *ANSWERS)
    assert status == 0
    assert json.loads(out)["adoption"]["oven"]["never"] == 5


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((str(EXPORT),), "-o: expected a new folder, or --dry-run; found nothing"),
        (("nowhere.csv", "--dry-run"), "nowhere.csv: expected a file of people or ties; found no"),
        ((str(EXPORT), "--dry-run", "--unsurveyed", "ask"), "--unsurveyed: expected one of keep,"),
        ((str(EXPORT), "--dry-run", "--format", "exel"), "did you mean excel?"),
        (
            (str(EXPORT), "--dry-run", "--choices", "no.toml"),
            "no.toml: expected a file import",
        ),
        (
            (str(EXPORT), "-o", str(FILES)),
            "expected a new or empty folder (choose another name); found files in it",
        ),
    ],
)
def test_what_is_asked_wrongly_is_told(words: tuple[str, ...], message: str) -> None:
    status, _, error = answer("import", *words)
    assert status == 1
    assert message in error


@pytest.mark.parametrize(
    "file",
    sorted(
        path
        for folder in ("csv", "excel", "kobo", "odk", "surveycto", "pajek", "graphml", "gexf",
                       "gml", "ucinet", "stata", "spss", "r")
        for path in (FILES / folder).iterdir()
        if path.is_file() and path.suffix != ".toml"
    ),
    ids=lambda path: f"{path.parent.name}/{path.name}",
)  # fmt: skip
def test_every_file_of_the_corpus_is_answered(file: Path) -> None:
    """Valid or broken: a report or a message, and never a traceback."""
    status, _, error = answer("import", str(file), "--dry-run")
    assert status in (0, 1)
    assert (status == 0) == (error == "")
    assert "Traceback" not in error


DOCS = Path(__file__).parents[1] / "docs"
ENGLISH = (DOCS / "howto" / "import.en.md").read_text(encoding="utf-8")
INDONESIAN = (DOCS / "howto" / "import.id.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", flags=re.DOTALL | re.MULTILINE)
COMMAND = re.compile(r"^diffusion (.+)$", flags=re.MULTILINE)


def commands_of(page: str) -> list[str]:
    return [c for kind, text in BLOCK.findall(page) if not kind for c in COMMAND.findall(text)]


@pytest.mark.slow
@pytest.mark.usefixtures("shipped")
def test_the_page_can_be_followed_from_top_to_bottom(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every command of the page, in order; only the first asks, and says how to answer."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(EXPORT, tmp_path)
    commands = commands_of(ENGLISH)
    assert len(commands) == 9
    for command in commands:
        words = shlex.split(command)
        if words[0] in ("compare", "page"):
            words += ["--runs", "4", "--months", "12"]
        status, _, error = answer(*words)
        assert status == ("--dry-run" in words), (command, error)
    measured = {one.name for one in (tmp_path / "measured").iterdir()}
    assert measured
    assert (tmp_path / "ovens.html").is_file()


def test_both_pages_have_the_same_commands() -> None:
    assert commands_of(ENGLISH) == commands_of(INDONESIAN)
    assert "belum dibaca oleh penutur asli" in INDONESIAN


def test_what_the_pages_say_of_import_toml_is_read() -> None:
    """Every key that there is stands on the English page, but source and format."""
    said = [
        tomllib.loads(text) for page in (ENGLISH, INDONESIAN)
        for kind, text in BLOCK.findall(page) if kind == "toml"
    ]  # fmt: skip
    assert len(said) == 2
    for one in said:
        choices_of(one)
    keys = {*said[0], *said[0]["people"], *said[0]["ties"][0], *said[0]["adoption"][0]}
    keys |= {*said[0]["periods"]}
    kinds = (Choices, People, TiesOfFile, AdoptionOfFile, Periods)
    known = {name for kind in kinds for name in kind.model_fields}
    assert known - keys == {
        "source", "format", "ego", "kinds", "begins", "ends", "negative", "not_known", "undated",
    }  # fmt: skip
