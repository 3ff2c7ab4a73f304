"""Tells which headings, lines and names of the tables were not taken as they stand there."""

from collections.abc import Iterator, Mapping

from diffusion.i18n.words import Words
from diffusion.scenario.artisans import LeftOut
from diffusion.scenario.community import Community
from diffusion.scenario.ties import TieFile

type Line = tuple[str, str]
"""What a line is about, as a key of the section `read`, and what it says."""

_MOST_LINES = 6
"""Lines that were left out of a table that are told one by one."""


def changed(community: Community, what: str) -> list[Mapping[str, str]]:
    """Find what a person has asked to be changed in the tables: a heading, line or name."""
    return [row for row in community.replaced if row["what"] == what]


def headings_read(community: Community) -> dict[str, str]:
    """Headings in other words, and the columns as which they were read."""
    known = [one.headings for one in (community.roster, community.tie_list) if one is not None]
    asked = {row["found"]: row["written"] for row in changed(community, "heading")}
    return {heading: column for one in (*known, asked) for heading, column in one.items()}


def lines_left_out(community: Community) -> list[tuple[str, LeftOut]]:
    """Lines that are no artisans and no ties, each with its file."""
    file, ties = community.file.artisans.roster, community.file.ties
    found = [] if community.roster is None else [(file or "", community.roster.left_out)]
    if community.tie_list is not None and isinstance(ties, TieFile):
        found.append((ties.file, community.tie_list.left_out))
    return [(name, one) for name, lines in found for one in lines]


def n_lines_left_out(community: Community) -> int:
    """Count the lines that are no artisans and no ties, also those a person left out."""
    asked = sum(int(row["rows_left_out"]) for row in changed(community, "line"))
    return asked + len(lines_left_out(community))


def headings_said(community: Community, say: Words) -> str:
    """List the headings that were read as a column that they do not name; empty for none."""
    read = headings_read(community).items()
    return ", ".join(say("read.heading_as", found=found, column=column) for found, column in read)


def changes_read(community: Community, say: Words) -> Iterator[Line]:
    """Tell what was understood, replaced and left out in the tables."""
    if headings := headings_said(community, say):
        yield "headings", headings
    lines = [
        say("read.line_left_out", n=n, file=file, text=text, what=say(f"read.is_{what}"))
        for file, (n, text, what) in lines_left_out(community)
    ]
    if lines:
        n_more = len(lines) - _MOST_LINES
        more = [say("swept.more", n=n_more)] if n_more > 0 else []
        yield "no_data", "; ".join([*lines[:_MOST_LINES], *more])
    names = changed(community, "name")
    if replaced := [row for row in names if row["written"]]:
        told = (say("read.replaced_by", found=r["found"], written=r["written"]) for r in replaced)
        yield "replaced", ", ".join(told)
    if left_out := [row for row in (*changed(community, "line"), *names) if not row["written"]]:
        told = (say("read.rows_of", name=r["found"], n=r["rows_left_out"]) for r in left_out)
        yield "left_out", ", ".join(told)
