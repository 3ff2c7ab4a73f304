"""Figures of a comparison, for paper and screen."""

import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.ticker import ScalarFormatter
from numpy.typing import NDArray

from diffusion.comparison.compare import Comparison, Strategy
from diffusion.comparison.frontier import Frontier
from diffusion.i18n.words import Words
from diffusion.plotting.style import MARKS
from diffusion.results.outcome import Outcome
from diffusion.util.formats import FEWEST_RUNS

ENGLISH = Words("en")

_COLUMNS = 4
_CAPTION_WIDTH = 120
"""Letters of a line below a figure."""
_LETTER_WIDTH = 6
"""Points that a letter of a number takes beside a panel, with some air."""
_OWN = "#0072B2"
_REFERENCE = "#555555"
_STYLE: dict[Any, Any] = {
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "svg.hashsalt": "artisan-diffusion",
    "svg.fonttype": "none",
}


def curves_figure(comparison: Comparison, say: Words = ENGLISH) -> Figure:
    """Draw the adoption curve of each strategy, with its band and the reference's mean.

    The band holds 90 % of single histories. All panels share their axes.
    """
    shown = comparison.simulated
    n_columns = min(_COLUMNS, len(shown))
    n_rows = -(-len(shown) // n_columns)
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(2.9 * n_columns + 0.4, 2.5 * n_rows + 1.2), layout="constrained")
        panels = figure.subplots(n_rows, n_columns, sharex=True, sharey=True, squeeze=False)
        reference = next(o for s, o in shown if s.name == comparison.reference)
        for place, panel in enumerate(panels.ravel()):
            if place >= len(shown):
                panel.set_visible(False)
                continue
            _draw_panel(panel, comparison, *shown[place], reference, say=say)
        for panel in panels[:, 0]:
            panel.set_ylabel(say("drawn.adopters_of", n_artisans=comparison.community.n_artisans))
        for place in range(max(0, len(shown) - n_columns), len(shown)):
            panels.ravel()[place].set_xlabel(say("drawn.month"))
            panels.ravel()[place].tick_params(labelbottom=True)
        figure.suptitle(_title(comparison, say), fontsize=12)
        figure.supxlabel(caption(comparison, say), fontsize=8, color="#333333")
    return figure


def differences_figure(comparison: Comparison, say: Words = ENGLISH) -> Figure:
    """Draw the differences to the reference, each with its simultaneous and its plain interval."""
    table = comparison.differences()
    names = list(dict.fromkeys(table["strategy"]))
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(9.5, 0.42 * len(names) + 2.0), layout="constrained")
        panels = figure.subplots(1, len(_FOREST), sharey=True)
        for panel, measure in zip(panels, _FOREST, strict=True):
            rows = table[table["measure"] == measure].set_index("strategy").loc[names]
            places = np.arange(len(names))[::-1]
            panel.axvline(0, color=_REFERENCE, lw=1, ls="--")
            panel.hlines(places, rows["low"], rows["high"], color=_OWN, lw=1.5)
            panel.hlines(places, rows["plain_low"], rows["plain_high"], color=_OWN, lw=4)
            for place, row in zip(places, rows.itertuples(), strict=True):
                fill = _OWN if row.is_ranked else "white"
                panel.plot(row.mean, place, "o", ms=7, mec=_OWN, mfc=fill, zorder=3)
            _write_column(panel, places, [say.formatted(mean, "+.1f") for mean in rows["mean"]])
            panel.set_yticks(places, [_spoken(name, say) for name in names])
            panel.margins(x=0.12)
            panel.set_xlabel(say(f"drawn.{measure}"))
            _write_numbers(panel.xaxis, say)
        panels[-1].tick_params(left=False)  # or its ticks seem to belong to the numbers beside them
        reference = _spoken(comparison.reference, say)
        figure.suptitle(
            f"{_title(comparison, say)}\n{say('drawn.differences', reference=reference)}",
            fontsize=11,
        )
        note = "intervals" if table["is_ranked"].all() else "intervals_hollow"
        figure.supxlabel(
            f"{say(f'drawn.{note}')}\n{origin(comparison, say)}",
            fontsize=8,
            color="#333333",
        )
    return figure


_FOREST = ("adopters", "lasting_adopters")
"""Measures of the figures of differences and of budgets."""


def reasons_figure(comparison: Comparison, say: Words = ENGLISH) -> Figure:
    """Stack the artisans of each strategy by what keeps them from adopting."""
    table = comparison.barriers().pivot(index="strategy", columns="reason", values="artisans")
    names = [strategy.name for strategy, _ in comparison.simulated]
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(9.5, 0.45 * len(names) + 1.9), layout="constrained")
        panel = figure.subplots()
        left = np.zeros(len(names))
        for reason, (color, hatch) in REASON_STYLES.items():
            widths = table.loc[names, reason].to_numpy()
            panel.barh(
                names, widths, left=left, color=color, hatch=hatch, edgecolor="white",
                label=say(f"stand.{reason}"), height=0.75,
            )  # fmt: skip
            for place, (start, width) in enumerate(zip(left, widths, strict=True)):
                if width >= 0.04 * comparison.community.n_artisans:
                    panel.text(
                        start + width / 2, place, say.formatted(width, ".0f"), ha="center",
                        va="center", fontsize=8,
                        bbox={"fc": "white", "ec": "none", "pad": 0.8, "alpha": 0.8},
                    )  # fmt: skip
            left += widths
        panel.set_yticks(range(len(names)), [_spoken(name, say) for name in names])
        panel.invert_yaxis()
        panel.set_xlim(0, comparison.community.n_artisans)
        panel.set_xlabel(say("drawn.artisans_at_end", month=comparison.n_months))
        panel.legend(
            loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=len(REASON_STYLES), fontsize=8,
            frameon=False, columnspacing=1.0, handlelength=1.4,
        )  # fmt: skip
        figure.suptitle(f"{_title(comparison, say)}\n{say('drawn.reasons')}", fontsize=11)
        figure.supxlabel(origin(comparison, say), fontsize=8, color="#333333")
    return figure


REASON_STYLES = {
    "unaware": ("#BBBBBB", ""),
    "not persuaded": ("#E69F00", ""),
    "values": ("#CC79A7", "//"),
    "not decided": ("#56B4E9", ""),
    "no means": ("#D55E00", "\\\\"),
    "gave up": ("#444444", ""),
    "adopters": ("#0072B2", ""),
}
"""Colour and hatch of each reason: told apart by colour-blind people, and in grey."""


def groups_figure(comparison: Comparison, say: Words = ENGLISH) -> Figure | None:
    """Draw how much larger the share of adopters is in one group than in the others.

    None if there are too few runs to show any gap.
    """
    table = comparison.equity()
    table = table[table["n_runs"] >= FEWEST_RUNS]
    names = list(dict.fromkeys(table["strategy"]))
    pairs = list(dict.fromkeys(zip(table["trait"], table["group"], table["others"], strict=True)))
    if not pairs:
        return None
    with mpl.rc_context(_STYLE):
        figure = Figure(
            figsize=(2.6 * len(pairs) + 2.4, 0.42 * len(names) + 2.0), layout="constrained"
        )
        panels = figure.subplots(1, len(pairs), sharey=True, squeeze=False)[0]
        for panel, (trait, group, others) in zip(panels, pairs, strict=True):
            is_pair = (table["trait"] == trait) & (table["group"] == group)
            rows = table[is_pair].set_index("strategy").reindex(names)
            places = np.arange(len(names))[::-1]
            panel.axvline(0, color=_REFERENCE, lw=1, ls="--")
            panel.hlines(places, 100 * rows["low"], 100 * rows["high"], color=_OWN, lw=2)
            panel.plot(100 * rows["gap"], places, "o", ms=6, color=_OWN)
            panel.set_yticks(places, [_spoken(name, say) for name in names])
            panel.margins(x=0.12)
            pair = [say.short_group(name).replace("\n", " ") for name in (group, others)]
            title = say("drawn.against", group=pair[0], others=pair[1])
            panel.set_title(title, fontsize=9)
            panel.set_xlabel(say("drawn.points"))
            _write_numbers(panel.xaxis, say)
        figure.suptitle(f"{_title(comparison, say)}\n{say('drawn.groups')}")
        figure.supxlabel(
            f"{say('drawn.groups_note')}\n{origin(comparison, say)}",
            fontsize=8,
            color="#333333",
        )
    return figure


def frontier_figure(frontier: Frontier, say: Words = ENGLISH) -> Figure:
    """Draw what each strategy leads to against the budget, with 95 % intervals."""
    table = frontier.table()
    names = list(dict.fromkeys(table["strategy"]))
    first = frontier.comparisons[0]
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(9.5, 4.6), layout="constrained")
        panels = figure.subplots(1, 2, sharex=True, sharey=True)
        for panel, measure in zip(panels, _FOREST, strict=True):
            for place, name in enumerate(names):
                rows = table[(table["strategy"] == name) & table[measure].notna()]
                marker, color = MARKS[place % len(MARKS)]
                million = rows["budget"] / 1e6
                panel.fill_between(
                    million,
                    rows[f"{measure}_mean_low"],
                    rows[f"{measure}_mean_high"],
                    color=color,
                    alpha=0.15,
                )
                panel.plot(million, rows[measure], color=color, lw=1.5, label=_spoken(name, say))
                for x, y, is_ranked in zip(million, rows[measure], rows["is_ranked"], strict=True):
                    fill = color if is_ranked else "white"
                    panel.plot(x, y, marker, ms=6, mec=color, mfc=fill)
            panel.set_title(say(f"drawn.{measure}"))
            panel.set_xlabel(say("drawn.budget"))
            _write_numbers(panel.xaxis, say)
        panels[0].set_ylabel(say("drawn.artisans_of", n_artisans=first.community.n_artisans))
        panels[0].set_ylim(bottom=0)
        handles, labels = panels[0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside right center", frameon=False)
        figure.suptitle(first.community.file.title)
        figure.supxlabel(
            f"{say('drawn.frontier_note')}\n{origin(first, say, n_runs=_runs_of(frontier, say))}",
            fontsize=8,
            color="#333333",
        )
    return figure


def save_figures(comparison: Comparison, folder: Path, say: Words = ENGLISH) -> None:
    """Write curves, differences, reasons and groups, each as PNG and SVG."""
    save_figure(curves_figure(comparison, say), folder, "curves")
    save_figure(reasons_figure(comparison, say), folder, "reasons")
    if len(comparison.simulated) > 1:
        save_figure(differences_figure(comparison, say), folder, "differences")
    groups = groups_figure(comparison, say)
    if groups is not None:
        save_figure(groups, folder, "groups")


def save_figure(figure: Figure, folder: Path, name: str) -> None:
    """Write one figure as PNG and SVG, the same bytes each time."""
    with mpl.rc_context(_STYLE):
        figure.savefig(folder / f"{name}.png", dpi=150, metadata={"Software": None})
        figure.savefig(folder / f"{name}.svg", metadata={"Date": None, "Creator": None})


def caption(comparison: Comparison, say: Words = ENGLISH) -> str:
    """Say what every figure must say: where the numbers come from."""
    text = say(
        "drawn.curves",
        n_runs=comparison.n_runs,
        reference=_spoken(comparison.reference, say),
        random_seed=comparison.random_seed,
        parameters=comparison.parameters,
    )
    return f"{text}\n{_parts_off(comparison, say)}"


def origin(comparison: Comparison, say: Words = ENGLISH, *, n_runs: str | None = None) -> str:
    """Say how the numbers came about, and what they are not.

    `n_runs` stands for the number of runs where that is not the comparison's own.
    """
    text = say(
        "drawn.origin",
        n_runs=n_runs or comparison.n_runs,
        random_seed=comparison.random_seed,
        parameters=comparison.parameters,
    )
    return f"{text}\n{_parts_off(comparison, say)}"


def _runs_of(frontier: Frontier, say: Words) -> str:
    """Say how many runs there are of each strategy: one number, or from the fewest to the most."""
    fewest, most = frontier.n_runs
    return str(most) if fewest == most else say.span(str(fewest), str(most))


def _parts_off(comparison: Comparison, say: Words) -> str:
    off = [say.spelled("module", module) for module in comparison.community.file.modules.off]
    return textwrap.fill(say("drawn.off", modules=", ".join(off)), _CAPTION_WIDTH)


def _draw_panel(
    panel: Axes,
    comparison: Comparison,
    strategy: Strategy,
    outcome: Outcome,
    reference: Outcome,
    *,
    say: Words,
) -> None:
    curve = outcome.adoption_curve()
    panel.fill_between(curve["month"], curve["low"], curve["high"], color=_OWN, alpha=0.2, lw=0)
    if strategy.name != comparison.reference:
        known = reference.adoption_curve()
        panel.plot(known["month"], known["mean"], color=_REFERENCE, lw=1.2, ls="--")
    panel.plot(curve["month"], curve["mean"], color=_OWN, lw=2)
    cost = say.rupiah(strategy.price.total)
    if not (strategy.is_ranked or comparison.budget is None):
        cost = say("drawn.cost_not_ranked", cost=cost)
    panel.set_title(f"{_spoken(strategy.name, say)}\n{cost}", fontsize=9)
    panel.set_ylim(0, comparison.community.n_artisans)
    panel.set_xlim(0, comparison.n_months)


def _write_column(panel: Axes, places: NDArray[np.int64], texts: Sequence[str]) -> None:
    """Write a number beside each row, right of the panel, where it hides no mark."""
    width = _LETTER_WIDTH * max(map(len, texts))
    for place, text in zip(places, texts, strict=True):
        panel.annotate(
            text, (1, place), xycoords=("axes fraction", "data"), xytext=(width, 0),
            textcoords="offset points", ha="right", va="center", fontsize=8,
        )  # fmt: skip


def _write_numbers(axis: Axis, say: Words) -> None:
    """Write the numbers of an axis as the language does."""
    if say != ENGLISH:
        axis.set_major_formatter(_Numbers(say))


class _Numbers(ScalarFormatter):
    """Numbers as matplotlib rounds them, with the marks of a language."""

    def __init__(self, say: Words) -> None:
        super().__init__()
        self._say = say

    def __call__(self, x: float, pos: int | None = None) -> str:
        return self._say.marked(super().__call__(x, pos))


def _title(comparison: Comparison, say: Words) -> str:
    place = comparison.community.file.title
    if comparison.budget is None:
        return say("drawn.as_written", place=place)
    return say("drawn.at_budget", place=place, budget=say.rupiah(comparison.budget))


def _spoken(name: str, say: Words) -> str:
    return say.spelled("strategy", name).replace("_", " ")
