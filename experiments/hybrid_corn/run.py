"""Shows how much of a raw coefficient of contagion is time and village: Brazil and Korea."""

import argparse
import sys
from pathlib import Path

import matplotlib as mpl
import pandas as pd

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent))  # where `contagion` and `intervals` stand
sys.path.append(str(HERE.parent / "held_out_villages"))  # where the sets are read
from contagion import rows_of  # noqa: E402
from intervals import draw  # noqa: E402
from sets import VARIABLE, folder, read  # noqa: E402

from diffusion.plotting.style import STYLE  # noqa: E402

SHUFFLED, QUICK_SHUFFLED = 39, 2
SETS = ("brfarmers", "kfamily")
SHOWN = "brfarmers"


def main() -> None:
    """Run the experiment and write its table and figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few shuffled networks")
    parser.add_argument("-o", "--output", type=Path, default=HERE, help="folder to write to")
    arguments = parser.parse_args()
    data = folder()
    if data is None:
        print(f"skipped: {VARIABLE} names no folder of data sets, and none of them ships with this")
        return
    n_shuffled = QUICK_SHUFFLED if arguments.quick else SHUFFLED
    parts = []
    for name in SETS:
        parts.append(rows_of(read(data, name), n_shuffled))
        parts[-1]["set"] = name
    table = pd.concat(parts, ignore_index=True)
    arguments.output.mkdir(parents=True, exist_ok=True)
    table.to_csv(arguments.output / "hybrid_corn.csv", index=False)
    with mpl.rc_context(dict(STYLE)):
        shown = table[table["set"] == SHOWN]
        figure = draw(shown, "coefficient of the share of adopters among those named (log odds)")
        figure.savefig(arguments.output / "hybrid_corn.svg", metadata={"Date": None})
    print(table.to_string(index=False))


if __name__ == "__main__":
    main()
