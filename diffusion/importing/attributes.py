"""Reads what else a file says of people: hamlets, traits of the model, groups."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diffusion.errors import as_written
from diffusion.importing.choices import Choices
from diffusion.importing.gathered import Gathered
from diffusion.importing.network import Network
from diffusion.importing.tables import Cell, Column, Missing
from diffusion.importing.units import (
    UNKNOWN_WORDS,
    folded,
    is_blank,
    is_one_of,
    number_of,
    odd_numbers,
)
from diffusion.readers.numbers import sum_of
from diffusion.readers.rosters import NUMBERS
from diffusion.readers.scales import FEWEST_CELLS, SURVEY_SCALES
from diffusion.util.arrays import read_only

MOST_LISTED = 10
"""Words that a message lists."""


def columns_of(
    network: Network, kept: NDArray[np.bool_], choices: Choices, gathered: Gathered
) -> tuple[dict[str, NDArray[Any]], Choices]:
    """Take what else is known of people: hamlet, traits as numbers, groups as words."""
    people = choices.people
    found: dict[str, NDArray[Any]] = {}
    scales = dict(people.scales)
    if people.hamlet is not None:
        found["hamlet"] = _words(network.columns[people.hamlet], kept, choices, gathered)
    for trait, name in people.traits.items():
        column = network.columns[name]
        if trait not in NUMBERS:
            found[trait] = _words(column, kept, choices, gathered)
            continue
        numbers = _numbers(network.place, column, kept, choices, gathered)
        if NUMBERS[trait].is_share:
            numbers, scale = _on_scale(numbers, trait, name, scales.get(trait), gathered)
            if scale is not None:
                scales[trait] = scale
        found[trait] = read_only(numbers)
    for name in people.groups or ():
        label = name if name not in found else f"{name} "
        found[label] = _words(network.columns[name], kept, choices, gathered)
    people = people.model_copy(update={"scales": scales})
    return found, choices.model_copy(update={"people": people})


def _words(
    column: Column, kept: NDArray[np.bool_], choices: Choices, gathered: Gathered
) -> NDArray[np.str_]:
    """Read a column of words; codes are said as the file says what they mean."""
    cells = [cell for cell, is_kept in zip(column.cells, kept, strict=True) if is_kept]
    reasons: Counter[str] = Counter()
    meant: dict[str, str] = {}
    words = []
    for cell in cells:
        word = ""
        if isinstance(cell, Missing) or is_one_of(cell, choices.missing):
            reasons[cell.reason if isinstance(cell, Missing) else str(cell)] += 1
        elif cell in column.meanings:
            word = column.meanings[cell]
            meant[str(cell)] = word
        elif not is_blank(cell):
            word = " ".join(str(cell).split())
        words.append(word)
    if meant:
        pairs = [f"{code} = {word}" for code, word in sorted(meant.items())]
        gathered.note("import_columns.labels", column=column.name, pairs=pairs)
    _tell_reasons(column.name, reasons, gathered)
    return read_only(np.array(words, np.str_))


def _tell_reasons(column: str, reasons: Mapping[str, int], gathered: Gathered) -> None:
    if reasons:
        pairs = [f"{reason} ({n})" for reason, n in reasons.items()]
        gathered.note("import_columns.missing", column=column, reasons=pairs)


def _numbers(
    place: str,
    column: Column,
    kept: NDArray[np.bool_],
    choices: Choices,
    gathered: Gathered,
) -> NDArray[np.float64]:
    """Read a column of numbers; NaN where none is known."""
    cells: Sequence[Cell] = [c for c, k in zip(column.cells, kept, strict=True) if k]
    reasons: Counter[str] = Counter()
    n_commas = 0
    unread: Counter[str] = Counter()
    found = np.full(len(cells), np.nan)
    for row, cell in enumerate(cells):
        if isinstance(cell, Missing) or is_one_of(cell, choices.missing):
            reasons[cell.reason if isinstance(cell, Missing) else str(cell)] += 1
        elif isinstance(cell, str) and folded(cell) in UNKNOWN_WORDS:
            reasons[cell] += 1
        elif not is_blank(cell):
            value = number_of(cell)
            if np.isnan(value) and isinstance(cell, str):
                amount = sum_of(cell, has_decimal_commas=True)
                value = np.nan if amount is None else float(amount)
            n_commas += isinstance(cell, str) and "," in cell and not np.isnan(value)
            if np.isnan(value):
                unread[str(cell)] += 1
            found[row] = value
    if n_commas:
        gathered.note("import_columns.commas", column=column.name, n=n_commas)
    _tell_reasons(column.name, reasons, gathered)
    if unread:
        codes = ", ".join(as_written(word) for word in [*unread][:MOST_LISTED])
        times = f"{codes} (cells: {sum(unread.values()):,})"
        gathered.ask(place, column.name, "numbers", times, line=f"missing = [{codes}]")
    if odd := odd_numbers(found.tolist()):
        codes = ", ".join(f"{one:g}" for one in odd)
        gathered.ask(
            place, column.name, "numbers", f"{codes}, far from all others",
            line=f"missing = [{codes}]",
        )  # fmt: skip
        found[np.isin(found, odd)] = np.nan
    return found


def _on_scale(
    numbers: NDArray[np.float64],
    trait: str,
    name: str,
    chosen: tuple[float, float] | None,
    gathered: Gathered,
) -> tuple[NDArray[np.float64], tuple[float, float] | None]:
    """Bring numbers to 0 to 1: from the scale that is chosen, or that it looks like."""
    known = numbers[~np.isnan(numbers)]
    scale = chosen
    if scale is None and len(known) >= FEWEST_CELLS and (known > 1).any() and (known >= 0).all():
        highest, are_whole = float(known.max()), bool((known == np.floor(known)).all())
        if highest <= 100:
            low, high = 0.0, 10.0 if highest <= 10 else 100.0
            if are_whole and known.min() >= 1 and highest in SURVEY_SCALES:
                low, high = 1.0, highest
            scale = low, high
            gathered.note(
                "import_columns.scale", column=name, trait=trait, low=f"{low:g}",
                high=f"{high:g}", highest=f"{highest:g}", odd=True,
            )  # fmt: skip
    if scale is None:
        return numbers, None
    return (numbers - scale[0]) / (scale[1] - scale[0]), scale
