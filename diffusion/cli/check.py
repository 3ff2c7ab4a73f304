"""The command `diffusion check`: what was read from a model folder."""

from dataclasses import asdict

from diffusion.cli.options import LANG, LANGUAGE, MONTHS, AsJson, Language, Model, Months
from diffusion.reporting.terminal import Waiting, print_json


def check(
    model: Model, months: Months = MONTHS, lang: Language = LANGUAGE, json: AsJson = False
) -> None:
    """Read a model folder: say what was read, or every problem in it."""
    from diffusion.catalogue.load import load
    from diffusion.i18n.words import words_of
    from diffusion.reporting.console.community import notes_on, print_community, resolved

    say = words_of(lang, place=LANG)
    community = load(model)
    with Waiting(say) as waiting:
        from diffusion.ensembles.options import check_months
        from diffusion.results.network import network_facts

        check_months(community, months)
        waiting.begin()
        network = network_facts(community)
    if json:
        notes = notes_on(community, say, n_months=months)
        print_json(resolved(community) | {"network": asdict(network), "notes": notes})
    else:
        print_community(community, network, say, n_months=months)
