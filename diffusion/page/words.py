"""Gives the texts of the workshop page in both languages, and those that its data can need."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from diffusion.i18n.words import LANGUAGES, catalogue, not_yet_read, written_in

SHARED = ("strategy", "tactic", "reason", "measure", "group", "pathway")
"""Sections of the reports' catalogue that the page says too."""

UNSAID = ("film", "title_given")
"""Sections of the page's catalogue that the page does not say by their keys."""

WITHOUT_SCRIPT = ("page.no_script", "page.table", "page.bands")
"""Texts that stand in the page and are not said by its script."""


@cache
def page_catalogue() -> Mapping[str, Mapping[str, str]]:
    """Every text of the page by its key, such as "step.guess", and by its language."""
    shared = {key: texts for key, texts in catalogue().items() if key.split(".")[0] in SHARED}
    own = {
        f"{section}.{key}": MappingProxyType(texts)
        for section, keys in written_in("page.toml").items()
        if isinstance(keys, dict) and section not in UNSAID
        for key, texts in keys.items()
    }
    return MappingProxyType(shared | own)


def page_words() -> dict[str, dict[str, str]]:
    """Every text of the page by its language and then by its key."""
    return {
        language: {key: texts[language] for key, texts in page_catalogue().items()}
        for language in LANGUAGES
    }


def used_words(data: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Every text that the script of these data can need: no strategy or event that they lack."""
    strategies = data["strategies"]
    names = {strategy["name"].partition(" (")[0] for strategy in strategies}
    told = [
        event for s in strategies for story in s["stories"] for _, heard in story for event in heard
    ]
    off = {values["what"].partition(":")[::2] for _, values in told if "what" in values}
    gaps = [gap for s in strategies for gap in s["left_out"]]
    traits = {gap["trait"] for gap in gaps}
    used = {
        "who": traits,
        "others": traits,
        "strategy": names,
        "says": names,
        "tactic": {activity["tactic"] for s in strategies for activity in s["activities"]},
        "story": {"attended", *(key for key, _ in told)},
        "measure": {"month_of_half"},
        "group": {name for kind in data["groups"] if kind["key"] is None for name in kind["names"]}
        | {gap["others"] for gap in gaps if "others" in gap},
        "origin": _origins(data),
        "over_points": {"note", "band", "shares"} if data["over_points"] else set(),
        "without": {kind for kind, _ in off},
        "pathway": {name for kind, name in off if kind == "pathway"},
        "office": {values["office"] for _, values in told if "office" in values},
    }

    def is_used(key: str) -> bool:
        section, _, name = key.partition(".")
        return key not in WITHOUT_SCRIPT and (section not in used or name in used[section])

    return {
        language: {key: text for key, text in texts.items() if is_used(key)}
        for language, texts in page_words().items()
    }


def _origins(data: Mapping[str, Any]) -> set[str]:
    """Find what is said of where the people and what was observed come from."""
    listed = data["community"]["listed"]
    points = {"observed", "points"} if data["observed"] else set()
    if data["community"]["made_up"]:
        return {"made_up", *points}
    if not listed:
        return {"drawn", *points}
    named = "with_names" if data["names"] else "without_names"
    return {"_".join(listed), named, "simulated", "recognised", *points}


def said(key: str, language: str, **values: object) -> str:
    """Text of a key in a language, with its braces filled in."""
    return page_catalogue()[key][language].format(**values)


def place_of(data: Mapping[str, Any], language: str) -> str:
    """Title of the community in a language."""
    return str(data["community"]["titles"][language])


def is_unread() -> bool:
    """Whether some of the page's Indonesian has not been read by a native speaker yet."""
    return any(key.split(".")[0] in not_yet_read() for key in page_catalogue())
