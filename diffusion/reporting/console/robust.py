"""Prints whether a ranking survives: in words first, then the numbers and the rival laws."""

import numpy as np

from diffusion.i18n.words import Words
from diffusion.plotting.sweeps.naming import name_of
from diffusion.reporting.console.layout import headed
from diffusion.reporting.robust import change, said_of, strongest_rows
from diffusion.reporting.terminal import out
from diffusion.robustness.panel import COMPLETE, NETWORKS, RESPONSES, THEORIES
from diffusion.robustness.result import Robustness

_MOST_ROWS = 8


def print_robust(found: Robustness, say: Words) -> None:
    """Print what was found."""
    *lines, how, last = said_of(found, say)
    for line in lines:
        out.print_indented(line)
    rows = strongest_rows(found, _MOST_ROWS).to_dict("records")
    if rows:
        out.print()
        out.print_indented(say("robust.numbers_said"))
        keys = ("number", "default", "at_low", "at_high", "turns")
        table = headed(say, *(say(f"robust.{key}") for key in keys))
        for row in rows:
            turns = "" if np.isnan(row["turns"]) else say.figures(row["turns"])
            table.add_row(
                name_of(row["number"], say), say.figures(row["default"]),
                *(change(row[key], say) for key in ("at_low", "at_high")), turns,
            )  # fmt: skip
        out.print(table)
    _print_panel(found, say)
    out.print()
    out.print_indented(how)
    out.print(last)


def _print_panel(found: Robustness, say: Words) -> None:
    """Print the mean differences, a row for each law and a column for each network."""
    by_cell = {(row["law"], row["network"]): row for row in found.panel.table().to_dict("records")}
    networks = (*NETWORKS, COMPLETE)
    out.print()
    out.print_indented(say("robust.panel_said"))
    table = headed(say, say("robust.law"), *(say(f"ties_by.{name}") for name in networks))
    for law in (*RESPONSES, *THEORIES):
        cells = [by_cell.get((law, name)) for name in networks]
        written = ["" if one is None else change(one["difference"], say) for one in cells]
        table.add_row(say(f"law.{law}"), *written)
    out.print(table)
