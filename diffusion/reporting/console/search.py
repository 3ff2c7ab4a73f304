"""Prints what a search has found, or how large its space is."""

from diffusion.i18n.words import Words
from diffusion.reporting.console.layout import headed, thousands
from diffusion.reporting.search import held_cells, name_of, said_of, size_said, tell
from diffusion.reporting.terminal import out, print_json
from diffusion.search.found import Found
from diffusion.search.plan import SearchPlan


def print_search_plan(plan: SearchPlan, say: Words, *, as_json: bool) -> None:
    """Say how many programmes the space has, how many can be paid for, and what would be tried."""
    space, effort = plan.space, plan.effort
    if as_json:
        print_json(
            {
                "budget": space.budget,
                "size": space.size,
                "affordable": space.n_affordable,
                "activities": len(space.options),
                "is_small": plan.is_small,
                "searches": plan.n_searches,
                "candidates": effort.candidates,
                "expected_runs": plan.n_expected,
            }
        )
        return
    out.print_indented(
        say(
            "searched.space",
            size=size_said(space.size, say),
            n_affordable=size_said(space.n_affordable, say),
            budget=say.rupiah(space.budget),
        )
    )
    numbers = {"n": say.number(effort.candidates, 0), "n_runs": say.number(plan.n_expected, 0)}
    if plan.is_small:
        out.print_indented(say("searched.tries_all"))
    else:
        out.print_indented(say("searched.tries_some", searches=plan.n_searches, **numbers))


def print_search(found: Found, say: Words, *, as_json: bool) -> None:
    """Print the answer first, then the tables, then what else is to be said."""
    if as_json:
        print_json(tell(found, say))
        return
    first, *others = said_of(found, say)
    out.print_indented(first)
    keys = ("name", "kind", "price", "mean", "behind_found", "interval")
    table = headed(say, *(say(f"searched.{key}") for key in keys))
    for row in found.judgement().to_dict("records"):
        is_found = row["candidate"] == found.winner
        ends = [say.change(row[f"lead_{end}"]) for end in ("low", "high")]
        table.add_row(
            name_of(found, row["candidate"], say),
            say(f"searched.kind_{row['kind']}"),
            thousands(say, row["price"]),
            say.formatted(row["mean"], ".1f"),
            "" if is_found else say.change(row["lead"]),
            "" if is_found or row["lead_low"] != row["lead_low"] else say.span(*ends),
        )
    out.print("", table, "")
    _print_calendar(found, say)
    for line in others:
        out.print_indented(line)


def _print_calendar(found: Found, say: Words) -> None:
    keys = ("what", "months", "places", "for_whom")
    table = headed(say, *(say(f"searched.{key}") for key in keys))
    for one in found.held():
        table.add_row(*held_cells(one, say))
    out.print(table, "")
