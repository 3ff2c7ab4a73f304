"""The command `diffusion check`: what was read from a model folder."""

import warnings
from dataclasses import asdict

import typer

from diffusion.cli.mistakes import Mistakes, community_asked
from diffusion.cli.options import LANG, LANGUAGE, MONTHS, AsJson, Language, Model, Months
from diffusion.cli.typed import print_comparison
from diffusion.errors import OddWarning
from diffusion.reporting.terminal import Waiting, print_json


def check(
    context: typer.Context,
    model: Model,
    months: Months = MONTHS,
    lang: Language = LANGUAGE,
    json: AsJson = False,
) -> None:
    """Read a model folder: say what was read, or every problem in it."""
    from diffusion.catalogue.load import programme_of
    from diffusion.i18n.words import words_of
    from diffusion.reporting.budget_notes import smallest_budgets
    from diffusion.reporting.console.community import notes_on, print_community, resolved
    from diffusion.reporting.console.parts import prices_by_part

    say = words_of(lang, place=LANG)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", OddWarning)  # told below, with all that is odd
        community = community_asked(Mistakes(context), model, months=months)
    with Waiting(say) as waiting:
        from diffusion.results.network import network_facts

        waiting.begin()
        network = network_facts(community)
    if json:
        notes = notes_on(community, say, n_months=months)
        read = resolved(community) | {
            "smallest_budgets": smallest_budgets(community),
            "by_part": {
                name: prices_by_part(community, programme_of(community, name))
                for name in community.programmes
            },
        }
        print_json(read | {"network": asdict(network), "notes": notes})
    else:
        print_community(community, network, say, n_months=months)
        print_comparison(say, community, model)
