"""What the commands of several experiments do alike: arguments, designs, files, tables in print."""

import argparse
from collections.abc import Callable
from pathlib import Path

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure

import diffusion
from diffusion.plotting.style import STYLE


def plain_rows(design: Path, folder: Path, *, quick: bool) -> pd.DataFrame:
    """Run a design; give its rows, words as plain text, and print what cannot be run."""
    sweep = diffusion.run_sweep(design, folder / design.stem, quick=quick)
    failures = sweep.failures()
    if not failures.empty:
        print(f"{design.name}: cannot be run:", failures.to_string(index=False), sep="\n")
    rows = sweep.rows()
    words = rows.select_dtypes("category").columns
    return rows.astype(dict.fromkeys(words, str))


def write(
    folder: Path, name: str, table: pd.DataFrame, draw: Callable[[pd.DataFrame], Figure]
) -> None:
    """Write the table of an experiment, and the figure that is drawn of it."""
    folder.mkdir(parents=True, exist_ok=True)
    table.to_csv(folder / f"{name}.csv", index=False)
    with mpl.rc_context(dict(STYLE)):
        draw(table).savefig(folder / f"{name}.svg", metadata={"Date": None})


def arguments(description: str | None, folder: Path) -> argparse.Namespace:
    """Read what the command line of an experiment asks for: quick, output."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--quick", action="store_true", help="few runs, to see that it works")
    parser.add_argument("-o", "--output", type=Path, default=folder, help="folder to write to")
    return parser.parse_args()


def say(title: str, table: pd.DataFrame) -> None:
    """Print a table under a title."""
    print(f"\n{title}\n{table.to_string(index=False, float_format='{:.3g}'.format)}")
