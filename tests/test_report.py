"""The report for people: whole in both languages, harmless, and recomputed from its files."""

import base64
import re
import shutil
import string
from collections.abc import Mapping
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest
from communities import community
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.text import Text
from scipy import stats

import diffusion
from diffusion.catalogue.load import SOURCE_FLAGS, library_root
from diffusion.catalogue.scaffold import new_community
from diffusion.comparison.measured import MEASURES
from diffusion.comparison.result import Comparison
from diffusion.comparison.standing import FURTHER_ORDERS
from diffusion.errors import InputError
from diffusion.i18n.words import LANGUAGES, Words, both, catalogue, not_yet_read
from diffusion.plotting.differences import differences_figure
from diffusion.reporting.export import programme_text, save_comparison
from diffusion.reporting.html.cells import DECIMALS, FIRST_MEASURES, UNITS
from diffusion.reporting.html.page import write_report
from diffusion.reporting.html.sources import sources_of
from diffusion.reporting.methods import methods_text
from diffusion.reporting.orders import across_costs, further_reversals, in_groups, reversals
from diffusion.results.barriers import BARRIERS
from diffusion.scenario.modules import Modules
from diffusion.scenario.tactics import TACTICS
from diffusion.util.formats import FEWEST_RUNS

SENIK = diffusion.load("senik")
EVIL = "</script><b>"
BUDGET = 8_000_000
MISSING = {"id": "tidak ada", "en": "none"}


def saved(comparison: Comparison, folder: Path) -> Path:
    """Write a comparison's files, those too that `save_comparison` may not write yet."""
    save_comparison(comparison, folder)
    for name in ("outcomes", "groups", "reasons", "prices"):
        if not (folder / f"{name}.csv").exists():
            getattr(comparison, name)().to_csv(folder / f"{name}.csv", index=False)
    if not (folder / "runs.parquet").exists():
        comparison.runs().to_parquet(folder / "runs.parquet", index=False)
    write_report(comparison, folder)
    return folder


def page_of(comparison: Comparison, folder: Path) -> "Made":
    """Write the page alone, without figures: they take long, and it stands without them too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("diffusion.plotting.comparison.save_figures", lambda *_, **__: None)
        return Made(comparison, saved(comparison, folder))


class Made(NamedTuple):
    comparison: Comparison
    folder: Path

    @property
    def page(self) -> str:
        return (self.folder / "report.html").read_text(encoding="utf-8")

    def table(self, name: str) -> pd.DataFrame:
        return pd.read_csv(self.folder / f"{name}.csv")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    evil = SENIK.programmes["locality_development"].model_copy(update={"name": EVIL})
    names = ("campaign_then_collaboration", "campaign_only", "social_action", "none")
    comparison = diffusion.compare(
        SENIK, [*names, evil], budget=BUDGET, n_runs=40, n_months=30, at_months=(12,)
    )
    return Made(comparison, saved(comparison, tmp_path_factory.mktemp("made") / "out"))


class Page(HTMLParser):
    """Tables, tags, attributes and texts of a page; each with the language it is in."""

    EMPTY = ("meta", "input", "img")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str | None]] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.tables: dict[tuple[str | None, str], list[list[list[str]]]] = {}
        self.texts: dict[str | None, list[str]] = {}
        self.feed(text)
        assert not self.open

    @property
    def language(self) -> str | None:
        return self.open[-1][1] if self.open else None

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        self.tags.append((tag, said))
        if tag not in self.EMPTY:
            self.open.append((tag, said.get("lang", self.language)))
        if tag == "table":
            self.rows = []
            self.tables.setdefault((self.language, said["data-table"]), []).append(self.rows)
        elif tag == "tr":
            self.rows.append([])
        elif tag in ("th", "td"):
            self.rows[-1].append("")
        elif tag == "small":
            self.rows[-1][-1] += "|"

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        if "table" in [tag for tag, _ in self.open] and self.open[-1][0] in ("th", "td", "small"):
            self.rows[-1][-1] += data.strip(" ") if data.strip() else ""
        if data.strip() and not {"style", "svg"} & {tag for tag, _ in self.open}:
            self.texts.setdefault(self.language, []).append(data.strip())


@pytest.fixture(scope="module")
def page(made: Made) -> Page:
    return Page(made.page)


# Words


def test_every_text_is_in_both_languages_with_the_same_braces():
    def braces(text: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(text)} - {None}

    for key, texts in catalogue().items():
        assert set(texts) == set(LANGUAGES), key
        assert all(text.strip() for text in texts.values()), key
        assert braces(texts["id"]) == braces(texts["en"]), key


def test_the_unread_sections_exist():
    sections = {key.split(".")[0] for key in catalogue()}
    assert set(not_yet_read()) <= sections


def test_whatever_the_program_names_has_a_name_in_both_languages():
    needed = {
        "strategy": SENIK.programmes,
        "measure": [*MEASURES, "income_change"],
        "tactic": TACTICS,
        "reason": [barrier.name for barrier in BARRIERS],
        "module": Modules.model_fields,
        "flag": SOURCE_FLAGS,
    }
    lacking = [f"{s}.{n}" for s, names in needed.items() for n in names]
    assert [key for key in lacking if key not in catalogue()] == []


def test_numbers_are_written_as_each_language_does():
    indonesian, english = both()
    assert (indonesian.number(2000, 0), english.number(2000, 0)) == ("2.000", "2,000")
    assert (indonesian.number(1.5), english.number(1.5)) == ("1,5", "1.5")
    assert indonesian.rupiah(8_000_000) == "Rp 8.000.000"
    assert english.rupiah(8_000_000) == "Rp 8,000,000"
    assert english.rupiah(-1_500) == "-Rp 1,500"
    assert (indonesian.change(2.25), english.change(-0.04)) == ("+2,2", "-0.04")
    assert (english.change(0), english.change(-1e-9), english.change(None)) == (
        "+0.0",
        "+0.0",
        "none",
    )
    assert english.number(-0.04) == "0.0"
    assert (indonesian.percent(0.456), english.percent(0.456, 1)) == ("46 %", "45.6 %")
    assert (indonesian.number(float("nan")), english.number(None)) == ("tidak ada", "none")


def test_names_are_said_or_left_as_written():
    say = Words("id")
    assert say.strategy("campaign_only") == "kampanye saja"
    assert say.strategy("campaign_only (2)") == "kampanye saja (2)"
    assert say.strategy("my_own_plan") == "my own plan"
    assert say.group("hamlet 3") == "pedukuhan 3"
    assert Words("en").listed(["a", "b", "c"]) == "a, b and c"


@pytest.mark.slow
def test_no_text_has_a_word_or_a_mark_that_is_not_wanted(made):
    texts = [text for one in catalogue().values() for text in one.values()]
    for text in [*texts, made.page, methods_text(made.comparison)]:
        assert "significant" not in text.lower()
        assert "signifikan" not in text.lower()
        assert "\N{EM DASH}" not in text


# The page


def test_the_page_asks_nothing_of_the_world(made, page):
    assert "script" not in {tag for tag, _ in page.tags}
    (policy,) = [a["content"] for t, a in page.tags if a.get("http-equiv")]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'")
    for tag, said in page.tags:
        assert not [name for name in said if name.startswith("on")], tag
        assert tag not in ("link", "iframe", "object", "embed", "base", "form"), tag
        for name, value in said.items():
            if (tag, name) == ("img", "src"):  # a figure, which is in the page itself
                assert value.startswith("data:image/svg+xml;base64,")
                continue
            if name in ("src", "href", "xlink:href", "action", "data"):
                assert value.startswith("#"), (tag, name, value)
            assert "http" not in (value or "") or name.startswith("xmlns"), (tag, name, value)
    assert not re.search(r"url\((?!#)", made.page)
    assert "@import" not in made.page
    ids = [said["id"] for _, said in page.tags if "id" in said]
    assert len(ids) == len(set(ids))
    links = {said["href"][1:] for tag, said in page.tags if tag == "a"}
    assert links <= set(ids)


def test_a_strategy_with_an_evil_name_is_only_text(made, page):
    assert EVIL not in made.page
    assert made.page.count("&lt;/script&gt;&lt;b&gt;") > 10
    assert "b" not in {tag for tag, _ in page.tags}
    assert page.tables["en", "reasons"][0][-1][0] == EVIL


def test_a_community_with_an_evil_title_is_only_text(tmp_path):
    file = SENIK.file.model_copy(update={"title": EVIL})
    evil = diffusion.compare(replace(SENIK, file=file), ["none"], n_runs=2, n_months=6)
    text = page_of(evil, tmp_path / "out").page
    assert EVIL not in text
    assert not {"b", "img"} & {tag for tag, _ in Page(text).tags}


def test_both_languages_say_the_same_things(page):
    shapes = {
        language: [
            (name, [[len(row) for row in rows] for rows in tables])
            for (lang, name), tables in page.tables.items()
            if lang == language and name not in ("assumed", "files")
        ]
        for language in LANGUAGES
    }
    assert shapes["id"] == shapes["en"]
    names = {name for name, _ in shapes["en"]}
    wanted = {"costs", "curves", "adopters", "outcomes", "groups", "reasons", "prices", "sources"}
    assert wanted | {f"differences-{measure}" for measure in FIRST_MEASURES} <= names
    counts = {
        language: [tag for tag, said in page.tags if said.get("lang") == language].count("div")
        for language in LANGUAGES
    }
    assert counts["id"] == counts["en"] > 10
    assert page.tags[0] == ("html", {"lang": "en"})
    switches = [said for tag, said in page.tags if tag == "input"]
    assert [said["type"] for said in switches] == ["radio", "radio"]
    assert "Bahasa Indonesia dalam laporan ini belum dibaca" in " ".join(page.texts["id"])


def test_the_figures_stand_in_the_page(made, page):
    shown = [said["src"].partition(",")[2] for tag, said in page.tags if tag == "img"]
    drawn = {path.read_bytes() for path in made.folder.glob("*.svg")}
    assert {base64.b64decode(image, validate=True) for image in shown} == drawn
    assert len(shown) == len(drawn) >= 1


def test_the_page_is_the_same_each_time(made, tmp_path):
    shutil.copytree(made.folder, tmp_path / "again")
    write_report(made.comparison, tmp_path / "again")
    assert (tmp_path / "again" / "report.html").read_bytes() == made.page.encode()


# The numbers


def parsed(text: str, language: str) -> float:
    """Read a number as the language writes it; NaN for the word that says there is none."""
    if text in ("", MISSING[language], Words(language)("say.too_few")):
        return np.nan
    swapped = text.translate(str.maketrans(",.", ".,")) if language == "id" else text
    return float(swapped.removesuffix(" %").replace(",", ""))


def ends(text: str, language: str) -> list[float]:
    """Read an interval or a band."""
    if not text:
        return [np.nan, np.nan]
    mark = " sampai " if language == "id" else " to "
    return [parsed(end, language) for end in text.split(mark)]


def same(shown: float, value: float, decimals: int) -> bool:
    """Whether a shown number is this value, rounded."""
    if np.isnan(shown) or np.isnan(value):
        return bool(np.isnan(shown) and np.isnan(value))
    return abs(shown - value) <= 0.5 * 10.0**-decimals * (1 + 1e-9) + 1e-9


def unit_of(measure: str) -> str:
    return UNITS.get(re.sub(r"_\d+$", "", measure), "artisans")


def scaled(measure: str) -> tuple[float, int]:
    """Factor from the files' unit to the page's, and the decimals shown."""
    unit = unit_of(measure)
    return (100.0 if unit == "percent" else 1.0), DECIMALS[unit]


def student(values: np.ndarray) -> tuple[float, float, float]:
    """Mean and 95 % interval of Student; NaN left out, no interval where values do not differ."""
    known = values[~np.isnan(values)]
    if len(set(known)) < 2:
        return (float(known.mean()) if len(known) else np.nan), np.nan, np.nan
    mean, error = known.mean(), known.std(ddof=1) / np.sqrt(len(known))
    reach = stats.t.ppf(0.975, len(known) - 1) * error
    return mean, mean - reach, mean + reach


def runs_of(made: Made) -> dict[str, pd.DataFrame]:
    table = pd.read_parquet(made.folder / "runs.parquet")
    return {str(name): part for name, part in table.groupby("strategy", sort=False)}


def measures_in(page: Page) -> list[str]:
    """Measures that the page has tables of differences of."""
    names = [name for language, name in page.tables if language == "en"]
    return [n.removeprefix("differences-") for n in names if n.startswith("differences-")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_adopters_are_those_of_the_runs(made, page, language):
    rows = page.tables[language, "adopters"][0][1:]
    assert len(rows) == len(runs_of(made)) == 5
    for (_, *cells), run in zip(rows, runs_of(made).values(), strict=True):
        for place, measure in enumerate(("adopters", "lasting_adopters")):
            mean, interval, band = cells[3 * place : 3 * place + 3]
            values = run[measure].to_numpy(float)
            expected = student(values)
            shown = [parsed(mean, language), *ends(interval, language)]
            assert all(same(s, e, 1) for s, e in zip(shown, expected, strict=True))
            low = np.quantile(values, 0.05, method="lower")
            high = np.quantile(values, 0.95, method="higher")
            assert ends(band, language) == [low, high]


@pytest.mark.parametrize("language", LANGUAGES)
def test_differences_are_those_of_the_runs(made, page, language):
    runs = runs_of(made)
    base = runs[made.comparison.reference]
    table = made.table("differences").set_index(["measure", "strategy"])
    assert len(measures_in(page)) > len(MEASURES)  # and those at month 12
    for measure in measures_in(page):
        factor, decimals = scaled(measure)
        (rows,) = page.tables[language, f"differences-{measure}"]
        for cells, name in zip(rows[1:], table.loc[measure].index, strict=True):
            run = runs[name]
            difference = run[measure].to_numpy(float) - base[measure].to_numpy(float)
            mean, low, high = (factor * value for value in student(difference))
            difference_shown, _, pairs = cells[1].partition("|")
            assert same(parsed(difference_shown, language), mean, decimals), (measure, name)
            n_pairs = int((~np.isnan(difference)).sum())
            assert re.findall(r"\d+", pairs) == ([] if n_pairs == 40 else [str(n_pairs), "40"])
            shown = ends(cells[3], language)
            expected = (low, high)
            assert all(same(s, e, decimals) for s, e in zip(shown, expected, strict=True))
            known = difference[~np.isnan(difference)]
            row = table.loc[(measure, name)]
            at_once = [factor * row["low"], factor * row["high"]]
            if len(set(known)) < 2:
                at_once = [np.nan, np.nan]
            shown = ends(cells[2], language)
            assert all(same(s, e, decimals) for s, e in zip(shown, at_once, strict=True))
            assert row["low"] <= row["plain_low"] or len(set(known)) < 2
            if not row["is_ranked"] and measure in FIRST_MEASURES:
                assert cells[4:] == ["", "", ""]
                continue
            shares = [100 * np.mean(known > 0), 100 * np.mean(known == 0), 100 * np.mean(known < 0)]
            if len(known) < 2:
                shares = [np.nan] * 3
            shown = [parsed(cell, language) for cell in cells[4:]]
            assert np.isnan(shares).all() or sum(shown) == 100
            for one, share in zip(shown, shares, strict=True):
                assert abs(one - share) < 1 or np.isnan([one, share]).all()
        assert len(rows) == 5 or measure not in FIRST_MEASURES


@pytest.mark.parametrize("language", LANGUAGES)
def test_outcomes_are_those_of_the_runs(made, page, language):
    (head, *rows) = page.tables[language, "outcomes"][0]
    measures = list(dict.fromkeys(made.table("outcomes")["measure"]))
    assert "income_change" in measures
    assert len(head) == 1 + len(runs_of(made))
    for measure, (_, *cells) in zip(measures, rows, strict=True):
        factor, decimals = scaled(measure)
        for cell, run in zip(cells, runs_of(made).values(), strict=True):
            mean, _, below = cell.partition("|")
            interval, _, runs = below.rpartition("; ") if "; " in below else (below, "", "")
            n_known = int(run[measure].notna().sum())
            if n_known < 40 and not runs:
                interval, runs = "", interval
            told = {40: [], 0: ["40"]}.get(n_known, [str(n_known), "40"])
            assert re.findall(r"\d+", runs) == told
            expected = [factor * value for value in student(run[measure].to_numpy(float))]
            shown = [parsed(mean, language), *ends(interval, language)]
            assert all(same(s, e, decimals) for s, e in zip(shown, expected, strict=True)), measure


@pytest.mark.parametrize("language", LANGUAGES)
def test_reasons_groups_and_curves_are_those_of_the_files(made, page, language):
    reasons = made.table("reasons").groupby("strategy", sort=False)["artisans"]
    for (_, part), (_, *cells) in zip(
        reasons, page.tables[language, "reasons"][0][1:], strict=True
    ):
        assert all(same(parsed(c, language), v, 1) for c, v in zip(cells, part, strict=True))
        assert part.sum() == pytest.approx(SENIK.n_artisans)
    table = made.table("groups")
    rows = [cells for rows in page.tables[language, "groups"] for cells in rows[1:]]
    parts = [part for _, part in table.groupby(["trait", "group", "others"], sort=False)]
    for row, cells in zip(pd.concat(parts).to_dict("records"), rows, strict=True):
        of_shares = [round(100 * row[column], 1) for column in ("share_group", "share_others")]
        assert abs(of_shares[0] - of_shares[1] - 100 * row["gap"]) < 0.1001 or row["n_runs"] == 0
        gap = [of_shares[0] - of_shares[1], 100 * row["low"], 100 * row["high"]]
        expected = [
            row["n_group"], row["n_others"], 100 * row["share_group"], 100 * row["share_others"],
            *(gap if row["n_runs"] >= FEWEST_RUNS else [np.nan] * 3), row["n_runs"],
        ]  # fmt: skip
        shown = [parsed(cell, language) for cell in cells[1:6]]
        shown += [*ends(cells[6], language), parsed(cells[7], language)]
        assert all(same(s, e, 1) for s, e in zip(shown, expected, strict=True)), row
    curves = pd.read_parquet(made.folder / "curves.parquet").groupby("strategy", sort=False)
    (head, *rows) = page.tables[language, "curves"][0]
    months = [int(re.sub(r"\D", "", cell)) for cell in head[1:]]
    assert months[0] == 0
    assert months[-1] == 30
    for (_, curve), (_, *cells) in zip(curves, rows, strict=True):
        for month, cell in zip(months, cells, strict=True):
            point = curve.set_index("month").loc[month]
            mean, _, band = cell.partition("|")
            assert same(parsed(mean, language), point["mean"], 1)
            assert ends(band, language) == [point["low"], point["high"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_prices_and_costs_add_up(made, page, language):
    summary = made.table("comparison")
    totals = {}
    prices = made.table("prices").groupby("strategy", sort=False)
    for (name, part), rows in zip(prices, page.tables[language, "prices"], strict=True):
        end = 1 + len(part)
        lines = [[parsed(cell, language) for cell in cells[5:]] for cells in rows[1:end]]
        dates = [parsed(cells[3], language) for cells in rows[1:end]]
        for n, (hamlets, seats, fixed, per_place, days, day_price, total) in zip(
            dates, lines, strict=True
        ):
            assert total == n * (hamlets * (fixed + days * day_price) + seats * per_place)
        assert [line[-1] for line in lines] == list(part["total"])
        totals[name] = parsed(rows[end][-1], language)
        assert totals[name] == sum(line[-1] for line in lines)
        of_which = [parsed(cells[-1], language) for cells in rows[end + 1 :]]
        sums = [part.groupby(kind, sort=False)["total"].sum() for kind in ("work", "family")]
        assert of_which == [total for one in sums for total in one]
        assert all(one.sum() == totals[name] for one in sums)
    rows = page.tables[language, "costs"][0][1:]
    for row, (_, *cells) in zip(summary.to_dict("records"), rows, strict=True):
        columns = ("price_before", "price", "activities", "facilitator", "person_days", "rest")
        shown = [parsed(cell, language) for cell in cells[:6]]
        assert shown == [row[column] for column in columns]
        assert shown[1] == totals.get(row["strategy"], 0) == shown[2] + shown[3]
        assert shown[1] + shown[5] == BUDGET
        cost, _, interval = cells[6].partition("|")
        lasting = runs_of(made)[row["strategy"]]["lasting_adopters"].mean()
        expected = shown[1] / lasting if shown[1] else np.nan
        assert same(parsed(cost, language), expected, 0)
        low_high = [row["cost_per_lasting_low"], row["cost_per_lasting_high"]]
        if np.isnan(low_high).any():
            low_high = [np.nan, np.nan]
        both_ends = zip(ends(interval, language), low_high, strict=True)
        assert all(same(s, e, 0) for s, e in both_ends)


# The answer


def answers(made: Made, language: str) -> list[str]:
    said = made.page.split('<section id="answer">')[1].split("</section>")[0]
    part = said.split(f'<div class="{language}"')[1].split("<nav")[0]
    return re.findall('<(?:li|p class="headline")>(.*?)</(?:li|p)>', part)


def test_the_answer_follows_from_the_simultaneous_intervals(made):
    table = made.table("differences").set_index(["measure", "strategy"]).loc["adopters"]
    say = Words("en")
    places = {}
    for sentence in answers(made, "en"):
        for start, place in {
            "More adopters than": "more",
            "Fewer adopters than": "fewer",
            "Not known apart": "unknown",
            "Not ranked": "unranked",
        }.items():
            if sentence.startswith(start):
                places[place] = sentence
    for name, row in table.iterrows():
        place = "unknown"
        if not row["is_ranked"]:
            place = "unranked"
        elif row["low"] > 0:
            place = "more"
        elif row["high"] < 0:
            place = "fewer"
        shown = say.strategy(str(name)).replace("<", "&lt;").replace(">", "&gt;")
        assert shown in places[place]
        if place != "unranked":
            mean, low, high = (say.change(row[column]) for column in ("mean", "low", "high"))
            numbers = f"({mean}; {low} to {high})"
            assert f"{shown} {numbers}" in places[place]
    assert len(answers(made, "id")) == len(answers(made, "en"))


def test_without_a_budget_none_is_ranked(tmp_path):
    comparison = diffusion.compare(SENIK, ["campaign_only", "none"], n_runs=3, n_months=12)
    (sentence,) = answers(page_of(comparison, tmp_path / "out"), "en")
    assert "none is ranked" in sentence


def test_a_single_run_gives_no_answer(tmp_path):
    names = ["campaign_only", "social_action"]
    comparison = diffusion.compare(SENIK, names, budget=BUDGET, n_runs=1, n_months=30)
    made = page_of(comparison, tmp_path / "out")
    (sentence,) = answers(made, "en")
    assert sentence.startswith("Too few runs to tell luck from strategy")
    assert [cells[2] for cells in Page(made.page).tables["en", "differences-adopters"][0]][1:] == [
        ""
    ]


def test_one_run_has_no_share_and_no_band(tmp_path):
    pair = ["campaign_only", "collaboration_only"]
    made = page_of(diffusion.compare(SENIK, pair, budget=BUDGET, n_runs=1, n_months=24), tmp_path)
    page = Page(made.page)
    for language in LANGUAGES:
        for measure in FIRST_MEASURES:
            ((_, cells),) = page.tables[language, f"differences-{measure}"]
            assert cells[2:] == [""] * 5
        (rows,) = page.tables[language, "adopters"]
        assert all(cells[2:4] == ["", ""] == cells[5:7] for cells in rows[1:])
        (rows,) = page.tables[language, "curves"]
        assert not any("|" in cell for cells in rows[1:] for cell in cells)
    assert "100 %" not in (made.folder / "methods.txt").read_text(encoding="utf-8")
    figure = differences_figure(made.comparison)
    assert not any("none" in one.get_text() for one in figure.findobj(Text))


@given(st.integers(1, 400), st.data())
def test_shares_that_are_shown_add_up(n_runs, data):
    won = data.draw(st.integers(0, n_runs))
    tied = data.draw(st.integers(0, n_runs - won))
    shares = [count / n_runs for count in (won, tied, n_runs - won - tied)]
    for language in LANGUAGES:
        shown = [parsed(text, language) for text in Words(language).percents(shares)]
        assert sum(shown) == 100
        assert all(abs(one - 100 * share) < 1 for one, share in zip(shown, shares, strict=True))
        back = Words(language).percents(shares[::-1])[::-1]
        equal = len({*shares}) < 3  # of equal shares the first has what is left
        assert equal or [parsed(text, language) for text in back] == shown


def test_every_printed_sheet_begins_with_the_warning(made):
    styles = made.page.partition("@media print {")[2].partition("</style>")[0]
    assert "main { display: table;" in styles
    assert ".every-sheet { display: table-header-group;" in styles
    for language in LANGUAGES:
        warning = Words(language)("text.caveat")
        assert f'<p class="every-sheet {language}" lang="{language}">{warning}' in made.page


def test_a_single_strategy_is_compared_with_nothing(tmp_path):
    comparison = diffusion.compare(SENIK, ["none"], n_runs=2, n_months=12)
    (sentence,) = answers(page_of(comparison, tmp_path / "out"), "en")
    assert sentence.startswith("Only one strategy")


def test_a_strategy_that_is_not_possible_is_named(tmp_path):
    names = ["campaign_only", "locality_development", "none"]
    comparison = diffusion.compare(SENIK, names, budget=1_500_000, n_runs=2, n_months=30)
    assert comparison.table()["is_possible"].tolist() == [True, False, True]
    made = page_of(comparison, tmp_path / "out")
    assert "Not possible at this budget: locality development." in answers(made, "en")
    assert "Not possible at that budget: locality development." in methods_text(comparison)


def test_a_strategy_that_costs_less_and_leads_to_more_is_told(tmp_path):
    """Of two that are not ranked against each other, one may still be better and cheaper."""
    names = ["social_planning", "collaboration_only"]
    forth, back = (
        diffusion.compare(SENIK, order, n_runs=30, n_months=36) for order in (names, names[::-1])
    )
    (cheaper,) = across_costs(Words("en"), forth, name=str)
    assert cheaper.startswith("collaboration_only costs Rp 75,000 less than social_planning and")
    (dearer,) = across_costs(Words("en"), back, name=str)
    assert dearer.startswith("social_planning costs Rp 75,000 more than collaboration_only and")
    (mean,) = [row["mean"] for row in forth.difference_rows if row["measure"] == "adopters"]
    assert f" has {mean:.1f} adopters more" in cheaper
    assert f" has {mean:.1f} adopters fewer" in dearer
    said = answers(page_of(forth, tmp_path / "out"), "en")
    assert any("collaboration only costs Rp 75,000 less than" in one for one in said)


def test_another_order_by_another_measure_is_told():
    """At 4.5 million one leads by adopters at the end, the other by adopter-months."""
    names = ["campaign_only", "collaboration_only"]
    comparison = diffusion.compare(SENIK, names, budget=4_500_000, n_runs=60)
    means = comparison.runs().groupby("strategy")[["adopters", "adopter_months"]].mean()
    assert means.idxmax().tolist() == names[::-1]
    (said,) = reversals(Words("en"), comparison, name=str)
    most, more = means["adopter_months"].max(), -means["adopter_months"].diff().iloc[-1]
    assert said.startswith("By adopter-months ")
    assert f"campaign_only, {most:.1f}, which is {more:.1f} more than collaboration_only" in said
    larger = diffusion.compare(SENIK, names, budget=BUDGET, n_runs=60)
    assert not [*reversals(Words("en"), larger, name=str)], "here all orders agree"


def test_further_measures_with_another_order_are_told_in_one_sentence():
    """After two years one has more adopters, the other more that stay, and more money."""
    names = ["campaign_only", "collaboration_only"]
    comparison = diffusion.compare(SENIK, names, budget=4_500_000, n_runs=60, n_months=24)
    assert [row["strategy"] for row in comparison.standing_rows] == names
    means = comparison.runs().groupby("strategy")["fund"].mean()
    confirmed = comparison.table().set_index("strategy")["confirmed"]
    for words in both():
        (said,) = further_reversals(words, comparison, name=str)
        for measure in FURTHER_ORDERS:
            assert words.name("measure", measure) in said
        first, other = (words.rupiah(means[name]) for name in names)
        assert f"(collaboration_only {other}, campaign_only {first})" in said
        first, other = (words.number(confirmed[name]) for name in names)
        assert f"(collaboration_only {other}, campaign_only {first})" in said
    larger = diffusion.compare(SENIK, names, budget=BUDGET, n_runs=60)
    assert not [*further_reversals(Words("en"), larger, name=str)], "here all orders agree"


def within_row(group, difference, low, high, basis="roster"):
    """One row of the comparisons within groups."""
    return {
        "trait": "Gender", "group": group, "basis": basis, "n_runs": 40,
        "strategy": "campaign_only", "difference": difference, "low": low, "high": high,
        "share": 0.5 + difference, "share_reference": 0.5,
    }  # fmt: skip


@pytest.mark.parametrize(("low", "told"), [(-2.0, "P+L"), (-0.1, "P")])
def test_groups_in_which_the_order_is_another_are_named(low, told):
    """All of them where the order of all is known; else those whose own order is known."""
    whole = {"measure": "adopters", "strategy": "campaign_only", "is_ranked": True, "mean": -1.0}
    comparison = SimpleNamespace(
        reference="collaboration_only",
        difference_rows=[whole | {"low": -2.0, "high": low + 1.9}],
        within_rows=[
            within_row("P", 0.05, 0.01, 0.09),
            within_row("L", 0.01, -0.02, 0.04),
            within_row("X", -0.05, -0.09, -0.01),
            within_row("most ties", 0.05, 0.01, 0.09, basis="network"),
        ],
    )
    (said,) = in_groups(Words("en"), comparison, name=str)
    assert "Gender: P, campaign_only +5.0 (95 % interval +1.0 to +9.0)" in said
    assert ("Gender: L, campaign_only +1.0" in said) == ("L" in told)
    assert ("not known apart" in said) == ("L" in told)
    assert "X" not in said
    assert "most ties" not in said
    (said,) = in_groups(Words("id"), comparison, name=str)
    assert said.startswith("Kelompok yang urutannya lain")


def test_the_answer_is_told_from_both_sides(made):
    """In how many histories the first has more, as many and fewer; they add up."""
    (row,) = [row for row in made.table("standing").to_dict("records") if row["led"] > 0][:1]
    for language in LANGUAGES:
        (sentence,) = [one for one in answers(made, language) if "95 %" in one][:1]
        shares = [int(share) for share in re.findall(r"(\d+) %", sentence)]
        if row["high"] < 0:
            assert sum(shares[:3]) == 100


def test_the_differences_within_groups_are_one_table(made, page):
    table = made.table("within_groups")
    for language in LANGUAGES:
        ((head, *rows),) = page.tables[language, "within"]
        assert len(rows) == (table["n_runs"] >= FEWEST_RUNS).sum()
        assert head[:2] == [Words(language)(f"head.{name}") for name in ("group", "strategy")]


def test_a_number_that_no_run_has_is_said_in_a_sentence(page):
    for language in LANGUAGES:
        words = Words(language)
        cells = [cell for row in page.tables[language, "outcomes"][0][1:] for cell in row]
        none = [cell for cell in cells if cell.startswith(words("say.none"))]
        assert none
        assert all(cell.endswith(words("say.in_no_run", n_runs=40)) for cell in none)


def test_a_reference_that_leaves_money_over_ranks_nothing(tmp_path):
    names = ["none", "campaign_only"]
    comparison = diffusion.compare(SENIK, names, budget=BUDGET, n_runs=10, n_months=12)
    (sentence,) = answers(page_of(comparison, tmp_path / "out"), "en")
    assert sentence.startswith("The reference no programme leaves")


@pytest.mark.parametrize(("asked", "word"), [(50.0, " Reached: "), (0.001, " Not reached: ")])
def test_the_precision_that_was_reached_is_said(tmp_path, asked, word):
    names = ["campaign_only", "social_action"]
    comparison = diffusion.compare(
        SENIK, names, budget=BUDGET, n_months=30, precision=asked, most_runs=100
    )
    made = page_of(comparison, tmp_path / "out")
    text = made.page.split('<section id="precision">')[1].split("</section>")[0]
    row = made.table("differences").set_index("measure").loc["adopters"]
    assert word in text
    assert f"{row['high'] - row['mean']:.2f}" in text
    assert "sequential rule" in methods_text(comparison)


# The paragraph for a paper


def test_the_methods_name_what_another_needs(made):
    english, indonesian = methods_text(made.comparison).strip().split("\n\n")
    provenance = made.comparison.simulated[0][1].provenance
    for text in (english, indonesian):
        assert provenance["versions"]["artisan-diffusion"] in text
        assert provenance["versions"]["numba"] in text
        assert '"default"' in text
        assert "max-t" in text
        assert "347" in text
    assert "random seed 1." in english
    assert "simulated 40 times (replicates 0 to 39) over 30 months" in english
    assert "Rp 8,000,000" in english
    assert "Rp 8.000.000" in indonesian
    assert "simulated, not observed" in english
    assert str(Path.cwd()) not in english
    assert str(Path.home()) not in english


# Sources


def changed(folder: Path, sources: str | None) -> Path:
    """Copy Senik, with another table of sources or none."""
    shutil.copytree(library_root() / "senik", folder)
    (folder / "sources.csv").unlink()
    if sources is not None:
        (folder / "sources.csv").write_text(sources, encoding="utf-8")
    return folder


HEADER = "parameter,value,unit,low,high,source,flag\n"
ROW = 'community: artisans.number,30,households,10,,"a count, of 2016",found\n'


def test_sources_are_read_hashed_and_counted(made, page, tmp_path):
    assert "sources.csv" in SENIK.hashes
    found = sources_of(made.comparison)
    assert found.n_rows == len(SENIK.sources) == sum(c.total() for c in found.counts.values())
    (rows,) = page.tables["en", "assumed"]
    assert len(rows) - 1 == len(found.assumed) == 347
    (head, *rows) = page.tables["en", "sources"][0]
    shown = {kind: dict(zip(head[1:], map(int, cells), strict=True)) for kind, *cells in rows}
    assert sum(by_flag["assumed"] for by_flag in shown.values()) == 347
    folder = changed(tmp_path / "senik", "\ufeff" + HEADER + "\n" + ROW)
    (row,) = diffusion.load(folder).sources
    assert row["source"] == "a count, of 2016"
    assert (row["low"], row["high"]) == ("10", "")


def test_without_a_table_of_sources_the_page_says_so(tmp_path):
    community = diffusion.load(changed(tmp_path / "senik", None))
    assert community.sources == ()
    assert "sources.csv" not in community.hashes
    comparison = diffusion.compare(community, ["none"], n_runs=2, n_months=6)
    made = page_of(comparison, tmp_path / "out")
    assert "No file of sources (sources.csv) comes with this community" in made.page
    assert "no table of sources" in methods_text(comparison)


BAD_SOURCES: Mapping[str, tuple[str, str]] = {
    "empty": ("", f"sources.csv: header: expected {HEADER.strip()}; found nothing"),
    "header": (
        "parameter,value\n",
        f'sources.csv: header: expected {HEADER.strip()}; found "parameter,value"',
    ),
    "cells": (
        HEADER + ROW.replace('"', ""),
        "sources.csv: line 2: expected 7 cells, as many as in the header; found 8 "
        "(text that has a comma needs quotes, and a number a decimal point)",
    ),
    "flag": (
        HEADER + ROW + ROW.replace("found", "asumed"),
        "sources.csv: line 3, flag: expected one of field, found, computed, assumed "
        '(did you mean assumed?); found "asumed"',
    ),
    "quotes": (
        HEADER + ROW.replace('2016"', "2016"),
        "sources.csv: line 2: expected cells separated by commas; "
        "found an opening quotation mark that nothing closes",
    ),
}


def test_a_table_of_sources_may_come_from_a_spreadsheet_with_decimal_commas(tmp_path):
    row = 'parameters/default: decision.alpha;0,02;chance a month;0,01;0,05;"one; two";found\n'
    folder = changed(tmp_path / "senik", HEADER.replace(",", ";") + row)
    (read,) = diffusion.load(folder).sources
    assert (read["value"], read["source"], read["flag"]) == ("0.02", "one; two", "found")


@pytest.mark.parametrize("name", BAD_SOURCES)
def test_a_bad_table_of_sources_gives_one_message(name, tmp_path):
    text, message = BAD_SOURCES[name]
    with pytest.raises(InputError) as caught:
        diffusion.load(changed(tmp_path / "senik", text))
    assert str(caught.value) == message


def test_the_first_sentence_says_who_leads_and_by_how_much(made):
    rows = made.table("standing").to_dict("records")
    leader, second = rows[:2]
    assert leader["adopters"] == made.table("comparison")["adopters"].max()
    first, *others = answers(made, "en")
    say = Words("en")
    is_known = second["high"] < 0
    assert first.startswith("Most adopters:" if is_known else "No single strategy is known")
    shown = first.replace("&lt;", "<").replace("&gt;", ">")
    for text in (say.strategy(leader["strategy"]), say.number(leader["adopters"])):
        assert text in shown
    if is_known:
        assert say.change(second["difference"]) in first
    for row in rows[1:]:
        if not row["high"] < 0:
            assert say.strategy(row["strategy"]) in shown
    assert others


def test_the_methods_tell_the_result(made):
    english, indonesian = methods_text(made.comparison).strip().split("\n\n")
    table = made.table("differences").set_index(["measure", "strategy"]).loc["adopters"]
    say = Words("en")
    for name, row in table.iterrows():
        mean, low, high = (say.change(row[column]) for column in ("mean", "low", "high"))
        won = say.percent(row["won"])
        interval = f" (95 % interval {low} to {high})" if row["low"] == row["low"] else ""
        told = f"{mean}{interval}, with more in {won} of the replicates"
        assert told in english, name
    assert "Their ties were drawn for each replicate" in english
    assert "Who is poor is drawn" in english
    assert "Hubungan mereka diundi" in indonesian


def test_the_methods_quote_own_titles_and_tell_a_roster(tmp_path):
    programme = tmp_path / "ours.toml"
    programme.write_text(programme_text(SENIK.programmes["campaign_only"]), encoding="utf-8")
    rosters = community(
        n_artisans=6, roster={"poor": [1.0, 0.0, 0.0, 1.0, 0.0, 1.0]}, ties=[(0, 1)]
    )
    comparison = diffusion.compare(rosters, ["collaboration_only", programme], n_runs=12)
    english, _ = methods_text(comparison).strip().split("\n\n")
    assert f'in the community "{SENIK.file.title}" (6 artisans)' in english
    assert '"ours" (Rp' in english
    assert "The artisans are those of a roster, which gives poor;" in english
    assert "Their ties, 1 in all, are those of a list." in english
    assert "Who is poor is drawn" not in english
    assert "Places that nobody could fill were neither counted nor paid." in english


TIES = "ego,alter\nSiti Aminah,Budi Santosa\nBudi Santosso,Citra\nDewi,Bu Lurah\nCitra,Dewi\n"


def test_the_methods_say_what_was_done_to_the_tables_and_what_came_of_it_by_group(tmp_path):
    people = ["Siti Aminah", "Budi Santosa", "Citra", "Dewi", "Eko", "Fitri"]
    rows = [f"{name},{'PL'[n % 2]},{n}" for n, name in enumerate(people)]
    roster, ties = tmp_path / "roster.csv", tmp_path / "ties.csv"
    roster.write_text("\n".join(["artisan,Gender,skill", *rows]) + "\n", encoding="utf-8")
    ties.write_text(TIES, encoding="utf-8")
    new_community(
        tmp_path / "hamlet",
        roster=roster,
        ties=ties,
        accept_suggestions=True,
        leave_out=["Bu Lurah"],
        scales=["skill=0:10"],
        direction="alter_to_ego",
    )
    community = diffusion.load(tmp_path / "hamlet").with_groups(["Gender"])
    comparison = diffusion.compare(community, ["campaign_only", "collaboration_only"], n_runs=40)
    english, indonesian = methods_text(comparison).strip().split("\n\n")
    assert "skill from a scale of 0 to 10" in english
    assert "the one who is named influences the one who names" in english
    assert "misspelt names were replaced by those of the roster: 1." in english
    assert "Rows of the list of ties left out, because their names are not in the roster: 1." in (
        english
    )
    assert not [name for name in [*people, "Budi Santosso", "Bu Lurah"] if name in english]
    (women,) = [row for row in comparison.within_rows if row["group"] == "P"]
    difference = Words("en").change(100 * women["difference"])
    assert f"Gender: P, collaboration only {difference}" in english
    assert "Gender: P, kolaborasi saja" in indonesian
