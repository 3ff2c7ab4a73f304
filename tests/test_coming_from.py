"""What the page "Coming from another program" says of curves here is what comes out."""

import math
import re
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest

import diffusion
from diffusion.errors import InputError

PAGE = Path(__file__).parents[1] / "docs" / "howto" / "coming_from.md"


@pytest.fixture(scope="module")
def page() -> dict[str, Any]:
    """Everything that the page's code defines, after it has run."""
    text = PAGE.read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```$", text, flags=re.DOTALL | re.MULTILINE)
    names: dict[str, Any] = {}
    exec("\n".join(blocks), names)  # what a reader would type
    return names


def test_a_cascade_tries_each_tie_once(page: dict[str, Any]) -> None:
    """Ten leaves with 0.3 each: 1 and 4, with a standard error of 0.1; not of a stock."""
    assert page["cascade"][0] == 1
    assert abs(page["cascade"][1] - 4) < 0.4
    assert len({*page["cascade"][1:]}) == 1
    assert page["susceptible_infected"][2] > 5


def test_who_has_it_goes_on_passing_it_on(page: dict[str, Any]) -> None:
    expected = 11 - 10 * 0.7 ** np.arange(21)
    assert np.abs(page["susceptible_infected"] - expected).max() < 0.5


def test_a_threshold_walks_along_a_line(page: dict[str, Any]) -> None:
    assert page["threshold"][:5].tolist() == [1, 2, 3, 4, 5]


def test_a_threshold_of_0_is_reached_without_ties(page: dict[str, Any]) -> None:
    graph = nx.Graph([(0, 1)])
    graph.add_nodes_from([2, 3])
    told = page["curve"](graph, ["0"], page["above_a_share"](0.0), n_months=2, n_runs=1)
    assert told.tolist() == [1, 4, 4]


def test_each_tie_may_have_a_chance_of_its_own(page: dict[str, Any]) -> None:
    """A star whose ties pass it on with 0.9 and 0.25: 2.7 and 0.25 on the mean."""
    strengths = dict.fromkeys([(0, 1), (0, 2), (0, 3)], 1.0) | {
        (0, 4): math.log(0.75) / math.log(0.1)
    }
    told = page["curve"](
        nx.star_graph(4), ["0"], page["by_each_tie"](0.9, "flow"),
        strength=strengths, n_months=1, n_runs=2000,
    )  # fmt: skip
    assert abs(told[1] - (1 + 2.7 + 0.25)) < 0.06


def test_who_may_go_back_settles_where_both_ways_balance(page: dict[str, Any]) -> None:
    """Of 50 who all know each other EoN's fast_SIS keeps 44.20, with a standard error of 0.23."""
    settings = page["by_each_tie"](0.02, "stock") | {
        "parameters.decision.beta": 0.02,
        "parameters.chain.substeps": 20,
        "parameters.chain.exit_hazard": 1 - math.exp(-0.1 / 20),
    }
    told = page["curve"](nx.complete_graph(50), ["0", "1"], settings)
    assert abs(told[20] - 44.2) < 1


def test_a_tie_to_nobody_is_refused() -> None:
    with pytest.raises(InputError):
        diffusion.with_graph("senik", ends=([0, 1, 0], [1, 2, 7]), n_artisans=3)
