"""Seven patterns that the model should show, and whether it does, for both parameter sets."""

import argparse
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

import diffusion
from diffusion.plotting.style import (
    FAILED,
    FRAME,
    GRID,
    INK,
    PARTLY,
    PASSED,
    STYLE,
    TWO_COLUMNS,
)

HERE = Path(__file__).parent
SEQUENCE = "campaign_then_collaboration"
PARAMETER_SETS = ("default", "conservative")
AT_THE_REPORT = 8
"""Record at the end of March 2011, the date of the field report."""
COLOURS = {"pass": PASSED, "partly": PARTLY, "fail": FAILED}
SIGNS = {"pass": "o", "partly": "D", "fail": "X"}
QUANTITIES = (
    ("share of people", ["P1a", "P1b", "P5a", "P5b", "P7"], (0.0, 1.0)),
    ("index from 0 (none) to 1 (full)", ["P2", "P3"], (0.0, 1.0)),
    ("adopters' gain, share of their old income", ["P4", "P6a", "P6b"], (-0.5, 0.5)),
)
"""What is measured, the patterns that say so, and the ends of the axis."""


class Worlds:
    """What was simulated with one parameter set."""

    def __init__(self, parameters: str, *, n_runs: int) -> None:
        self.senik = diffusion.load("senik")
        self.parameters = parameters
        self.n_runs = n_runs
        self.usual_income = self.senik.file.traditional_income
        self.sequence = self.simulate(SEQUENCE)
        self.campaign = self.simulate("campaign_only")
        self.long = self.simulate(SEQUENCE, n_months=75)
        collaboration = self.senik.programmes["collaboration_only"]
        training = [one for one in collaboration.activity if one.tactic in ("training", "visit")]
        self.training = self.simulate(
            collaboration.model_copy(update={"name": "training_alone", "activity": tuple(training)})
        )

    def simulate(
        self, programme: str | diffusion.Programme, *, n_months: int = 36
    ) -> diffusion.Outcome:
        """Simulate one programme with these numbers."""
        return diffusion.simulate(
            self.senik,
            programme,
            parameters=self.parameters,
            n_runs=self.n_runs,
            n_months=n_months,
        )

    def gain(self, outcome: diffusion.Outcome, *, with_buyer: bool) -> np.ndarray:
        """Pottery income of adopters above the traditional one, as a share of it, run by run.

        Over months 13 to 36, all or those in which the foster buyer orders. Who does not adopt
        earns the traditional income, so the surplus is the adopters'.
        """
        counted = np.zeros(outcome.adopters.shape, np.bool_)
        counted[:, 13:37] = True
        if with_buyer:
            counted &= outcome.series("ordered_foster_buyer") > 0
        earned = np.diff(outcome.series("pottery_income"), axis=1, prepend=0)
        surplus = earned - self.senik.n_artisans * self.usual_income
        # Who worked with the new ware in a month had begun before it.
        users = np.roll(outcome.adopters, 1, axis=1)
        total, months = ((x * counted).sum(axis=1) for x in (surplus, users))
        gains: np.ndarray = total[months > 0] / (months[months > 0] * self.usual_income)
        return gains


@dataclass(frozen=True, slots=True)
class Pattern:
    """One statement that can fail.

    Attributes
    ----------
    code, statement, source
        Name, what is expected, and where that comes from.
    measure
        What is measured, in words.
    of
        Value in each run.
    passes, nearly
        Lowest and highest mean with which it passes, and with which it holds partly.
    """

    code: str
    statement: str
    source: str
    measure: str
    of: Callable[[Worlds], np.ndarray]
    passes: tuple[float, float]
    nearly: tuple[float, float]

    def verdict(self, value: float) -> str:
        """Say pass, partly or fail."""
        for name, (low, high) in (("pass", self.passes), ("partly", self.nearly)):
            if low <= value <= high:
                return name
        return "fail"


def _share_of_members(worlds: Worlds) -> np.ndarray:
    outcome = worlds.sequence
    return outcome.series("members")[:, 4] / np.maximum(1, outcome.series("trained")[:, 4])


def _confirmed(outcome: diffusion.Outcome) -> np.ndarray:
    return outcome.stages[:, -1, 5] / outcome.n_artisans


def _aware(outcome: diffusion.Outcome) -> np.ndarray:
    return 1 - outcome.stages[:, -1, 0] / outcome.n_artisans


PATTERNS = (
    Pattern(
        "P1a", "those invited to the training attend", "field report",
        "trained of 14 invited", lambda w: w.sequence.series("trained")[:, 4] / 14,
        (0.9, 1.0), (0.75, 1.0),
    ),
    Pattern(
        "P1b", "those trained join the association", "field report",
        "members for each one trained, at founding", _share_of_members,
        (0.9, 1.0), (0.75, 1.0),
    ),
    Pattern(
        "P2", "help is still needed at the date of the report", "field report",
        "self-reliance, 0 to 1", lambda w: w.sequence.series("self_reliance")[:, AT_THE_REPORT],
        (0.0, 0.6), (0.0, 0.8),
    ),
    Pattern(
        "P3", "administration is still weak at the date of the report", "field report",
        "administration, 0 to 1",
        lambda w: w.sequence.series("administration")[:, AT_THE_REPORT],
        (0.0, 0.5), (0.0, 0.7),
    ),
    Pattern(
        "P4", "making without a buyer does not pay", "field report",
        "campaign alone: adopters' gain in pottery income, months 13 to 36",
        lambda w: w.gain(w.campaign, with_buyer=False),
        (-1.0, 0.0), (-1.0, 0.05),
    ),
    Pattern(
        "P5a", "a campaign makes it known", "general knowledge",
        "campaign alone: share who know of it, month 36", lambda w: _aware(w.campaign),
        (0.9, 1.0), (0.7, 1.0),
    ),
    Pattern(
        "P5b", "and leads to little lasting use", "general knowledge",
        "campaign alone: share confirmed, month 36", lambda w: _confirmed(w.campaign),
        (0.0, 0.1), (0.0, 0.2),
    ),
    Pattern(
        "P6a", "with a buyer adopters gain 16 to 26 %", "trials of market links",
        "Senik sequence: adopters' gain in pottery income, months 13 to 36 with a buyer",
        lambda w: w.gain(w.sequence, with_buyer=True),
        (0.16, 0.26), (0.10, 0.40),
    ),
    Pattern(
        "P6b", "training alone brings 5 to 10 %", "trials of business training",
        "training and visit alone: adopters' gain in pottery income, months 13 to 36",
        lambda w: w.gain(w.training, with_buyer=False),
        (0.05, 0.10), (0.0, 0.16),
    ),
    Pattern(
        "P7", "after six years most potters make stoves and plain pots",
        "newspaper accounts of 2016 and 2019",
        "Senik sequence: share of adopters, month 75",
        lambda w: w.long.adopters[:, -1] / w.long.n_artisans,
        (0.0, 0.25), (0.0, 0.5),
    ),
)  # fmt: skip


def simulate(*, n_runs: int) -> pd.DataFrame:
    """Measure every pattern with both parameter sets."""
    rows = []
    for parameters in PARAMETER_SETS:
        worlds = Worlds(parameters, n_runs=n_runs)
        for pattern in PATTERNS:
            values = pattern.of(worlds)
            value = float(values.mean())
            rows.append(
                {
                    "pattern": pattern.code,
                    "statement": pattern.statement,
                    "source": pattern.source,
                    "measure": pattern.measure,
                    "parameters": parameters,
                    "value": value,
                    "standard_error": float(values.std(ddof=1) / np.sqrt(len(values))),
                    "passes_from": pattern.passes[0],
                    "passes_to": pattern.passes[1],
                    "partly_from": pattern.nearly[0],
                    "partly_to": pattern.nearly[1],
                    "verdict": pattern.verdict(value),
                }
            )
    return pd.DataFrame(rows).sort_values(["pattern", "parameters"], ascending=[True, False])


def draw(table: pd.DataFrame) -> Figure:
    """Draw each value on its range, with an axis for each quantity: dark passes, light partly."""
    with mpl.rc_context(dict(STYLE)):
        figure = Figure(figsize=(TWO_COLUMNS, 5.0), layout="constrained")
        panels = figure.subplots(
            len(QUANTITIES), len(PARAMETER_SETS), sharex="row", sharey="row",
            height_ratios=[len(codes) + 0.6 for _, codes, _ in QUANTITIES],
        )  # fmt: skip
        for row, (quantity, codes, limits) in zip(panels, QUANTITIES, strict=True):
            for panel, parameters in zip(row, PARAMETER_SETS, strict=True):
                of_set = table[table["parameters"] == parameters].set_index("pattern").loc[codes]
                _draw_panel(panel, of_set, limits)
                panel.set_xlabel(quantity)
            named = [f"{code}  {row['statement']}" for code, row in of_set.iterrows()]
            row[0].set_yticks(range(len(codes)), [textwrap.fill(name, 32) for name in named])
            row[0].set_ylim(len(codes) - 0.5, -0.5)
        for panel, parameters in zip(panels[0], PARAMETER_SETS, strict=True):
            panel.set_title(f"{parameters} set")
        figure.legend(handles=_marks(), loc="outside lower center", ncols=5)
    return figure


def _draw_panel(panel: Axes, rows: pd.DataFrame, limits: tuple[float, float]) -> None:
    for place, (_, row) in enumerate(rows.iterrows()):
        for ends, shade in (("partly", GRID), ("passes", FRAME)):
            low, high = max(row[f"{ends}_from"], limits[0]), min(row[f"{ends}_to"], limits[1])
            panel.plot([low, high], [place, place], lw=6, color=shade, solid_capstyle="butt")
        sign, colour = SIGNS[row["verdict"]], COLOURS[row["verdict"]]
        panel.plot(row["value"], place, sign, ms=5, mfc=colour, mec=INK, mew=0.6, clip_on=False)
    panel.set_xlim(*limits)


def _marks() -> list[Artist]:
    """Name the bars and the marks."""
    bars: list[Artist] = [
        Patch(color=shade, label=label)
        for shade, label in ((FRAME, "range that passes"), (GRID, "range that holds partly"))
    ]
    return bars + [
        Line2D([], [], ls="", marker=sign, mfc=COLOURS[name], mec=INK, mew=0.6, ms=5, label=name)
        for name, sign in SIGNS.items()
    ]


def main() -> None:
    """Run the experiment and write its table and figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few runs, to see that it works")
    parser.add_argument("-o", "--output", type=Path, default=HERE, help="folder to write to")
    arguments = parser.parse_args()
    n_runs = 20 if arguments.quick else 1000
    table = simulate(n_runs=n_runs)
    arguments.output.mkdir(parents=True, exist_ok=True)
    written = table.round(4)
    written.to_csv(arguments.output / "scorecard.csv", index=False)
    with mpl.rc_context(dict(STYLE)):
        draw(written).savefig(arguments.output / "scorecard.svg", metadata={"Date": None})
    columns = ["pattern", "statement", "parameters", "value", "standard_error", "verdict"]
    print(table[columns].to_string(index=False, float_format="{:.3f}".format))


if __name__ == "__main__":
    main()
