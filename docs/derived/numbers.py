"""The numbers in docs/model.md: what each should be, which are wrong, and all of them put right.

In the page each number is followed by an unseen comment. It is the name of a row of sources.csv,
or an expression in the model's laws: `<!--rate=chance(0.1)-->` also keeps the number under a
name, up to the end of the section.
"""

import builtins
import math
import pkgutil
import re
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import diffusion
from diffusion.kernels import laws

NUMBER = re.compile(
    r"(?P<bold>\*\*)?(?P<shown>(?:Rp )?-?\d[\d,]*(?:\.\d+)?(?: %)?)(?(bold)\*\*)"
    r"<!--(?P<comment>.+?)-->"
)
CLAIM = re.compile(r"<!--true: (.+?)-->")

ROOT = Path(__file__).parents[2]
SENIK = diffusion.load(ROOT / "models" / "senik")
SEQUENCE = SENIK.programmes["campaign_then_collaboration"]
TRADITIONAL = SENIK.file.traditional


def every_law() -> dict[str, Any]:
    """Collect the laws by name, from the one file or from all files of the folder `laws`."""
    inner = pkgutil.iter_modules(getattr(laws, "__path__", ()))
    modules = [laws, *(import_module(f"{laws.__name__}.{module.name}") for module in inner)]
    return {
        name: law
        for module in modules
        for name, law in vars(module).items()
        if not name.startswith("_")
    }


def activity(name: str) -> Any:
    """Find an activity in the Senik sequence, or in the first programme that has it.

    Its name is its tactic, and its id where another of that tactic comes before it: "dialogue 22".

    Raises
    ------
    LookupError
        If no programme has it.
    """
    for programme in (SEQUENCE, *SENIK.programmes.values()):
        for line in programme.activity:
            if name in (line.tactic, f"{line.tactic} {line.id}"):
                return line
    raise LookupError(name)


WORDS: dict[str, Any] = {
    **every_law(),
    **{name: getattr(builtins, name) for name in ("max", "min", "range", "sum")},
    "activity": activity,
    "conservative": SENIK.parameter_sets["conservative"],
    "default": SENIK.parameter_sets["default"],
    "exp": math.exp,  # noqa: TID251
    "floor": math.floor,
    "place": SENIK.file,
    "senik": SEQUENCE,
    "usual_profit": TRADITIONAL.pieces_per_month * (TRADITIONAL.price - TRADITIONAL.unit_cost),
}
"""All that an expression of the page may use."""


def named(comment: str) -> str:
    """Give the row of sources.csv that a comment names, without place in a list and unit."""
    return re.sub(r"\[\d+\]$| / \d+$", "", comment)


def in_the_files(comment: str) -> Any:
    """Look a number up in the community as it was read."""
    file, path = named(comment).split(": ")
    steps = path.split(".")
    value: Any
    if file == "community":
        value = SENIK.file
    elif file.startswith("parameters/"):
        value = SENIK.parameter_sets[file.removeprefix("parameters/")]
    elif len(steps) == 1 or steps[0] == "handover":
        value = SENIK.programmes[file.removeprefix("programmes/")] if "/" in file else SEQUENCE
    elif "/" in file:
        lines = SENIK.programmes[file.removeprefix("programmes/")].activity
        value = next(line for line in lines if line.tactic == steps[0])
        steps = steps[1:]
    else:
        value = activity(steps[0])
        steps = steps[1:]
    for step in steps:
        if isinstance(value, tuple) and step.isdigit():
            value = value[int(step) - 1]
        elif isinstance(value, tuple):
            value = next(item for item in value if item.name == step)
        else:
            value = getattr(value, step)
    if (place := re.search(r"\[(\d+)\]$", comment)) is not None:
        return value[int(place[1])]
    if (unit := re.search(r" / (\d+)$", comment)) is not None:
        return value / int(unit[1])
    if isinstance(value, tuple) and len(value) == 1:
        return value[0]
    return value


def worked_out(expression: str, known: dict[str, Any]) -> Any:
    """Work an expression out with the laws, the files' numbers and what the section has named."""
    return eval(expression, {"__builtins__": {}, **WORDS, **known})


def says(shown: str, value: float, *, exactly: bool) -> bool:
    """Tell whether the text shows this number, to all its digits or `exactly`."""
    if shown.endswith(" %"):
        value = 100 * value
    digits = shown.removeprefix("Rp ").removesuffix(" %")
    decimals = len(digits.partition(".")[2])
    if exactly and abs(float(digits.replace(",", "")) - value) > 1e-9:
        return False
    return digits == f"{value:,.{decimals}f}"


def written(shown: str, value: float, *, exactly: bool) -> str:
    """Write a number in the way of `shown`, with more decimals where it must be exact."""
    before, after = ("Rp " * shown.startswith("Rp "), " %" * shown.endswith(" %"))
    if after:
        value = 100 * value
    decimals = len(shown.removesuffix(" %").partition(".")[2])
    while exactly and decimals < 9 and abs(round(value, decimals) - value) > 1e-9:
        decimals += 1
    return f"{before}{value:,.{decimals}f}{after}"


class Told(NamedTuple):
    """A number of the page: where it stands, how it is written, and what it should be."""

    start: int
    end: int
    shown: str
    comment: str
    value: Any
    is_exact: bool

    @property
    def is_right(self) -> bool:
        """Whether the page says the number as it should be."""
        return says(self.shown, self.value, exactly=self.is_exact)


def told(page: str) -> tuple[list[Told], list[str]]:
    """Work out every number that the page tells; list the claims of the page that are false."""
    numbers, false = [], []
    begins = 0
    for section in re.split(r"^(?=## )", page, flags=re.MULTILINE):
        known: dict[str, Any] = {}
        for found in NUMBER.finditer(section):
            start, end = (begins + place for place in found.span("shown"))
            if (formula := re.fullmatch(r"(\w*)=(.+)", found["comment"])) is None:
                value = in_the_files(found["comment"])
            else:
                value = worked_out(formula[2], known)
                if formula[1]:
                    known[formula[1]] = value
            numbers.append(
                Told(start, end, found["shown"], found["comment"], value, formula is None)
            )
        false += [claim for claim in CLAIM.findall(section) if not worked_out(claim, known)]
        begins += len(section)
    return numbers, false


def filled(page: str) -> str:
    """Give the page with every number as the files and the laws have it now."""
    for number in reversed(told(page)[0]):
        if not number.is_right:
            right = written(number.shown, number.value, exactly=number.is_exact)
            page = page[: number.start] + right + page[number.end :]
    return page


def wrong(page: str) -> list[str]:
    """List the numbers and claims of a page that are not those of the files and the laws."""
    numbers, false = told(page)
    return [
        f"{number.comment} is {number.value}, and the page says {number.shown}"
        for number in numbers
        if not number.is_right
    ] + false
