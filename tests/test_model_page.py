"""The page that tells the model says what the files and the laws say; its pictures are theirs.

How a number of docs/model.md names what it stands for: see docs/derived/numbers.py, which also
puts the numbers right.
"""

import csv
import re
from pathlib import Path

import pytest
from derived.law_pictures import draw_all
from derived.numbers import NUMBER, SENIK, filled, named, wrong
from harness import first_quick

pytestmark = pytest.mark.usefixtures("shipped")

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
FIGURES = ROOT / "docs" / "figures"

SWITCH = re.compile(r"<!--off: (\w+)-->")
FLAGS = {
    "assumed": "assumed",
    "field report": "field",
    "found": "found",
    "worked out": "computed",
}
LEFT_OUT = {"community: calendar.rainy_months"}
"""Numbers that the page says in words."""

with (ROOT / "models" / "senik" / "sources.csv").open(encoding="utf-8", newline="") as file:
    ROWS = {row["parameter"]: row for row in csv.DictReader(file)}


def bare(page: str) -> list[str]:
    """List the lines with a digit, bold or not, that no comment vouches for; years and the
    numbers of a list need none."""
    rest = re.sub(r"<!--.*?-->", "", NUMBER.sub("", page))
    rest = re.sub(r"\]\([^)]*\)", "", re.sub(r"\b(?:19|20)\d\d\b", "", rest))
    rest = re.sub(r"^\d\. ", "", rest, flags=re.MULTILINE)
    return [line for line in rest.splitlines() if re.search(r"\d", line)]


def misflagged(page: str) -> list[str]:
    """List the numbers in tables whose last column says another origin than sources.csv."""
    problems = []
    for line in page.splitlines():
        origin = line.rstrip(" |").rpartition("|")[2].strip()
        if not line.startswith("|") or origin not in FLAGS:
            continue
        for found in NUMBER.finditer(line):
            row = ROWS[named(found["comment"])]
            if row["flag"] != FLAGS[origin]:
                problems.append(f"{row['parameter']} is {row['flag']}, and the page says {origin}")
    return problems


@pytest.mark.slow
def test_every_number_is_that_of_the_files_and_the_laws():
    problems = wrong(PAGE)
    assert not problems, "\n".join(problems)


def test_every_number_has_a_comment():
    assert not bare(PAGE)


def test_every_number_in_a_table_says_where_it_is_from():
    assert not misflagged(PAGE)


def test_the_page_tells_every_number_of_the_model():
    """All but labels, and the months of programmes other than that of Senik."""
    told = {named(found["comment"]) for found in NUMBER.finditer(PAGE)}
    files = ("community", "parameters/default", "parameters/conservative", "programmes")
    wanted = {
        name
        for name in ROWS
        if name.split(": ")[0] in files and not name.endswith(".id") and name not in LEFT_OUT
    }
    wanted |= {name for name in ROWS if name.startswith("programmes/campaign_then_collaboration:")}
    assert len(wanted) > 250
    assert not wanted - told


def test_sections_work_examples_by_hand():
    examples = PAGE.count("**By hand.**")
    assert examples >= 15
    worked = [found for found in NUMBER.finditer(PAGE) if "=" in found["comment"]]
    assert len(worked) >= 100


def test_the_list_of_what_is_off_is_complete():
    assert tuple(SWITCH.findall(PAGE)) == SENIK.file.modules.off


def test_the_page_has_no_dash_that_nobody_types():
    assert "\N{EM DASH}" not in PAGE
    assert "\N{EN DASH}" not in PAGE


def test_the_page_shows_every_picture_and_no_other():
    shown = re.findall(r"^!\[(.+)\]\(figures/(.+)\)$", PAGE, flags=re.MULTILINE)
    assert all(len(words) > 30 for words, _ in shown)
    assert sorted(name for _, name in shown) == sorted(
        path.name for path in FIGURES.glob("model_*.svg")
    )


def test_every_link_leads_somewhere():
    for link in re.findall(r"(?<!!)\[[^]]+\]\(([^)]+)\)", PAGE):
        assert (ROOT / "docs" / link).exists(), link


@pytest.mark.slow
@pytest.mark.locked
def test_the_pictures_are_drawn_again_to_the_same_bytes(tmp_path):
    draw_all(tmp_path)
    drawn = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    kept = {path.name: path.read_bytes() for path in FIGURES.glob("model_*.svg")}
    assert sorted(drawn) == sorted(kept)
    assert [name for name in kept if drawn[name] != kept[name]] == []
    assert max(len(picture) for picture in kept.values()) < 60_000


# The checks themselves: what is wrong must be noticed.


@pytest.fixture(scope="module")
def right():
    """Fill the page with the present numbers, whether or not the one in docs has them."""
    return filled(PAGE)


@pytest.mark.parametrize("position", first_quick(range(0, len(NUMBER.findall(PAGE)), 40), n=5))
def test_a_number_changed_anywhere_is_noticed(position, right):
    found = list(NUMBER.finditer(right))[position]
    last = found.end("shown") - (3 if found["shown"].endswith(" %") else 1)
    other = str((int(right[last]) + 1) % 10)
    changed = right[:last] + other + right[last + 1 :]
    assert wrong(changed)
    assert filled(changed) == right


def test_a_page_that_is_right_stays_as_it_is(right):
    assert filled(right) == right


@pytest.mark.parametrize(
    ("page", "right"),
    [
        ("**0.1**<!--parameters/default: decision.alpha-->", "**0.12**"),
        ("**13 %**<!--parameters/default: decision.alpha-->", "**12 %**"),
        ("**Rp 9**<!--parameters/default: decision.entry_cost-->", "**Rp 350,000**"),
        ("0.9<!--=power(0.5, 2.0)-->", "0.2"),
    ],
)
def test_a_wrong_number_is_put_right(page, right):
    assert filled(page).partition("<!--")[0] == right


@pytest.mark.parametrize(
    ("page", "n_wrong"),
    [
        ("**0.12**<!--parameters/default: decision.alpha-->", 0),
        ("**0.13**<!--parameters/default: decision.alpha-->", 1),
        ("**0.1**<!--parameters/default: decision.alpha-->", 1),
        ("**12 %**<!--parameters/default: decision.alpha-->", 0),
        ("**Rp 350,000**<!--parameters/default: decision.entry_cost-->", 0),
        ("**Rp 350.000**<!--parameters/default: decision.entry_cost-->", 1),
        ("0.5<!--e=0.5--> and 0.25<!--=power(e, 2.0)-->", 0),
        ("0.5<!--e=0.5--> and 0.26<!--=power(e, 2.0)-->", 1),
        ("less than half<!--true: default.decision.alpha < 0.5-->", 0),
        ("more than half<!--true: default.decision.alpha > 0.5-->", 1),
    ],
)
def test_a_small_page_is_judged_rightly(page, n_wrong):
    assert len(wrong(page)) == n_wrong


def test_a_name_holds_for_its_section_only():
    with pytest.raises(NameError):
        wrong("## One\n0.5<!--e=0.5-->\n## Two\n0.5<!--=e-->\n")


@pytest.mark.parametrize("line", ["about 7 potters", "**0.12** a month", "of **30 households**"])
def test_a_number_without_a_comment_is_noticed(line):
    assert bare(line) == [line]
    assert not bare("[a page](figures/model_2.svg) of 2016, with **1**<!--=1-->")


def test_another_origin_is_noticed():
    line = "| drive | **0.12**<!--parameters/default: decision.alpha--> | {} |"
    assert not misflagged(line.format("assumed"))
    assert misflagged(line.format("field report"))
