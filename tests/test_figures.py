"""Figures as a journal wants them: widths, letters, order, one scale, and captions in a file."""

import re
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from communities import community
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text

import diffusion
from diffusion.comparison.result import Comparison
from diffusion.errors import InputError
from diffusion.plotting import captions
from diffusion.plotting.comparison import CAPTIONS, save_figures, save_frontier_figure
from diffusion.plotting.curves import curves_figure
from diffusion.plotting.differences import differences_figure, rows_apart
from diffusion.plotting.frame import ENGLISH, by_effect, months_shown
from diffusion.plotting.frontier import crossings, frontier_figure
from diffusion.plotting.groups import groups_figure
from diffusion.plotting.reasons import reasons_figure
from diffusion.plotting.style import ONE_COLUMN, SMALL_LETTERS, TWO_COLUMNS
from diffusion.scenario.modules import Modules
from diffusion.util.formats import FEWEST_RUNS

SENIK = diffusion.load("senik")
# Not in the order of their effect, which is: the sequence, collaboration, campaign, none.
NAMES = ("campaign_then_collaboration", "campaign_only", "none", "collaboration_only")
ORDER = ["campaign_then_collaboration", "collaboration_only", "campaign_only", "none"]
SPOKEN = [name.replace("_", " ") for name in ORDER[:3]] + ["no programme"]
DRAWN = (curves_figure, differences_figure, reasons_figure, groups_figure)


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return diffusion.compare(SENIK, NAMES, budget=8_000_000, n_runs=60)


def drawn_by(draw: object, comparison: Comparison) -> Figure:
    assert callable(draw)
    figure = draw(comparison)
    assert isinstance(figure, Figure)
    figure.draw_without_rendering()
    return figure


def visible(figure: Figure) -> list[Axes]:
    return [panel for panel in figure.axes if panel.get_visible()]


def rows_of(panel: Axes) -> list[str]:
    return [label.get_text().replace("\n", " ") for label in panel.get_yticklabels()]


def title_of(panel: Axes) -> str:
    return panel.get_title().split("\nRp")[0].replace("\n", " ")


@pytest.mark.parametrize("draw", DRAWN)
def test_a_figure_has_the_width_of_two_columns_and_no_small_letters(
    draw: object, comparison: Comparison
) -> None:
    figure = drawn_by(draw, comparison)
    assert figure.get_figwidth() == TWO_COLUMNS
    texts = [text for text in figure.findobj(Text) if text.get_text() and text.get_visible()]
    assert min(text.get_fontsize() for text in texts) == SMALL_LETTERS
    drawn = figure.get_tightbbox()
    assert -0.01 <= drawn.x0 <= drawn.x1 <= TWO_COLUMNS + 0.01
    assert -0.01 <= drawn.y0 <= drawn.y1 <= figure.get_figheight() + 0.01


@pytest.mark.parametrize("draw", DRAWN)
def test_a_figure_fits_into_one_column(draw: object, comparison: Comparison) -> None:
    """With the same letters, in the same order, and without a number that lies on another."""
    assert callable(draw)
    figure = draw(comparison, column="one")
    figure.draw_without_rendering()
    assert figure.get_figwidth() == ONE_COLUMN
    texts = [text for text in figure.findobj(Text) if text.get_text() and text.get_visible()]
    assert min(text.get_fontsize() for text in texts) == SMALL_LETTERS
    box = figure.get_tightbbox()
    assert -0.01 <= box.x0 <= box.x1 <= ONE_COLUMN + 0.01
    for panel in visible(figure):
        named = [text for text in panel.get_yticklabels() if text.get_text()]
        shown = [text.get_window_extent() for text in (*panel.texts, *named)]
        both = combinations([one for one in shown if one.width > 0], 2)
        hidden = [1 for one, other in both if one != other and one.overlaps(other)]
        assert not hidden or draw is reasons_figure  # a hatch's outline lies below its number
    wide = draw(comparison)
    titles = [[title_of(panel) for panel in visible(one)] for one in (figure, wide)]
    assert titles[0] == titles[1]


def test_measures_lie_below_each_other_in_one_column(comparison: Comparison) -> None:
    figure = differences_figure(comparison, column="one")
    figure.draw_without_rendering()
    assert [rows_of(panel) for panel in figure.axes] == [SPOKEN[1:3], SPOKEN[3:]] * 2
    tops = [panel.get_window_extent().y1 for panel in figure.axes]
    assert tops == sorted(tops, reverse=True)
    near, far, also_near, also_far = (panel.get_xlim() for panel in figure.axes)
    assert near == also_near != far == also_far


def test_a_column_is_one_or_two(comparison: Comparison) -> None:
    with pytest.raises(InputError) as error:
        curves_figure(comparison, column="half")
    assert str(error.value) == 'column: expected one of one, two; found "half"'


@pytest.mark.parametrize("draw", DRAWN)
def test_nothing_that_belongs_into_a_caption_is_drawn(draw: object, comparison: Comparison) -> None:
    figure = drawn_by(draw, comparison)
    assert figure.get_suptitle() == ""
    said = " ".join(text.get_text() for text in figure.findobj(Text))
    assert "_" not in said
    assert "seed" not in said
    assert SENIK.file.title not in said


@pytest.mark.slow
def test_figures_are_written_three_times_and_the_same_each_time(
    comparison: Comparison, tmp_path: Path
) -> None:
    folders = [tmp_path / "one", tmp_path / "other"]
    for folder in folders:
        folder.mkdir()
        save_figures(comparison, folder)
    files = sorted(path.name for path in folders[0].iterdir())
    names = ("curves", "differences", "groups", "reasons")
    kinds = ("pdf", "png", "svg")
    assert files == sorted([CAPTIONS, *(f"{name}.{kind}" for name in names for kind in kinds)])
    for name in files:
        first, second = ((folder / name).read_bytes() for folder in folders)
        assert first == second
        assert b"CreationDate" not in first
        assert b"<dc:date>" not in first
    box = re.search(rb"/MediaBox \[ 0 0 ([0-9.]+) ", (folders[0] / "curves.pdf").read_bytes())
    assert box is not None
    assert float(box[1]) == pytest.approx(72 * TWO_COLUMNS)


@pytest.mark.slow
def test_a_caption_speaks_in_words(comparison: Comparison, tmp_path: Path) -> None:
    """No name of a module or a strategy as files spell it, but for those that are one word."""
    save_figures(comparison, tmp_path)
    text = (tmp_path / CAPTIONS).read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if len(line) < 20 and line] == [
        "curves", "reasons", "differences", "groups",
    ]  # fmt: skip
    assert "_" not in text
    assert all(ENGLISH.name("module", name) in text for name in Modules.model_fields)
    assert "ties that change" in text
    assert text.count("Simulated, not observed: 60 histories of 36 months") == 4
    assert "Without a panel, because nobody adopts: no programme." in text
    assert "Below, on a scale of its own: no programme." in text


def test_rows_and_panels_come_in_the_order_of_effect(comparison: Comparison) -> None:
    assert [strategy.name for strategy, _ in by_effect(comparison)] == ORDER
    for draw in (curves_figure, groups_figure):
        assert [title_of(panel) for panel in visible(drawn_by(draw, comparison))] == SPOKEN[:3]
    assert rows_of(drawn_by(reasons_figure, comparison).axes[0]) == SPOKEN
    panels = drawn_by(differences_figure, comparison).axes
    assert [rows_of(panel) for panel in panels[::2]] == [SPOKEN[1:3], SPOKEN[3:]]
    for panel in panels:
        top, bottom = panel.get_ylim()[::-1]
        assert top < bottom, "the first row is the highest"


def test_panels_that_are_compared_have_one_scale(comparison: Comparison) -> None:
    for draw in (curves_figure, groups_figure):
        panels = visible(drawn_by(draw, comparison))
        assert len({(panel.get_xlim(), panel.get_ylim()) for panel in panels}) == 1
    near, also_near, far, also_far = drawn_by(differences_figure, comparison).axes
    assert near.get_xlim() == also_near.get_xlim() != far.get_xlim() == also_far.get_xlim()


def test_no_programme_does_not_stretch_the_axis(comparison: Comparison) -> None:
    """It lies 19 below the sequence, the campaign 9: the axis ends soon after the campaign."""
    near, far = rows_apart(comparison)
    assert (near, far) == (ORDER[1:3], ["none"])
    table = comparison.differences().set_index(["measure", "strategy"])
    panels = drawn_by(differences_figure, comparison).axes
    lowest = table.loc[("adopters", "campaign_only"), "low"]
    assert 1.3 * lowest < panels[0].get_xlim()[0] < lowest
    only = diffusion.compare(SENIK, ["campaign_only", "none"], n_runs=40, n_months=24)
    assert rows_apart(only) == (["none"], [])


def test_each_difference_is_written_with_its_interval(comparison: Comparison) -> None:
    table = comparison.differences().set_index(["measure", "strategy"])
    row = table.loc[("adopters", "collaboration_only")]
    text = drawn_by(differences_figure, comparison).axes[0].texts[0].get_text()
    low, high = (f"{row[end]:.1f}" for end in ("low", "high"))
    assert text == f"{row['mean']:+.1f} ({low} to {high})".replace("-", "\N{MINUS SIGN}")


def test_a_part_of_a_bar_says_how_well_it_is_known(comparison: Comparison) -> None:
    """Half the 95 % interval of a mean of 60 runs: 2.001 (Student, 59) standard errors."""
    table = comparison.barriers().set_index(["strategy", "reason"])
    outcome = next(o for s, o in comparison.simulated if s.name == "campaign_only")
    adopters = outcome.adopters[:, -1]
    half = 2.001 * adopters.std(ddof=1) / np.sqrt(60)
    row = table.loc[("campaign_only", "adopters")]
    assert row["artisans"] == pytest.approx(adopters.mean())
    assert (row["high"] - row["low"]) / 2 == pytest.approx(half, rel=1e-3)
    texts = [text.get_text() for text in drawn_by(reasons_figure, comparison).axes[0].texts]
    assert f"{adopters.mean():.1f}\n±{half:.1f}" in texts
    assert "30.0" in texts, "all are unaware without a programme, and that is certain"


def test_a_group_that_is_empty_is_said() -> None:
    """Nobody is poor: the row says so, and is not left blank. A column of the roster has a row."""
    people = community(n_artisans=8, roster={"poor": [0.0] * 8})
    assert people.roster is not None
    gender = {"gender": ("f", "m") * 4}
    divided = replace(people, roster=replace(people.roster, groups=gender))
    found = diffusion.compare(
        divided.with_groups(["gender"]), ["campaign_only"], n_runs=FEWEST_RUNS, n_months=24
    )
    (panel,) = visible(drawn_by(groups_figure, found))
    assert rows_of(panel) == [
        "poor against not poor",
        "most ties against fewest ties",
        "gender: f against m",
    ]
    assert [text.get_text() for text in panel.texts] == ["no poor"]


def test_members_who_came_are_not_drawn_as_left_out(comparison: Comparison) -> None:
    """They are 30 points ahead, which would hide the gaps of the poor."""
    assert "members" in set(comparison.equity()["group"])
    panels = visible(drawn_by(groups_figure, comparison))
    assert not any("members" in row for row in rows_of(panels[0]))
    assert panels[0].get_xlim()[1] < 20
    assert "Members of the association are not drawn" in captions.of_groups(comparison, ENGLISH)


def test_gaps_of_few_runs_are_not_drawn() -> None:
    few = diffusion.compare(SENIK, ["campaign_only"], n_runs=FEWEST_RUNS - 1, n_months=12)
    assert groups_figure(few) is None


def test_strategies_without_adopters_are_drawn_where_there_are_no_others() -> None:
    nothing = diffusion.compare(SENIK, ["none"], n_runs=3, n_months=12)
    assert [title_of(panel) for panel in visible(curves_figure(nothing))] == ["no programme"]
    assert "Without a panel" not in captions.of_curves(nothing, ENGLISH)


@pytest.mark.parametrize("n_months", [1, 2, 5, 6, 12, 13, 24, 30, 36, 40, 47, 60, 75, 120, 600])
def test_the_last_month_is_written_below_a_panel(n_months: int) -> None:
    months = months_shown(n_months)
    assert months[0] == 0
    assert months[-1] == n_months
    assert len(months) <= 7
    assert (np.diff(months) > 0).all()


def test_lines_cross_where_they_are_equal() -> None:
    """From (4, 8) to (8, 12) and from (4, 10) to (8, 10): at 6 million both are 10.

    The third meets the second at 4 million, a budget itself, and crosses nothing.
    """
    budgets = [4_000_000, 8_000_000]
    table = pd.DataFrame({
        "budget": budgets * 3,
        "strategy": ["a"] * 2 + ["b"] * 2 + ["c"] * 2,
        "adopters": [8.0, 12.0, 10.0, 10.0, 10.0, 20.0],
    })  # fmt: skip
    assert crossings(table, "adopters") == [(6.0, 10.0)]
    table.loc[0, "adopters"] = np.nan  # not possible there
    assert crossings(table, "adopters") == []


@pytest.mark.slow
def test_the_legend_of_a_frontier_takes_nothing_from_the_panels(tmp_path: Path) -> None:
    found = diffusion.budget_frontier(
        SENIK, NAMES, budgets=[5_000_000, 8_000_000], n_runs=5, n_months=24
    )
    figure = frontier_figure(found)
    figure.draw_without_rendering()
    panels = [panel.get_window_extent() for panel in figure.axes]
    below = figure.legends[0].get_window_extent()
    assert below.y1 < min(panel.y0 for panel in panels)
    assert sum(panel.width for panel in panels) > 0.8 * figure.bbox.width
    save_frontier_figure(found, tmp_path)
    files = sorted(path.name for path in tmp_path.iterdir())
    assert files == [CAPTIONS, "frontier.pdf", "frontier.png", "frontier.svg"]
    assert "_" not in (tmp_path / CAPTIONS).read_text(encoding="utf-8")
