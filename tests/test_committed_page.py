"""The page for trainers that lies in docs: its numbers, texts and scripts are the present ones.

Where it is not, `make docs` writes it anew. What the page does in a browser is tried in
tests/test_page.py with few histories; here only that the one in docs does it too.
"""

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from derived.things import ROOT
from derived.things import page as write_page
from test_page import STEPS, WALL, Opened, Parts, browser, written

from diffusion.i18n.words import LANGUAGES

pytestmark = pytest.mark.usefixtures("shipped")

assert browser  # a fixture, which pytest finds by its name

PAGE = ROOT / "docs" / "pages" / "senik.html"
ANEW = "make it anew: make docs"
MOST = 5
"""So many differences are told."""


@pytest.fixture(scope="module")
def kept() -> Parts:
    return Parts(PAGE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def present(shipped: None) -> Parts:
    assert shipped is None  # it only has to be there before
    (content,) = write_page().values()
    return Parts(content.decode())


def differences(kept: Any, present: Any, place: str = "") -> Iterator[str]:
    """Say where two pieces of JSON differ, and how."""
    if isinstance(kept, dict) and isinstance(present, dict):
        for key in sorted(kept.keys() | present.keys()):
            if key in kept and key in present:
                yield from differences(kept[key], present[key], f"{place}.{key}")
            else:
                yield f"{place}.{key}: only {'in docs' if key in kept else 'at present'}"
    elif isinstance(kept, list) and isinstance(present, list) and len(kept) == len(present):
        for row, (one, other) in enumerate(zip(kept, present, strict=True)):
            yield from differences(one, other, f"{place}[{row}]")
    elif kept != present:
        yield f"{place}: {str(kept)[:60]} in docs, {str(present)[:60]} at present"


def first(found: Iterator[str]) -> list[str]:
    return [line for line, _ in zip(found, range(MOST), strict=False)]


def program(parts: Parts, tag: str) -> list[str]:
    """Give the lines of the style, or of the script that runs."""
    (text,) = [text for name, a, text in parts.texts if name == tag and "type" not in a]
    return text.splitlines()


@pytest.mark.locked  # other libraries give other last digits
def test_its_numbers_are_those_of_the_present_model(kept: Parts, present: Parts) -> None:
    assert first(differences(kept.inline("data"), present.inline("data"))) == [], ANEW


def test_its_texts_are_the_present_ones(kept: Parts, present: Parts) -> None:
    assert first(differences(kept.inline("words"), present.inline("words"))) == [], ANEW
    assert kept.without_script.splitlines() == present.without_script.splitlines(), ANEW


@pytest.mark.parametrize("tag", ["script", "style"])
def test_what_runs_in_it_is_what_the_present_sources_say(
    kept: Parts, present: Parts, tag: str
) -> None:
    there, here = program(kept, tag), program(present, tag)
    assert len(here) > 100
    assert first(differences(dict(enumerate(there)), dict(enumerate(here)))) == [], ANEW


def test_its_elements_are_the_present_ones(kept: Parts, present: Parts) -> None:
    def elements(parts: Parts) -> list[tuple[str, dict[str, str | None]]]:
        return [(tag, attributes) for tag, attributes in parts.elements]

    assert len(elements(kept)) > 50
    there, here = elements(kept), elements(present)
    assert first(differences(dict(enumerate(there)), dict(enumerate(here)))) == [], ANEW


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda data: data["strategies"][0]["end"].update(adopters=1.25), "adopters: 1.25 in docs"),
        (lambda data: data["strategies"][0]["stories"].pop(), ".strategies[0].stories: "),
        (lambda data: data.update(more=1), ".more: only in docs"),
        (lambda data: data.pop("events"), ".events: only at present"),
    ],
    ids=["number", "story", "more", "less"],
)
def test_a_page_that_differs_is_noticed(present: Parts, change: Any, told: str) -> None:
    data = present.inline("data")
    changed = copy.deepcopy(data)
    change(changed)
    found = first(differences(changed, data))
    assert len(found) == 1
    assert told in found[0]


@pytest.fixture
def opened(browser: Any) -> Iterator[Opened]:  # the fixture of the same name
    shown = Opened(browser, PAGE, WALL)
    yield shown
    shown.context.close()
    assert shown.wrong == []


def test_a_reader_gets_to_the_end_in_both_languages(opened: Opened, kept: Parts) -> None:
    words = kept.inline("words")
    for language in LANGUAGES:
        assert opened.page.locator("html").get_attribute("lang") == language
        for step in STEPS:
            opened.go(step)
            assert opened.page.locator(f"#step-{step}").is_visible()
        shown = opened.text("#step-take_home")
        place = words["languages"].index(language)
        assert words["texts"]["page.caveat"][place] in shown
        for strategy in kept.inline("data")["strategies"]:
            assert written(strategy["end"]["adopters"], language) in shown
        opened.page.locator("#language").click()
