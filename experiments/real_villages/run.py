"""The sets of real villages through the measures: their own facts again, and what is found."""

import argparse
from collections.abc import Iterator
from pathlib import Path

import matplotlib as mpl
import pandas as pd
from facts import SETS
from figure import NAMES, draw
from found import Drawn, drawn, of_a_curve, of_game, of_practices
from sets import VARIABLE, Set, folder

from diffusion.plotting.style import STYLE

HERE = Path(__file__).parent
PERMUTATIONS, QUICK_PERMUTATIONS = 999, 99
REWIRED, QUICK_REWIRED = 499, 49


def rows(sets: dict[str, Set], shown: dict[str, Drawn], *, quick: bool) -> Iterator[list[str]]:
    """Go through all sets: what is said of each, then what is found in it."""
    n_rewired = QUICK_REWIRED if quick else REWIRED
    n_permutations = QUICK_PERMUTATIONS if quick else PERMUTATIONS
    for name, one in sets.items():
        for fact, expected, found in SETS[name](one):
            yield [name, fact, expected, found, "yes" if expected == found else "no"]
        measured = list(of_a_curve(one, shown[name], n_rewired)) if name in shown else []
        if name == "brfarmers":
            measured += of_practices(one)
        if name == "epigames":
            measured += of_game(one, n_permutations)
        for fact, _, found in measured:
            yield [name, fact, "", found, ""]


def main() -> None:
    """Run the experiment and write its table and figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few rewirings, to see that it works")
    parser.add_argument("-o", "--output", type=Path, default=HERE, help="folder to write to")
    arguments = parser.parse_args()
    data = folder()
    if data is None:
        print(f"skipped: {VARIABLE} names no folder of data sets, and none of them ships with this")
        return
    sets = {name: Set(data, name) for name in SETS}
    n_permutations = QUICK_PERMUTATIONS if arguments.quick else PERMUTATIONS
    shown = {name: drawn(sets[name], n_permutations) for name in NAMES}
    columns = ["set", "fact", "expected", "found", "equal"]
    table = pd.DataFrame(rows(sets, shown, quick=arguments.quick), columns=columns)
    arguments.output.mkdir(parents=True, exist_ok=True)
    table.to_csv(arguments.output / "real_villages.csv", index=False)
    with mpl.rc_context(dict(STYLE)):
        figure = draw(shown)
        figure.savefig(arguments.output / "real_villages.svg", metadata={"Date": None})
    for _, row in table.iterrows():
        mark = {"yes": "=", "no": "not", "": ""}[row["equal"]]
        print(f"{row['set']}: {row['fact']}: {row['found']} {mark} {row['expected']}".rstrip())
    told = table["equal"]
    print(f"{(told == 'yes').sum()} facts are equal, {(told == 'no').sum()} are not")


if __name__ == "__main__":
    main()
