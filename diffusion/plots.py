"""Figures of a comparison, for paper and screen."""

import textwrap
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from diffusion.comparison import Comparison, Strategy
from diffusion.frontier import Frontier
from diffusion.outcome import CAVEAT, Outcome
from diffusion.tables import FEWEST_RUNS, rupiah

_COLUMNS = 4
_CAPTION_WIDTH = 120
"""Letters of a line below a figure."""
_OWN = "#0072B2"
_REFERENCE = "#555555"
_STYLE: dict[Any, Any] = {
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "svg.hashsalt": "artisan-diffusion",
    "svg.fonttype": "none",
}


def curves_figure(comparison: Comparison) -> Figure:
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
            _draw_panel(panel, comparison, *shown[place], reference)
        for panel in panels[:, 0]:
            panel.set_ylabel(f"adopters of {comparison.community.n_artisans}")
        for place in range(max(0, len(shown) - n_columns), len(shown)):
            panels.ravel()[place].set_xlabel("month")
            panels.ravel()[place].tick_params(labelbottom=True)
        figure.suptitle(_title(comparison), fontsize=12)
        figure.supxlabel(caption(comparison), fontsize=8, color="#333333")
    return figure


def differences_figure(comparison: Comparison) -> Figure:
    """Draw the differences to the reference, each with its simultaneous and its plain interval."""
    table = comparison.differences()
    names = list(dict.fromkeys(table["strategy"]))
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(9.5, 0.42 * len(names) + 2.0), layout="constrained")
        panels = figure.subplots(1, len(_FOREST), sharey=True)
        for panel, (measure, label) in zip(panels, _FOREST.items(), strict=True):
            rows = table[table["measure"] == measure].set_index("strategy").loc[names]
            places = np.arange(len(names))[::-1]
            panel.axvline(0, color=_REFERENCE, lw=1, ls="--")
            panel.hlines(places, rows["low"], rows["high"], color=_OWN, lw=1.5)
            panel.hlines(places, rows["plain_low"], rows["plain_high"], color=_OWN, lw=4)
            for place, row in zip(places, rows.itertuples(), strict=True):
                fill = _OWN if row.is_ranked else "white"
                panel.plot(row.mean, place, "o", ms=7, mec=_OWN, mfc=fill, zorder=3)
                panel.annotate(
                    f"{row.mean:+.1f}", (row.high, place), xytext=(6, 0), fontsize=8,
                    textcoords="offset points", va="center",
                    bbox={"fc": "white", "ec": "none", "pad": 1.0},
                )  # fmt: skip
            panel.set_yticks(places, [_spoken(name) for name in names])
            panel.margins(x=0.12)
            panel.set_xlabel(label)
        figure.suptitle(
            f"{_title(comparison)}\ndifference to {_spoken(comparison.reference)}", fontsize=11
        )
        note = "thick: 95 % interval of this one alone; thin: of all at once"
        hollow = "; hollow: not ranked, because costs differ"
        is_ranked = bool(table["is_ranked"].all())
        figure.supxlabel(
            f"{note}{'' if is_ranked else hollow}\n{origin(comparison)}",
            fontsize=8,
            color="#333333",
        )
    return figure


_FOREST = {"adopters": "adopters at the end", "lasting_adopters": "lasting adopters"}
"""Measures of the figure of differences, with their labels."""


def reasons_figure(comparison: Comparison) -> Figure:
    """Stack the artisans of each strategy by what keeps them from adopting."""
    table = comparison.reasons().pivot(index="strategy", columns="reason", values="artisans")
    names = [strategy.name for strategy, _ in comparison.simulated]
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(9.5, 0.45 * len(names) + 1.9), layout="constrained")
        panel = figure.subplots()
        left = np.zeros(len(names))
        for reason, (color, hatch) in REASON_STYLES.items():
            widths = table.loc[names, reason].to_numpy()
            panel.barh(
                names, widths, left=left, color=color, hatch=hatch, edgecolor="white", label=reason,
                height=0.75,
            )  # fmt: skip
            for place, (start, width) in enumerate(zip(left, widths, strict=True)):
                if width >= 0.04 * comparison.community.n_artisans:
                    panel.text(
                        start + width / 2, place, f"{width:.0f}", ha="center", va="center",
                        fontsize=8, bbox={"fc": "white", "ec": "none", "pad": 0.8, "alpha": 0.8},
                    )  # fmt: skip
            left += widths
        panel.set_yticks(range(len(names)), [_spoken(name) for name in names])
        panel.invert_yaxis()
        panel.set_xlim(0, comparison.community.n_artisans)
        panel.set_xlabel(f"artisans at the end of month {comparison.n_months}, mean")
        panel.legend(
            loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=len(REASON_STYLES), fontsize=8,
            frameon=False, columnspacing=1.0, handlelength=1.4,
        )  # fmt: skip
        figure.suptitle(f"{_title(comparison)}\nwhy artisans do not adopt", fontsize=11)
        figure.supxlabel(origin(comparison), fontsize=8, color="#333333")
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


def groups_figure(comparison: Comparison) -> Figure | None:
    """Draw how much larger the share of adopters is in one group than in the others.

    None if there are too few runs to show any gap.
    """
    table = comparison.groups()
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
            panel.set_yticks(places, [_spoken(name) for name in names])
            panel.margins(x=0.12)
            panel.set_title(f"{group}\nagainst {others}", fontsize=9)
            panel.set_xlabel("percentage points")
        figure.suptitle(f"{_title(comparison)}\nwho is left out: gap in the share of adopters")
        figure.supxlabel(
            "right of 0: more adopters in the group named first; 95 % intervals of each gap alone\n"
            f"{origin(comparison)}",
            fontsize=8,
            color="#333333",
        )
    return figure


def frontier_figure(frontier: Frontier) -> Figure:
    """Draw what each strategy leads to against the budget, with 95 % intervals."""
    table = frontier.table()
    names = list(dict.fromkeys(table["strategy"]))
    first = frontier.comparisons[0]
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(9.5, 4.6), layout="constrained")
        panels = figure.subplots(1, 2, sharex=True, sharey=True)
        for panel, (measure, label) in zip(panels, _FOREST.items(), strict=True):
            for place, name in enumerate(names):
                rows = table[(table["strategy"] == name) & table[measure].notna()]
                marker, color = _MARKS[place % len(_MARKS)]
                million = rows["budget"] / 1e6
                panel.fill_between(
                    million,
                    rows[f"{measure}_low"],
                    rows[f"{measure}_high"],
                    color=color,
                    alpha=0.15,
                )
                panel.plot(million, rows[measure], color=color, lw=1.5, label=_spoken(name))
                for x, y, is_ranked in zip(million, rows[measure], rows["is_ranked"], strict=True):
                    fill = color if is_ranked else "white"
                    panel.plot(x, y, marker, ms=6, mec=color, mfc=fill)
            panel.set_title(label)
            panel.set_xlabel("budget, Rp million")
        panels[0].set_ylabel(f"artisans of {first.community.n_artisans}")
        panels[0].set_ylim(bottom=0)
        handles, labels = panels[0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside right center", frameon=False)
        figure.suptitle(first.community.file.title)
        figure.supxlabel(
            "shaded: 95 % intervals of the means; hollow: not ranked, because money was left over\n"
            f"{origin(first)}",
            fontsize=8,
            color="#333333",
        )
    return figure


# One mark and one colour, of a set that colour-blind people can tell apart, for each strategy.
_MARKS = (
    ("o", "#0072B2"),
    ("s", "#D55E00"),
    ("D", "#009E73"),
    ("^", "#CC79A7"),
    ("v", "#E69F00"),
    ("P", "#000000"),
    ("X", "#56B4E9"),
    ("*", "#8A7F00"),
)


def save_figures(comparison: Comparison, folder: Path) -> None:
    """Write curves, differences, reasons and groups, each as PNG and SVG."""
    save_figure(curves_figure(comparison), folder, "curves")
    save_figure(reasons_figure(comparison), folder, "reasons")
    if len(comparison.simulated) > 1:
        save_figure(differences_figure(comparison), folder, "differences")
    groups = groups_figure(comparison)
    if groups is not None:
        save_figure(groups, folder, "groups")


def save_figure(figure: Figure, folder: Path, name: str) -> None:
    """Write one figure as PNG and SVG, the same bytes each time."""
    with mpl.rc_context(_STYLE):
        figure.savefig(folder / f"{name}.png", dpi=150, metadata={"Software": None})
        figure.savefig(folder / f"{name}.svg", metadata={"Date": None, "Creator": None})


def caption(comparison: Comparison) -> str:
    """Say what every figure must say: where the numbers come from."""
    return (
        f"line: mean of {comparison.n_runs} runs; band: 90 % of single histories; "
        f"dashed: {_spoken(comparison.reference)}; {origin(comparison, runs=False)}"
    )


def origin(comparison: Comparison, *, runs: bool = True) -> str:
    """Say how the numbers came about, and what they are not."""
    made = f"{comparison.n_runs} runs, " if runs else ""
    off = f"parts of the model that are off: {', '.join(comparison.community.file.modules.off)}"
    return (
        f"{made}random seed {comparison.random_seed}, parameter set {comparison.parameters}; "
        f"{CAVEAT}\n{textwrap.fill(off, _CAPTION_WIDTH)}"
    )


def _draw_panel(
    panel: Axes, comparison: Comparison, strategy: Strategy, outcome: Outcome, reference: Outcome
) -> None:
    curve = outcome.adoption_curve()
    panel.fill_between(curve["month"], curve["low"], curve["high"], color=_OWN, alpha=0.2, lw=0)
    if strategy.name != comparison.reference:
        known = reference.adoption_curve()
        panel.plot(known["month"], known["mean"], color=_REFERENCE, lw=1.2, ls="--")
    panel.plot(curve["month"], curve["mean"], color=_OWN, lw=2)
    cost = rupiah(strategy.price.total)
    note = cost if strategy.is_ranked or comparison.budget is None else f"{cost}, not ranked"
    panel.set_title(f"{_spoken(strategy.name)}\n{note}", fontsize=9)
    panel.set_ylim(0, comparison.community.n_artisans)
    panel.set_xlim(0, comparison.n_months)


def _title(comparison: Comparison) -> str:
    place = comparison.community.file.title
    if comparison.budget is None:
        return f"{place}: programmes as written, costs differ"
    return f"{place}: strategies at {rupiah(comparison.budget)}"


def _spoken(name: str) -> str:
    return name.replace("_", " ")
