"""The trial of insurance in China: the effect of trained friends, and worlds simulated from it."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent))  # where `intervals` stands
sys.path.append(str(HERE.parent / "real_villages"))  # where the sets are read
from intervals import draw  # noqa: E402
from regression import COVARIATES, THEIRS, asked, slope  # noqa: E402
from sets import VARIABLE, Set, folder  # noqa: E402
from worlds import Worlds, measured  # noqa: E402

from diffusion.plotting.style import STYLE  # noqa: E402

WORLDS, DEALS, QUICK_WORLDS = 400, 100, 10
PUBLISHED = (0.294, 0.084)
SURE = 1.96
COLUMNS = ["what", "estimate", "sd", "low", "high", "n", "note"]


def regressions(nodes: pd.DataFrame, ties: pd.DataFrame) -> Iterator[list[Any]]:
    """Give the published effect, and what the data give again."""
    of = asked(nodes, ties)
    full = of.dropna(subset=COVARIATES)
    agree = full[(full[THEIRS] - full["by_ties"]).abs() < 0.01]
    yield row("published", *PUBLISHED, 0, "the set's page")
    for what, people, column, covariates in (
        ("authors' column, no covariates", of, THEIRS, []),
        ("authors' column, covariates", full, THEIRS, COVARIATES),
        ("where column and ties agree", agree, THEIRS, COVARIATES),
        ("by ties.csv", full, "by_ties", COVARIATES),
    ):
        note = "faulty: 191 named friends are missing" if column != THEIRS else ""
        yield row(what, *slope(people, column, covariates), len(people), note)


def simulated(of: pd.DataFrame, n_worlds: int) -> Iterator[list[Any]]:
    """Give what the regression finds in simulated worlds."""
    worlds = Worlds(of)
    estimate = slope(of, THEIRS, COVARIATES)[0]
    for what, has_effect in (("simulated, as fitted", True), ("simulated, effect 0", False)):
        found = worlds.effect(n_worlds, has_effect=has_effect)
        reach = f"{(found >= estimate).mean():.1%} of worlds reach {estimate:.3f}"
        yield spread(what, found, reach)
    dealt = worlds.dealt_within(n_worlds)
    at_least = (1 + (dealt >= estimate).sum()) / (1 + n_worlds)
    yield spread("shares dealt anew within villages", dealt, f"p {at_least:.4f}, one-sided")
    for what, has_effect in (
        ("arms by village, as fitted", True),
        ("arms by village, effect 0", False),
    ):
        both = worlds.dealt_by_village(min(n_worlds, DEALS), has_effect=has_effect)
        told = (np.abs(both[:, 0]) > SURE * both[:, 1]).mean()
        yield spread(what, both[:, 0], f"{told:.1%} of worlds told from 0")


def row(what: str, estimate: float, error: float, n: int, note: str) -> list[Any]:
    """Make a row of an estimate with its standard error."""
    return [what, estimate, error, estimate - SURE * error, estimate + SURE * error, n, note]


def spread(what: str, found: np.ndarray, note: str) -> list[Any]:
    """Make a row of what many worlds give: their mean, and where 95 % of them lie."""
    low, high = np.quantile(found, [0.025, 0.975])
    return [what, found.mean(), found.std(ddof=1), low, high, len(found), note]


def main() -> None:
    """Run the experiment and write its table and figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few worlds, to see that it works")
    parser.add_argument("-o", "--output", type=Path, default=HERE, help="folder to write to")
    arguments = parser.parse_args()
    data = folder()
    if data is None:
        print(f"skipped: {VARIABLE} names no folder of data sets, and none of them ships with this")
        return
    one = Set(data, "china_rice_insurance")
    of = asked(one.nodes, one.ties)
    apart = (measured(one.nodes, one.ties).reindex(of["id"]).to_numpy() - of["by_ties"]).abs().max()
    rows = [
        *regressions(one.nodes, one.ties),
        *simulated(of.dropna(subset=COVARIATES), QUICK_WORLDS if arguments.quick else WORLDS),
        ["measure of exposure less share by hand, at most", apart, np.nan, np.nan, np.nan, len(of),
         "diffusion.measures.exposure"],
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=COLUMNS).round(4)
    arguments.output.mkdir(parents=True, exist_ok=True)
    table.to_csv(arguments.output / "insurance.csv", index=False)
    shown = table[table["low"].notna()]
    with mpl.rc_context(dict(STYLE)):
        figure = draw(shown, "effect of the share of trained friends on buying")
        figure.savefig(arguments.output / "insurance.svg", metadata={"Date": None})
    print(table.to_string(index=False))


if __name__ == "__main__":
    main()
