"""Shows what a programme costs by kind of work and by family."""

from collections.abc import Mapping, Sequence
from typing import Any

from diffusion.i18n.words import Words
from diffusion.reporting.console.layout import headed, thousands
from diffusion.reporting.terminal import note, out
from diffusion.scenario.community import Community
from diffusion.scenario.programme import Programme
from diffusion.scenario.tactics import PARTS


def prices_by_part(community: Community, programme: Programme) -> dict[str, dict[str, int]]:
    """Person-days and rupiah of each kind of work and each family, person-days paid for too."""
    prices = {part: community.price(programme, part) for part in PARTS}
    return {
        part: {"person_days": price.person_days, "rupiah": price.total}
        for part, price in prices.items()
    }


def print_parts(community: Community, programmes: Mapping[str, Programme], say: Words) -> None:
    """Show person-days and rupiah of each programme by kind of work and by family."""
    for measure in ("person_days", "rupiah"):
        table = headed(
            say,
            say("column.programme"),
            *(say(f"part.{part}") for part in PARTS),
            title=say(f"heading.parts_{measure}"),
        )
        for name, programme in programmes.items():
            parts = prices_by_part(community, programme).values()
            table.add_row(
                say.spelled("strategy", name), *(_cell(say, one, measure) for one in parts)
            )
        out.print(table, "")


def _cell(say: Words, part: Mapping[str, Any], measure: str) -> str:
    value = part[measure]
    return str(value) if measure == "person_days" else thousands(say, value)


def say_prices(
    community: Community,
    before: Sequence[Programme],
    after: Sequence[Programme],
    asked: str,
    say: Words,
) -> None:
    """Say what a part costs as scaled, and what the whole programme then costs."""
    part = next(part for part in PARTS if part == asked)
    for written, scaled in zip(before, after, strict=True):
        prices = [community.price(one, part).total for one in (written, scaled)]
        note(
            say(
                "line.budget_of",
                strategy=say.spelled("strategy", written.name),
                part=say(f"part_said.{part}"),
                before=say.rupiah(prices[0]),
                after=say.rupiah(prices[1]),
                whole=say.rupiah(community.price(scaled).total),
            )
        )
