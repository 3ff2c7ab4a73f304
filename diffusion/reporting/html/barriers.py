"""The section on what keeps artisans from adopting."""

from diffusion.i18n.words import Words
from diffusion.reporting.html.cells import Table, head_of
from diffusion.reporting.html.source import Source


def barriers(say: Words, source: Source) -> Table:
    """Artisans at the end, by what keeps them from adopting."""
    table = source.tables["reasons"]
    reasons = list(dict.fromkeys(table["reason"]))
    wide = table.pivot(index="strategy", columns="reason", values="artisans")
    rows = [
        (head_of(say, name), *((say.number(wide.loc[name, reason]), "") for reason in reasons))
        for name in source.names
    ]
    head = [say("head.strategy"), *(say.name("reason", reason) for reason in reasons)]
    return Table("reasons", say("title.reasons"), tuple(head), tuple(rows))
