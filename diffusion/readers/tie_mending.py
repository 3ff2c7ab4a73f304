"""Puts a table of ties right as far as a person has asked for it: names, headings and lines."""

import csv
import io
from collections import Counter
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from diffusion.errors import Problem, as_written
from diffusion.readers.headings import OtherHeading
from diffusion.readers.leftovers import Changes, Stray
from diffusion.readers.names import Names, either, same_name
from diffusion.readers.shapes import ALTER, EGO
from diffusion.readers.tables import Table
from diffusion.readers.tie_tables import tie_rows, unknown_names


@dataclass(frozen=True, slots=True)
class Mended:
    """A table of ties with its names put right on request, and what was changed.

    Attributes
    ----------
    table : Table
        With one row for each tie.
    replaced : mapping of str to str
        Name in the roster, by the name that the table had.
    left_out : mapping of str to int
        Rows that were left out because of a name that is not in the roster, by this name.
    changes : Changes
        Headings and lines that were put right on request.
    problems : sequence of Problem
        What is wrong with rows that are not in `table`, because they are no ties, and with names
        to be left out that are not there.
    """

    table: Table
    replaced: Mapping[str, str] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)
    changes: Changes = field(default_factory=lambda: Changes({}, {}))
    problems: Sequence[Problem] = ()

    @property
    def is_changed(self) -> bool:
        """Whether anything was put right."""
        return bool(self.replaced or self.left_out or any(self.changes))


def mended(
    table: Table,
    ego_of: Mapping[Hashable, int],
    *,
    accepts_suggestions: bool,
    leaves_out_unknown: bool,
    leaves_out_lines: bool = False,
    outsiders: Collection[str] = (),
) -> Mended:
    """Put the names, headings and lines of ties right, as far as a person has asked for it.

    Parameters
    ----------
    table, ego_of
    accepts_suggestions
        Whether the name of an artisan takes the place of one that is very like it, and like no
        other, and not in the roster; and whether headings are written as they are meant.
    leaves_out_unknown
        Whether rows are left out with a name that is like none in the roster.
    leaves_out_lines
        Whether lines are left out that are probably no ties.
    outsiders
        Names of which rows are left out, whatever they are like; capitals make no difference.
    """
    layout, problems = tie_rows(table, ego_of)
    if layout is None:
        return Mended(table)
    changes, problems = _changes(
        problems, accepts_suggestions=accepts_suggestions, leaves_out_lines=leaves_out_lines
    )
    table = layout.table
    ends = [table.header.index(column) for column in (EGO, ALTER)]
    unknown = [name for name in unknown_names(table, ego_of) if name]
    strangers, not_found = _outsiders(outsiders, unknown, ego_of)
    unknown = [name for name in unknown if name not in strangers]
    names = Names(tuple(map(str, ego_of)), n_sought=len(unknown))
    sure = {name: names.surely(name) for name in unknown} if accepts_suggestions else {}
    replaced = {name: known for name, known in sure.items() if known is not None}
    if leaves_out_unknown:
        strangers |= {name for name in unknown if not names.likely(name)}
    left_out: Counter[str] = Counter()
    rows = []
    for line, row in table.rows:
        met = {row[end] for end in ends} & strangers
        left_out.update(met)
        if not met:
            cells = [replaced.get(c, c) if p in ends else c for p, c in enumerate(row)]
            rows.append((line, cells))
    problems = [*problems, *not_found]
    if replaced or left_out or any(changes):  # then what is certain is written so too
        changes.headings.update(table.headings)
        changes.lines.update((line, text) for line, text, _ in table.left_out)
    return Mended(replace(table, rows=rows), replaced, dict(left_out), changes, problems)


def _changes(
    problems: Sequence[Problem], *, accepts_suggestions: bool, leaves_out_lines: bool
) -> tuple[Changes, list[Problem]]:
    """Part what a person has asked to be put right of headings and lines from what is left."""
    changes, others = Changes({}, {}), []
    for problem in problems:
        if accepts_suggestions and isinstance(problem, OtherHeading) and problem.column:
            changes.headings[problem.heading] = problem.column
        elif leaves_out_lines and isinstance(problem, Stray):
            changes.lines[problem.line.line] = problem.line.text
        else:
            others.append(problem)
    return changes, others


def _outsiders(
    outsiders: Collection[str], unknown: Sequence[str], ego_of: Mapping[Hashable, int]
) -> tuple[set[str], list[Problem]]:
    """Find in a table the names of those who are to be left out, and who is not there."""
    names = Names(unknown, n_sought=len(outsiders))
    found: set[str] = set()
    problems = []
    for outsider in outsiders:
        same = {name for name in unknown if same_name(name, outsider)}
        found |= same
        if outsider in ego_of:
            what = f"{as_written(outsider)}, an artisan of the roster"
        elif not same:
            near = names.likely(outsider)
            what = as_written(outsider) + (f" (did you mean {either(near)}?)" if near else "")
        else:
            continue
        expected = "a name in the ties that is not in the roster"
        problems.append(Problem("--leave-out", "", expected, what))
    return found, problems


def written(table: Table) -> bytes:
    """Write a table as CSV, as it was separated."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=table.separator, lineterminator="\n")
    writer.writerow(table.header)
    writer.writerows(row for _, row in table.rows)
    return text.getvalue().encode()
