"""What was observed stands over what is simulated: in figures, tables and on the page."""

import json
from pathlib import Path

import pytest
from test_command import said
from test_kinds import LISTED, SECTIONS, folder_with

import diffusion
from diffusion.page.build import build_page
from diffusion.page.data import page_data
from diffusion.plotting import captions
from diffusion.plotting.curves import curves_figure
from diffusion.plotting.frame import ENGLISH
from diffusion.plotting.style import OBSERVED
from diffusion.results.observed import observed_curve

MADE_UP = Path(__file__).parents[1] / "models" / "lempungwaru"


@pytest.fixture(scope="module")
def made_up() -> diffusion.Community:
    return diffusion.load(MADE_UP)


def test_observed_months_stand_on_the_records_of_a_simulation(tmp_path: Path) -> None:
    """July 2010 ends at record 0, August at 1, January 2011 at 6; later ones are left out."""
    community = diffusion.load(folder_with(tmp_path))
    curve = observed_curve(community, 6)
    assert curve is not None
    assert curve.innovation == "pottery"
    assert curve.records == (0, 1, 6)
    assert curve.users == (1, 1, 1)
    assert curve.known == (3, 3, 2)
    assert (curve.at(6), curve.at(5)) == (1, None)
    shorter = observed_curve(community, 5)
    assert shorter is not None
    assert shorter.records == (0, 1)


def test_waves_are_not_drawn_over_months(tmp_path: Path) -> None:
    sections = SECTIONS.replace("2010-07", "one").replace("2010-08", "two")
    sections = sections.replace("2011-01", "three")
    ties = "ego,alter,kind\nTumi,Suti,kin\nSuti,Parti,advice\n"
    adoption = "artisan,innovation,time,state\nTumi,pottery,two,adopted\n"
    folder = folder_with(tmp_path, ties=ties, adoption=adoption, sections=sections)
    community = diffusion.load(folder)
    assert observed_curve(community, 36) is None
    assert community.observed is not None
    assert community.observed.users().tolist() == [0, 1, 1]
    assert community.first_period == 0


def test_the_figure_and_its_caption_have_it(made_up: diffusion.Community) -> None:
    comparison = diffusion.compare(
        made_up, ["campaign_only", "collaboration_only"], n_runs=4, n_months=24
    )
    figure = curves_figure(comparison)
    drawn = [
        line for panel in figure.axes for line in panel.lines if line.get_color() == OBSERVED.colour
    ]
    assert len(drawn) == 2
    curve = observed_curve(made_up, 24)
    assert curve is not None
    assert list(drawn[0].get_ydata()) == list(curve.users)
    assert "observed" in [text.get_text() for text in figure.legends[0].get_texts()]
    caption = captions.of_curves(comparison, ENGLISH)
    assert "month 1 is 2019-01" in caption
    assert "made up" in caption


def test_senik_has_no_points() -> None:
    senik = diffusion.load("senik")
    assert observed_curve(senik, 36) is None
    figure = curves_figure(diffusion.compare(senik, ["campaign_only", "none"], n_runs=3))
    assert not [
        line for panel in figure.axes for line in panel.lines if line.get_color() == OBSERVED.colour
    ]


@pytest.mark.slow
def test_the_page_draws_it_and_says_whose_people_these_are(
    made_up: diffusion.Community, tmp_path: Path
) -> None:
    short = {"n_runs": 3, "n_months": 12, "with_what_if": False}
    strategies = ["none", "campaign_only"]
    data = page_data(made_up, strategies, **short)  # type: ignore[arg-type]
    assert data["observed"]["records"] == list(range(1, 13))
    page = build_page(data)
    assert "none is a real person" in page
    assert "those of your survey" not in page
    assert f'fill="{OBSERVED.colour}"' in page
    surveyed = diffusion.load(folder_with(tmp_path, listed=LISTED))
    data = page_data(surveyed, strategies, **short)  # type: ignore[arg-type]
    assert "People and ties are those of your survey, {named}." in build_page(data)
    senik = page_data(diffusion.load("senik"), strategies, **short)  # type: ignore[arg-type]
    assert senik["observed"] is None
    assert "as observed" not in build_page(senik)


def test_check_and_run_tell_it() -> None:
    checked = " ".join(said("check", str(MADE_UP)).split())
    assert "advice: 223, alter influences ego, influence 1; kin: 99, both ways" in checked
    assert "2019-01 is simulated month 1 (month 1 is 2019-01)" in checked
    assert "a simulation takes 304 of 322 ties for its whole length" in checked
    told = " ".join(
        said("run", str(MADE_UP), "-p", "none", "--runs", "2", "--months", "12").split()
    )
    assert "observed" in told
    assert "4 adopters at the end of month 12; month 1 is 2019-01" in told
    read = json.loads(said("check", str(MADE_UP), "--json"))
    assert read["community"]["observed"]["innovation"] == "modern pottery"
    assert read["community"]["made_up"] is True
