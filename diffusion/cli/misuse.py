"""Finds what was meant by options that are not there, and by sums that a shell has cut."""

import re
from collections.abc import Sequence
from typing import Any, Protocol, runtime_checkable

from diffusion.errors import VERY_NEAR, nearest
from diffusion.util.money import is_unit

RUNS_OPTION = "--runs"

BUDGET_OF_OPTION = "--budget-of"

_RUN_TAKES_IT = (
    "diffusion run takes it: programmes of which one part is scaled cost different sums, so none "
    "could be ranked"
)

_RUNS = (
    *("replicates", "replicate", "replications", "replication", "repetitions", "repetition"),
    *("repeats", "repeat", "histories", "iterations", "simulations"),
    *("ulangan", "pengulangan", "perulangan", "riwayat", "simulasi"),
)
"""What people call the number of histories."""

_OVERWRITING = ("--replace",)
"""Options that write over files: never proposed in place of another word."""

_NUMBER = re.compile(r"(?:rp\.?)?\s*[0-9][0-9.,]*", re.ASCII | re.IGNORECASE)


@runtime_checkable
class _NoSuchOption(Protocol):
    """What typer raises where an option is not there, with those that are like it."""

    option_name: str
    possibilities: Sequence[str] | None
    message: str
    ctx: Any


def mend_suggestions(error: object) -> None:
    """Propose the option that is meant, and none that writes over files."""
    if not isinstance(error, _NoSuchOption):
        return
    known = {name for one in error.ctx.command.params for name in one.opts} if error.ctx else set()
    word = error.option_name.lstrip("-").casefold()
    if word == BUDGET_OF_OPTION.lstrip("-") and BUDGET_OF_OPTION not in known:
        error.possibilities, error.message = None, f"{error.message} ({_RUN_TAKES_IT})"
        return
    is_runs = word in _RUNS or nearest(_RUNS, word, cutoff=VERY_NEAR)
    if RUNS_OPTION in known and is_runs:
        error.possibilities = [RUNS_OPTION]
    else:
        error.possibilities = [one for one in error.possibilities or () if one not in _OVERWRITING]


def sum_in_quotes(words: Sequence[str]) -> str | None:
    """Find a sum behind --budget that a shell has cut, and write it in quotes; None if none is."""
    for n, word in enumerate(words):
        option, is_joined, value = word.partition("=")
        if option != "--budget":
            continue
        parts = [value] * bool(is_joined) + [*words[n + 1 : n + 4]]
        if parts and parts[0].casefold().rstrip(".") == "rp":
            parts = [f"{parts[0]} {one}" for one in parts[1:2]] + parts[2:]
            if parts and _NUMBER.fullmatch(parts[0]):
                is_followed = len(parts) > 1 and is_unit(parts[1])
                return f'--budget "{" ".join(parts[: 1 + is_followed])}"'
        elif len(parts) > 1 and _NUMBER.fullmatch(parts[0]) and is_unit(parts[1]):
            return f'--budget "{parts[0]} {parts[1]}"'
    return None
