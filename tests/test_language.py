"""Indonesian and English: each command says everything in the language that was asked for."""

import functools
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from harness import first_quick
from matplotlib.backends.backend_agg import FigureCanvasAgg
from typer.testing import CliRunner

import diffusion
from diffusion.cli import app
from diffusion.comparison.frontier import Frontier
from diffusion.errors import InputError
from diffusion.i18n.words import LANGUAGES, Words, catalogue, words_of
from diffusion.plotting.captions import of_frontier
from diffusion.plotting.differences import differences_figure
from diffusion.reporting.console.layout import change_interval
from diffusion.reporting.export import save_comparison, save_frontier
from diffusion.results.barriers import BARRIERS
from diffusion.scenario.tactics import PARTS, ROLES, TACTICS

SENIK = diffusion.load("senik")
COMMANDS = {
    "check": "check senik",
    "run": "run senik --runs 3 --ledger",
    "run one": "run senik -p social_action --runs 3 --months 14 --budget 4_000_000",
    "compare": "compare senik --budget 8_000_000 --runs 40",
    "as written": "compare senik --runs 3",
    "impossible": "compare senik --budget 4_450_000 --runs 3 --budget-without-facilitator",
    "precise": "compare senik --budget 8_000_000 --precision 5 --most-runs 100",
    "imprecise": "compare senik --budget 8_000_000 --precision 0.01 --most-runs 30",
    "budgets": "compare senik --budget 4_000_000:14_000_000:3 --runs 3",
}
# "interval" is Indonesian too.
ENGLISH_WORDS = re.compile(
    r"\b(strategy|programme|months?|adopters?|simulated|not ranked|not possible|runs?|band|lasting"
    r"|campaign|only|none|artisans?|poor|members|gave up|left|dates|places|ties|and|the|of|to)\b"
)
ENGLISH_NUMBER = re.compile(r"\d,\d{3}\b(?!,)|\d\.\d{1,2}\b")


@functools.cache
def said(command: str, language: str | None = None, **env: str) -> str:
    words = [*command.split(), *(["--lang", language] if language else [])]
    result = CliRunner(env={"COLUMNS": "80"} | env).invoke(app, words)
    assert result.exit_code == 0, result.output
    return result.stdout


def words_of_svg(path: Path) -> str:
    texts = (e.text for e in ET.parse(path).iter() if e.tag.endswith("}text"))
    return "\n".join(text for text in texts if text)


@pytest.mark.parametrize(("columns", "language"), [("40", "id"), ("60", "en"), ("80", "en")])
def test_no_table_breaks_a_name_or_a_number(columns: str, language: str) -> None:
    printed = said(COMMANDS["compare"], language, COLUMNS=columns)
    assert max(map(len, printed.splitlines())) <= int(columns)
    assert "…" not in printed
    say = Words(language)
    for strategy in ("campaign_then_collaboration", "locality_development", "social_planning"):
        name = say.spelled("strategy", strategy)
        assert len(re.findall(f"^{name}(?:  .*)?$", printed, re.MULTILINE)) >= 6
        first_word = re.split("[_ ]", name)[0]
        assert not re.search(f"^{first_word}_? *$", printed, re.MULTILINE)


@pytest.mark.parametrize("name", first_quick(COMMANDS, n=2))
def test_every_command_speaks_both_languages(name: str) -> None:
    command = COMMANDS[name]
    assert said(command) == said(command, "en")
    printed = said(command, "id")
    # What the model's files name, a channel or a key of a drawn network, stays as it is written.
    by_file = ("saluran ", "hubungan  ", "inovasi ", "parameter ")
    lines = [line for line in printed.splitlines() if not line.startswith(by_file)]
    text = "\n".join(lines).replace("--most-runs", "")
    assert ENGLISH_WORDS.findall(text) == []
    assert ENGLISH_WORDS.findall(said(command, "en"))
    # A command that is to be copied stands in one line.
    assert max(len(line) for line in lines if not line.startswith("  diffusion ")) <= 80


@pytest.mark.parametrize("name", first_quick(["compare", "budgets", "run"]))
def test_both_languages_say_the_same_numbers(name: str) -> None:
    """Marks swapped, the numbers of the tables are those of English."""

    def numbers(text: str) -> list[str]:
        rows = [line for line in text.splitlines() if re.search(r"\d.* {2,}.*\d", line)]
        return re.findall(r"[-+]?\d[\d.,]*", "\n".join(rows))

    swap = str.maketrans(",.", ".,")
    indonesian = said(COMMANDS[name], "id", COLUMNS="120").replace("s.d.", "to")
    english = said(COMMANDS[name], "en", COLUMNS="120")
    assert numbers(indonesian) == [number.translate(swap) for number in numbers(english)]
    assert ENGLISH_NUMBER.search(english)


def test_numbers_and_rupiah_are_written_as_the_language_does() -> None:
    printed = said(COMMANDS["compare"], "id")
    assert "Rp 8.000.000" in printed
    assert re.search(r"Rp \d+,", printed) is None
    say = Words("id")
    assert (say.formatted(-1234.5, "+,.1f"), say.formatted(None, ".1f")) == (
        "-1.234,5",
        "tidak ada",
    )
    assert Words("en").formatted(-0.4, "+.0f") == "+0"
    assert Words("en").formatted(-0.04, ".1f") == "0.0"


def test_whatever_the_tables_and_figures_name_has_a_name() -> None:
    barriers = [barrier.name for barrier in BARRIERS]
    needed = {
        "role": ROLES,
        "part": PARTS,
        "part_said": PARTS,
        "column": barriers,
        "reason": barriers,
        "meaning": barriers,
    }
    lacking = [f"{s}.{n}" for s, names in needed.items() for n in names]
    assert [key for key in lacking if key not in catalogue()] == []
    assert all(set(texts) == set(LANGUAGES) for texts in catalogue().values())
    spelled = {name: Words("en").name("tactic", name).replace("-", " ") for name in TACTICS}
    assert spelled == {name: name.replace("_", " ") for name in TACTICS}
    assert Words("id").spelled("strategy", "none (2)") == "tanpa program (2)"
    assert Words("en").spelled("module", "dynamic_ties") == "dynamic_ties"
    assert Words("id").short_group("hamlet 3") == "pedukuhan\n3"


@pytest.mark.parametrize("command", ["check senik", "run senik", "compare senik"])
def test_an_unknown_language_is_refused_once_and_at_once(command: str) -> None:
    result = CliRunner().invoke(app, [*command.split(), "--lang", "ind"])
    assert isinstance(result.exception, InputError)
    assert str(result.exception) == (
        '--lang: expected one of id, en (did you mean id?); found "ind"'
    )
    assert result.stdout == ""
    with pytest.raises(InputError, match="language: expected one of id, en"):
        words_of("jv")


def test_the_help_says_that_nobody_has_read_the_indonesian() -> None:
    for command in ("check", "run", "compare", "sweep", "page"):
        assert "No native speaker has read" in " ".join(said(f"{command} --help").split())


@pytest.mark.slow
def test_figures_are_drawn_in_the_language(tmp_path: Path) -> None:
    comparison = diffusion.compare(
        SENIK, ["campaign_only", "none"], budget=8_000_000, n_runs=40, n_months=24
    )
    for language in LANGUAGES:
        save_comparison(comparison, tmp_path / language, language=language)
    figures = sorted(path.name for path in (tmp_path / "id").glob("*.svg"))
    assert figures == ["curves.svg", "differences.svg", "groups.svg", "reasons.svg"]
    for name in figures:
        indonesian, english = (words_of_svg(tmp_path / lang / name) for lang in ("id", "en"))
        assert ENGLISH_WORDS.findall(indonesian) == []
        assert ENGLISH_NUMBER.findall(indonesian) == []
        assert indonesian != english
    below = {x: (tmp_path / x / "captions.txt").read_text(encoding="utf-8") for x in LANGUAGES}
    assert below["id"].count("Disimulasikan, bukan diamati: 40 riwayat selama 24 bulan") == 4
    assert below["id"].count("Rp 8.000.000") == 4
    assert ENGLISH_WORDS.findall(re.sub(r"reasons\.csv|Off", "", below["id"])) == []
    assert below["en"].count("Simulated, not observed: 40 histories of 24 months") == 4
    pages = {x: (tmp_path / x / "report.html").read_text(encoding="utf-8") for x in LANGUAGES}
    assert pages["id"].count("The words in the figure are Indonesian.") == 4
    assert pages["en"].count("Tulisan di dalam gambar berbahasa Inggris.") == 4
    assert "The words in the figure" not in pages["en"]
    for language, page in pages.items():
        assert f'<html lang="{language}">' in page
        assert page.count(" checked>") == page.count(f'id="show-{language}" checked>') == 1
        place = Words(language).title(SENIK.file.title)
        title = Words(language)("title.report", place=place)
        assert f"<title>{title}</title>" in page
        assert place in below[language]
        drawn = words_of_svg(tmp_path / language / "differences.svg")
        assert Words(language).strategy("campaign_only") in drawn
    tables = [(tmp_path / x / "comparison.csv").read_bytes() for x in LANGUAGES]
    assert tables[0] == tables[1]


def test_no_number_hides_a_mark_of_the_differences() -> None:
    """The labels stand right of each panel, and nothing white is drawn below them."""
    names = ["campaign_then_collaboration", "campaign_only", "none"]
    comparison = diffusion.compare(SENIK, names, budget=8_000_000, n_runs=5, n_months=12)
    figure = differences_figure(comparison)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    renderer = canvas.get_renderer()
    for panel in figure.axes:
        assert panel.texts
        right = panel.get_window_extent(renderer).x1
        for text in panel.texts:
            assert text.get_bbox_patch() is None
            assert text.get_window_extent(renderer).x0 > right


@pytest.mark.slow
def test_the_budgets_are_drawn_and_said_with_their_numbers_of_runs(tmp_path: Path) -> None:
    comparisons = tuple(
        diffusion.compare(SENIK, ["campaign_only"], budget=budget, n_runs=n, n_months=12)
        for budget, n in ((5_000_000, 4), (8_000_000, 7))
    )
    found = Frontier(comparisons)
    assert found.n_runs == (4, 7)
    save_frontier(found, tmp_path / "out", language="id")
    assert ENGLISH_WORDS.findall(words_of_svg(tmp_path / "out" / "frontier.svg")) == []
    below = (tmp_path / "out" / "captions.txt").read_text(encoding="utf-8")
    assert "4 sampai 7 riwayat" in below
    assert "4 to 7 histories" in of_frontier(found, Words("en"))
    command = "compare senik -p campaign_only -p collaboration_only --budget 4_450_000:9_000_000:2"
    printed = said(f"{command} --precision 0.6 --most-runs 600 --months 24")
    assert re.search(r"observed: \d+ to \d+ runs,", printed)


def test_the_frontier_marks_what_is_not_ranked() -> None:
    command = "compare senik -p collaboration_only -p none --runs 3 --budget 5_000_000:14_000_000:2"
    printed = said(command)
    marked = [line.split() for line in printed.splitlines() if " left " in line]
    assert [(words[0], words[words.index("left") - 1]) for words in marked[:-1]] == [
        ("none", "5,000"), ("collaboration_only", "1,925"), ("none", "14,000"),
    ]  # fmt: skip
    assert "Rows with a sum left are not ranked: 5 % of the budget or more is not used." in printed


def test_the_comparison_says_what_a_reader_needs() -> None:
    names = ["campaign_only", "collaboration_only"]
    comparison = diffusion.compare(SENIK, names, budget=8_000_000, n_runs=40)
    summary = comparison.table().set_index("strategy")
    for strategy, outcome in comparison.simulated:
        mean = outcome.stages[:, -1, 5].mean()
        assert summary.loc[strategy.name, "confirmed"] == pytest.approx(mean)
        assert summary.loc[strategy.name, "confirmed"] <= summary.loc[strategy.name, "adopters"]
    printed = said("compare senik -p campaign_only -p collaboration_only --runs 40 "
                   "--budget 8_000_000")  # fmt: skip
    day = f"Rp {SENIK.file.facilitator.person_day_price:,}"
    assert f"a person-day is {day}" in " ".join(printed.split())
    assert "\nLasting: on trial or confirmed in the last month and in each of the five" in printed
    artisans = comparison.simulated[0][1].artisans
    assert artisans is not None
    share = f"{100 * artisans.is_poor.mean():.0f} %"
    assert f"Poor households among all artisans: {share}." in printed
    assert "reached" not in printed


def test_an_interval_that_excludes_0_is_not_shown_to_reach_it() -> None:
    say = Words("en")
    assert change_interval(say, -4.1, -0.04, 0) == "-4 to -0.04"
    assert change_interval(say, -4.1, 0.1, 0) == "-4 to 0.1"
    assert change_interval(say, 0.6, 1.8, 1) == "0.6 to 1.8"
    assert change_interval(say, float("nan"), 1.0, 1) == ""
