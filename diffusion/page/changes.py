"""Finds for the workshop page what would have changed how the history of each artisan ended."""

from diffusion.ensembles.options import RunOptions
from diffusion.explanation.artisan import changes_in_all, switches_of, told_of
from diffusion.explanation.moves import Event
from diffusion.scenario.community import Community
from diffusion.scenario.parameters import ParameterSet
from diffusion.scenario.programme import Programme

MOST = 5
"""Changes that a story tells, the greatest."""


def changes_on_page(
    community: Community,
    programme: Programme,
    *,
    parameters: str | ParameterSet,
    n_months: int,
    random_seed: int,
    replicate: int,
) -> list[list[Event]]:
    """Tell for each artisan, by rows, what would have changed how one history ended.

    What is switched off is written "activity:5:visit", with its id and its tactic, "tie:7", with
    the place of the other in the list of all, "pathway:money", "loan" or "programme".
    """
    options = RunOptions(
        parameters=parameters, n_runs=1, n_months=n_months, random_seed=random_seed,
        first_replicate=replicate, n_threads=1,
    )  # fmt: skip
    switches = switches_of(community, programme, options)
    was = switches.as_it_was
    places = range(community.n_artisans) if community.order is None else community.order.tolist()
    tactics = {str(one.id): one.tactic for one in programme.activity}

    def named(event: Event) -> Event:
        key, values = event
        kind, _, name = values["what"].partition(":")
        whole = {
            "activity": f"activity:{name}:{tactics.get(name)}",
            "tie": f"tie:{places[int(name)]}" if kind == "tie" else "",
            "pathway": f"pathway:{name}",
        }
        return key, values | {"what": whole.get(kind, kind)}

    return [
        [
            named(event)
            for change in changes
            for event in told_of(change, (int(was.began[row]), int(was.stage[row])))
        ]
        for row, changes in enumerate(changes_in_all(switches, most=MOST))
    ]
