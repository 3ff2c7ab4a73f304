"""Figures of a comparison, for paper and screen."""

from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from diffusion.comparison.result import Comparison
from diffusion.comparison.strategies import Strategy
from diffusion.i18n.words import Words
from diffusion.plotting.frame import (
    ENGLISH,
    MEASURES,
    STYLE,
    caption,
    origin,
    save_figure,
    spoken,
    write_below,
    write_numbers,
)
from diffusion.plotting.style import BARRIERS, MUTED, OWN, PAPER
from diffusion.results.outcome import Outcome
from diffusion.util.formats import FEWEST_RUNS

_COLUMNS = 4
_LETTER_WIDTH = 6
"""Points that a letter of a number takes beside a panel, with some air."""


def curves_figure(comparison: Comparison, say: Words = ENGLISH) -> Figure:
    """Draw the adoption curve of each strategy, with its band and the reference's mean.

    The band holds 90 % of single histories. All panels share their axes.
    """
    shown = comparison.simulated
    n_columns = min(_COLUMNS, len(shown))
    n_rows = -(-len(shown) // n_columns)
    with mpl.rc_context(STYLE):
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
        write_below(figure, caption(comparison, say))
    return figure


def differences_figure(comparison: Comparison, say: Words = ENGLISH) -> Figure:
    """Draw the differences to the reference, each with its simultaneous and its plain interval."""
    table = comparison.differences()
    names = list(dict.fromkeys(table["strategy"]))
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(9.5, 0.42 * len(names) + 2.0), layout="constrained")
        panels = figure.subplots(1, len(MEASURES), sharey=True)
        for panel, measure in zip(panels, MEASURES, strict=True):
            rows = table[table["measure"] == measure].set_index("strategy").loc[names]
            places = np.arange(len(names))[::-1]
            panel.axvline(0, color=MUTED, lw=1, ls="--")
            panel.hlines(places, rows["low"], rows["high"], color=OWN, lw=1.5)
            panel.hlines(places, rows["plain_low"], rows["plain_high"], color=OWN, lw=4)
            for place, row in zip(places, rows.itertuples(), strict=True):
                fill = OWN if row.is_ranked else PAPER
                panel.plot(row.mean, place, "o", ms=7, mec=OWN, mfc=fill, zorder=3)
            _write_column(panel, places, [say.formatted(mean, "+.1f") for mean in rows["mean"]])
            panel.set_yticks(places, [spoken(name, say) for name in names])
            panel.margins(x=0.12)
            panel.set_xlabel(say(f"drawn.{measure}"))
            write_numbers(panel.xaxis, say)
        panels[-1].tick_params(left=False)  # or its ticks seem to belong to the numbers beside them
        reference = spoken(comparison.reference, say)
        figure.suptitle(
            f"{_title(comparison, say)}\n{say('drawn.differences', reference=reference)}",
            fontsize=11,
        )
        note = "intervals" if table["is_ranked"].all() else "intervals_hollow"
        write_below(figure, say(f"drawn.{note}"), origin(comparison, say))
    return figure


def barriers_figure(comparison: Comparison, say: Words = ENGLISH) -> Figure:
    """Stack the artisans of each strategy by what keeps them from adopting."""
    table = comparison.barriers().pivot(index="strategy", columns="reason", values="artisans")
    names = [strategy.name for strategy, _ in comparison.simulated]
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(9.5, 0.45 * len(names) + 1.9), layout="constrained")
        panel = figure.subplots()
        left = np.zeros(len(names))
        for barrier, style in BARRIERS.items():
            widths = table.loc[names, barrier.name].to_numpy()
            panel.barh(
                names, widths, left=left, facecolor=style.fill, hatch=style.hatch,
                edgecolor=style.edge, linewidth=0.6, label=say(f"stand.{barrier.name}"),
                height=0.75,
            )  # fmt: skip
            for place, (start, width) in enumerate(zip(left, widths, strict=True)):
                if width >= 0.04 * comparison.community.n_artisans:
                    panel.text(
                        start + width / 2, place, say.formatted(width, ".0f"), ha="center",
                        va="center", fontsize=8, color=style.letters,
                        bbox={"fc": style.fill, "ec": "none", "pad": 0.8},
                    )  # fmt: skip
            left += widths
        panel.set_yticks(range(len(names)), [spoken(name, say) for name in names])
        panel.invert_yaxis()
        panel.set_xlim(0, comparison.community.n_artisans)
        panel.set_xlabel(say("drawn.artisans_at_end", month=comparison.n_months))
        panel.legend(
            loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=len(BARRIERS), fontsize=8,
            frameon=False, columnspacing=1.0, handlelength=1.4,
        )  # fmt: skip
        figure.suptitle(f"{_title(comparison, say)}\n{say('drawn.reasons')}", fontsize=11)
        write_below(figure, origin(comparison, say))
    return figure


def equity_figure(comparison: Comparison, say: Words = ENGLISH) -> Figure | None:
    """Draw how much larger the share of adopters is in one group than in the others.

    None if there are too few runs to show any gap.
    """
    table = comparison.equity()
    table = table[table["n_runs"] >= FEWEST_RUNS]
    names = list(dict.fromkeys(table["strategy"]))
    pairs = list(dict.fromkeys(zip(table["trait"], table["group"], table["others"], strict=True)))
    if not pairs:
        return None
    with mpl.rc_context(STYLE):
        figure = Figure(
            figsize=(2.6 * len(pairs) + 2.4, 0.42 * len(names) + 2.0), layout="constrained"
        )
        panels = figure.subplots(1, len(pairs), sharey=True, squeeze=False)[0]
        for panel, (trait, group, others) in zip(panels, pairs, strict=True):
            is_pair = (table["trait"] == trait) & (table["group"] == group)
            rows = table[is_pair].set_index("strategy").reindex(names)
            places = np.arange(len(names))[::-1]
            panel.axvline(0, color=MUTED, lw=1, ls="--")
            panel.hlines(places, 100 * rows["low"], 100 * rows["high"], color=OWN, lw=2)
            panel.plot(100 * rows["gap"], places, "o", ms=6, color=OWN)
            panel.set_yticks(places, [spoken(name, say) for name in names])
            panel.margins(x=0.12)
            pair = [say.short_group(group, trait), say.short_group(others)]
            pair = [name.replace("\n", " ") for name in pair]
            title = say("drawn.against", group=pair[0], others=pair[1])
            panel.set_title(title, fontsize=9)
            panel.set_xlabel(say("drawn.points"))
            write_numbers(panel.xaxis, say)
        figure.suptitle(f"{_title(comparison, say)}\n{say('drawn.groups')}")
        write_below(figure, say("drawn.groups_note"), origin(comparison, say))
    return figure


def save_figures(comparison: Comparison, folder: Path, say: Words = ENGLISH) -> None:
    """Write curves, differences, reasons and groups, each as PNG and SVG."""
    save_figure(curves_figure(comparison, say), folder, "curves")
    save_figure(barriers_figure(comparison, say), folder, "reasons")
    if len(comparison.simulated) > 1:
        save_figure(differences_figure(comparison, say), folder, "differences")
    groups = equity_figure(comparison, say)
    if groups is not None:
        save_figure(groups, folder, "groups")


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
    panel.fill_between(curve["month"], curve["low"], curve["high"], color=OWN, alpha=0.2, lw=0)
    if strategy.name != comparison.reference:
        known = reference.adoption_curve()
        panel.plot(known["month"], known["mean"], color=MUTED, lw=1.2, ls="--")
    panel.plot(curve["month"], curve["mean"], color=OWN, lw=2)
    cost = say.rupiah(strategy.price.total)
    if not (strategy.is_ranked or comparison.budget is None):
        cost = say("drawn.cost_not_ranked", cost=cost)
    panel.set_title(f"{spoken(strategy.name, say)}\n{cost}", fontsize=9)
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


def _title(comparison: Comparison, say: Words) -> str:
    place = comparison.community.file.title
    if comparison.budget is None:
        return say("drawn.as_written", place=place)
    return say("drawn.at_budget", place=place, budget=say.rupiah(comparison.budget))
