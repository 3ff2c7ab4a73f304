"""Seven patterns that the model should show, and whether it does, for both parameter sets."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

import diffusion
from diffusion.plotting.style import FAILED, FRAME, GRID, INK, PARTLY, PASSED

HERE = Path(__file__).parent
SEQUENCE = "campaign_then_collaboration"
PARAMETER_SETS = ("default", "conservative")
AT_THE_REPORT = 8
"""Record at the end of March 2011, the date of the field report."""
COLOURS = {"pass": PASSED, "partly": PARTLY, "fail": FAILED}
SIGNS = {"pass": "o", "partly": "D", "fail": "X"}


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


def draw(table: pd.DataFrame, *, n_runs: int) -> Figure:
    """Draw each value on its range: what passes is dark, what holds partly is light."""
    figure = Figure(figsize=(9, 5.6), layout="constrained")
    panels = figure.subplots(1, len(PARAMETER_SETS), sharey=True)
    for panel, parameters in zip(panels, PARAMETER_SETS, strict=True):
        rows = table[table["parameters"] == parameters].reset_index(drop=True)
        for place, row in rows.iterrows():
            low, high = row["partly_from"], row["partly_to"]
            panel.plot(
                [max(low, -0.5), high], [place, place], lw=8, color=GRID, solid_capstyle="butt"
            )
            low, high = row["passes_from"], row["passes_to"]
            panel.plot(
                [max(low, -0.5), high], [place, place], lw=8, color=FRAME, solid_capstyle="butt"
            )
            verdict = row["verdict"]
            panel.plot(row["value"], place, SIGNS[verdict], ms=8, mfc=COLOURS[verdict], mec=INK)
        panel.set_yticks(range(len(rows)), rows["pattern"] + "  " + rows["statement"])
        panel.set_title(f"parameter set {parameters}")
        panel.set_xlim(-0.52, 1.04)
        panel.spines[["top", "right"]].set_visible(False)
    panels[0].invert_yaxis()
    figure.supxlabel(
        f"mean of {n_runs} runs, random seed 1; dark bar: passes, light bar: partly; "
        "circle pass, diamond partly, cross fail; simulated, not observed",
        fontsize=8,
    )
    return figure


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
    draw(written, n_runs=n_runs).savefig(
        arguments.output / "scorecard.svg", metadata={"Date": None}
    )
    columns = ["pattern", "statement", "parameters", "value", "standard_error", "verdict"]
    print(table[columns].to_string(index=False, float_format="{:.3f}".format))


if __name__ == "__main__":
    main()
