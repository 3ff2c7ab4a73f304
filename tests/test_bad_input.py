"""Bad input gets one clear message and exit status 1; nothing else happens."""

import io
import os
import shutil
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from typer.testing import CliRunner

import diffusion
from diffusion.catalogue.load import library_root
from diffusion.cli import app, main
from diffusion.errors import InputError
from diffusion.readers.texts import AS_CSV
from diffusion.readers.toml import read_toml


@pytest.fixture
def senik(tmp_path: Path) -> Path:
    return shutil.copytree(library_root() / "senik", tmp_path / "senik")


HERE = "another folder than the one you are in (choose another name); found this one"


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
    change(senik, "community.toml", "minimum_members = 5", "minimum_members = 1")
    change(senik, "community.toml", '"watts_strogatz"', '"file"')
    change(senik, "community.toml", "mean_degree = 6", 'file = "ties.csv"')
    change(senik, "community.toml", "rewiring = 0.1", "")
    content = roster if isinstance(roster, bytes) else roster.encode()
    (senik / "roster.csv").write_bytes(content)
    (senik / "ties.csv").write_text(ties, encoding="utf-8")
    return senik


def answer(*words: str) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of a command."""
    out, error = io.StringIO(), io.StringIO()
    with (
        pytest.MonkeyPatch.context() as patch,
        redirect_stdout(out),
        redirect_stderr(error),
    ):
        patch.setattr("sys.argv", ["diffusion", *words])
        with pytest.raises(SystemExit) as stop:
            main()
    assert isinstance(stop.value.code, int)
    assert "Traceback" not in error.getvalue()
    return stop.value.code, out.getvalue(), error.getvalue()


@pytest.mark.parametrize(
    ("roster", "expected"),
    [
        ("", "roster.csv: header: expected a column artisan; found nothing"),
        ("artisan\n", "roster.csv: expected at least one artisan; found none"),
        (
            "artisan\na\nb\na\n",
            'roster.csv: line 4, artisan: expected each artisan once; found "a" in line 2 too '
            "(delete one of the two lines, or give two people two names)",
        ),
        (
            "artisan,skill\na,\n",
            "roster.csv: line 2, skill: expected a number from 0 to 1; "
            "found nothing (fill it in, or delete the whole column: then it is drawn)",
        ),
        (
            'artisan,skill\na,"0,25"\n',
            'roster.csv: line 2, skill: expected a number from 0 to 1; found "0,25" (write 0.25)',
        ),
        (
            "artisan,skill\na,30\n",
            'roster.csv: line 2, skill: expected a number from 0 to 1; found "30"',
        ),
        (
            "artisan,cash\na,1.5\n",
            'roster.csv: line 2, cash: expected whole rupiah, 0 or more; found "1.5" '
            "(write a sum as 150000, Rp 150.000 or 1,2 juta)",
        ),
        (
            "artisan,skil\na,0.5\n",
            'roster.csv: header: expected skill; found "skil" (rename it skill)',
        ),
        (
            "artisan,skill\na\n",
            "roster.csv: line 2: expected 2 cells, as many as in the header; "
            "found 1 (fill in or delete cells of this line)",
        ),
        (
            "artisans,skill\na,0.5\n",
            'roster.csv: header: expected artisan; found "artisans" (rename it artisan)',
        ),
        (
            "skill\n0.5\n",
            "roster.csv: header: expected a column artisan; "
            "found skill (write artisan over the column of names)",
        ),
        (
            "artisan,skill,skill\na,0.5,0.5\n",
            "roster.csv: header: expected one column skill; "
            "found 2 (delete the others, or rename them)",
        ),
        (
            "artisan,skill;cash\na,0.5;0\n",
            "roster.csv: header: expected cells separated by commas or by semicolons; found both",
        ),
        (
            "artisan\tskill\na\t0.5\n",
            "roster.csv: header: expected cells separated by commas or by semicolons; found tabs "
            f"({AS_CSV})",
        ),
        (
            "artisan,cash\na;0,5\n",
            "roster.csv: line 2: expected cells separated by commas, as in the header; "
            "found a semicolon (text that has one needs quotes)",
        ),
        (
            "artisan\na\nb;0,5\n",
            "roster.csv: line 3: expected one cell, as in the header; "
            "found a semicolon (text that has one needs quotes)",
        ),
        (
            "artisan;skill\na,0.5\n",
            "roster.csv: line 2: expected cells separated by semicolons, as in the header; "
            "found commas (separate this line as the others)",
        ),
        (
            "artisan;skill\na;0;5\n",
            "roster.csv: line 2: expected 2 cells, as many as in the header; "
            "found 3 (fill in or delete cells of this line)",
        ),
        (
            "artisan;skill\na;1,5\n",
            'roster.csv: line 2, skill: expected a number from 0 to 1; found "1,5"',
        ),
        (
            "artisan;cash\na;250,000\n",
            'roster.csv: line 2, cash: expected whole rupiah, 0 or more; found "250,000" '
            "(write 250000, with nothing between thousands)",
        ),
        (
            "artisan;threshold\na;1.250\n",
            "roster.csv: line 2, threshold: expected a number from 0 to 1,000,000; "
            'found "1.250" (write 1,25 or 1250, whichever it is)',
        ),
        (
            "artisan;x_km\na;1.250,5\n",
            "roster.csv: line 2, x_km: expected a number of km from -1,000 to 1,000; "
            'found "1.250,5"',
        ),
        (
            "artisan;threshold\na;1.250,5\n",
            "roster.csv: line 2, threshold: expected a number from 0 to 1,000,000; "
            'found "1.250,5" (write 1250,5, with nothing between thousands)',
        ),
        (
            "artisan,skill\na,0,5\n",
            "roster.csv: line 2: expected 2 cells, as many as in the header; found 3 "
            "(text that has a comma needs quotes, and a number a decimal point)",
        ),
        (
            "artisan\na, b\n",
            "roster.csv: line 2: expected 1 cell, as many as in the header; found 2 "
            "(text that has a comma needs quotes, and a number a decimal point)",
        ),
        (
            "artisan,skill\n,0.5\n",
            "roster.csv: line 2, artisan: expected a name or number; "
            "found nothing (fill it in, or delete its row)",
        ),
        (
            "artisan,skill\na,nan\n",
            'roster.csv: line 2, skill: expected a number from 0 to 1; found "nan"',
        ),
        (
            "artisan,x_km\na,inf\n",
            'roster.csv: line 2, x_km: expected a number of km from -1,000 to 1,000; found "inf"',
        ),
        (
            "artisan,threshold\na,-1\n",
            'roster.csv: line 2, threshold: expected a number from 0 to 1,000,000; found "-1"',
        ),
        (
            "artisan,cash\na,250.000\n",
            'roster.csv: line 2, cash: expected whole rupiah, 0 or more; found "250.000" '
            "(write 250000, with nothing between thousands)",
        ),
        (
            "artisan,skill\n\na,0.5\n\nb,x\n",
            'roster.csv: line 5, skill: expected a number from 0 to 1; found "x"',
        ),
        (
            'artisan,skill\n"a,0.5\nb,0.5\n',
            "roster.csv: line 3: expected cells separated by commas; "
            "found an opening quotation mark that nothing closes",
        ),
        (
            f"artisan\n{'a' * 200_000}\n",
            "roster.csv: line 2: expected cells separated by commas; "
            "found field larger than field limit (131072)",
        ),
        (
            "artisan\n\xff".encode("latin-1"),
            "roster.csv: line 2: expected text in UTF-8; found other bytes, as in ANSI text "
            f"({AS_CSV})",
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
        (
            "ego,alter\na,bb\n",
            "ties.csv: line 2, alter: expected an artisan, one of a, b (did you mean b?); "
            'found "bb"',
        ),
        (
            "ego,alter\na,\n",
            "ties.csv: line 2, alter: expected an artisan, one of a, b; "
            "found nothing (fill it in, or delete its row)",
        ),
        (
            "ego,alter,strength\na,b,0\n",
            'ties.csv: line 2, strength: expected a number above 0, at most 1; found "0"',
        ),
        (
            "ego,alter,strength\na,b,1.5\n",
            'ties.csv: line 2, strength: expected a number above 0, at most 1; found "1.5"',
        ),
        (
            "ego;alter;strength\na;b;1,5\n",
            'ties.csv: line 2, strength: expected a number above 0, at most 1; found "1,5"',
        ),
        (
            "ego;alter,strength\na;b,1\n",
            "ties.csv: header: expected cells separated by commas or by semicolons; found both",
        ),
        (
            "ego,alter\na;b\n",
            "ties.csv: line 2: expected cells separated by commas, as in the header; "
            "found a semicolon (text that has one needs quotes)",
        ),
        (
            "source,alter\na,b\n",
            'ties.csv: header: expected ego; found "source" (rename it ego)',
        ),
        (
            "who,alter\na,b\n",
            "ties.csv: header: expected the columns ego and alter; found names of artisans below "
            "who and alter (call these two columns ego and alter)",
        ),
    ],
)
def test_a_mistake_in_the_ties_has_its_message(senik: Path, ties: str, expected: str) -> None:
    assert message(with_tables(senik, "artisan\na\nb\n", ties)) == expected


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("title = Senik", "(text needs quotes)"),
        ("title = 1,5", "(write 1.5)"),
        ("title = 0,65 # of them", "(write 0.65)"),
        ("title = true or not", "(one key on a line; behind a mark # stands a comment)"),
        ("title", "(write = between the key and its value)"),
    ],
)
def test_a_line_that_is_no_toml_says_what_to_write(written: str, said: str) -> None:
    with pytest.raises(InputError) as error:
        read_toml("x.toml", written)
    assert str(error.value).endswith(f'found "{written}" {said}')


def test_a_community_without_programmes_has_none_to_run(senik: Path) -> None:
    shutil.rmtree(senik / "programmes")
    assert answer("run", str(senik)) == (
        1,
        "",
        "-p: expected at least one programme, in the folder programmes or with -p; found none\n",
    )


def test_check_takes_months_that_a_run_may_have(senik: Path) -> None:
    status, out, error = answer("check", str(senik), "--months", "0")
    assert (status, out) == (1, "")
    assert error == "--months: expected a whole number from 1 to 1,200; found 0\n"


def test_a_missing_tie_file(senik: Path) -> None:
    (with_tables(senik, "artisan\na\n") / "ties.csv").unlink()
    assert message(senik) == (
        "ties.csv: expected a file of this name; found none (put it there, or correct its name)"
    )


def test_all_problems_of_a_folder_come_at_once(senik: Path) -> None:
    change(senik, "community.toml", "rewiring = 0.1", "rewirng = 0.1")
    change(senik, "parameters/default.toml", "\nalpha = ", "\nalfa = ")
    change(senik, "programmes/campaign_only.toml", 'tactic = "film"', 'tactic = "movie"')
    change(senik, "programmes/campaign_only.toml", "attendance = 0.9", "attendance = 90")
    found = message(senik).splitlines()
    assert len(found) == 4
    assert {line.split(":")[0] for line in found} == {
        "community.toml",
        "parameters/default.toml",
        "programmes/campaign_only.toml",
    }
    code, out, error = answer("check", str(senik))
    assert (code, out) == (1, "")
    assert error.splitlines() == ["4 problems:", *found]


MISTAKES: dict[str, tuple[str, str, str, str]] = {
    "a number that is true": (
        "community.toml",
        "household_size = 4.0",
        "household_size = true",
        "community.toml: artisans.household_size: expected a number; found true",
    ),
    "a yes for a true": (
        "community.toml",
        "shocks = true",
        'shocks = "yes"',
        'community.toml: modules.shocks: expected true or false; found "yes"',
    ),
    "a number for text": (
        "community.toml",
        'name = "modern pottery"',
        "name = 5",
        "community.toml: innovation.name: expected text in quotes; found 5",
    ),
    "a number for a list": (
        "community.toml",
        "rainy_months = [11, 12, 1, 2, 3, 4]",
        "rainy_months = 11",
        "community.toml: calendar.rainy_months: expected a list; found 11",
    ),
    "a number for a section": (
        "parameters/conservative.toml",
        "[decision]\nalpha = 0.08",
        "decision = 3",
        "parameters/conservative.toml: decision: expected a table of keys; found 3",
    ),
    "a key that has a mark in it": (
        "community.toml",
        "need_share = 0.9",
        "need_share = 0.9\nneed-share = 0.9",
        "community.toml: artisans.need-share: expected one of number, roster, groups, scale, "
        "hamlets, first_adopters, first_adopters_drawn, first_adopters_share, household_size, "
        "poverty_line, self_efficacy, value_fit, skill, "
        "cash, other_income, "
        "need_share, extent_km (did you mean need_share?); found an unknown key",
    ),
    "a key that is like none": (
        "programmes/none.toml",
        "taper = 4",
        "taper = 4\nzzz = 1",
        "programmes/none.toml: zzz: expected one of title, withdrawal_month, taper, handover, "
        "latest_month, activity; found an unknown key",
    ),
    "ties without a generator": (
        "community.toml",
        'generator = "watts_strogatz"',
        "",
        "community.toml: ties.generator: expected one of watts_strogatz, ring, erdos_renyi, block, "
        "barabasi_albert, geometric, complete, empty, file; found nothing (add a line with the key "
        "generator)",
    ),
    "a generator that is a number": (
        "community.toml",
        '"watts_strogatz"',
        "3",
        "community.toml: ties.generator: expected one of watts_strogatz, ring, erdos_renyi, block, "
        "barabasi_albert, geometric, complete, empty, file; found 3",
    ),
    "a tie file without a file": (
        "community.toml",
        'generator = "watts_strogatz"\nmean_degree = 6\nrewiring = 0.1',
        'generator = "file"',
        "community.toml: ties.file: expected text in quotes; "
        "found nothing (add a line file = ... to ties)",
    ),
    "a list of artisans with a fraction in it": (
        "programmes/campaign_only.toml",
        'target = "random"',
        "target = [1.5]",
        "programmes/campaign_only.toml: activity[3].target: expected a list of artisans; "
        "found 1.5 in it",
    ),
    "a month a hundred years off": (
        "programmes/campaign_only.toml",
        "months = [0, 1, 2]",
        "months = [0, 1, 2010]",
        "programmes/campaign_only.toml: activity[1].months[3]: expected a number of at most 1,200; "
        "found 2010",
    ),
    "a set based on a list": (
        "parameters/conservative.toml",
        'based_on = "default"',
        'based_on = ["default"]',
        "parameters/conservative.toml: based_on: expected one of default (did you mean default?); "
        'found ["default"]',
    ),
    "two sets based on each other": (
        "parameters/default.toml",
        "title =",
        'based_on = "conservative"\ntitle =',
        "parameters/conservative.toml: based_on: expected a set that is not based on this one; "
        'found "conservative"\n'
        "parameters/default.toml: based_on: expected a set that is not based on this one; "
        'found "default"',
    ),
    "a key twice in a set that another is based on": (
        "parameters/default.toml",
        "\nalpha = ",
        "\nentry_cost = 0\nalpha = ",
        'parameters/default.toml: line 36, column 21: expected correct TOML; found "entry_cost = '
        '350_000" (this key stands above already: delete one of the two lines)',
    ),
    "a section that is misspelt": (
        "community.toml",
        "[artisans]",
        "[artisan]",
        "community.toml: artisan: expected one of title, calendar, artisans, ties, traditional, "
        "innovation, market, association, institutions, facilitator, modules, observed, made_up "
        "(did you mean artisans?); found an unknown key",
    ),
    "quotes that do not end": (
        "community.toml",
        'title = "Senik, Bumirejo, Kulon Progo, Java"',
        'title = "Senik',
        'community.toml: line 3, column 15: expected correct TOML; found "title = \\"Senik" '
        "(close the quotes)",
    ),
    "a list that does not end": (
        "programmes/none.toml",
        "latest_month = 23",
        "latest_month = [23",
        'programmes/none.toml: line 5: expected correct TOML; found "latest_month = [23" '
        "(close the bracket of the list)",
    ),
}


@pytest.mark.parametrize("mistake", list(MISTAKES))
def test_a_mistake_that_is_not_in_the_corpus(senik: Path, mistake: str) -> None:
    """Exact words, exit status 1, nothing on standard output and no traceback."""
    file, instead_of, written, expected = MISTAKES[mistake]
    change(senik, file, instead_of, written)
    assert answer("check", str(senik))[:2] == (1, "")
    assert message(senik) == expected


def test_a_file_that_is_not_utf_8(senik: Path) -> None:
    (senik / "community.toml").write_bytes("title = 'Senik'\n# caf\xe9\n".encode("latin-1"))
    assert message(senik) == (
        "community.toml: line 2: expected text in UTF-8; found other bytes, as in ANSI text "
        "(in the editor choose Save as and the encoding UTF-8)"
    )


def test_a_model_without_parameters(senik: Path) -> None:
    shutil.rmtree(senik / "parameters")
    assert message(senik) == (
        "parameters/: expected at least one file of parameters, such as default.toml "
        "(diffusion new community writes one); found none"
    )


def test_a_mistake_is_not_laid_upon_the_set_that_builds_on_it(senik: Path) -> None:
    change(senik, "parameters/default.toml", "[skill]", "[skils]")
    change(senik, "parameters/conservative.toml", "0.60", "60")
    assert [line.split(": expected")[0] for line in message(senik).splitlines()] == [
        "parameters/conservative.toml: production.quality_standard",
        "parameters/default.toml: skils",
    ]


def test_a_long_value_is_shown_in_part(senik: Path) -> None:
    change(senik, "community.toml", "number = 30", f"number = {list(range(50))}")
    found = message(senik).split("; found ")[1]
    assert found == "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16..."


def test_many_wrong_ties_are_told_soon(senik: Path) -> None:
    """Three thousand artisans and three thousand wrong names: the nearest is not looked for."""
    roster = "artisan\n" + "".join(f"household {n}\n" for n in range(3000))
    ties = "ego,alter\n" + "".join(f"household {n},house {n}\n" for n in range(3000))
    lines = message(with_tables(senik, roster, ties)).splitlines()
    expected = "expected an artisan, one of household 0, household 1, household 2, ..., "
    assert len(lines) == 31
    assert lines[0] == (f'ties.csv: line 2, alter: {expected}household 2999; found "house 0"')
    assert lines[-1] == (
        f"ties.csv: alter: {expected}household 2999; found 2,970 more like these, from line 32 to "
        "line 3001"
    )


COMMANDS = {
    "compare senk": (
        "MODEL: expected one of senik (did you mean senik?), or the path of a model folder; "
        'found "senk"'
    ),
    "compare senik -p campaign_onli": (
        "-p: expected one of campaign_only, campaign_then_collaboration, "
        "collaboration_only, collaboration_then_campaign, locality_development, none, "
        "social_action, social_planning (did you mean campaign_only?), or a file ending in "
        '.toml; found "campaign_onli"'
    ),
    "compare senik --parameters defalt": (
        "--parameters: expected one of conservative, default (did you mean default?), or a set of "
        'your own that you add as a file to the folder parameters; found "defalt"'
    ),
    "compare senik --months 6": (
        "programme campaign_then_collaboration: activity 9, months: expected months from 0 to 5, "
        "inside the run of 6 months, or a run of 12 months or more; found month 11, which is the "
        "12th"
    ),
    "compare senik --runs 0": "--runs: expected a whole number from 1 to 10,000,000; found 0",
    "compare senik --months 0": "--months: expected a whole number from 1 to 1,200; found 0",
    "run senik --random-seed -1": (
        "--random-seed: expected a whole number from 0 to 9,223,372,036,854,775,807; found -1"
    ),
    "compare senik --budget 1_000_000": (
        "Budget: Rp 1,000,000\n"
        "--budget: expected at least Rp 1,150,000, the smallest form of campaign_only; "
        "found Rp 1,000,000"
    ),
    "compare senik --budget=-5": (
        "--budget: expected whole rupiah, as 8000000, 8.000.000, 8,000,000, 8 juta or 8e6; "
        'found "-5"'
    ),
    "schema programe": (
        "KIND: expected one of community, programme, parameters (did you mean programme?); "
        'found "programe"'
    ),
    "check senik-not-there/": (
        'MODEL: expected one of senik, or the path of a model folder; found "senik-not-there/"'
    ),
    "run senik -p nowhere.toml": "nowhere.toml: expected a file of this name; "
    "found none (put it there, or correct its name)",
}


@pytest.mark.parametrize("command", list(COMMANDS))
def test_a_wrong_command_says_so_and_does_nothing(command: str) -> None:
    assert answer(*command.split()) == (1, "", f"{COMMANDS[command]}\n")


def test_a_budget_for_none_alone_is_possible() -> None:
    words = ["compare", "senik", "-p", "none", "--budget", "5", "--runs", "2"]
    assert CliRunner().invoke(app, words).exit_code == 0


def test_a_folder_without_a_community(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "a folder with a community.toml" in message(tmp_path / "empty")


def test_a_folder_without_a_community_is_called_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "letters").mkdir()
    monkeypatch.chdir(tmp_path / "letters")
    expected = (
        "letters: expected a folder with a community.toml (diffusion new community writes one); "
        "found none in it\n"
    )
    assert answer("check", ".") == answer("check", "") == (1, "", expected)


def test_mistakes_in_a_programme_given_by_its_path(senik: Path, tmp_path: Path) -> None:
    shutil.copy(senik / "programmes" / "campaign_only.toml", tmp_path / "ours.toml")
    change(tmp_path, "ours.toml", "participation = 0.2", "participation = 2")
    change(tmp_path, "ours.toml", "person_days = 4", "person_days = 4.5")
    assert answer("run", "senik", "-p", str(tmp_path / "ours.toml")) == (
        1,
        "",
        "2 problems:\n"
        "ours.toml: activity[1].participation: expected a number of at most 1; found 2\n"
        "ours.toml: activity[3].person_days: expected a whole number; found 4.5\n",
    )


def test_a_programme_given_by_its_path_that_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "ours.toml").mkdir()
    assert answer("run", "senik", "-p", str(tmp_path / "ours.toml")) == (
        1,
        "",
        "ours.toml: expected a file that can be read; found a folder\n",
    )


def written_to(target: Path | str, *words: str) -> str:
    """What is answered when results are to be written there; nothing is simulated before."""
    code, out, error = answer(
        "run", "senik", "-p", "none", "--runs", "2", "-o", str(target), *words
    )
    assert (code, out) == (1, "")
    return error.removeprefix(f"{target}: expected ").rstrip("\n")


def test_results_do_not_go_where_there_are_files(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")
    assert written_to(tmp_path) == (
        "a new or empty folder (--replace writes over earlier results); found files in it"
    )
    assert written_to(tmp_path, "--replace") == (
        "a folder of earlier results, with provenance.json in it, to replace "
        "(choose another name); found other files"
    )
    assert (
        written_to(tmp_path / "letter.txt")
        == "a folder, or nothing yet (choose another name); found a file"
    )
    assert written_to(tmp_path / "letter.txt" / "out") == (
        "a place that can be written (choose another); found the file letter.txt"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
    assert (tmp_path / "letter.txt").read_text() == "dear"


def test_results_do_not_go_into_a_closed_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert written_to(tmp_path / "a" / "out") == (
        "a place that can be written (choose another); found a folder closed to you"
    )
    assert list(tmp_path.iterdir()) == []


def test_results_do_not_go_into_the_folder_one_is_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would have to be put aside while one stands in it."""
    monkeypatch.chdir(tmp_path)
    assert written_to(".") == HERE
    assert written_to(tmp_path.parent) == HERE


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
        f"threads: expected a whole number from 1 to 1,000; found {n_threads}"
    )


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("parameters.decision.alpha=0,03", 'a number; found "0,03" (write 0.03)'),
        ("parameters.decision.alpha=1.000,5", 'a number; found "1.000,5"'),
        (
            "parameters.decision.entry_cost=500,000",
            'a whole number; found "500,000" (write 500000)',
        ),
        (
            "parameters.decision.entry_cost=500.000",
            "a whole number; found 500.0 (a point is a decimal point: write all digits without it)",
        ),
        ("parameters.decision.entry_cost=0.5", "a whole number; found 0.5"),
        ("parameters.decision.alpha=" + "[" * 50_000, "a number; found "),
    ],
)
def test_a_number_typed_as_people_write_it_is_told_how(setting: str, said: str) -> None:
    status, out, error = answer("run", "senik", "--set", setting)
    assert (status, out) == (1, "")
    path = setting.partition("=")[0]
    assert error.startswith(f"--set: {path}: expected {said}")
    assert error.endswith(f"{said}\n") or setting.endswith("[")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("[" * 5_000, "x.toml: expected fewer brackets inside each other; found too many to read"),
        ("9" * 5_000, "x.toml: expected numbers that are shorter; found thousands of digits"),
    ],
)
def test_what_no_reader_bears_is_one_message(value: str, said: str) -> None:
    with pytest.raises(InputError) as error:
        read_toml("x.toml", f"x = {value}")
    assert str(error.value) == said


NAME = "a" * 400


@pytest.mark.parametrize(
    "command",
    [
        f"check {NAME}",
        f"run senik -o {NAME}",
        f"page senik -o {NAME}.html",
        f"new community {NAME}",
        f"new programme {NAME}.toml",
        f"sweep --verify {NAME}",
    ],
)
def test_what_the_system_refuses_is_one_message(command: str, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path)
        status, out, error = answer(*command.split())
    assert (status, out) == (1, "")
    assert len(error.splitlines()) == 1
    assert NAME in error
    assert list(tmp_path.iterdir()) == []


def test_too_little_memory_is_one_message(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("diffusion.catalogue.load.load", fail)
    assert answer("check", "senik") == (
        1,
        "",
        "memory: expected a smaller community, fewer --runs or fewer --months; "
        "found too little for this\n",
    )


def test_a_precision_that_nothing_reaches_stops_at_the_cap() -> None:
    words = "compare senik -p none -p campaign_only --precision 1e-300 --most-runs 10 --months 12"
    status, _, error = answer(*words.split())
    assert status == 0
    assert "This precision will probably need 10 runs." in error
