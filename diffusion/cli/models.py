"""The command `diffusion models`: the communities that are there."""

from diffusion.cli.options import LANG, LANGUAGE, AsJson, Language
from diffusion.reporting.terminal import out, print_json


def models(lang: Language = LANGUAGE, json: AsJson = False) -> None:
    """List the communities that come with the package."""
    from diffusion.catalogue.load import list_communities, load
    from diffusion.i18n.words import words_of

    say = words_of(lang, place=LANG)
    titles = {name: load(name).file.title for name in list_communities()}
    if json:
        print_json({"models": [{"name": n, "title": title} for n, title in titles.items()]})
        return
    for name, title in titles.items():
        out.print(f"{name}  {say.title(title)}")
