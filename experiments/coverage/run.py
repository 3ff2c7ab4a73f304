"""Each line of the field report of Senik: what holds it, and what changes if it is switched off."""

import argparse
import tomllib
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from report import ADOPTERS, BESIDE, LUCK, NOTHING, USUAL, page, totals

import diffusion

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "coverage.md"
PRICE = ("spent", "reimbursed")
"""What the organisation spent, and what grants gave back of it: no outcome."""

MONTHLY = ("sold_", "ordered_", "pieces_")
"""How series begin that are of one month alone; their sums are measured."""


@dataclass(frozen=True)
class Switch:
    """What is switched off, and where it is looked at; switches.toml says what each key means."""

    off: str
    also: str
    at: int = 36
    programme: str = USUAL
    set: dict[str, Any] = field(default_factory=dict)
    without: list[str | int] = field(default_factory=list)
    sessions: list[str] = field(default_factory=list)
    instead: str | None = None
    budget: int | None = None


def switches() -> dict[str, Switch]:
    """Read what is switched off."""
    said = tomllib.loads((HERE / "switches.toml").read_text(encoding="utf-8"))
    return {name: Switch(**one) for name, one in said.items()}


def lines() -> pd.DataFrame:
    """Read the lines of the report: about, held_by, switch, why."""
    return pd.read_csv(HERE / "lines.csv", keep_default_na=False)


def without(programme: diffusion.Programme, names: list[str | int]) -> diffusion.Programme:
    """Leave activities out, with the rules about them and what nobody calls any more."""
    kept = [one for one in programme.activity if not {one.tactic, one.id} & {*names}]
    if len(kept) == len(programme.activity):
        raise ValueError(f"{programme.name} has no activity {names}")
    ids = {one.id for one in kept}
    kept = [
        one.model_copy(
            update={"rule": tuple(rule for rule in one.rule if (rule.hold or rule.drop) in ids)}
        )
        for one in kept
    ]
    called = {rule.hold for one in kept for rule in one.rule}
    kept = [one for one in kept if not one.on_call or one.id in called]
    return programme.model_copy(update={"activity": tuple(kept)})


def without_sessions(programme: diffusion.Programme, contents: list[str]) -> diffusion.Programme:
    """Leave out the sessions whose content begins with these words."""
    left = tuple(
        one.model_copy(
            update={
                "session": tuple(
                    session
                    for session in one.session
                    if not session.content.startswith(tuple(contents))
                )
            }
        )
        for one in programme.activity
    )
    if left == programme.activity:
        raise ValueError(f"{programme.name} has no session {contents}")
    return programme.model_copy(update={"activity": left})


class World:
    """The community as shipped, and its programmes simulated as they are written."""

    def __init__(self, *, n_runs: int) -> None:
        self.senik = diffusion.load("senik")
        self.n_runs = n_runs
        self.usual = cache(self._usual)

    def _usual(self, programme: str) -> diffusion.Outcome:
        return diffusion.simulate(self.senik, programme, n_runs=self.n_runs)

    def off(self, switch: Switch) -> diffusion.Outcome:
        """Simulate with something switched off, with the same luck."""
        programme = self.senik.programmes[switch.instead or switch.programme]
        if switch.without:
            programme = without(programme, switch.without)
        if switch.sessions:
            programme = without_sessions(programme, switch.sessions)
        other = replace(self.senik, programmes={programme.name: programme})
        if switch.set:
            other = other.with_settings(switch.set)
        return diffusion.simulate(other, programme.name, n_runs=self.n_runs, budget=switch.budget)

    def measure(self, switch: Switch) -> dict[str, Any]:
        """Measure what switching off changes: adopters, something beside, any bit."""
        before, after = self.usual(switch.programme), self.off(switch)
        adopters = paired(before, after, "adopters", 36)
        beside = paired(before, after, switch.also, switch.at)
        return {
            "off": switch.off,
            "programme": switch.programme,
            **{f"adopters_{name}": value for name, value in adopters.items()},
            "also": switch.also,
            "at": switch.at,
            **{f"also_{name}": value for name, value in beside.items()},
            "differs": are_unlike(before, after),
        }


def taken(outcome: diffusion.Outcome, name: str, record: int) -> np.ndarray:
    """Take a quantity from each run at one record; what is of one month alone as a sum."""
    if name == "adopters":
        return outcome.adopters[:, record]
    if name == "aware":
        return outcome.n_artisans - outcome.series("unaware")[:, record]
    values = outcome.series(name)
    if name.startswith(MONTHLY):
        return values[:, : record + 1].sum(axis=1)
    return values[:, record]


def paired(
    before: diffusion.Outcome, after: diffusion.Outcome, name: str, record: int
) -> dict[str, float]:
    """Mean before, and the mean difference of paired runs with its standard error."""
    first, second = (taken(outcome, name, record).astype(float) for outcome in (before, after))
    change = second - first
    error = change.std(ddof=1) / np.sqrt(len(change))
    return {"before": first.mean(), "change": change.mean(), "error": error}


def are_unlike(one: diffusion.Outcome, other: diffusion.Outcome) -> bool:
    """Tell whether any recorded array differs by a bit, but the price."""
    pairs = [(one.series(name), other.series(name)) for name in one.names if name not in PRICE]
    pairs += [(one.lasting, other.lasting), (one.tried, other.tried)]
    return any(not np.array_equal(first, second) for first, second in pairs)


def kind_of_change(row: dict[str, Any]) -> str:
    """Say what a switch changes: adopters, what is measured beside, histories only, or nothing."""
    if not row["differs"]:
        return NOTHING
    for kind, name in ((ADOPTERS, "adopters"), (BESIDE, "also")):
        if abs(row[f"{name}_change"]) > 2 * row[f"{name}_error"]:
            return kind
    return LUCK


def simulate(world: World) -> pd.DataFrame:
    """Measure every switch, and give each line its measurement."""
    measured = {}
    for name, switch in switches().items():
        row = world.measure(switch)
        measured[name] = row | {"changes": kind_of_change(row)}
    nothing = {"off": "", "programme": USUAL, "differs": False, "changes": NOTHING}
    rows = [
        line | measured.get(line["switch"], nothing) for line in lines().to_dict(orient="records")
    ]
    return pd.DataFrame(rows)


def main() -> None:
    """Run the experiment; write its table, and the page of the documentation."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few runs, to see that it works")
    parser.add_argument("-o", "--output", type=Path, help="folder to write table and page to")
    arguments = parser.parse_args()
    folder = arguments.output or HERE
    world = World(n_runs=20 if arguments.quick else 300)
    table = simulate(world).round(4)
    folder.mkdir(parents=True, exist_ok=True)
    table.to_csv(folder / "coverage.csv", index=False)
    written = PAGE if arguments.output is None else folder / PAGE.name
    written.write_text(page(table, n_artisans=world.senik.n_artisans), encoding="utf-8")
    print(totals(table))


if __name__ == "__main__":
    main()
