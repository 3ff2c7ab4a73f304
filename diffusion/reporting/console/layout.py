"""Tables and numbers in a terminal, as each language writes them."""

import math
import re
from collections.abc import Iterator, Sequence

from rich import box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from diffusion.i18n.words import Words
from diffusion.reporting.terminal import note, out
from diffusion.scenario.community import Community
from diffusion.scenario.tactics import TACTICS


def table_of(say: Words, *keys: str, title: str | None = None) -> Table:
    """Make a table with the named headings."""
    return headed(*(say(f"column.{key}") for key in keys), title=title)


def headed(*headings: str, title: str | None = None) -> Table:
    """Make a table in which only the first column gives way in a narrow terminal."""
    table = Table(
        box=box.SIMPLE_HEAD,
        title=title,
        title_justify="left",
        show_edge=False,
        padding=(0, 0, 0, 1),
        pad_edge=False,
    )
    table.add_column(headings[0], overflow="fold", min_width=6)
    for heading in headings[1:]:
        table.add_column(heading, justify="right", no_wrap=True)
    return table


class _Name:
    """A name in a table: whole where there is room, and else in lines that end with a word."""

    def __init__(self, shown: str) -> None:
        self._words = re.findall(r"[^_ ]*[_ ]|[^_ ]+", shown)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        lines = [""]
        for word in self._words:
            if lines[-1] and cell_len((lines[-1] + word).rstrip()) > options.max_width:
                lines.append("")
            lines[-1] += word
        yield Text("\n".join(line.rstrip() for line in lines), overflow="fold")

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        widest = max(cell_len(word.rstrip()) for word in self._words)
        whole = cell_len("".join(self._words))
        return Measurement(widest, whole).with_maximum(options.max_width)


def strategy_cell(say: Words, name: str) -> _Name:
    """Name a strategy in a table, whole where there is room."""
    return _Name(say.spelled("strategy", name))


def thousands(say: Words, value: float | None) -> str:
    """Write rupiah in thousands."""
    return say.formatted(None if value is None else value / 1000, ",.0f")


def one_decimal(say: Words, value: float | None) -> str:
    """Write a number with one decimal."""
    return say.formatted(value, ".1f")


def band_of(say: Words, low: float, high: float, n_runs: int) -> str:
    """Write a band of single histories without decimals; nothing where there is but one."""
    return span(say, low, high, ".0f") if n_runs > 1 else ""


def span(say: Words, low: float, high: float, form: str) -> str:
    """Write a band or an interval: 1.0 to 2.5."""
    return say("column.span", low=say.formatted(low, form), high=say.formatted(high, form))


def interval(say: Words, low: float, high: float, form: str) -> str:
    """Write an interval; nothing where it is not known."""
    return "" if math.isnan(low) or math.isnan(high) else span(say, low, high, form)


def change_interval(say: Words, low: float, high: float, decimals: int) -> str:
    """Write the interval of a difference; an end that is not 0 is not shown as 0."""
    if math.isnan(low) or math.isnan(high):
        return ""
    ends = (say.change(end, decimals).removeprefix("+") for end in (low, high))
    return say("column.span", **dict(zip(("low", "high"), ends, strict=True)))


def print_caveats(
    community: Community, n_runs: str, random_seed: int, parameters: str, say: Words
) -> None:
    """Say how the numbers came about, what they leave open, and which modules are off."""
    modules = community.file.modules
    idle = sorted(
        say.name("tactic", name)
        for name, tactic in TACTICS.items()
        if any(module in modules.off for module in tactic.acts_on)
    )
    off = ", ".join(say.spelled("module", module) for module in modules.off)
    made = say("line.made", n_runs=n_runs, random_seed=random_seed, parameters=parameters)
    out.print(made)
    if written := community.settings_written:
        out.print(say("text.settings", listed=written))
    out.print(say("line.uncertainty"), say("line.off", modules=off), sep="\n")
    if idle:
        out.print(say("line.idle", activities=", ".join(idle)))


def say_budgets(budgets: Sequence[int], say: Words) -> None:
    """Say how the budget that a person wrote was understood."""
    if budgets:
        note(say("line.budget", budget=say.listed([say.rupiah(one) for one in budgets])))
