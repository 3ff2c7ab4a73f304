"""Tables as people bring them: what is understood, and what is refused with a way out."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

import diffusion
from diffusion.catalogue.scaffold import new_community
from diffusion.cli import app
from diffusion.errors import InputError
from diffusion.i18n.words import Words
from diffusion.readers.texts import AS_CSV
from diffusion.reporting.methods import methods_text
from diffusion.scenario.artisans import LeftOut
from diffusion.scenario.community import Community

ROSTER = "artisan\nSutinah\nWarsini\nTukinem\n"

DELETE = "(delete this line)"


def begun(
    tmp_path: Path, roster: str | bytes, ties: str | bytes | None = None, **wishes: object
) -> Community:
    tables: dict[str, Path] = {}
    for name, content in (("roster", roster), ("ties", ties)):
        if content is not None:
            tables[name] = tmp_path / f"{name}.csv"
            tables[name].write_bytes(content if isinstance(content, bytes) else content.encode())
    new_community(tmp_path / "ours", **tables, **wishes)  # type: ignore[arg-type]
    return diffusion.load(tmp_path / "ours")


def told(
    tmp_path: Path, roster: str | bytes, ties: str | bytes | None = None, **wishes: object
) -> list[str]:
    with pytest.raises(InputError) as refused:
        begun(tmp_path, roster, ties, **wishes)
    assert not (tmp_path / "ours").exists()
    return str(refused.value).splitlines()


@pytest.mark.parametrize(
    "roster",
    [
        "Artisan,SKILL,Self-Efficacy\nP1,0.5,0.25\n",
        " artisan , Skill ,self efficacy\n P1 ,0.5, 0.25 \n",
        "sep=;\nartisan;skill;self_efficacy\nP1;0,5;,25\n",
        '"sep=,"\nartisan,skill,self_efficacy\nP1,0.5,0.25\n',
        "\ufeff\ufeff\nartisan,skill,self_efficacy\nP1,.5,0.25\n",
        '"\ufeffartisan",skill,self_efficacy\nP1,0.5,2.5e-1\n',
        "artisan,skill,self_efficacy\n,,\nP1,0.5,0.25\n,,\n,,\n",
        "artisan\u00a0,skill,self_efficacy\nP1\u00a0,0.5,0.25\n",
    ],
    ids=["capitals", "blanks", "sep", "sep in quotes", "marks", "mark in quotes", "empty rows",
         "hard blanks"],
)  # fmt: skip
def test_the_same_roster_is_understood(tmp_path: Path, roster: str) -> None:
    read = begun(tmp_path, roster).roster
    assert read is not None
    assert read.labels == ("P1",)
    assert read.columns == {"skill": (0.5,), "self_efficacy": (0.25,)}


@pytest.mark.parametrize(
    ("roster", "line", "text", "what"),
    [
        ("artisan\nP1\nP2\nartisan\nP3\n", 4, "artisan", "headings"),
        ("artisan,skill\nP1,0.5\nArtisan,Skill\nP2,0.5\nP3,1\n", 3, "Artisan", "headings"),
        ("Nama,Dusun\nP1,A\nP2,A\nNama,Dusun\nP3,B\n", 4, "Nama", "headings"),
        ("artisan\nP1\nP2\nP3\nTotal\n", 5, "Total", "total"),
        ("artisan\nP1\nP2\nP3\nJumlah total: 3\n", 5, "Jumlah total: 3", "total"),
        ("artisan,cash\nP1,100\nP2,200\nP3,300\nJumlah,600\n", 5, "Jumlah", "total"),
        (
            "gender,artisan,cash\nF,P1,100\nF,P2,1\nF,P3,1\n,Grand Total:,102\n",
            5,
            "Grand Total:",
            "total",
        ),
        ("artisan\nP1\nP2\nP3\n\nSource: census 2010\n", 6, "Source: census 2010", "note"),
        (
            "artisan,cash\nP1,1\nP2,2\nP3,3\nCatatan: dari kader,\n",
            5,
            "Catatan: dari kader",
            "note",
        ),
        ("Potters of 2010\n\nartisan\nP1\nP2\nP3\n", 1, "Potters of 2010", "title"),
        ("Potters of 2010\nartisan,cash\nP1,1\nP2,2\nP3,3\n", 1, "Potters of 2010", "title"),
        ("Village,Wringin,\nNama,Uang tunai,x_km\nP1,1,2\nP2,2,3\nP3,3,4\n", 1, "Village", "title"),
    ],
)
def test_what_is_certainly_no_person_is_left_out_and_told(
    tmp_path: Path, roster: str, line: int, text: str, what: str
) -> None:
    community = begun(tmp_path, roster)
    assert community.roster is not None
    assert community.labels == ("P1", "P2", "P3")
    assert community.roster.left_out == (LeftOut(line, text, what),)
    assert (tmp_path / "ours/roster.csv").read_text() == roster
    check = CliRunner().invoke(app, ["check", str(tmp_path / "ours")])
    said = f"line {line} of roster.csv ({text}, {Words('en')(f'read.is_{what}')})"
    assert said in " ".join(check.stdout.split())


def test_what_may_be_a_person_is_left_out_only_if_somebody_says_so(tmp_path: Path) -> None:
    """Total Santosa may be somebody; what stands alone below a table may be too."""
    roster = "artisan,cash\nP1,100\nP2,200\nTotal Santosa,\n,\nfigures of the village,\n"
    ties = "ego,alter\nP1,P2\n\nby the census,\n"
    lines = told(tmp_path, roster, ties)
    assert [line.split(";")[0] for line in lines] == [
        "roster.csv: line 4: expected an artisan",
        "roster.csv: line 6: expected an artisan",
        "ties.csv: line 4: expected a tie",
    ]
    community = begun(tmp_path, roster, ties, leave_out_lines=True)
    assert community.labels == ("P1", "P2")
    assert (tmp_path / "ours/roster.csv").read_text() == "artisan,cash\nP1,100\nP2,200\n"
    assert [(row["found"], row["rows_left_out"], row["what"]) for row in community.replaced] == [
        ("Total Santosa", "1", "line"),
        ("figures of the village", "1", "line"),
        ("by the census", "1", "line"),
    ]
    text = methods_text(diffusion.compare(community, ["campaign_only", "none"], n_runs=2))
    assert "such as titles, totals and notes, were left out: 3." in text
    assert "tidak dipakai 3 baris" in text


def test_a_heading_for_one_thing_alone_is_understood_and_told(tmp_path: Path) -> None:
    roster = (
        "Nama Pengrajin;Dusun;Keluarga miskin;Keterampilan;Kiln\n"
        "P1;Lor;ya;0,5;x\nP2;Kidul;tidak;1;y\n"
    )
    community = begun(tmp_path, roster, "Penyebut;Yang disebut\nP1;P2\n")
    assert community.roster is not None
    assert {*community.roster.columns} == {"hamlet", "poor", "skill"}
    assert community.roster.headings == {
        "Nama Pengrajin": "artisan",
        "Dusun": "hamlet",
        "Keluarga miskin": "poor",
        "Keterampilan": "skill",
    }
    check = CliRunner().invoke(app, ["check", str(tmp_path / "ours")])
    words = " ".join(check.stdout.split())
    assert "headings Nama Pengrajin as artisan, Dusun as hamlet" in words
    assert "Yang disebut as alter" in words
    text = methods_text(diffusion.compare(community, ["campaign_only", "none"], n_runs=2))
    assert "Headings of the tables were read as the columns that they mean: Nama P" in text


def test_a_vague_heading_is_read_as_suggested_only_if_somebody_says_so(tmp_path: Path) -> None:
    """Keyakinan is a belief in oneself, or a religion; from and to may be either way."""
    roster, ties = "artisan;Keyakinan\nP1;0,5\nP2;1\n", "from,to\nP1,P2\n"
    lines = told(tmp_path, roster, ties)
    assert [line.partition("; ")[2] for line in lines] == [
        'found "Keyakinan" (rename it self_efficacy)',
        'found "from" (rename it ego)',
        'found "to" (rename it alter)',
    ]
    community = begun(tmp_path, roster, ties, accept_suggestions=True)
    assert community.roster is not None
    assert community.roster.columns == {"self_efficacy": (0.5, 1.0)}
    assert community.tie_list is not None
    assert community.tie_list.pairs.tolist() == [[0, 1]]
    written = {row["found"]: (row["written"], row["what"]) for row in community.replaced}
    assert written == {
        "Keyakinan": ("self_efficacy", "heading"),
        "from": ("ego", "heading"),
        "to": ("alter", "heading"),
    }


def test_two_headings_for_one_column_are_for_a_person_to_choose(tmp_path: Path) -> None:
    lines = told(tmp_path, "Nama;Pengrajin\nP1;a\nP2;b\n")
    assert [line.partition("; ")[2] for line in lines] == [
        'found "Nama" (rename it artisan)',
        'found "Pengrajin" (rename it artisan)',
    ]


@pytest.mark.parametrize(
    ("roster", "expected"),
    [
        (
            "P1\nP2\nartisan\nP3\n",
            "header: expected a column artisan; found P1; the headings stand in "
            "line 3 (delete the lines above it)",
        ),
        (
            "artisan\nP1\nP2\nP3\n\ncensus 2010\n",
            'line 6: expected an artisan; found "census 2010", alone below an empty line (delete '
            "this line if it is a note, or the empty line above if not)",
        ),
        (
            "artisan,cash\nP1,100\n,\nfigures of the village\nand of the census\n",
            'line 4: expected an artisan; found "figures of the village", a note ' + DELETE,
        ),
        (
            "artisan\nP1\nP2\n\x1a",
            "line 4, artisan: expected letters that can be seen; found U+001A control character "
            'that ends old files in "" (delete it, or type it anew)',
        ),
        (
            "artisan\nP1\nP2\n\ufeffP3\nP4\n",
            "line 4, artisan: expected letters that can be seen; found U+FEFF byte-order mark in "
            '"P3" (delete it, or type it anew)',
        ),
        (
            "artisan,cash\nP1\x00,100\n",
            "line 2, artisan: expected letters that can be seen; found U+0000 null character in "
            '"P1" (delete it, or type it anew)',
        ),
        (
            "artisan,cash\nSiti\u200b A,100\n",
            "line 2, artisan: expected letters that can be seen; found U+200B zero width space in "
            '"Siti A" (delete it, or type it anew)',
        ),
        (
            "artisan,x_km,y_km\nP1,1_2,0\n",
            "line 2, x_km: expected a number of km from -1,000 to 1,000; "
            'found "1_2" (write the digits without _ between them)',
        ),
        (
            "artisan,cash\nP1,250_000\n",
            'line 2, cash: expected whole rupiah, 0 or more; found "250_000" '
            "(write 250000, with nothing between thousands)",
        ),
        (
            "artisan,skill\nP1,\uff10\n",
            'line 2, skill: expected a number from 0 to 1; found "\uff10" (write 0, with the '
            "digits 0 to 9; U+FF10 fullwidth digit zero is none of them)",
        ),
        (
            "artisan,skill\nP1,45 %\n",
            'line 2, skill: expected a number from 0 to 1; found "45 %" (write 0.45)',
        ),
        (
            "artisan,poor\nP1,\n",
            "line 2, poor: expected yes or no (yes, ya, true, 1, or no, tidak, false, 0); found "
            "nothing (if it is not known of everybody, give the column quite another heading, and "
            "it is a group)",
        ),
        (
            "artisan,hamlet\nP1,\n",
            "line 2, hamlet: expected the name or the number of a hamlet; "
            "found nothing (fill it in, or delete the column: then all live in one hamlet)",
        ),
    ],
)
def test_what_is_no_person_is_refused(tmp_path: Path, roster: str, expected: str) -> None:
    assert told(tmp_path, roster)[0] == f"roster.csv: {expected}"


def test_a_person_may_stand_below_an_empty_line(tmp_path: Path) -> None:
    assert begun(tmp_path, "artisan\nP1\n\nP2\nP3\n").labels == ("P1", "P2", "P3")


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"PK\x03\x04" + bytes(30) + b"xl/workbook.xml", "an Excel workbook (xlsx)"),
        (
            b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
            "a LibreOffice workbook (ods)",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(50), "an old Excel workbook (xls)"),
        ("artisan\nP1\n".encode("utf-16"), "text in UTF-16"),
        ("artisan\nP1\n".encode("utf-16-le"), "text in UTF-16"),
        (
            b"<html><table><tr><td>artisan</td></tr></table></html>",
            "a page for a browser, as some programs write under the name of a workbook",
        ),
    ],
)
def test_a_spreadsheet_is_known_by_its_first_bytes(
    tmp_path: Path, content: bytes, found: str
) -> None:
    way_out = f"diffusion import takes it as it is; or {AS_CSV}" if "k (" in found else AS_CSV
    expected = f"roster.csv: expected text in UTF-8; found {found} ({way_out})"
    assert told(tmp_path, content) == [expected]


def test_hamlets_have_names_in_any_order(tmp_path: Path) -> None:
    roster = "artisan,hamlet\nP1,Wadas\nP2,Bumi\nP3,wadas\nP4,Bumi\nP5,Wadas\n"
    community = begun(tmp_path, roster)
    assert community.n_hamlets == 2
    assert community.hamlet_names == ("Bumi", "Wadas")
    assert community.labels == ("P1", "P2", "P3", "P4", "P5")
    assert community.hamlets.tolist() == [1, 0, 1, 0, 1]
    assert community.groups["hamlet"].labels == ("Wadas", "Bumi", "Wadas", "Bumi", "Wadas")
    outcome = diffusion.simulate(community, "none", n_runs=2, n_months=2, keep=["artisans"])
    assert outcome.artisans is not None
    assert outcome.artisans.hamlet.tolist() == [1, 0, 1, 0, 1]


@pytest.mark.parametrize(
    ("numbers", "hamlets", "names"),
    [
        ("2 1 2", [1, 0, 1], ("hamlet 1", "hamlet 2")),
        ("07 3 7", [1, 0, 1], ("hamlet 3", "hamlet 7")),
    ],
)
def test_hamlets_have_numbers_in_any_order(
    tmp_path: Path, numbers: str, hamlets: list[int], names: tuple[str, ...]
) -> None:
    rows = "".join(f"P{row},{number}\n" for row, number in enumerate(numbers.split()))
    community = begun(tmp_path, f"artisan,hamlet\n{rows}")
    assert community.hamlets.tolist() == hamlets
    assert community.hamlet_names == names


TEN = "artisan,skill\nP1,7\nP2,1\nP3,0\nP4,10\nP5,3\n"


def test_a_column_on_another_scale_is_one_mistake(tmp_path: Path) -> None:
    assert told(tmp_path, TEN) == [
        "roster.csv: skill: expected numbers from 0 to 1; found 3 of 5 above 1, the highest 10, as "
        "on a scale from 0 to 10 (say so: --scale skill=0:10 with new community, or skill = "
        "[0, 10] below [artisans.scale] in community.toml)"
    ]


@pytest.mark.parametrize(
    ("values", "scale"),
    [("1 5 3 2", "1 to 5"), ("0 100 45 20", "0 to 100"), ("0,5 9 8,5 1", "0 to 10")],
)
def test_the_scale_that_is_probably_meant_is_named(tmp_path: Path, values: str, scale: str) -> None:
    rows = "".join(f"P{row};{value}\n" for row, value in enumerate(values.split()))
    (line,) = told(tmp_path, f"artisan;skill\n{rows}")
    assert f"as on a scale from {scale}" in line


def test_one_number_too_high_makes_no_scale(tmp_path: Path) -> None:
    assert told(tmp_path, "artisan,skill\nP1,0.1\nP2,15\nP3,0.2\nP4,0.1\n") == [
        'roster.csv: line 3, skill: expected a number from 0 to 1; found "15"'
    ]


def test_a_scale_that_is_said_is_read(tmp_path: Path) -> None:
    ties = "ego,alter,strength\nP1,P2,5\nP2,P3,1\nP3,P4,3\n"
    community = begun(tmp_path, TEN, ties, scales=["skill=0:10", "strength=0:5"])
    assert community.roster is not None
    assert community.roster.columns["skill"] == (0.7, 0.1, 0.0, 1.0, 0.3)
    assert community.tie_list is not None
    assert community.tie_list.strengths.tolist() == [1.0, 0.2, 0.6]
    assert community.file.artisans.scale.skill == (0, 10)
    assert community.file.artisans.scale.value_fit is None


@pytest.mark.parametrize(
    ("scale", "expected"),
    [
        ("skill", '--scale: expected COLUMN=LOW:HIGH, as skill=0:10; found "skill"'),
        ("skill=10:0", '--scale: expected COLUMN=LOW:HIGH, as skill=0:10; found "skill=10:0"'),
        (
            "cash=0:10",
            '--scale: expected one of self_efficacy, value_fit, skill, strength; found "cash"',
        ),
    ],
)
def test_a_wrong_scale(tmp_path: Path, scale: str, expected: str) -> None:
    first, *others = told(tmp_path, TEN, scales=[scale])
    assert first == expected
    assert [one.split(": ")[1] for one in others] == ["skill"]


def test_thousands_of_wrong_cells_are_told_once(tmp_path: Path) -> None:
    rows = "".join(f"P{row},x\n" for row in range(5000))
    lines = told(tmp_path, f"artisan,skill\n{rows}")
    assert lines[0] == 'roster.csv: line 2, skill: expected a number from 0 to 1; found "x"'
    assert lines[5:] == [
        "roster.csv: skill: expected a number from 0 to 1; found 4,995 more like these, from "
        "line 7 to line 5001"
    ]


def test_what_is_wrong_in_both_tables_is_told_together(tmp_path: Path) -> None:
    lines = told(
        tmp_path,
        "artisan,skill\nP1,x\nP2,0.5\nP2,0.5\n",
        "ego,alter,strength\nP1,P9,1\nP1,P2,2\n",
    )
    assert [line.split(": expected")[0] for line in lines] == [
        "roster.csv: line 4, artisan",
        "roster.csv: line 2, skill",
        "ties.csv: line 2, alter",
        "ties.csv: line 3, strength",
    ]


@pytest.mark.parametrize(
    ("ties", "named_in"),
    [
        ("respondent,advice_1,advice_2\nP1,P2,P3\nP2,,\nP3,P2,\n", ("advice_1", "advice_2")),
        ("No;Name;Friend 1;Friend 2\n1;P1;P2;P3\n2;P3;P2;\n", ("Friend 1", "Friend 2")),
        ("ego,first friend,second friend\nP1,P2,P3\nP3,P2,\n", ("first friend", "second friend")),
    ],
)
def test_one_row_may_name_several_others(
    tmp_path: Path, ties: str, named_in: tuple[str, ...]
) -> None:
    listed = begun(tmp_path, "artisan\nP1\nP2\nP3\n", ties).tie_list
    assert listed is not None
    assert listed.pairs.tolist() == [[0, 1], [0, 2], [1, 2]]
    assert listed.named_in == named_in
    assert listed.unread == (("No",) if "No" in ties else ())


@pytest.mark.parametrize(
    ("ties", "expected"),
    [
        (
            "artisan,P1,P2,P3\nP1,0,1,0\nP2,1,0,1\nP3,0,1,0\n",
            "one row for each tie, with the columns ego and alter; found a square table with an "
            "artisan over each column (write a row with both names for each cell that is not 0 or "
            "empty)",
        ),
        (
            "artisan,arisan,choir,farmers\nP1,1,0,1\nP2,,1,\nP3,x,,\n",
            "one row for each tie, with the columns ego and alter; found a table of people and "
            "what they belong to (arisan, choir, farmers, ...) (write a row for each two artisans "
            "who are tied by it)",
        ),
        (
            "who,whom\nP1,P2\nP2,P3\n",
            "the columns ego and alter; found names of artisans below who and whom (call these two "
            "columns ego and alter)",
        ),
        (
            "who,advice_1,advice_2,help_1,help_2\nP1,P2,P3,P3,P2\n",
            "one kind of ties; found advice_1 to advice_2 and help_1 to help_2 (keep those of one, "
            "or write one row for each tie, with the columns ego and alter)",
        ),
    ],
)
def test_ties_laid_out_in_another_way_are_recognised(
    tmp_path: Path, ties: str, expected: str
) -> None:
    lines = told(tmp_path, "artisan\nP1\nP2\nP3\n", ties)
    assert lines == [f"ties.csv: header: expected {expected}"]


def test_further_columns_of_ties_are_not_read_and_told(tmp_path: Path) -> None:
    listed = begun(tmp_path, ROSTER, "Date,Ego,Alter\n1 May,Sutinah,Warsini\n").tie_list
    assert listed is not None
    assert (listed.pairs.tolist(), listed.unread) == ([[0, 1]], ("Date",))


MISSPELT = """ego,alter,strength
Sutinah,warsini,0.5
Sutina,Tukinem,0.5
Warsini,Pak RT,1
Pak RT,Tukinem,1
"""


def test_a_misspelt_name_is_told_once_with_who_is_meant(tmp_path: Path) -> None:
    lines = told(tmp_path, ROSTER, MISSPELT + "Tukinem,Sutina,0.1\n")
    start = "expected an artisan, one of Sutinah, Warsini, Tukinem"
    assert lines == [
        f'ties.csv: line 2, alter: {start} (did you mean Warsini?); found "warsini"',
        f'ties.csv: line 3, ego: {start} (did you mean Sutinah?); found "Sutina", 2 times',
        f'ties.csv: line 4, alter: {start}; found "Pak RT", 2 times',
    ]


def test_suggestions_are_accepted_and_written_down(tmp_path: Path) -> None:
    wishes = {"accept_suggestions": True, "leave_out_unknown": True}
    community = begun(tmp_path, ROSTER, MISSPELT, **wishes)
    assert community.tie_list is not None
    assert community.tie_list.pairs.tolist() == [[0, 1], [0, 2]]
    assert (tmp_path / "ours" / "ties.csv").read_text(encoding="utf-8") == (
        "ego,alter,strength\nSutinah,Warsini,0.5\nSutinah,Tukinem,0.5\n"
    )
    assert (tmp_path / "ours" / "replaced.csv").read_text(encoding="utf-8") == (
        "found,written,rows_left_out,what\n"
        "warsini,Warsini,,name\nSutina,Sutinah,,name\nPak RT,,2,name\n"
    )
    check = CliRunner().invoke(app, ["check", str(tmp_path / "ours")])
    words = " ".join(check.stdout.split())
    assert "replaced warsini by Warsini, Sutina by Sutinah" in words
    assert "left out Pak RT (2 rows)" in words
    (tmp_path / "ours" / "replaced.csv").write_text(
        "found,written,rows_left_out\nPak RT,,2\n", encoding="utf-8"
    )
    (row,) = diffusion.load(tmp_path / "ours").replaced  # as version 0.1.0 wrote it
    assert (row["found"], row["what"]) == ("Pak RT", "name")


def test_an_accent_may_be_written_in_two_ways(tmp_path: Path) -> None:
    """One letter, or a letter and a mark upon it: they look alike."""
    roster, ties = "artisan\nJos\u00e9\nP2\n", "ego,alter\nJose\u0301,P2\n"
    assert "did you mean Jos\u00e9?" in told(tmp_path, roster, ties)[0]
    listed = begun(tmp_path, roster, ties, accept_suggestions=True).tie_list
    assert listed is not None
    assert listed.pairs.tolist() == [[0, 1]]


def test_a_suggestion_between_two_is_not_accepted(tmp_path: Path) -> None:
    roster, ties = "artisan\nSutini\nSutina\nP3\n", "ego,alter\nSutinu,P3\n"
    (line,) = told(tmp_path, roster, ties, accept_suggestions=True, leave_out_unknown=True)
    assert "(did you mean Sutina or Sutini?)" in line


def test_names_that_differ_in_a_digit_are_not_taken_for_each_other(tmp_path: Path) -> None:
    roster, ties = "artisan\nhouse 1\nhouse 12\n", "ego,alter\nhouse 1,house 2\n"
    (line,) = told(tmp_path, roster, ties, accept_suggestions=True)
    assert "did you mean" not in line


def test_what_is_no_tie_is_told_also_where_names_are_put_right(tmp_path: Path) -> None:
    ties = "ego,alter\nSutina,Warsini\nTotal of 2,\nTukinem\n"
    assert told(tmp_path, ROSTER, ties, accept_suggestions=True) == [
        'ties.csv: line 3: expected a tie; found "Total of 2", a row of totals (delete this line)',
        "ties.csv: line 4: expected 2 cells, as many as in the header; "
        "found 1 (fill in or delete cells of this line)",
    ]


def test_somebody_is_left_out_by_name_whoever_is_like_him(tmp_path: Path) -> None:
    roster, ties = "artisan\nPak Rudi\nWarsini\n", "ego,alter\nPak Rudi,Warsini\nPak Rud,Warsini\n"
    assert "(did you mean Pak Rudi?)" in told(tmp_path, roster, ties)[0]
    community = begun(tmp_path, roster, ties, leave_out=["pak rud"])
    assert community.tie_list is not None
    assert community.tie_list.pairs.tolist() == [[0, 1]]
    assert community.replaced == (
        {"found": "Pak Rud", "written": "", "rows_left_out": "1", "what": "name"},
    )


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Pak RT", None),
        ("Bu Lurah", None),
        ("Bu Jumirh", "Bu Jumirah"),
        ("Ibu Jumirah", "Bu Jumirah"),
        ("Bpk. Darmo", "Pak Darmo"),
    ],
)
def test_a_title_makes_no_name_like_another(tmp_path: Path, name: str, meant: str | None) -> None:
    roster = "artisan\nPak Darmo\nPak Hardi\nPak Parjo\nBu Jumirah\n"
    wishes = {"accept_suggestions": True, "leave_out_unknown": True}
    community = begun(tmp_path, roster, f"ego,alter\n{name},Pak Hardi\n", **wishes)
    (row,) = community.replaced
    assert (row["found"], row["written"]) == (name, meant or "")


def test_under_another_title_nobody_is_surely_meant(tmp_path: Path) -> None:
    (line,) = told(
        tmp_path, "artisan\nPak Darmo\nSri\n", "ego,alter\nBu Darmo,Sri\n", accept_suggestions=True
    )
    assert '(did you mean Pak Darmo?); found "Bu Darmo"' in line
    new = CliRunner().invoke(
        app,
        ["new", "community", str(tmp_path / "ours"), "--roster", str(tmp_path / "roster.csv"),
         "--ties", str(tmp_path / "ties.csv"), "--accept-suggestions"],
    )  # fmt: skip
    assert any('--leave-out "Bu Darmo"' in text for text in new.exception.__notes__)


def test_whom_nobody_knows_cannot_be_left_out(tmp_path: Path) -> None:
    roster, ties = "artisan\nPak Rudi\nWarsini\n", "ego,alter\nPak Rudi,Warsini\nBu Lurah,Warsini\n"
    wanted = "--leave-out: expected a name in the ties that is not in the roster; found"
    lines = told(tmp_path, roster, ties, leave_out=["Bu Lura", "nobody", "Warsini"])
    assert lines[:3] == [
        f'{wanted} "Bu Lura" (did you mean Bu Lurah?)',
        f'{wanted} "nobody"',
        f'{wanted} "Warsini", an artisan of the roster',
    ]
    assert told(tmp_path, roster, leave_out=["Bu Lurah"]) == [
        "--leave-out: expected --ties beside it, whose names it is about; found none"
    ]


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    """Headings, totals, the scale, sums of money, and names in the ties."""
    roster = (
        "Nama Pengrajin;Kemahiran;Uang Tunai\n"
        "Sutinah;6;53.000\nWarsini;4,5;110,000\nTukinem;10;0\nJumlah uang;;163.000\n"
    )
    expected = "roster.csv: header: expected"
    assert told(tmp_path, roster, "ego,alter\nSutinah,Warsinih\n") == [
        f'{expected} skill; found "Kemahiran" (rename it skill)',
        'roster.csv: line 5: expected an artisan; found "Jumlah uang", a row of totals '
        "(delete this line)",
        "roster.csv: skill: expected numbers from 0 to 1; found 3 of 3 above 1, the highest 10, "
        "as on a scale from 0 to 10 (say so: --scale skill=0:10 with new community, or "
        "skill = [0, 10] below [artisans.scale] in community.toml)",
        'roster.csv: line 3, cash: expected whole rupiah, 0 or more; found "110,000" '
        "(write 110000, with nothing between thousands)",
        "ties.csv: line 2, alter: expected an artisan, one of Sutinah, Warsini, Tukinem "
        '(did you mean Warsini?); found "Warsinih"',
    ]


@pytest.mark.parametrize(
    ("heading", "meant"),
    [
        ("Skill of hands", "skill"),
        ("Nilai Kemahiran", "skill"),
        ("Pedukuhann", "hamlet"),
        ("poor household", "poor"),
        ("CASHH", "cash"),
        ("Uang", "cash"),
    ],
)
def test_a_trait_under_another_heading_is_no_group(
    tmp_path: Path, heading: str, meant: str
) -> None:
    assert told(tmp_path, f"artisan,{heading}\nP1,1\n") == [
        f'roster.csv: header: expected {meant}; found "{heading}" (rename it {meant})'
    ]


@pytest.mark.parametrize(
    "title", ["Potters of the village", "Potters of the village;;", "Potters;;\n;;"]
)
def test_a_title_above_a_table_is_left_out_and_told(tmp_path: Path, title: str) -> None:
    rows = "".join(f"P{n};F;{n}000\n" for n in range(1, 30))
    community = begun(tmp_path, f"{title}\nartisan;gender;cash\n{rows}")
    assert community.n_artisans == 29
    assert community.roster is not None
    assert community.roster.left_out == (LeftOut(1, title.split(";")[0], "title"),)


def test_many_rows_of_another_width_are_folded(tmp_path: Path) -> None:
    lines = told(tmp_path, "artisan,gender,cash\n" + "".join(f"P{n},F\n" for n in range(40)))
    assert lines[0].startswith("roster.csv: line 2: expected 3 cells")
    assert lines[5:] == [
        "roster.csv: expected 3 cells, as many as in the header; found 35 more like these, "
        "from line 7 to line 41"
    ]


def test_what_was_read_is_said_in_rupiah_numbers_and_pairs(tmp_path: Path) -> None:
    roster = "artisan,cash,age\nP1,43000,31\nP2,641000,32\nP3,50000,33\nP4,50000,34\n"
    begun(tmp_path, roster, "ego,alter\nP1,P2\nP2,P1\nP3,P4\n", direction="alter_to_ego")
    check = CliRunner().invoke(app, ["check", str(tmp_path / "ours")])
    words = " ".join(check.stdout.split())
    assert "traits cash Rp 43,000 to Rp 641,000, mean Rp 196,000" in words
    assert "age, 4 different numbers, which the model does not read" in words
    assert "ties 3 from ties.csv" in words
    assert "2 tied pairs (two who name each other count once)" in words
    check = CliRunner().invoke(app, ["check", str(tmp_path / "ours"), "--lang", "id"])
    words = " ".join(check.stdout.split())
    assert "dengan uang tunai; sifat lain" in words
    assert "uang tunai Rp 43.000 sampai Rp 641.000" in words


def test_a_folder_is_found_by_a_name_like_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(tmp_path, "artisan\nP1\nP2\n")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match=r'found "ourss" \(did you mean ours\?\)'):
        diffusion.load("ourss")
