"""What is no mistake among the people and yet odd is told, the same way everywhere."""

import json
import shutil
from pathlib import Path

import networkx as nx
import pytest
from test_bad_input import answer, change

import diffusion
from diffusion.catalogue.load import library_root
from diffusion.errors import InputError, OddWarning
from diffusion.i18n.words import Words

PAIR = '"Siti" and "siti" differ only in capitals and are taken for two people'
DRAWN = "artisans.first_adopters: the value_fit of those who are listed is drawn"


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    """A community of six, two of whom differ in a capital, as `new community` writes it."""
    shutil.copytree(library_root() / "senik", tmp_path / "ours")
    folder = tmp_path / "ours"
    change(folder, "community.toml", "number = 30", 'roster = "roster.csv"')
    names = ["Siti", "siti", "Ani", "Budi", "Cahya", "Dewi", "Eka", "Fitri"]
    rows = [f"{name},{('yes', 'no')[n % 2]}" for n, name in enumerate(names)]
    (folder / "roster.csv").write_text("\n".join(["artisan,poor", *rows]), encoding="utf-8")
    return folder


def test_names_that_differ_in_capitals_are_told_of_a_roster_and_of_a_graph(ours: Path) -> None:
    with pytest.warns(OddWarning, match=f"roster.csv: {PAIR}"):
        assert diffusion.load(ours).labels[:2] == ("Siti", "siti")
    graph = nx.Graph([("Siti", "Ani"), ("siti", "Ani")])
    with pytest.warns(OddWarning, match=f"a graph: {PAIR}"):
        diffusion.with_graph("senik", graph)


def test_check_tells_it_once_and_other_commands_note_it(ours: Path) -> None:
    _, out, error = answer("check", str(ours))
    assert " ".join(out.split()).count(PAIR) == 1
    assert "No problems found" not in out
    assert error == ""
    _, out, error = answer("run", str(ours), "-p", "none", "--runs", "2", "--lang", "id")
    assert '"Siti" dan "siti" hanya berbeda huruf besarnya' in " ".join(error.split())
    _, out, _ = answer("check", str(ours), "--json", "--lang", "id")
    notes = json.loads(out)["notes"]
    assert [note for note in notes if "hanya berbeda huruf besarnya" in note] == notes[:1]


def test_first_adopters_whose_fit_is_drawn_are_told(ours: Path) -> None:
    change(ours, "roster.csv", "siti,", "Sari,")
    change(ours, "community.toml", "[artisans]", '[artisans]\nfirst_adopters = ["Ani"]')
    with pytest.warns(OddWarning, match=DRAWN):
        diffusion.load(ours)
    # Negative control: those whose fit is known are told of nothing, or are refused in a run.
    text = (ours / "roster.csv").read_text(encoding="utf-8")
    known = [f"{row},{'0.9' if n else 'value_fit'}" for n, row in enumerate(text.split("\n"))]
    (ours / "roster.csv").write_text("\n".join(known), encoding="utf-8")
    diffusion.load(ours)


def test_the_poor_may_be_named_among_the_groups(ours: Path) -> None:
    change(ours, "roster.csv", "siti,", "Sari,")
    change(ours, "community.toml", "[artisans]", '[artisans]\ngroups = ["Poor"]')
    assert diffusion.load(ours).shown_groups == ()
    _, out, _ = answer("check", str(ours))
    assert "4 of 8, as roster.csv says; results are always divided by it" in " ".join(out.split())


def test_check_gives_the_smallest_budgets_to_programs_too() -> None:
    _, out, _ = answer("check", "senik", "--json")
    smallest = json.loads(out)["smallest_budgets"]
    assert smallest["campaign_only"] == 1_150_000
    assert "none" not in smallest
    _, out, _ = answer("check", "senik")
    assert f"campaign_only Rp {smallest['campaign_only']:,}" in " ".join(out.split())


def test_one_of_a_thing_is_said_in_the_singular() -> None:
    say = Words("en")
    assert say("read.rows_of", name="Bu Lurah", n="1") == "Bu Lurah (1 row)"
    assert say("read.rows_of", name="Bu Lurah", n=1) == "Bu Lurah (1 row)"
    assert say("read.rows_of", name="Bu Lurah", n=12) == "Bu Lurah (12 rows)"
    assert Words("id")("read.rows_of", name="Bu Lurah", n=1) == "Bu Lurah (1 baris)"
    assert "1 run," in say("line.made", n_runs="1", random_seed=1, parameters="default")


def test_first_adopters_of_a_graph_are_told_of_in_either_order() -> None:
    graph = nx.Graph([((0, 0), (0, 1)), ((0, 1), (1, 1))])
    first = {"community.artisans.first_adopters": [(0, 0)]}
    given = diffusion.with_graph("senik", graph)
    with pytest.warns(OddWarning, match=DRAWN) as told:
        assert given.with_settings(first).file.artisans.first_adopters == ("(0, 0)",)
    assert "roster" not in str(told[0].message)
    with pytest.raises(InputError, match=r"names need .* a graph: with_graph, then with_settings"):
        diffusion.load("senik").with_settings(first)
    numbered = {"community.artisans.first_adopters": [3]}
    with pytest.warns(OddWarning, match=DRAWN):
        settled = diffusion.load("senik").with_settings(numbered)
    with pytest.warns(OddWarning, match=DRAWN):
        diffusion.with_graph(settled, nx.path_graph(30))
