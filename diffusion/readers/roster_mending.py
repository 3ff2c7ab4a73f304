"""Puts the headings and lines of a roster right, as far as a person has asked for it."""

from dataclasses import replace

from diffusion.readers.headings import as_meant, understood
from diffusion.readers.leftovers import Changes, below_titles, leftovers
from diffusion.readers.rosters import ARTISAN, ROSTER_COLUMNS
from diffusion.readers.tables import Table


def roster_mended(
    table: Table, *, accepts_suggestions: bool, leaves_out_lines: bool
) -> tuple[Table, Changes]:
    """Put the headings and the lines of a roster right, as far as a person has asked for it.

    Parameters
    ----------
    table
    accepts_suggestions
        Whether a heading that is probably meant for a known column is written as this column.
    leaves_out_lines
        Whether lines are left out that are probably no people.

    Returns
    -------
    Table
        Without all that is no data, if anything was changed on request.
    Changes
        What was changed; empty if nothing was on request.
    """
    known = (ARTISAN, *ROSTER_COLUMNS)
    table = below_titles(table, (ARTISAN,), known)
    named = understood(table, known)
    meant = as_meant(named, known)
    label = meant.header.index(ARTISAN) if ARTISAN in meant.header else 0
    pairs = zip(named.header, meant.header, strict=True)
    headings = {one: other for one, other in pairs if one != other and accepts_suggestions}
    strays = [*leftovers(table, label, expected="an artisan")]
    if not headings and not (leaves_out_lines and any(not one.is_sure for one in strays)):
        return table, Changes({}, {})
    gone = [one.line for one in strays if one.is_sure or leaves_out_lines]
    lines = {line: text for line, text, _ in (*table.left_out, *gone)}
    rows = [row for row in table.rows if row[0] not in lines]
    header = [headings.get(heading, heading) for heading in table.header]
    return replace(table, header=header, rows=rows), Changes(headings, lines)
