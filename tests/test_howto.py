"""What the page for researchers with a spreadsheet says is what happens, in both languages."""

import re
import shlex
import shutil
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

import diffusion
from diffusion.catalogue.scaffold.start import new_community
from diffusion.cli import app
from diffusion.readers.rosters import ROSTER_COLUMNS

pytestmark = pytest.mark.usefixtures("shipped")

DOCS = Path(__file__).parents[1] / "docs"
OLD_SENIK = Path(__file__).parent / "files" / "models" / "senik"
ENGLISH = (DOCS / "howto" / "spreadsheet.en.md").read_text(encoding="utf-8")
INDONESIAN = (DOCS / "howto" / "spreadsheet.id.md").read_text(encoding="utf-8")

BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", flags=re.DOTALL | re.MULTILINE)
COMMAND = re.compile(r"^diffusion (.+)$", flags=re.MULTILINE)


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which all of the English page was done, from top to bottom."""
    folder = tmp_path_factory.mktemp("walk")
    tables = iter(("potters.csv", "friends.csv"))
    written = iter(("programmes/ours.toml", "parameters/harder.toml"))
    n_run = 0
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for kind, content in BLOCK.findall(ENGLISH):
            if kind == "csv":
                Path(next(tables)).write_text(content, encoding="utf-8")
            elif kind == "toml":
                with (Path("hamlet") / next(written)).open("a", encoding="utf-8") as file:
                    file.write(content)
            else:
                for command in COMMAND.findall(content):
                    result = CliRunner().invoke(app, shlex.split(command))
                    assert result.exit_code == 0, (command, result.output, result.exception)
                    assert result.output
                    n_run += 1
    assert n_run == len(COMMAND.findall(ENGLISH)) == 8
    return folder


@pytest.mark.slow
def test_every_command_runs_and_leaves_the_files_that_are_named(walked: Path) -> None:
    assert sorted(path.name for path in walked.iterdir()) == [
        "friends.csv",
        "hamlet",
        "hamlet.html",
        "potters.csv",
        "results",
        "results-harder",
    ]
    for name in re.findall(r"^- `(\w+\.\w+)`", ENGLISH, flags=re.MULTILINE):
        assert (walked / "results" / name).is_file()
    assert "version" in (walked / "results" / "provenance.json").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("page", [ENGLISH, INDONESIAN], ids=["en", "id"])
def test_the_columns_that_are_explained_are_there(walked: Path, page: str) -> None:
    explained = 0
    for line in re.findall(r"^- `\w+\.csv`.*$", page, flags=re.MULTILINE):
        file, *columns = re.findall(r"`([\w.]+)`", line)
        table = pd.read_csv(walked / "results" / file)
        assert set(columns) <= set(table.columns)
        explained += len(columns)
    assert explained >= 12
    assert all(f"`{column}`" in page for column in ROSTER_COLUMNS)


@pytest.mark.slow
def test_what_is_said_of_the_results_is_true(walked: Path) -> None:
    summary = pd.read_csv(walked / "results" / "comparison.csv").set_index("strategy")
    assert (summary["price"] <= 8_000_000).all()
    assert summary.index[0] == "collaboration_only"
    differences = pd.read_csv(walked / "results" / "differences.csv")
    assert set(differences["reference"]) == {"collaboration_only"}
    ours = differences[differences["strategy"] == "ours"].set_index("measure")
    assert ours.loc["lasting_adopters", "high"] < 0  # "fewer lasting adopters"


def test_both_pages_have_the_same_commands_and_files() -> None:
    assert BLOCK.findall(INDONESIAN) == BLOCK.findall(ENGLISH)
    numbered = re.compile(r"^## (\d)\.", flags=re.MULTILINE)
    assert numbered.findall(INDONESIAN) == numbered.findall(ENGLISH)
    assert INDONESIAN.count("\n- ") == ENGLISH.count("\n- ")


def test_the_indonesian_page_says_that_nobody_has_read_it_yet() -> None:
    assert "belum dibaca oleh penutur asli" in INDONESIAN[:200]


def test_the_pages_have_no_long_dashes() -> None:
    assert not re.search("[\u2013\u2014]", ENGLISH + INDONESIAN)


ACTS = (DOCS / "howto" / "acts.md").read_text(encoding="utf-8")


def test_the_parts_of_a_file_that_a_page_shows_can_be_read(tmp_path: Path) -> None:
    """Its sessions below a training that has none, its handover at the end of the programme."""
    folder = shutil.copytree(OLD_SENIK, tmp_path / "senik")
    file = folder / "programmes" / "campaign_then_collaboration.toml"
    sessions, handover, leaders = (text for kind, text in BLOCK.findall(ACTS) if kind == "toml")
    training, rest = file.read_text(encoding="utf-8").split("# A visit to the trainer's workshop")
    file.write_text(f"{training}{sessions}\n#{rest}\n{leaders}\n{handover}", encoding="utf-8")
    programme = diffusion.load(folder).programmes["campaign_then_collaboration"]
    (taught,) = (one for one in programme.activity if one.tactic == "training")
    assert [one.doses.taste for one in taught.session] == [0.4, 0.0]
    assert programme.handovers == (6, 10, 8, 14)
    assert next(one for one in programme.activity if one.id == 15).doses.voice == 2.0


def test_what_a_page_tells_python_to_do_prints_a_line_for_each_change(
    capsys: pytest.CaptureFixture[str],
) -> None:
    (code,) = (text for kind, text in BLOCK.findall(ACTS) if kind == "python")
    exec(code.replace("n_runs=200", "n_runs=5"), {})
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == [
        "as_it_is",
        "without_the_first_day",
        "mentoring_of_any_members",
        "officers_of_no_account",
    ]


@pytest.mark.parametrize(("n_people", "sees_near"), [(2_000, True), (2_001, False)])
def test_a_large_community_starts_without_seeing_who_lives_near(
    tmp_path: Path, n_people: int, sees_near: bool
) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text("artisan\n" + "".join(f"{row}\n" for row in range(n_people)), "utf-8")
    new_community(tmp_path / "ours", roster=roster)
    assert diffusion.load(tmp_path / "ours").file.modules.proximity is sees_near
