"""The section on where the numbers come from."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from diffusion.comparison.result import Comparison
from diffusion.i18n.words import Words
from diffusion.reporting.html.cells import Table
from diffusion.reporting.html.source import Source


@dataclass(frozen=True, slots=True)
class Sources:
    """What a community says of where its numbers come from.

    Attributes
    ----------
    n_rows : int
        Rows of its table of sources; 0 if it has none.
    counts : mapping of str to Counter
        Rows by kind (community, parameters, programmes) and flag.
    assumed : tuple of mapping of str to str
        The rows of numbers that are assumed.
    """

    n_rows: int
    counts: Mapping[str, Counter[str]]
    assumed: tuple[Mapping[str, str], ...]


def sources_of(comparison: Comparison) -> Sources:
    """Count and list what the community's sources.csv says, if it has one."""
    rows = comparison.community.sources
    counts: dict[str, Counter[str]] = {}
    for row in rows:
        kind = re.split("[/:]", row["parameter"])[0]
        counts.setdefault(kind, Counter())[row["flag"]] += 1
    return Sources(len(rows), counts, tuple(row for row in rows if row["flag"] == "assumed"))


def counts(say: Words, source: Source) -> Table | None:
    """Numbers by kind of file and flag; None where nothing is said of them."""
    by_kind = sources_of(source.comparison).counts
    if not by_kind:
        return None
    flags = sorted({flag for by_flag in by_kind.values() for flag in by_flag})
    rows = [
        ((say.name("kind", kind), ""), *((say.number(by_flag[flag], 0), "") for flag in flags))
        for kind, by_flag in by_kind.items()
    ]
    head = [say("head.kind"), *(say.name("flag", flag) for flag in flags)]
    return Table("sources", say("title.assumed"), tuple(head), tuple(rows))
