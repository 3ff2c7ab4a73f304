"""Writes what was imported as the folder of a community, with all choices that were made."""

import csv
import io
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from diffusion.catalogue.load import load
from diffusion.catalogue.scaffold import Beside, new_community
from diffusion.data.adoption_data import NEVER, NOT_KNOWN, UNDATED, AdoptionData
from diffusion.data.ties import Direction, TiesOfKind
from diffusion.importing.choices import CHOICES, written
from diffusion.importing.notes import Note
from diffusion.importing.report import LoadReport
from diffusion.readers.headings import column_meant
from diffusion.readers.rosters import ARTISAN, NUMBERS, POOR, ROSTER_COLUMNS
from diffusion.scenario.community import Community
from diffusion.scenario.groups import HAMLET, MOST_GROUPS
from diffusion.scenario.observed import Observed
from diffusion.util.formats import as_json

if TYPE_CHECKING:
    from diffusion.importing.read import Imported

ROSTER, TIES, ADOPTION, REPORT = "roster.csv", "ties.csv", "adoption.csv", "load_report.json"

STATES = {NEVER: "never", NOT_KNOWN: "not_known", UNDATED: "undated"}
"""What adoption.csv says of somebody who did not adopt in a known period."""


def write_folder(
    imported: "Imported", folder: Path, *, language: str = "en"
) -> tuple[tuple[str, ...], LoadReport]:
    """Write a community's folder, whole or not at all.

    Returns
    -------
    names, report
        Of its files; the report with what was noted while they were written.

    Raises
    ------
    InputError
        If the folder is not new or empty, or what was imported makes no community.
    """
    data = imported.data
    roster, written_columns, notes = _roster(data)
    ties, of_ties = _ties(data)
    keys, of_periods = _observed(data)
    groups = [name for name in imported.choices.people.groups or () if name in written_columns]
    keys["artisans"] = {"groups": tuple(one for one in groups if _is_few(data.columns[one]))}
    report = replace(imported.report, notes=(*imported.report.notes, *notes, *of_periods))
    files = {
        CHOICES: written(imported.choices).encode(),
        REPORT: f"{as_json(report.to_dict())}\n".encode(),
    }
    if data.adoption and data.periods:
        files[ADOPTION] = _adoption(data)
    with tempfile.TemporaryDirectory() as place:
        tables = {ROSTER: roster} | ({TIES: ties} if ties else {})
        for name, content in tables.items():
            (Path(place) / name).write_bytes(content)
        names = new_community(
            folder,
            roster=Path(place) / ROSTER,
            ties=Path(place) / TIES if ties else None,
            language=language,
            beside=Beside(files, keys | ({"ties": of_ties} if ties else {})),
        )
    return names, report


def community_of(imported: "Imported") -> Community:
    """Make a community of what was imported, with numbers of the model that are assumed."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "imported"
        write_folder(imported, folder)
        return load(folder)


def _table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Write a table as CSV."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(header)
    table.writerows(rows)
    return text.getvalue().encode()


def _roster(data: AdoptionData) -> tuple[bytes, tuple[str, ...], list[Note]]:
    """Write the table of artisans, what the model takes and the groups; and name its columns."""
    columns: dict[str, Sequence[object]] = {ARTISAN: data.labels}
    notes = []
    known = (ARTISAN, *ROSTER_COLUMNS)
    for name, values in data.columns.items():
        if name == HAMLET:
            hamlets, n_guessed = _hamlets(values, data)
            if n_guessed:
                notes.append(Note("import_people.hamlet_by_ties", {"n": n_guessed}, is_odd=True))
            columns |= {HAMLET: hamlets} if hamlets else {}
        elif name in NUMBERS or name == POOR:
            n_empty = _n_unknown(values)
            if (name == POOR and n_empty) or 2 * n_empty > len(values):
                told: dict[str, object] = {"column": name, "n": n_empty}
                notes.append(Note("import_columns.not_of_all", told, is_odd=True))
                continue
            if n_empty:
                middle = float(np.nanmedian(values))
                values = np.where(np.isnan(values), middle, values)
                told = {"column": name, "n": n_empty, "middle": _cell(name, middle)}
                notes.append(Note("import_columns.median", told, is_odd=True))
            columns[name] = [_cell(name, one) for one in values.tolist()]
        elif column_meant(name, known) is not None:
            notes.append(Note("import_columns.not_in_roster", {"column": name}, is_odd=True))
        else:
            columns[name] = values.tolist()
    return _table([*columns], zip(*columns.values(), strict=True)), tuple(columns), notes


def _is_few(words: NDArray[Any]) -> bool:
    """Tell whether a column has few enough groups to divide results by it."""
    return 1 < len(np.unique(words)) <= MOST_GROUPS


def _n_unknown(values: NDArray[Any]) -> int:
    """How many cells of a column are empty."""
    empty = np.isnan(values) if values.dtype.kind == "f" else values == ""
    return int(empty.sum())


def _cell(name: str, value: float | str) -> object:
    """Write a number as a roster has it; sums in whole rupiah."""
    if isinstance(value, str):
        return value
    return round(value) if NUMBERS[name].is_whole else f"{value:.12g}"


def _hamlets(values: NDArray[Any], data: AdoptionData) -> tuple[list[str], int]:
    """Say where each lives; where it is not known, as most of those do to whom there are ties.

    Returns
    -------
    hamlets, n_guessed
        No hamlets, if nobody's is known.
    """
    said: list[str] = values.tolist()
    known = Counter(one for one in said if one)
    if not known:
        return [], 0
    usual = min(known, key=lambda one: (-known[one], one))
    around: list[Counter[str]] = [Counter() for _ in said]
    for ties in data.ties.values():
        for one, other in zip(ties.ego.tolist(), ties.alter.tolist(), strict=True):
            around[one].update([said[other]] if said[other] else ())
            around[other].update([said[one]] if said[one] else ())
    found = [
        one or min(near, key=lambda word: (-near[word], word), default=usual)
        for one, near in zip(said, around, strict=True)
    ]
    return found, sum(not one for one in said)


def _ties(data: AdoptionData) -> tuple[bytes, dict[str, Any]]:
    """Write the table of ties, and what community.toml says of it; empty if there are none."""
    kinds: Mapping[str, TiesOfKind] = {k: one for k, one in data.ties.items() if len(one.ego)}
    if not kinds:
        return b"", {}
    direction: Direction = next(iter(kinds.values())).direction
    others = {k: one.direction for k, one in kinds.items() if one.direction != direction}
    has_strengths = any(one.weight is not None for one in kinds.values())
    has_periods = any(one.begins is not None or one.ends is not None for one in kinds.values())
    has_kinds = len(kinds) > 1 or any(one.influence != 1 for one in kinds.values())
    header = ["ego", "alter", *["strength"] * has_strengths, *["kind"] * has_kinds]
    header += ["from", "to"] * has_periods
    rows: list[list[object]] = []
    for kind, ties in kinds.items():
        n = len(ties.ego)
        begins = [None] * n if ties.begins is None else ties.begins.tolist()
        ends = [None] * n if ties.ends is None else ties.ends.tolist()
        pairs = zip(ties.ego.tolist(), ties.alter.tolist(), ties.weights.tolist(), strict=True)
        for (ego, alter, weight), begin, end in zip(pairs, begins, ends, strict=True):
            row: list[object] = [data.labels[ego], data.labels[alter]]
            row += [f"{weight:.12g}"] * has_strengths + [kind] * has_kinds
            if has_periods:
                row += ["" if one is None else data.periods[one] for one in (begin, end)]
            rows.append(row)
    keys: dict[str, Any] = {"direction": direction}
    if has_kinds:
        keys["influence"] = {kind: one.influence for kind, one in kinds.items()}
        keys["directions"] = others
    return _table(header, rows), keys


def _observed(data: AdoptionData) -> tuple[dict[str, Any], list[Note]]:
    """Say in community.toml what was observed; where periods are months, it begins with them."""
    if not data.periods:
        return {}, []
    observed = Observed(
        periods=tuple(map(str, data.periods)),
        file=ADOPTION if data.adoption else None,
        innovation=next(iter(data.adoption), None),
    )
    keys: dict[str, Any] = {"observed": observed}
    if observed.innovation is not None:
        keys["innovation"] = {"name": observed.innovation}
    if not observed.are_months:
        return keys, []
    start = observed.periods[0]
    note = Note("import_adoption.calendar", {"month": start})
    return keys | {"calendar": {"start": start}}, [note]


def _adoption(data: AdoptionData) -> bytes:
    """Write who adopted what, when."""
    rows = []
    final = len(data.periods) - 1
    for innovation, one in data.adoption.items():
        times = zip(
            data.labels, one.time.tolist(), one.given_up.tolist(), one.last.tolist(), strict=True
        )
        for label, time, given_up, last in times:
            state = STATES.get(time) or ("given_up" if given_up >= 0 else "adopted")
            when = data.periods[time] if time >= 0 else ""
            again = data.periods[given_up] if given_up >= 0 else ""
            until = data.periods[last] if 0 <= last < final else ""
            rows.append((label, innovation, when, again, until, state))
    return _table(("artisan", "innovation", "time", "given_up", "last", "state"), rows)
