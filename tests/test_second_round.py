"""What a person is told who has typed a table or a command almost right."""

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

import diffusion
from diffusion.catalogue.scaffold import new_community
from diffusion.cli import app
from diffusion.cli.misuse import sum_in_quotes
from diffusion.errors import InputError, OddWarning
from diffusion.i18n.messages import message_in, problem_in
from diffusion.readers.headings import OtherHeading
from diffusion.readers.names import slips
from tests.test_bad_input import answer

PEOPLE = "artisan;hamlet;kiln\n" + "".join(
    f"P{n};{'Kali Buntung' if n == 7 else 'Kalibuntung' if n % 2 else 'Tegalrejo'};"
    f"{'open pitt' if n == 4 else 'open pit'}\n"
    for n in range(1, 13)
)


def made(folder: Path, people: str = PEOPLE) -> Path:
    (folder / "people.csv").write_text(people, encoding="utf-8")
    new_community(folder / "ours", roster=folder / "people.csv")
    return folder / "ours"


def refused(folder: Path, people: str, **wishes: object) -> InputError:
    (folder / "people.csv").write_text(people, encoding="utf-8")
    with pytest.raises(InputError) as error:
        new_community(folder / "ours", roster=folder / "people.csv", **wishes)  # type: ignore[arg-type]
    return error.value


def test_a_misspelt_hamlet_is_told_and_read(tmp_path: Path) -> None:
    with pytest.warns(OddWarning) as told:
        ours = made(tmp_path)
    texts = {str(one.message) for one in told}
    hamlet, kiln = sorted(texts)
    assert hamlet.startswith('roster.csv: hamlet: "Kali Buntung" (1) and "Kalibuntung" (5) are ')
    assert kiln.startswith('roster.csv: kiln: "open pitt" (1) and "open pit" (11) are counted as')
    assert "(maksud Anda Kalibuntung? Jika ya" in message_in("id", hamlet)
    assert "dihitung sebagai dua kelompok (maksud Anda open pit?" in message_in("id", kiln)
    for words in (["check", str(ours)], ["check", str(ours), "--lang", "id"]):
        said = " ".join(CliRunner().invoke(app, words).output.split())
        assert "Kalibuntung? " in said


@pytest.mark.parametrize(
    "words",
    [
        ["male", *["female"] * 9],
        ["Krajan I", *["Krajan II"] * 9],
        ["Dusun A", *["Dusun B"] * 9],
        ["Kebon 1", *["Kebon 2"] * 9],
        ["Tegalsari", *["Tegalrejo"] * 9],
        [*["Kali Buntung"] * 5, *["Kalibuntung"] * 6],
        [""] * 3,
    ],
)
def test_words_that_are_two_are_no_slips(words: list[str]) -> None:
    assert slips(words) == []


def test_a_scale_is_read_under_the_heading_of_the_table(tmp_path: Path) -> None:
    people = "artisan;skill;self_efficacy\n" + "".join(f"P{n};{n};{n}\n" for n in range(1, 9))
    error = refused(tmp_path, people, scales=["Keterampilan=0:10", "Kiln=0:10"])
    option, scale = error.problems
    assert (option.place, option.found) == ("--scale", '"Kiln"')
    assert scale.key == "self_efficacy"
    (tmp_path / "people.csv").write_text(people, encoding="utf-8")
    scales = ["Keterampilan=0:10", "percaya diri=0:10"]
    new_community(tmp_path / "ours", roster=tmp_path / "people.csv", scales=scales)
    community = diffusion.load(tmp_path / "ours")
    assert community.file.artisans.scale.skill == (0, 10)
    assert community.file.artisans.scale.self_efficacy == (0, 10)


def test_results_are_divided_by_what_a_heading_means(tmp_path: Path) -> None:
    ours = made(tmp_path, PEOPLE.replace("Kali Buntung", "Kalibuntung").replace("pitt", "pit"))
    words = ["run", str(ours), "-p", "campaign_only", "--runs", "30"]
    status, out, error = answer(*words, "--by", "Dusun")
    assert (status, error) == (0, "")
    assert out == answer(*words, "--by", "hamlet")[1]
    assert "Tegalrejo" in out


def test_the_command_to_type_stands_last(tmp_path: Path) -> None:
    people = "Nama;Kemahiran;Miskin\n" + "".join(f"P{n};{n};ya\n" for n in range(1, 9))
    (tmp_path / "people.csv").write_text(people, encoding="utf-8")
    ours, file = str(tmp_path / "ours"), str(tmp_path / "people.csv")
    for lang, own in (("en", OtherHeading.below), ("id", message_in("id", OtherHeading.below))):
        status, _, error = answer(
            "new", "community", ours, "--roster", file, "--scale", "kiln=0:10", "--lang", lang
        )
        lines = error.splitlines()
        assert status == 1
        assert lines.count(own) == 1
        assert lines.index(own) > max(n for n, line in enumerate(lines) if "people.csv:" in line)
        assert lines[-1].startswith("  diffusion new community ")
        assert lines[-1].partition("people.csv ")[2].startswith("--scale skill=0:10")


@pytest.mark.parametrize(
    ("column", "cell", "told", "in_indonesian"),
    [
        ("cash", "1,2E+06", "(write a sum as 150000, Rp 150.000 or 1,2 juta)", "tulis jumlah uang"),
        ("cash", "± 200 ribu", "(write a sum as 150000, Rp 150.000 or 1,2 juta)", "1,2 juta)"),
        ("cash", "-", '"-" (fill it in; if nobody knows it, write the median', "tulis median"),
        (
            "skill",
            "04-Mei",
            "(a spreadsheet made a date of a number such as 4.5",
            "menjadi tanggal",
        ),
        ("skill", "2026-05-04", "(a spreadsheet made a date of a number", "menjadi tanggal"),
    ],
)
def test_a_cell_that_is_no_number_says_what_to_write(
    tmp_path: Path, column: str, cell: str, told: str, in_indonesian: str
) -> None:
    error = refused(tmp_path, f"artisan;{column}\nP1;1\nP2;{cell}\nP3;0\n")
    (problem,) = error.problems
    assert told in str(problem)
    assert in_indonesian in problem_in("id", problem)


def test_a_date_on_another_scale_is_told_with_the_scale(tmp_path: Path) -> None:
    error = refused(tmp_path, "artisan;skill\nP1;7\nP2;04-Mei\nP3;8\nP4;6\nP5;3-4\n")
    scale, date, span = error.problems
    assert scale.key == "skill"
    assert "made a date of a number" in date.found
    assert span.found == '"3-4"'
    assert "angka pada skala kolom itu" in problem_in("id", span)


@pytest.mark.parametrize(
    ("words", "quoted"),
    [
        ("--budget 12 juta", '--budget "12 juta"'),
        ("--budget=1,5 jt -p x", '--budget "1,5 jt"'),
        ("--budget Rp 12 juta", '--budget "Rp 12 juta"'),
        ("--budget Rp 12.000.000 -p x", '--budget "Rp 12.000.000"'),
        ("--budget 12 -p juta", None),
        ("--budget", None),
        ("juta", None),
    ],
)
def test_a_sum_that_the_shell_has_cut_is_quoted(words: str, quoted: str | None) -> None:
    assert sum_in_quotes(words.split()) == quoted


def test_a_cut_sum_and_millions_without_their_word_are_told() -> None:
    status, _, error = answer("compare", "senik", "--budget", "12", "juta", "--lang", "id")
    assert status == 2
    assert 'ditulis dalam tanda kutip: --budget "12 juta"' in error
    for command in ("compare", "run"):
        status, _, error = answer(command, "senik", "--budget", "12")
        assert status == 1
        assert "found Rp 12 (did you mean 12 juta?)" in error
    status, _, error = answer(
        "run", "senik", "-p", "campaign_only", "--budget", "1", "--lang", "id"
    )
    assert status == 1
    assert "maksud Anda" not in error


@pytest.mark.parametrize("option", ["--replicates", "--repetitions", "--ulangan", "--replicats"])
def test_the_number_of_runs_is_found_under_other_words(option: str) -> None:
    status, _, error = answer("run", "senik", option, "3")
    assert status == 2
    assert "--runs" in error
    assert "--replace" not in error


@pytest.mark.parametrize("command", ["run senik", "compare senik", "page senik"])
def test_no_option_that_overwrites_is_proposed(command: str) -> None:
    status, _, error = answer(*command.split(), "--replase")
    assert status == 2
    assert "--replace" not in error


@pytest.mark.parametrize(("words", "end"), [((), ""), (("--lang", "id"), " --lang id")])
@pytest.mark.slow
def test_the_next_command_is_ready_and_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], end: str
) -> None:
    monkeypatch.chdir(tmp_path)
    made(tmp_path, "artisan\nP1\nP2\nP3\n")
    new = CliRunner().invoke(app, ["new", "community", str(tmp_path / "two"), *words])
    check = CliRunner().invoke(app, ["check", str(tmp_path / "ours"), *words])
    for said, folder in ((new.output, "two"), (check.output, "ours")):
        last = said.splitlines()[-1]
        start = f"  diffusion compare {tmp_path / folder} -p campaign_only -p collaboration_only"
        assert last.startswith(f"{start} --budget ")
        assert last.endswith(f" -o results{end}")
        budget = int(last.partition("--budget ")[2].split()[0])
        typed = last.replace(end, "").split()[1:]
        status, _, error = answer(*typed, "--runs", "2")
        assert status == 0, error
        assert (tmp_path / "results/report.html").is_file()
        shutil.rmtree(tmp_path / "results")
        typed[typed.index("--budget") + 1] = str(budget - 1)
        status, out, error = answer(*typed, "--runs", "2")
        assert (
            "supaya" in error
            or "so that" in error
            or "not possible" in out
            or "tidak mungkin" in out
        )
