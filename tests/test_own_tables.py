"""Tables as a facilitator types them: one report has all that is wrong, and sums are read."""

import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

import diffusion
from diffusion.catalogue.load import programme_of
from diffusion.cli import app
from diffusion.errors import InputError, Problem
from diffusion.i18n.messages import problem_in
from diffusion.readers.numbers import sum_of
from diffusion.readers.tables import read_table

PEOPLE = (
    "Daftar Perajin;;;;;\n"
    "Nama;Miskin;Dusun;Keyakinan;Keterampilan;Uang Tunai\n"
    "P1;Ya;Kulon;4;8,5;Rp 150.000\n"
    "P2;Tdk;Wetan;9;4;390.000\n"
    "P3;T;Kulon;7;8;160 ribu\n"
    "Suminah;Y;Wetan;7,5;8,5;Rp290.000,-\n"
    "P5;ya;Kulon;5,5;4;1,2 juta\n"
    "P6;tidak;Kulon;6;4;\n"
    "Jumlah;6 orang;;;;\n"
)
TIES = (
    "Siapa berbicara dengan siapa;;\n"
    "Dari;Kepada;Kekuatan\n"
    "P1;P2;0,3\n"
    "P2;Suminahh;1\n"
    "Pak RT Lima;P3;0,6\n"
    "Jumlah;3;\n"
)


def new(folder: Path, people: str, ties: str, *words: str) -> tuple[str, list[Problem]]:
    """What `diffusion new community` says, and the mistakes that it tells."""
    (folder / "people.csv").write_text(people, encoding="utf-8-sig")
    (folder / "ties.csv").write_text(ties, encoding="utf-8-sig")
    files = ["--roster", str(folder / "people.csv"), "--ties", str(folder / "ties.csv")]
    result = CliRunner(env={"COLUMNS": "1000"}).invoke(
        app, ["new", "community", str(folder / "ours"), *files, *words]
    )
    error = result.exception
    below = "".join(f"{text}\n" for text in getattr(error, "__notes__", ()))
    return result.output + below, [*error.problems] if isinstance(error, InputError) else []


def test_one_report_has_all_that_is_wrong(tmp_path: Path) -> None:
    """Below a title, under headings of their own: headings, rows, scales, cells and names."""
    said, problems = new(tmp_path, PEOPLE, TIES)
    assert not (tmp_path / "ours").exists()
    found = [(one.place, one.key, one.found.split(" (")[0]) for one in problems]
    people = [
        ("header", '"Keyakinan"'),
        ("self_efficacy", "6 of 6 above 1, the highest 9, as on a scale from 0 to 10"),
        ("skill", "6 of 6 above 1, the highest 8.5, as on a scale from 0 to 10"),
        ("line 8, cash", "nothing"),
    ]
    ties = [
        *(("header", f'"{name}"') for name in ("Dari", "Kepada")),
        ("line 4, Kepada", '"Suminahh"'),
        ("line 5, Dari", '"Pak RT Lima"'),
    ]
    assert found == [
        *(("people.csv", *one) for one in people),
        *(("ties.csv", *one) for one in ties),
    ]
    kinds = "3 in headings, 2 scales, 1 cell, 2 names in the ties"
    assert f"What to put right: {kinds}." in said
    assert "Like nobody in the roster: Pak RT Lima." in said
    options = '--scale self_efficacy=0:10 --scale skill=0:10 --leave-out "Pak RT Lima"'
    assert f"ties.csv {options} --accept-suggestions\n" in said


def test_the_command_that_the_report_gives_makes_the_community(tmp_path: Path) -> None:
    """The second round is the last: the spreadsheet is corrected, and the command is copied."""
    people = PEOPLE.replace("Daftar Perajin;;;;;\n", "").replace("Jumlah;6 orang;;;;\n", "")
    people = people.replace("Nama;Miskin;Dusun", "artisan;poor;hamlet").replace("4;\n", "4;0\n")
    people = people.replace("Keyakinan;Keterampilan;Uang Tunai", "self_efficacy;skill;cash")
    ties = TIES.replace("Siapa berbicara dengan siapa;;\n", "").replace("Jumlah;3;\n", "")
    ties = ties.replace("Dari;Kepada;Kekuatan", "ego;alter;strength")
    said, _ = new(tmp_path, people, ties, "--lang", "id")
    command = next(line for line in said.splitlines() if line.startswith("  diffusion new"))
    assert command.endswith(" --lang id")
    words = shlex.split(command.partition("ties.csv ")[2])
    said, problems = new(tmp_path, people, ties, *words)
    assert not problems
    assert "cash: 5 sel, Rp 150.000 = Rp 150.000, 390.000 = Rp 390.000, 160 ribu = " in said
    assert "ours --lang id\n" in said
    assert said.rstrip().endswith("--lang id")
    made = diffusion.load(tmp_path / "ours")
    assert made.roster is not None
    assert made.roster.columns["cash"] == (150_000, 390_000, 160_000, 290_000, 1_200_000, 0)
    assert made.roster.columns["poor"] == (1, 0, 0, 1, 1, 0)


@pytest.mark.parametrize(
    ("cell", "in_commas", "in_points"),
    [
        ("390.000", 390_000, None),
        ("390,000", None, 390_000),
        ("1.200.000", 1_200_000, 1_200_000),
        ("150.000,00", 150_000, 150_000),
        ("Rp 390.000", 390_000, 390_000),
        ("Rp290.000,-", 290_000, 290_000),
        ("rp. 160 rb", 160_000, 160_000),
        ("1,2 juta", 1_200_000, 1_200_000),
        ("150 000", 150_000, 150_000),
        ("Rp\u00a0150.000", 150_000, 150_000),
        ("1.500 juta", None, None),
        ("150.000,50", None, None),
        ("1,2E+06", None, None),
        ("kira-kira 100.000", None, None),
    ],
)
def test_a_sum_is_read_where_it_can_be_read_in_one_way(
    cell: str, in_commas: int | None, in_points: int | None
) -> None:
    assert sum_of(cell, has_decimal_commas=True) == in_commas
    assert sum_of(cell, has_decimal_commas=False) == in_points


def test_a_hard_blank_in_a_sum_is_a_blank() -> None:
    """A spreadsheet writes one behind Rp; in a name it is told."""
    table = read_table("t.csv", "artisan;cash\nP1;Rp\u00a0150.000\n12\u00a0a;160\u00a0ribu\n")
    assert [one.key for one in table.problems] == ["line 3, artisan"]


def test_a_sum_that_could_be_two_is_refused_with_what_to_write(tmp_path: Path) -> None:
    _, (problem,) = new(tmp_path, "artisan,cash\nP1,390.000\nP2,5\n", "ego,alter\nP1,P2\n")
    assert str(problem) == (
        'people.csv: line 2, cash: expected whole rupiah, 0 or more; found "390.000" '
        "(write 390000, with nothing between thousands)"
    )


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Keyakinan", "self_efficacy"),
        ("Yakin (0-10)", "self_efficacy"),
        ("Confidence", "self_efficacy"),
        ("Ketrampilann", "skill"),
        ("Nilai Keahlian", "skill"),
        ("Kecocokan", "value_fit"),
        ("Uang", "cash"),
        ("Pengeluaran", "need"),
        ("Kemiskinan", "poor"),
        ("Pedukuhann", "hamlet"),
    ],
)
def test_a_heading_that_means_a_trait_is_recognised(
    tmp_path: Path, heading: str, column: str
) -> None:
    _, problems = new(tmp_path, f"artisan;{heading}\nP1;1\nP2;0\n", "ego;alter\nP1;P2\n")
    assert problems[0].found == f'"{heading}" (rename it {column})'


def test_many_different_numbers_are_no_group_by_themselves(tmp_path: Path) -> None:
    """Answers under a heading that nobody knows are told, and divide nothing; codes do."""
    rows = "".join(f"P{n};{n % 10};{n % 3 + 1};{n % 2},5\n" for n in range(24))
    said, problems = new(tmp_path, f"artisan;Q7;Kiln;Q8\n{rows}", "ego;alter\nP1;P2\n")
    assert not problems
    made = diffusion.load(tmp_path / "ours")
    assert made.file.artisans.groups == ("Kiln",)
    assert "Q7, 10 different numbers, which the model does not read (if it is a trait, " in said
    assert "Q8, 2 different numbers" in said


@pytest.mark.parametrize(
    ("words", "poor"),
    [
        ("Y T", (1, 0)),
        ("ya tdk.", (1, 0)),
        ("T F", (1, 0)),
        ("TRUE T", (1, None)),
        ("n y", (0, 1)),
        ("T 0", (None, 0)),
    ],
)
def test_yes_and_no_in_short(tmp_path: Path, words: str, poor: tuple[int | None, ...]) -> None:
    """T is no beside Y or ya, yes beside F, and otherwise could be either."""
    first, second = words.split()
    people = f"artisan;poor\nP1;{first}\nP2;{second}\n"
    _, problems = new(tmp_path, people, "ego;alter\nP1;P2\n")
    if None in poor:
        (problem,) = problems
        assert problem.found == '"T" (write tidak, or true, whichever it is)'
        assert problem_in("id", problem).endswith("(tulis tidak, atau true (ya), mana yang benar)")
    else:
        made = diffusion.load(tmp_path / "ours").roster
        assert made is not None
        assert made.columns["poor"] == poor


def test_an_empty_sum_says_what_to_do(tmp_path: Path) -> None:
    people = "artisan;cash\nP1;100\nP2;\nP3;300\nP4;Rp 200\n"
    _, (problem,) = new(tmp_path, people, "ego;alter\nP1;P2\n")
    assert problem.found == (
        "nothing (fill it in; if nobody knows it, write the median of the others, 200, and say so "
        "where you publish, or delete the whole column: then it is drawn)"
    )
    assert "tulis median yang lain, 200, dan nyatakan itu" in problem_in("id", problem)


def test_empty_cells_of_a_column_are_told_once(tmp_path: Path) -> None:
    people = "artisan;cash;skill\nP1;100;-\nP2;-;0,5\nP3;;0,5\nP4;Rp 200;1\nP5;-;x\n"
    _, problems = new(tmp_path, people, "ego;alter\nP1;P2\n")
    found = [(one.key, one.found.split(" (")[0]) for one in problems]
    assert found == [
        ("line 3, cash", '"-", as in lines 4, 6'),
        ("line 2, skill", '"-"'),
        ("line 6, skill", '"x"'),
    ]
    assert '"-", seperti di baris 4, 6 (isi; jika' in problem_in("id", problems[0])


@pytest.mark.parametrize(
    ("names", "n"), [("Sri Bu-Darmo P3", 2), ("P1 B C-7", 0), ("Ana Rumah-1 x", 1)]
)
def test_names_of_people_are_told_of_and_stop_nothing(tmp_path: Path, names: str, n: int) -> None:
    people = "artisan\n" + names.replace(" ", "\n").replace("-", " ") + "\n"
    said, problems = new(tmp_path, people, "ego;alter\n")
    assert not problems
    told = f"{n} in roster.csv look" if n > 1 else f"{n} in roster.csv looks like a person"
    assert (told in said) == (n > 0)
    check = CliRunner(env={"COLUMNS": "1000"}).invoke(
        app, ["check", str(tmp_path / "ours"), "--lang", "id"]
    )
    assert ("huruf atau nomor lebih aman sebelum folder ini" in check.output) == (n > 0)


def test_a_name_like_nobody_says_what_to_type(tmp_path: Path) -> None:
    said, _ = new(tmp_path, "artisan\nP1\nP2\n", "ego,alter\nP1,Pak RT\n", "--accept-suggestions")
    told = 'Like nobody in the roster: Pak RT. If they are no artisans: --leave-out "Pak RT"'
    assert told in said
    many = "".join(f"P1,{name}\n" for name in ("Aa", "Bb", "Cc", "Dd", "Ee", "Ff", "Gg"))
    said, _ = new(tmp_path, "artisan\nP1\nP2\n", f"ego,alter\n{many}")
    assert "If they are no artisans: --leave-out-unknown" in said


def test_what_nobody_sees_is_told_with_the_rest() -> None:
    """A hidden letter hides no other mistake, and the cell is read as it looks."""
    table = read_table("t.csv", "artisan,skill\nSri\u00a0L,0.5\nP\u200b2,x\n")
    assert [row for _, row in table.rows] == [["Sri L", "0.5"], ["P2", "x"]]
    assert [one.key for one in table.problems] == ["line 2, artisan", "line 3, artisan"]


@pytest.mark.parametrize(
    ("typed", "name"),
    [("kolaborasi saja", "collaboration_only"), ("Campaign only", "campaign_only")],
)
def test_a_programme_may_be_called_as_it_is_printed(typed: str, name: str) -> None:
    assert programme_of(diffusion.load("senik"), typed).name == name


def test_part_of_a_printed_name_is_answered_with_the_name() -> None:
    with pytest.raises(InputError) as refused:
        programme_of(diffusion.load("senik"), "kolaborasi")
    (problem,) = refused.value.problems
    assert '(did you mean collaboration_only, "kolaborasi saja"?)' in problem.expected
    assert '(maksud Anda collaboration_only, "kolaborasi saja"?)' in problem_in("id", problem)


def test_the_poor_may_be_asked_for_in_both_languages(tmp_path: Path) -> None:
    people = "artisan;poor;hamlet;Kiln\nP1;ya;A;x\nP2;tidak;B;y\n"
    new(tmp_path, people, "ego;alter\nP1;P2\n")
    made = diffusion.load(tmp_path / "ours")
    assert made.with_groups(["Miskin"]) == made.with_groups(["poor"]) == made.with_groups([])
    with pytest.raises(InputError, match="one of hamlet, Kiln, poor"):
        made.with_groups(["caste"])


def test_a_header_with_cells_too_many_is_no_title() -> None:
    table = read_table("t.csv", "artisan;cash;skill;poor\nP1;1;0,5\nP2;2;0,1\nP3;3;0,2\n")
    assert table.header == ["artisan", "cash", "skill", "poor"]
    assert not table.problems


@pytest.mark.parametrize(
    "title",
    ["Daftar\nTahun 2026\n", "Daftar, Desa Senik 2026\n", "Daftar, Desa Senik;;\n", "A;;\n;;\nB\n"],
)
def test_below_titles_of_any_look_the_rest_is_read(title: str) -> None:
    table = read_table("t.csv", f"{title}artisan;cash;poor\nP1;1;ya\nP2;2,5;ya\nP3;3;ya\n")
    assert table.header == ["artisan", "cash", "poor"]
    assert table.separator == ";"
    assert len(table.rows) == 3
    assert {what for _, _, what in table.left_out} == {"title"}
    assert not table.problems
