"""The workshop page: one harmless file, and what people see and do in a browser without a network.

The second half drives Debian's chromium through playwright, and checks names, roles and contrast
with the axe-core that comes with the package axe-playwright-python. Where there is no browser it
is left out.
"""

import base64
import copy
import hashlib
import json
import re
import shutil
import string
import subprocess
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from communities import community as made_community
from test_report import Page, page_of

import diffusion
from diffusion.i18n.words import LANGUAGES, Words
from diffusion.page.build import SCRIPTS, build_page
from diffusion.page.data import page_data
from diffusion.page.packing import inline_json, packed
from diffusion.page.without_script import without_script
from diffusion.page.words import page_catalogue, page_words

EVIL = "</script><script>alert(1)</script><b>&"
STEPS = ("setting", "guess", "watch", "what_if", "story", "take_home")
PARTIES = ["campaign_only", "collaboration_only"]
NAMESPACE = "http://www.w3.org/2000/svg"


@pytest.fixture(scope="module")
def data() -> dict[str, Any]:
    senik = diffusion.load("senik")
    return page_data(senik, PARTIES, budget=8_000_000, n_runs=4)


@pytest.fixture(scope="module")
def page(data: dict[str, Any]) -> str:
    return build_page(data)


class Parts(HTMLParser):
    """Text of each script and style, the attributes of all elements, and what noscript holds."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.inside: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, dict[str, str | None], str]] = []
        self.without_script = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.inside and self.inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.inside and self.inside[-1] in ("script", "style"):
            self.texts.append((*self.elements[-1], data))
        if "noscript" in self.inside:
            self.without_script += data

    def inline(self, name: str) -> Any:
        (text,) = [text for _, attributes, text in self.texts if attributes.get("id") == name]
        return json.loads(text)


def named(data: dict[str, Any], text: str) -> dict[str, Any]:
    """Give the same data with a text wherever people write names."""
    changed = copy.deepcopy(data)
    changed["community"]["titles"] = dict.fromkeys(LANGUAGES, text)
    changed["strategies"][0] |= {"name": "own", "titles": dict.fromkeys(LANGUAGES, text)}
    changed["names"] = [text] * data["n_artisans"]
    return changed


def test_equal_data_give_equal_bytes(data: dict[str, Any], page: str) -> None:
    backwards = dict(reversed(copy.deepcopy(data).items()))
    assert build_page(backwards) == page
    assert build_page(data | {"random_seed": 2}) != page


def test_the_page_of_senik_is_small_enough_to_be_sent(page: str) -> None:
    assert len(page.encode()) < 150_000


def test_the_page_asks_for_nothing(page: str) -> None:
    assert set(re.findall(r"https?:[^\"'\s]+", page)) == {NAMESPACE}
    assert not re.search(r"\bsrc=|@import|<link|<iframe|<base", page)
    assert set(re.findall(r"url\([^)]*\)", page)) <= {"url(#${id})"}
    outside = {"src", "href", "srcset", "action", "data", "poster"}
    for tag, attributes in Parts(page).elements:
        for name in outside & set(attributes):
            assert (tag, attributes[name]) == ("a", "#main")


def test_only_what_the_policy_names_may_run(page: str) -> None:
    parts = Parts(page)
    (policy,) = [
        attributes["content"] or ""
        for tag, attributes in parts.elements
        if tag == "meta" and "content-security-policy" in str(attributes.get("http-equiv")).lower()
    ]
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    running = [text for tag, a, text in parts.texts if tag == "style" or "type" not in a]
    assert len(running) == 2
    for text in running:
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    for _, attributes in parts.elements:
        assert not [name for name in attributes if name.startswith("on") or name == "style"]


def test_no_name_can_end_the_script(data: dict[str, Any], page: str) -> None:
    parts = Parts(build_page(named(data, EVIL)))
    kept = parts.inline("data")
    assert kept["community"]["titles"]["id"] == EVIL
    assert kept["names"][0] == EVIL
    assert len(parts.elements) == len(Parts(page).elements)
    assert EVIL in parts.without_script


def test_the_data_are_whole_on_the_page(data: dict[str, Any], page: str) -> None:
    kept = Parts(page).inline("data")
    assert kept.pop("unread")
    events, arguments = kept.pop("events"), kept.pop("arguments")
    told = [
        [arguments[place][0], dict(zip(arguments[place][1:], values, strict=True))]
        for place, *values in events
    ]
    for strategy in kept["strategies"]:
        strategy["stories"] = [
            [[record, [told[event] for event in heard]] for record, *heard in story]
            for story in strategy["stories"]
        ]
    assert kept == json.loads(json.dumps(data))


def test_packing_is_by_key_and_values() -> None:
    one, other = [["sold", {"pieces": 1}]], [["sold", {"pieces": 1}], ["sold", {"pieces": 2}]]
    small = packed({"strategies": [{"stories": [[[1, one], [2, other]]]}]})
    assert small["strategies"][0]["stories"] == [[[1, 0], [2, 0, 1]]]
    assert small["events"] == [[0, 1], [0, 2]]
    assert small["arguments"] == [["sold", "pieces"]]


def test_numbers_that_are_none_are_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        inline_json({"mean": float("nan")})


def test_both_languages_say_the_same_with_the_same_braces() -> None:
    for key, texts in page_catalogue().items():
        assert tuple(texts) == LANGUAGES, key
        braces = [
            {name for _, name, _, _ in string.Formatter().parse(t) if name} for t in texts.values()
        ]
        assert braces[0] == braces[1], key
        assert all(text.strip() for text in texts.values()), key


def test_every_key_of_the_script_is_in_the_catalogue() -> None:
    folder = files("diffusion.page").joinpath("web")
    text = "".join(folder.joinpath(name).read_text(encoding="utf-8") for name in SCRIPTS)
    html = folder.joinpath("page.html").read_text(encoding="utf-8")
    said = set(re.findall(r'say\("([a-z_]+\.[a-z_]+)"[,)]', text))
    said |= set(re.findall(r'data-(?:word|label)="([a-z_.]+)"', html))
    assert len(said) > 80
    assert said <= set(page_catalogue())


def test_every_event_has_its_sentence(data: dict[str, Any]) -> None:
    events = {
        (key, *sorted(values))
        for strategy in data["strategies"]
        for story in strategy["stories"]
        for _, told in story
        for key, values in told
    }
    for key, *names in events:
        text = page_words()["en"][f"story.{key}"]
        assert {name for _, name, _, _ in string.Formatter().parse(text) if name} == set(names)


def test_without_script_the_results_are_there_in_both_languages(
    data: dict[str, Any], page: str
) -> None:
    parts = Parts(page)
    for words in map(Words, LANGUAGES):
        for strategy in data["strategies"]:
            assert words.strategy(strategy["name"]) in parts.without_script
            assert words.number(strategy["end"]["adopters"]) in parts.without_script
            assert words.rupiah(strategy["end"]["cost_per_lasting"]) in parts.without_script
        assert page_words()[words.language]["page.caveat"] in parts.without_script
    held = page[page.index("<noscript>") : page.index("</noscript>")]
    assert held.count("<table") == len(LANGUAGES)
    assert held.count("<svg") == 1  # with words of both languages


def test_numbers_of_an_axis_stand_where_they_belong(data: dict[str, Any]) -> None:
    """Without JavaScript: 37 artisans have no line at 18.5 that is called 18."""
    held = without_script(data | {"n_artisans": 37})
    lines = re.findall(
        r'<path d="M46 (\d+)L[^"]*" stroke="[^"]*"/><text[^>]* y="(\d+)"[^>]*>(\d+)<', held
    )
    assert [int(number) for *_, number in lines] == [0, 10, 20, 30]
    for line, text, number in lines:
        assert line == text
        assert abs(int(line) - (290 - int(number) / 37 * 256)) <= 0.5
    months = re.findall(r'<text x="(\d+)" y="316"[^>]*>(\d+)<', held)
    assert [int(month) for _, month in months] == [0, 12, 24, 36]


def test_a_page_may_lack_what_it_does_not_need(data: dict[str, Any]) -> None:
    poorer = data | {"what_if": None, "differences": [], "n_assumed": None}
    assert page_words()["en"]["take.not_stated"] in Parts(build_page(poorer)).without_script


# In a browser, without a network.

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 390, "height": 844}
WALL = {"width": 1280, "height": 720}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("there is no chromium")
    with api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
        started.close()


class Opened:
    """A page in a browser that has no network, and what went wrong in it."""

    def __init__(self, browser: Any, file: Path, size: dict[str, int]) -> None:
        self.context = browser.new_context(viewport=size, locale="id-ID", accept_downloads=True)
        self.context.set_offline(True)
        self.page = self.context.new_page()
        self.wrong: list[str] = []
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("console", self._heard)
        self.page.on("request", self._asked)
        self.page.goto(file.as_uri())
        self.page.locator("#to-guess").wait_for()

    def _heard(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.wrong.append(message.text)

    def _asked(self, request: Any) -> None:
        if not request.url.startswith(("file:", "data:", "blob:")):
            self.wrong.append(request.url)

    def go(self, step: str) -> None:
        self.page.locator(f"#to-{step}").click()

    def text(self, selector: str) -> str:
        return str(self.page.locator(selector).first.inner_text())

    def press(self, *keys: str) -> int:
        """Press keys; give the month shown afterwards."""
        for key in keys:
            self.page.keyboard.press(key)
        return int(self.page.locator("#record").input_value())

    def guess(self, *adopters: object) -> None:
        for place, number in enumerate(adopters):
            self.page.locator(f"#guess-{place}").fill(str(number))
        self.page.locator("#guess-add").click()

    def overflow(self) -> int:
        return int(self.page.evaluate("document.documentElement.scrollWidth - innerWidth"))


@pytest.fixture(scope="module")
def file(page: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "senik.html"
    path.write_text(page, encoding="utf-8", newline="\n")
    return path


@pytest.fixture
def opened(browser: Any, file: Path) -> Iterator[Opened]:
    shown = Opened(browser, file, WALL)
    yield shown
    shown.context.close()
    assert shown.wrong == []


@pytest.fixture
def phone(browser: Any, file: Path) -> Iterator[Opened]:
    shown = Opened(browser, file, PHONE)
    yield shown
    shown.context.close()
    assert shown.wrong == []


def written(value: float, language: str, decimals: int = 1) -> str:
    return Words(language).number(value, decimals)


def test_every_step_speaks_both_languages(opened: Opened, data: dict[str, Any]) -> None:
    for language in LANGUAGES:
        words = page_words()[language]
        assert opened.page.evaluate("document.documentElement.lang") == language
        assert opened.page.title() == words["page.title"].format(
            place=data["community"]["titles"][language]
        )
        for step in STEPS:
            opened.go(step)
            assert opened.page.locator("main > section:visible").count() == 1
            assert words[f"step.{step}"] in opened.text(f"#to-{step}")
            shown = opened.text(f"#step-{step}")
            assert not re.search(r"undefined|NaN|\[object|\{\w+\}|\b[a-z_]+\.[a-z_]+\b", shown), (
                step
            )
        assert Words(language).rupiah(data["strategies"][0]["price"]).split()[1] in opened.text(
            "#take"
        )
        opened.page.locator("#language").click()


def test_one_press_is_one_month(opened: Opened, data: dict[str, Any]) -> None:
    n_months = data["n_months"]
    opened.go("watch")
    assert opened.press("ArrowRight", "ArrowRight") == 2
    assert opened.press("ArrowLeft") == 1
    assert opened.press("End") == n_months
    assert opened.press("ArrowRight") == n_months
    opened.page.locator("#record").focus()
    assert opened.press("ArrowLeft") == n_months - 1
    assert opened.press("Home") == 0
    opened.page.locator("#play").focus()
    assert opened.press("ArrowRight") == 1
    opened.page.locator("#speed").focus()
    assert opened.press("Home") == 1


def test_space_plays_and_pauses_and_the_reader_is_left_in_peace(opened: Opened) -> None:
    opened.go("watch")
    said = opened.page.locator("#watch-said")
    opened.press(" ")
    assert said.get_attribute("aria-live") == "off"
    opened.page.wait_for_timeout(900)
    month = opened.press(" ")
    assert month >= 1
    assert said.get_attribute("aria-live") == "polite"
    assert str(month) in said.inner_text()
    opened.page.wait_for_timeout(500)
    assert opened.press() == month
    opened.page.locator("#play").focus()
    opened.press(" ")
    assert said.get_attribute("aria-live") == "off"
    opened.go("story")
    assert said.get_attribute("aria-live") == "polite"


def test_the_whole_page_can_be_walked_by_keyboard(opened: Opened) -> None:
    reached = set()
    opened.go("what_if")
    for _ in range(30):
        opened.page.keyboard.press("Tab")
        reached.add(opened.page.evaluate("document.activeElement.id"))
    steps = {f"to-{step}" for step in STEPS}
    assert {"language", "big", "factor-0", "own", "onward"} | steps <= reached
    opened.page.locator("#to-story").focus()
    opened.page.keyboard.press("Enter")
    assert opened.page.evaluate("document.activeElement.id") == "head-story"


def test_counts_and_curves_are_those_of_the_data(opened: Opened, data: dict[str, Any]) -> None:
    opened.go("watch")
    month = 20
    opened.press("Home", *["ArrowRight"] * month)
    for side, strategy in enumerate(data["strategies"]):
        count = sum(digit in "45" for digit in strategy["stages"][month])
        assert opened.text(f"#count-{side}") == str(count)
    cover = opened.page.locator("#watch-chart clipPath rect")
    svg = opened.page.locator("#watch-chart svg")
    assert cover.get_attribute("data-record") == str(month)
    assert float(cover.get_attribute("width")) < 0.75 * float(svg.get_attribute("width"))
    opened.press("End")
    assert float(cover.get_attribute("width")) > 0.9 * float(svg.get_attribute("width"))


def drawn(opened: Opened) -> str:
    return str(opened.page.evaluate("document.getElementById('network-1').toDataURL()"))


def test_drawing_only_what_changed_draws_the_same(opened: Opened) -> None:
    opened.go("watch")
    opened.press("Home")
    first = drawn(opened)
    opened.press(*["ArrowRight"] * 22)
    stepwise = drawn(opened)
    assert stepwise != first
    opened.go("setting")
    opened.go("watch")
    assert drawn(opened) == stepwise


def test_big_type_is_big_and_fits_the_wall(opened: Opened) -> None:
    size = "getComputedStyle(document.documentElement).fontSize"
    assert opened.page.evaluate(size) == "18px"
    opened.page.locator("#big").click()
    assert opened.page.evaluate(size) == "24px"
    assert opened.page.locator("#big").get_attribute("aria-pressed") == "true"
    opened.go("watch")
    opened.press("End")
    height = opened.page.evaluate("document.documentElement.scrollHeight")
    assert height <= WALL["height"]
    box = opened.page.locator("#watch-chart svg").bounding_box()
    bar = opened.page.locator(".bar").bounding_box()
    assert box["y"] + box["height"] <= bar["y"]
    assert float(opened.page.locator("#watch-chart svg").get_attribute("font-size")) >= 17
    for step in STEPS:
        opened.go(step)
        assert opened.overflow() == 0, step


def test_a_tap_opens_the_story_of_whoever_is_there(opened: Opened, data: dict[str, Any]) -> None:
    opened.go("watch")
    row = 6
    box = opened.page.locator("#network-1").bounding_box()
    edge = min(24, box["width"] / 14, box["height"] / 14)
    x, y = data["places"][row]
    opened.page.mouse.click(
        box["x"] + edge + x * (box["width"] - 2 * edge),
        box["y"] + edge + y * (box["height"] - 2 * edge),
    )
    assert opened.page.locator("#step-story").is_visible()
    assert opened.page.locator("#artisan").input_value() == str(row)
    assert opened.text("#artisan option:checked") == "Pengrajin 7"
    for side, strategy in enumerate(data["strategies"]):
        months = opened.page.locator(f".months.side-{side} > li").count()
        assert months == len(strategy["stories"][row])
    opened.page.locator("#next").click()
    assert opened.page.locator("#artisan").input_value() == str(row + 1)
    opened.page.locator("#artisan").select_option("0")
    assert opened.page.locator("#tale-sides h2").count() == 2


def test_what_if_shows_the_cell_of_the_grid(opened: Opened, data: dict[str, Any]) -> None:
    grid = data["what_if"]
    opened.go("what_if")
    levels = list(grid["own"])
    for place in range(len(levels)):
        goal = 0 if levels[place] == 2 else levels[place] + 1
        slider = opened.page.locator(f"#factor-{place}")
        slider.focus()
        slider.press("Home")
        for _ in range(goal):
            slider.press("ArrowRight")
        levels[place] = goal
    cell = next(cell for cell in grid["cells"] if cell["at"] == levels)
    own = next(cell for cell in grid["cells"] if cell["at"] == grid["own"])
    shown = opened.text("#answer").replace("\u2060", "")
    assert f"{written(cell['adopters'], 'id')} ({cell['low']}–{cell['high']})" in shown  # noqa: RUF001
    assert f"{written(own['adopters'], 'id')} ({own['low']}–{own['high']})" in shown  # noqa: RUF001
    for key in ("price", "cost_per_lasting"):
        assert written(cell[key], "id", 0) in shown
    assert opened.page.locator("#factor-0").get_attribute("aria-valuetext")
    opened.page.locator("#own").click()
    assert opened.page.locator("#factor-0").input_value() == str(grid["own"][0])


def test_guesses_have_numbers_and_the_nearest_is_named(
    opened: Opened, data: dict[str, Any]
) -> None:
    opened.go("guess")
    opened.page.locator("#guess-add").click()
    assert opened.page.locator("#guess-list table").count() == 0
    for guess in ((2, 25), (9, 18), (30, 0)):
        opened.guess(*guess)
    assert opened.page.locator("#guess-list tbody tr").count() == 3
    opened.page.locator("#guess-list button").nth(0).click()
    assert opened.page.locator("#guess-list tbody th").all_inner_texts() == ["2", "3"]
    opened.go("take_home")
    nearest = opened.page.locator(".part-guesses li").all_inner_texts()
    for place, (strategy, numbers) in enumerate(
        zip(data["strategies"], ((9, 30), (18, 0)), strict=True)
    ):
        mean = strategy["end"]["adopters"]
        near = min(numbers, key=lambda number: abs(number - mean))
        assert f" {near};" in nearest[place]
        assert written(mean, "id") in nearest[place]


def test_nothing_is_wider_than_a_phone_and_every_target_can_be_hit(phone: Opened) -> None:
    targets = "button, select, input, a"
    too_small = """(targets) => [...document.querySelectorAll(targets)].filter((one) => {
        const box = one.getBoundingClientRect();
        return box.width && one.id !== "skip" && (box.height < 43.5 || box.width < 43.5);
    }).map((one) => one.id || one.textContent)"""
    for _ in LANGUAGES:
        for step in STEPS:
            phone.go(step)
            if step == "guess":
                phone.guess(3, 20)
            assert phone.overflow() == 0, step
            assert phone.page.evaluate(too_small, targets) == [], step
        phone.page.locator("#language").click()


NAMES = (
    "campaign_only",
    "a programme of our own with a title that has no end at all",
    "pemberdayaanmasyarakatdesaterpadu",
    "none",
)
TITLE = "Percobaan-pemberdayaanmasyarakatdesaterpadudanberkelanjutan (angka diandaikan)"


@pytest.fixture(scope="module")
def long_names() -> dict[str, Any]:
    """Give data of three hamlets and four programmes, whose names and titles are long."""
    hamlets = [1] * 11 + [2] * 19 + [3] * 10
    made = made_community(n_artisans=40, roster={"hamlet": hamlets}, ties=[(0, 1), (5, 20)])
    options: dict[str, Any] = {"n_runs": 3, "n_months": 24, "with_what_if": False}
    data = page_data(made, [*PARTIES, "locality_development", "none"], **options)
    data["community"]["titles"] = dict.fromkeys(LANGUAGES, TITLE)
    for strategy, name in zip(data["strategies"], NAMES, strict=True):
        strategy |= {"name": name, "titles": dict.fromkeys(LANGUAGES, TITLE)}
    return data


def cut_letters(opened: Opened) -> list[str]:
    """Name the texts of charts that reach out of their drawing, and headings broken in pieces."""
    return list(
        opened.page.evaluate(
            """[...document.querySelectorAll("main > section:not([hidden]) svg text")]
            .filter((text) => {
              const [box, frame] = [text, text.ownerSVGElement]
                .map((one) => one.getBoundingClientRect());
              return box.width && (box.right > frame.right + 1.5 || box.left < frame.left - 1.5);
            }).map((text) => text.textContent)"""
        )
    )


def enlarge(opened: Opened, times: float) -> None:
    """Make letters larger, as a reader does in the browser's settings."""
    opened.page.evaluate(f"document.documentElement.style.fontSize = '{112.5 * times}%'")
    opened.page.evaluate("dispatchEvent(new Event('resize'))")
    opened.page.wait_for_timeout(200)


@pytest.mark.parametrize("width", [320, 390])
def test_letters_of_twice_the_size_are_not_cut(
    browser: Any, file: Path, long_names: dict[str, Any], tmp_path: Path, width: int
) -> None:
    long = tmp_path / "long.html"
    long.write_text(build_page(long_names), encoding="utf-8", newline="\n")
    for path, places in ((file, 2), (long, 4)):
        shown = Opened(browser, path, {"width": width, "height": 640})
        enlarge(shown, 2)
        shown.go("guess")
        shown.guess(*range(places))
        for language in LANGUAGES:
            for step in STEPS:
                if not shown.page.locator(f"#to-{step}").count():
                    continue  # long names have no "what if"
                shown.go(step)
                assert shown.overflow() <= 0, (language, step)
                assert too_wide(shown) == [], (language, step)
                assert cut_letters(shown) == [], (language, step)
            shown.page.locator("#language").click()
        shown.go("watch")
        boxes = [shown.page.locator(f"#under-{side}").bounding_box() for side in (0, 1)]
        assert boxes[0]["y"] + boxes[0]["height"] <= boxes[1]["y"]  # not beside each other
        shown.context.close()
        assert shown.wrong == []


def numbers_drawn(opened: Opened) -> list[str]:
    """Open the networks at their last month; list all that is written on them."""
    opened.page.evaluate(
        """window.written = [];
        const own = CanvasRenderingContext2D.prototype.fillText;
        CanvasRenderingContext2D.prototype.fillText = function (text, ...at) {
          window.written.push(text);
          return own.call(this, text, ...at);
        };
        0"""
    )
    opened.go("watch")
    opened.press("End")
    opened.page.evaluate("window.written = []")
    opened.page.locator("#language").click()
    return list(opened.page.evaluate("window.written"))


@pytest.mark.parametrize("width", [320, 390])
def test_every_artisan_has_a_number_on_a_phone(
    browser: Any, data: dict[str, Any], long_names: dict[str, Any], tmp_path: Path, width: int
) -> None:
    stopped = copy.deepcopy(data)
    for strategy in stopped["strategies"]:
        strategy["stages"][-1] = "6" * stopped["n_artisans"]
    for made in (stopped, long_names):
        path = tmp_path / "phone.html"
        path.write_text(build_page(made), encoding="utf-8", newline="\n")
        shown = Opened(browser, path, {"width": width, "height": 700})
        numbers = {str(row + 1) for row in range(made["n_artisans"])}
        assert numbers <= set(numbers_drawn(shown))
        shown.context.close()


@pytest.mark.parametrize("n_runs", [1, 3])
def test_a_single_history_has_no_band_and_no_share(
    browser: Any, tmp_path: Path, n_runs: int
) -> None:
    two = ["campaign_only", "collaboration_only"]
    made = page_data(diffusion.load("senik"), two, budget=8_000_000, n_runs=n_runs, n_months=24)
    made["differences"][0] |= {"low": None, "high": None}
    if n_runs > 1:
        made["differences"][0] |= {"won": 0.0, "tied": 1.0, "lost": 0.0}
    path = tmp_path / "one.html"
    path.write_text(build_page(made), encoding="utf-8", newline="\n")
    shown = Opened(browser, path, WALL)
    words = page_words()["id"]
    for step in ("watch", "what_if", "take_home"):
        shown.go(step)
        text = shown.text(f"#step-{step}")
        assert (words["page.one_history"] in text) == (n_runs == 1), step
        assert bool(re.search(r"\(\d+\u2060?\u2013\u2060?\d+\)", text)) == (
            n_runs > 1 and step != "watch"
        )
    said = shown.text(".part-difference")
    assert "%" not in said
    always = words["take.equal_always"].partition("{n_runs}")[0].rpartition("}")[2]
    assert (always in said) == (n_runs > 1)
    shown.context.close()


def too_wide(opened: Opened) -> list[str]:
    """Name what reaches out of the window, or out of a box that would have to be moved."""
    return list(
        opened.page.evaluate(
            """[...document.querySelectorAll("main > section:not([hidden]) *, header *, nav *")]
            .filter((one) => one.getBoundingClientRect().right > innerWidth + 0.5
              || (one.matches(".scroll") && one.scrollWidth > one.clientWidth))
            .filter((one) => !one.closest("svg, .unseen, .skip"))
            .map((one) => one.outerHTML.slice(0, 90))"""
        )
    )


@pytest.mark.parametrize("n_programmes", [2, 3, 4])
@pytest.mark.parametrize("width", [320, 360, 390, 1280])
def test_nothing_sticks_out_at_any_width_type_or_language(
    browser: Any, long_names: dict[str, Any], tmp_path: Path, width: int, n_programmes: int
) -> None:
    some = long_names | {"strategies": long_names["strategies"][:n_programmes], "differences": []}
    path = tmp_path / "long.html"
    path.write_text(build_page(some), encoding="utf-8", newline="\n")
    shown = Opened(browser, path, {"width": width, "height": 700})
    shown.go("guess")
    shown.guess(*range(n_programmes))
    for _ in ("small", "big"):
        for language in LANGUAGES:
            for step in set(STEPS) - {"what_if"}:
                shown.go(step)
                assert shown.overflow() <= 0, (language, step)
                assert too_wide(shown) == [], (language, step)
            shown.page.locator("#language").click()
        shown.page.locator("#big").click()
    assert shown.wrong == []
    shown.context.close()


def test_the_page_says_what_is_held_this_month(opened: Opened, data: dict[str, Any]) -> None:
    opened.go("watch")
    for record in (0, 4, 36):
        opened.press("Home", *["ArrowRight"] * record)
        for side, strategy in enumerate(data["strategies"]):
            held = {a["tactic"] for a in strategy["activities"] if record - 1 in a["months"]}
            said = opened.text(f"#held-{side}")
            assert ("Bulan ini" in said) == bool(held)
            for tactic in held:
                assert Words("id").name("tactic", tactic) in said
    for side, strategy in enumerate(data["strategies"]):
        months = {m for a in strategy["activities"] for m in a["months"]}
        mark = "circle" if side == 0 else "rect"
        assert opened.page.locator(f"#held-marks {mark}").count() == len(months)
        strokes = opened.page.locator("#watch-chart path.held").nth(side).get_attribute("d")
        assert strokes.count("M") == len(months)
    assert "selesai" in opened.text("#held-0")


def test_guesses_survive_a_reload_and_are_cleared_at_the_second_press(opened: Opened) -> None:
    opened.go("guess")
    opened.guess(12, 12)
    opened.guess(3, 20)
    opened.page.reload()
    opened.go("guess")
    rows = opened.page.locator("#guess-list tbody tr")
    assert rows.count() == 2
    assert "sama banyak" in rows.nth(0).inner_text().lower()
    assert "kolaborasi saja" in rows.nth(1).inner_text()
    opened.page.locator("#guess-clear").click()
    assert rows.count() == 2
    opened.page.locator("#guess-clear").click()
    assert rows.count() == 0
    opened.page.reload()
    opened.go("guess")
    assert rows.count() == 0


def test_what_is_no_guess_is_told_in_the_language_of_the_page(opened: Opened) -> None:
    said = {"id": "tulis bilangan bulat dari 0 sampai 30", "en": "write a whole number from 0 to"}
    opened.go("guess")
    for language in LANGUAGES:
        for wrong in ("", "31", "-1", "2.5"):
            opened.guess("5", wrong)
            assert said[language] in opened.text("#guess-wrong"), wrong
            assert opened.page.evaluate("document.activeElement.id") == "guess-1"
        assert opened.page.locator("#guess-list table").count() == 0
        opened.page.locator("#language").click()


def test_differences_are_those_of_the_numbers_shown(opened: Opened, data: dict[str, Any]) -> None:
    opened.go("what_if")
    for cell in data["what_if"]["cells"]:
        for place, level in enumerate(cell["at"]):
            slider = opened.page.locator(f"#factor-{place}")
            slider.focus()
            slider.press("Home")
            for _ in range(level):
                slider.press("ArrowRight")
        for row in opened.page.locator("#answer tbody tr").all():
            texts = row.locator("td").all_inner_texts()
            plain = [text.split(" (")[0].replace(".", "").replace(",", ".") for text in texts]
            if "tidak ada" in plain or not plain[2]:
                continue
            chosen, own, by = (float(text.replace("\u2212", "-")) for text in plain)
            assert by == pytest.approx(chosen - own, abs=1e-9)


# Halves that are exact, halves only as written, and what a second rounding turns round.
SHARES = [
    0.285,
    0.0625,
    0.005,
    0.015,
    0.125,
    0.375,
    0.43478,
    0.435,
    0.445,
    0.27481,
    0.275,
    0.545,
    0.995,
]
MEANS = [23.35, 23.45, 0.25, 0.75, 4.549, 17.45, 8.05, 28.5]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_rounds_as_the_reports_do(
    browser: Any, data: dict[str, Any], tmp_path: Path, language: str
) -> None:
    made = copy.deepcopy(data)
    keys = ("adopters", "lasting", "tried", "discontinued")
    for place, value in enumerate(MEANS):
        made["strategies"][place % 2]["end"][keys[place // 2]] = value
    names = [f"group {place}" for place in range(len(SHARES))]
    shares = [[share, share] for share in SHARES]
    made["groups"] = [{"key": "made", "names": names, "of": [0] * 30, "shares": shares}]
    made["groups"][0]["within"] = [[None, None]] * len(names)
    chances = {"won": 0.605, "tied": 0.02, "lost": 0.375}
    made["differences"][0] |= {"mean": 4.549, "low": 0.04, "high": 4.05, **chances}
    made["strategies"][0]["left_out"] = [
        {
            "trait": "poverty",
            "share_group": 0.285,
            "share_others": 0.305,
            "low": -4e-2,
            "high": -4e-4,
        }
    ]
    path = tmp_path / "halves.html"
    path.write_text(build_page(made), encoding="utf-8", newline="\n")
    opened = Opened(browser, path, WALL)
    if language != LANGUAGES[0]:
        opened.page.locator("#language").click()
    opened.go("take_home")
    say, words = Words(language), page_words()[language]

    def rows(part: str) -> list[list[str]]:
        found = opened.page.locator(f".part-{part} tbody tr").all()
        return [row.locator("td").all_inner_texts() for row in found]

    told = [texts for texts in rows("milestones") if texts[-1].split(" (")[0]][3:7]
    shown = [text.split(" (")[0] for texts in told for text in texts[-2:]]
    assert shown == [say.number(value) for value in MEANS]
    assert [texts[-1].replace("\u00a0", " ") for texts in rows("groups")] == [
        say.percent(share, 1) for share in SHARES
    ]
    said = opened.text(".part-difference")
    ends = words["page.span"].format(low=say.change(0.04)[1:], high=say.number(4.05))
    assert ends in said
    assert say.number(4.549) in said
    luck = dict(zip(chances, say.percents(list(chances.values())), strict=True))
    assert list(luck.values()) == ["61 %", "2 %", "37 %"]
    told_of_luck = words["take.luck"].format(last=say.strategy("collaboration_only"), **luck)
    assert told_of_luck.lower() in said.replace("\u00a0", " ").lower()
    less = words["take.less"].format(
        who=words["who.poverty"], others=words["others.poverty"],
        share=say.percent(0.285), share_others=say.percent(0.305),
    )  # fmt: skip
    assert less in opened.text(".part-left_out").replace("\u00a0", " ")
    assert words["take.cash_note"].split("{")[0] in opened.text(".part-cash")
    opened.context.close()
    assert opened.wrong == []


def test_page_report_and_table_tell_the_same_differences_within_groups(
    browser: Any, tmp_path: Path
) -> None:
    roster = {"hamlet": [1] * 11 + [2] * 12, "poor": [0, 1] * 11 + [0]}
    ties = [(ego, ego + 1) for ego in range(22)]
    community = made_community(n_artisans=23, roster=roster, ties=ties)
    options: dict[str, Any] = {"n_runs": 40, "n_months": 30}
    comparison = diffusion.compare(community, PARTIES, **options)
    report = Page(page_of(comparison, tmp_path / "out").page)
    path = tmp_path / "page.html"
    data = page_data(community, PARTIES, **options, with_what_if=False)
    path.write_text(build_page(data), encoding="utf-8", newline="\n")
    shown = Opened(browser, path, WALL)
    shown.go("take_home")
    table = pd.read_csv(tmp_path / "out" / "within_groups.csv").to_dict("records")
    for language in LANGUAGES:
        ((_, *rows),) = report.tables[language, "within"]
        told = {}
        for known, (_, _, share, reference, difference, interval, _) in zip(
            table, rows, strict=True
        ):
            by = float(difference.replace(",", "."))
            assert by == pytest.approx(100 * known["difference"], abs=0.1 + 1e-9)
            cells = [f"{reference} %", f"{share} % ({difference}; {interval})"]
            told[known["group"]] = [without_sign_of_zero(cell) for cell in cells]
        found = shown.page.locator(".part-groups tbody tr").all()
        cells = [[plain(cell) for cell in row.locator("td").all_inner_texts()] for row in found]
        sides = ["hamlet 1", "hamlet 2", "poor", "not poor"]
        assert cells == [told[side] for side in sides]
        shown.page.locator("#language").click()
    shown.context.close()
    assert shown.wrong == []


def plain(cell: str) -> str:
    return cell.replace("\u00a0", " ").replace("\u2212", "-")


def without_sign_of_zero(cell: str) -> str:
    return re.sub(r"\+(0[.,]0+)(?!\d)", r"\1", plain(cell))


def test_what_is_of_everybody_is_said_to_be_where_a_group_stands_out(
    browser: Any, long_names: dict[str, Any], tmp_path: Path
) -> None:
    path = tmp_path / "everybody.html"
    path.write_text(build_page(long_names), encoding="utf-8", newline="\n")
    shown = Opened(browser, path, WALL)
    for language in LANGUAGES:
        words = page_words()[language]
        shown.go("watch")
        shown.press("End")
        everybody = words["watch.everybody"].capitalize() + ": "
        chart, said = shown.page.locator("#watch-chart"), shown.page.locator("#watch-said")
        network = shown.page.locator("#network-0")
        shown.page.locator("#group").select_option("")
        assert everybody not in chart.inner_html() + str(chart.get_attribute("aria-label"))
        name = words["page.hamlet"].format(number=2)
        assert name not in str(said.text_content())
        shown.page.locator("#group").select_option(label=name)
        assert everybody + words["watch.axis"] in chart.inner_html()
        assert str(chart.get_attribute("aria-label")).startswith(everybody)
        text = str(said.text_content())
        assert f", {name}: " in text
        for side in (0, 1):
            last = long_names["strategies"][side]["stages"][-1][11:30]
            count = sum(digit in "45" for digit in last)
            assert f" {count} {words['watch.now_count'].split()[-1]}" in text
        assert f", {name}: " in str(network.get_attribute("aria-label"))
        first = long_names["strategies"][0]["stages"][-1][11:30]
        counts = re.findall(r"\b(\d+) ", str(network.get_attribute("aria-label")).split(name)[1])
        assert sum(map(int, counts)) == len(first)
        shown.go("take_home")
        assert everybody not in shown.page.locator(".part-chart").inner_html()
        shown.page.locator("#language").click()
    shown.context.close()
    assert shown.wrong == []


@pytest.mark.parametrize(
    ("step", "canvas"),
    [("setting", "village-network"), ("watch", "network-1"), ("story", "tale-network")],
)
def test_a_network_is_drawn_anew_where_its_place_gets_another_size(
    opened: Opened, step: str, canvas: str
) -> None:
    opened.go(step)
    drawn_size = f"""(() => {{ const one = document.getElementById("{canvas}");
      return [one.width, one.height, one.clientWidth, one.clientHeight]; }})()"""
    before = opened.page.evaluate(drawn_size)
    assert before[:2] == before[2:]
    opened.page.evaluate(
        f"""async () => {{ const {{ style }} = document.getElementById("{canvas}");
          style.flex = "none"; style.width = "60%"; style.height = "140px";
          for (const _ of [0, 1]) await new Promise(requestAnimationFrame); }}"""
    )
    after = opened.page.evaluate(drawn_size)
    assert after[:2] == after[2:] != before[2:]


def test_a_group_stands_out_and_is_counted(
    browser: Any, long_names: dict[str, Any], tmp_path: Path
) -> None:
    path = tmp_path / "groups.html"
    path.write_text(build_page(long_names), encoding="utf-8", newline="\n")
    shown = Opened(browser, path, WALL)
    shown.go("watch")
    shown.press("End")
    before = drawn(shown)
    shown.page.locator("#group").select_option(label="Pedukuhan 2")
    assert drawn(shown) != before
    last = long_names["strategies"][0]["stages"][-1]
    count = sum(digit in "45" for digit in last[11:30])
    assert shown.text("#count-0") == str(count)
    assert "dari 19" in shown.text("#under-0 .count")
    shown.go("take_home")
    rows = shown.page.locator(".part-groups tbody tr")
    assert [row.split(" (")[0] for row in rows.locator("th").all_inner_texts()] == [
        "Pedukuhan 1", "Pedukuhan 2", "Pedukuhan 3",
        "miskin menurut undian", "tidak miskin menurut undian",
    ]  # fmt: skip
    assert "Orang dan hubungannya adalah yang ada dalam survei Anda, tanpa nama" in shown.text(
        ".part-limits"
    )
    shown.go("setting")
    assert "Pedukuhan 3 (10 pengrajin)" in shown.text("#hamlets")
    assert "rekaan" not in shown.text("#step-setting")
    shown.context.close()
    assert shown.wrong == []


@pytest.mark.parametrize("width", [1366, 1100, 500, 320])
def test_the_name_of_a_hamlet_is_read_at_any_width(
    browser: Any, long_names: dict[str, Any], tmp_path: Path, width: int
) -> None:
    named = copy.deepcopy(long_names)
    named["community"]["hamlets"]["names"] = ["Karangasem", "Sendang", "Ngelo Kidul"]
    path = tmp_path / "hamlets.html"
    path.write_text(build_page(named), encoding="utf-8", newline="\n")
    shown = Opened(browser, path, {"width": width, "height": 700})
    shown.page.add_init_script(
        """window.written = [];
        const own = CanvasRenderingContext2D.prototype.fillText;
        CanvasRenderingContext2D.prototype.fillText = function (text, ...at) {
          window.written.push(text);
          return own.call(this, text, ...at);
        };"""
    )
    shown.page.reload()
    for step in ("setting", "watch", "story"):
        shown.go(step)
        texts = {*shown.page.evaluate("window.written")}
        assert "Ngelo Kidul" in texts or {"Ngelo", "Kidul"} <= texts, step
        assert {"Karangasem", "Sendang"} <= texts, step
        shown.page.evaluate("window.written.length = 0")
    shown.context.close()


def test_numbers_on_two_colours_have_paper_around_them(
    browser: Any, data: dict[str, Any], tmp_path: Path
) -> None:
    decided = copy.deepcopy(data)
    for strategy in decided["strategies"]:
        strategy["stages"][-1] = "3" * decided["n_artisans"]
    path = tmp_path / "decided.html"
    path.write_text(build_page(decided), encoding="utf-8", newline="\n")
    shown = Opened(browser, path, WALL)
    shown.page.evaluate(
        """window.stroked = [];
        CanvasRenderingContext2D.prototype.strokeText = function (text) {
          window.stroked.push([text, this.lineWidth / parseFloat(this.font.match(/[0-9.]+px/)[0])]);
        };
        0"""
    )
    shown.go("watch")
    shown.press("End")
    wide = {text for text, width in shown.page.evaluate("window.stroked") if width > 0.24}
    assert wide >= {str(row + 1) for row in range(decided["n_artisans"])}
    shown.context.close()


def test_what_is_held_stands_below_the_network(opened: Opened) -> None:
    opened.go("watch")
    for side in (0, 1):
        count = opened.page.locator(f"#count-{side}").bounding_box()
        network = opened.page.locator(f"#network-{side}").bounding_box()
        held = opened.page.locator(f"#held-{side}").bounding_box()
        assert network["y"] - count["y"] - count["height"] < 12  # no empty room above it
        assert held["y"] >= network["y"] + network["height"] - 1


@pytest.mark.parametrize("is_reversed", [True, False])
def test_a_history_with_the_other_order_says_so(
    browser: Any, data: dict[str, Any], tmp_path: Path, is_reversed: bool
) -> None:
    made = copy.deepcopy(data)
    ends = [sum(digit in "45" for digit in one["stages"][-1]) for one in made["strategies"]]
    assert ends[0] != ends[1]
    less, more = (9.2, 9.4)
    is_first_more = (ends[0] > ends[1]) != is_reversed
    means = (more, less) if is_first_more else (less, more)
    for strategy, mean in zip(made["strategies"], means, strict=True):
        strategy["curve"]["mean"][-1] = mean
    path = tmp_path / "order.html"
    path.write_text(build_page(made), encoding="utf-8", newline="\n")
    shown = Opened(browser, path, WALL)
    shown.go("watch")
    shown.press("End")
    told = shown.page.locator("#other-way")
    assert told.is_visible() == is_reversed
    for language in LANGUAGES:
        words = page_words()[language]["watch.other_way"].split(":")[0]
        said = [shown.page.locator(one).text_content() for one in ("#other-way", "#watch-said")]
        assert all((words in text) == is_reversed for text in said[is_reversed is False :])
        if is_reversed:
            assert Words(language).number(more) in said[0]
        shown.page.locator("#language").click()
    shown.press("Home")
    assert not told.is_visible()
    shown.context.close()


@pytest.mark.parametrize("size", [PHONE, WALL])
def test_a_sentence_that_is_not_there_takes_no_room_on_a_telephone(
    browser: Any, file: Path, size: dict[str, int]
) -> None:
    """Nor do the pictures move when it comes: on a telephone it stands below them."""
    shown = Opened(browser, file, size)
    shown.go("watch")
    shown.page.evaluate("document.getElementById('other-way').textContent = 'A long sentence.'")
    top = "document.getElementById('under-0').getBoundingClientRect().top"
    room = "document.getElementById('other-way').offsetHeight"
    tops, rooms = [], []
    for is_absent in ("true", "false"):
        there = f"document.getElementById('other-way').classList.toggle('absent', {is_absent})"
        shown.page.evaluate(there)
        tops.append(shown.page.evaluate(top))
        rooms.append(shown.page.evaluate(room))
    assert tops[0] == tops[1]
    assert rooms[1] > 0
    assert (rooms[0] == 0) == (size == PHONE)
    shown.context.close()


def test_unlike_costs_are_told_as_the_report_tells_them(
    browser: Any, data: dict[str, Any], tmp_path: Path
) -> None:
    notes = {"id": ["kita berbiaya lebih murah."], "en": ["ours costs less."]}
    made = data | {"differences": [], "notes": notes}
    path = tmp_path / "unlike.html"
    path.write_text(build_page(made), encoding="utf-8", newline="\n")
    shown = Opened(browser, path, WALL)
    shown.go("take_home")
    for language in LANGUAGES:
        said = shown.text(".part-difference")
        assert notes[language][0][1:] in said
        assert page_words()[language]["take.no_difference"] not in said
        assert page_words()[language]["take.first"] in shown.text(".part-milestones")
        shown.page.locator("#language").click()
    shown.context.close()


def test_the_poor_stand_out_and_are_compared(
    browser: Any, data: dict[str, Any], tmp_path: Path
) -> None:
    made = copy.deepcopy(data)
    (kind,) = made["groups"]
    kind["shares"], kind["within"] = [[0.30, 0.681], [0.5, 0.5]], [[None, [0.301, 0.45]]] * 2
    path = tmp_path / "poor.html"
    path.write_text(build_page(made), encoding="utf-8", newline="\n")
    shown = Opened(browser, path, WALL)
    shown.go("watch")
    shown.press("End")
    for language in LANGUAGES:
        name = page_words()[language]["group.poor as drawn"]
        shown.go("watch")
        shown.page.locator("#group").select_option(label=name)
        last = made["strategies"][0]["stages"][-1]
        poor = [digit in "45" for digit, one in zip(last, kind["of"], strict=True) if one == 0]
        assert shown.text("#count-0") == str(sum(poor))
        shown.go("take_home")
        row = shown.text(".part-groups tbody tr")
        ends = {"low": "+" + written(30.1, language), "high": "+" + written(45, language)}
        interval = page_words()[language]["page.span"].format(**ends)
        share, other, gap = (written(number, language) for number in (30, 68.1, 38.1))
        assert row.split("\t") == [name, f"{share}\u00a0%", f"{other}\u00a0% (+{gap}; {interval})"]
        shown.page.locator("#language").click()
    shown.context.close()
    assert shown.wrong == []


def test_the_legend_is_above_the_bar_on_a_phone(phone: Opened) -> None:
    phone.go("watch")
    legend, bar = (phone.page.locator(one).bounding_box() for one in ("#legend", ".bar"))
    assert legend["y"] + legend["height"] < bar["y"]


def test_every_sheet_has_the_warning(
    browser: Any, long_names: dict[str, Any], tmp_path: Path
) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("there is no pdftotext")
    file, path = tmp_path / "long.html", tmp_path / "sheets.pdf"
    file.write_text(build_page(long_names), encoding="utf-8", newline="\n")
    shown = Opened(browser, file, WALL)
    path.write_bytes(shown.page.pdf(prefer_css_page_size=True, print_background=True))
    shown.context.close()
    text = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True)
    sheets = text.stdout.split("\f")[:-1]
    assert len(sheets) == 2
    assert all("Disimulasikan, bukan diamati." in sheet for sheet in sheets)


def test_the_handout_has_at_most_two_pages(opened: Opened) -> None:
    opened.go("guess")
    opened.guess(3, 20)
    for step in ("guess", "take_home"):
        opened.go(step)
        paper = opened.page.pdf(prefer_css_page_size=True, print_background=True)
        assert 1 <= len(re.findall(rb"/Type\s*/Page\b", paper)) <= 2
        assert b"/Subtype /Image" not in paper  # the charts are lines, not pixels


def test_the_picture_is_made_without_a_network(opened: Opened) -> None:
    opened.go("take_home")
    with opened.page.expect_download() as download:
        opened.page.locator("#picture").click()
    assert download.value.suggested_filename == "senik.png"
    picture = Path(download.value.path()).read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert len(picture) > 20_000


@pytest.mark.parametrize("size", [WALL, PHONE], ids=["wall", "phone"])
def test_axe_finds_nothing(browser: Any, file: Path, size: dict[str, int]) -> None:
    package = pytest.importorskip("axe_playwright_python", reason="no axe-core to check with")
    axe = Path(package.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
    shown = Opened(browser, file, size)
    shown.page.evaluate(axe)
    for _ in LANGUAGES:
        for step in STEPS:
            shown.go(step)
            if step == "guess":
                shown.guess(3, 20)
            found = shown.page.evaluate("axe.run().then(({violations}) => violations)")
            told = [(one["id"], [node["html"][:90] for node in one["nodes"]]) for one in found]
            assert told == [], (step, told)
        shown.page.locator("#language").click()
    assert shown.wrong == []
    shown.context.close()


def test_without_script_a_browser_shows_the_results(browser: Any, file: Path) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    shown = context.new_page()
    shown.goto(file.as_uri())
    assert shown.locator("svg:visible").count() == 1
    assert shown.locator("table:visible").count() == len(LANGUAGES)
    assert not shown.locator("#app").is_visible()
    context.close()


def test_no_name_runs_in_a_browser(browser: Any, data: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "evil.html"
    path.write_text(build_page(named(data, EVIL)), encoding="utf-8", newline="\n")
    shown = Opened(browser, path, WALL)
    shown.page.on("dialog", lambda dialog: shown.wrong.append(dialog.message))
    for step in STEPS:
        shown.go(step)
    shown.go("story")
    assert EVIL in shown.page.locator("#artisan option").first.inner_text()
    assert shown.wrong == []
    shown.context.close()


def test_of_four_strategies_any_two_are_shown(browser: Any, tmp_path: Path) -> None:
    four = ["campaign_only", "collaboration_only", "locality_development", "none"]
    data = page_data(diffusion.load("senik"), four, n_runs=3, n_months=14, with_what_if=False)
    path = tmp_path / "four.html"
    path.write_text(build_page(data), encoding="utf-8", newline="\n")
    shown = Opened(browser, path, WALL)
    assert shown.page.locator("#to-what_if").count() == 0
    shown.go("watch")
    shown.press("End")
    shown.page.locator("#shown-0").select_option("2")
    count = sum(digit in "45" for digit in data["strategies"][2]["stages"][-1])
    assert shown.text("#count-0") == str(count)
    shown.page.locator("#shown-1").select_option("2")
    assert shown.page.locator("#shown-0").input_value() == "1"
    shown.go("take_home")
    assert shown.overflow() == 0
    assert len(re.findall(rb"/Type\s*/Page\b", shown.page.pdf(prefer_css_page_size=True))) <= 2
    assert shown.wrong == []
    shown.context.close()


def test_names_of_curves_that_end_close_together_do_not_touch(browser: Any, tmp_path: Path) -> None:
    """Four strategies with one curve; and of none it is said that nobody adopts."""
    four = ["campaign_only", "collaboration_only", "locality_development", "none"]
    data = page_data(diffusion.load("senik"), four, n_runs=30, n_months=14, with_what_if=False)
    for strategy in data["strategies"]:
        strategy["curve"] = data["strategies"][0]["curve"]
    path = tmp_path / "close.html"
    path.write_text(build_page(data), encoding="utf-8", newline="\n")
    for size in (WALL, PHONE):
        shown = Opened(browser, path, size)
        shown.go("take_home")
        boxes = shown.page.evaluate(
            """() => [...document.querySelectorAll(".part-chart svg text[font-weight]")]
              .map((text) => [+text.getAttribute("y"), parseFloat(getComputedStyle(text).fontSize)])
              .sort((a, b) => a[0] - b[0])"""
        )
        assert len(boxes) == 4
        for (above, size_of), (below, _) in pairwise(boxes):
            assert below - above >= 1.4 * size_of
        nobody = page_words()["id"]["take.nobody"]
        assert shown.text(".part-left_out").count(nobody) == 1
        tops = shown.page.evaluate(
            """() => [".part-chart", ".take .wide"].map((name) => document.querySelector(name))
              .map((part) => part.getBoundingClientRect()).map((box) => [box.top, box.bottom])"""
        )
        assert tops[1][0] - tops[0][1] > 5
        shown.context.close()
        assert shown.wrong == []
