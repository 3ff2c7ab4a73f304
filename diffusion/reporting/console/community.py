"""Shows what was read from a model folder."""

from collections.abc import Iterator, Mapping
from typing import Any

from diffusion.catalogue.load import programme_of
from diffusion.i18n.messages import message_in
from diffusion.i18n.words import Words
from diffusion.reporting.budget_notes import seat_notes, smallest_budgets_said
from diffusion.reporting.changes import changes_read
from diffusion.reporting.console.layout import headed, span, table_of, thousands
from diffusion.reporting.console.listing import Listing
from diffusion.reporting.console.parts import print_parts
from diffusion.reporting.console.people import observed_read, people_read, print_read, ties_read
from diffusion.reporting.rules import decision_lines, decisions_said
from diffusion.reporting.terminal import out
from diffusion.scenario.community import Community
from diffusion.scenario.misfits import oddities
from diffusion.scenario.programme import Programme
from diffusion.scenario.tactics import ROLES


def print_community(community: Community, network: Any, say: Words, *, n_months: int) -> None:
    """Say what was read from a model folder, what its ties look like, and what is odd in it.

    A programme that goes on after `n_months` months cannot be run for so long.
    """
    file = community.file
    off, on = ([say.spelled("module", m) for m in ms] for ms in (file.modules.off, file.modules.on))
    for label, text in (
        ("community", f"{community.name}: {say.title(file.title)}"),
        *([("made_up", say("observed.made_up"))] if file.made_up else []),
        ("calendar", say("read.first_month", month=file.calendar.start)),
        *people_read(community, say),
        ("channels", ", ".join(file.market.channels)),
        *ties_read(community, say),
        *changes_read(community, say),
        *observed_read(community, say),
        ("network", _network(network, community, say)),
        ("innovation", file.innovation.name),
        ("modules_on", ", ".join(on)),
        ("modules_off", ", ".join(off)),
        ("parameters", ", ".join(community.parameter_sets)),
    ):
        print_read(say, label, text)
    programmes = {name: programme_of(community, name) for name in community.programmes}
    out.print(_programmes(community, programmes, say), "")
    decisions = (
        (say.spelled("strategy", name), decisions_said(say, community, programme))
        for name, programme in programmes.items()
    )
    if said := decision_lines(say, decisions):
        out.print(*said, sep="\n")
    if smallest := smallest_budgets_said(say, community):
        out.print(smallest, "")
    roles = headed(
        say,
        say("column.programme"),
        *(say(f"role.{role}") for role in ROLES),
        title=say("heading.roles"),
    )
    for name, programme in programmes.items():
        days = programme.days_by_role().values()
        roles.add_row(say.spelled("strategy", name), *map(str, days))
    out.print(roles, "")
    print_parts(community, programmes, say)
    if notes := notes_on(community, say, n_months=n_months):
        out.print(say("read.look"), *(f"  {text}" for text in notes), sep="\n")
    else:
        out.print(say("read.fine"))


def _programmes(community: Community, programmes: Mapping[str, Programme], say: Words) -> Listing:
    """List the programmes with their months, days of work and prices."""
    table = table_of(
        say, "programme", "months", "in_files", "dates", "person_days", "activities", "all",
        title=say("heading.programmes"),
    )  # fmt: skip
    for name, programme in programmes.items():
        price = community.price(programme)
        dates = [month for activity in programme.activity for month in activity.months]
        when = in_files = say("say.none")
        if dates:
            when = span(say, min(dates) + 1, max(dates) + 1, "d")
            in_files = span(say, min(dates), max(dates), "d")
        table.add_row(
            say.spelled("strategy", name),
            when,
            in_files,
            str(sum(programme.n_held(activity) for activity in programme.activity)),
            str(price.person_days),
            thousands(say, price.activities),
            thousands(say, price.total),
        )
    return table


def notes_on(community: Community, say: Words, *, n_months: int) -> list[str]:
    """Say what is no mistake and yet odd: names, dates after the run, places nobody can fill."""
    programmes = {name: programme_of(community, name) for name in community.programmes}
    named = ((say.spelled("strategy", name), made) for name, made in programmes.items())
    odd = (message_in(say.language, text) for text in oddities(community))
    return [
        *odd,
        *_waiting(community, say),
        *_too_late(programmes, say, n_months),
        *seat_notes(say, community, named),
    ]


def _waiting(community: Community, say: Words) -> Iterator[str]:
    """Say by how many months a permit puts off what waits for it."""
    if not community.file.modules.permit:
        return
    for name, programme in community.programmes.items():
        if waits := programme.waits_for(community.file.institutions.permit_month):
            yield say("read.waits", strategy=say.spelled("strategy", name), n=waits)


def _too_late(programmes: Mapping[str, Programme], say: Words, n_months: int) -> Iterator[str]:
    """Say what comes after the last month of a run."""
    for name, programme in programmes.items():
        for activity in programme.activities_by_id:
            if activity.months[-1] >= n_months:
                yield say(
                    "read.late",
                    strategy=say.spelled("strategy", name),
                    tactic=say.name("tactic", activity.tactic),
                    month=activity.months[-1] + 1,
                    in_file=activity.months[-1],
                    n_months=n_months,
                )


def _network(facts: Any, community: Community, say: Words) -> str:
    listed = community.tie_list
    counted = "pairs" if listed is not None and listed.is_directed else "ties"
    return say(
        "read.facts_drawn" if listed is None else "read.facts",
        n_artisans=facts.n_artisans,
        ties=say(f"read.n_{counted}", n=facts.n_ties),
        n_components=facts.n_components,
        n_isolates=facts.n_isolates,
        degree=say.formatted(facts.mean_degree, ".1f"),
        most=facts.most_ties,
        clustering=(
            say("read.not_counted")
            if facts.clustering is None
            else say.formatted(facts.clustering, ".2f")
        ),
    )


def resolved(community: Community) -> dict[str, Any]:
    """Everything that was read, with every default written in."""
    content: dict[str, Any] = {
        "name": community.name,
        "community": community.file.model_dump(mode="json"),
        "parameters": {n: s.model_dump(mode="json") for n, s in community.parameter_sets.items()},
        "programmes": {n: p.model_dump(mode="json") for n, p in community.programmes.items()},
        "artisans": list(community.labels),
        "files": dict(community.hashes),
    }
    if community.roster is not None:
        content["roster"] = {n: list(column) for n, column in community.roster.columns.items()}
    if community.tie_list is not None:
        content["ties"] = [
            [community.labels[ego], community.labels[alter]]
            for ego, alter in community.tie_list.pairs.tolist()
        ]
    return content
