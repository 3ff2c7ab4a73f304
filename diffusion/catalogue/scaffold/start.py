"""Writes the files of a new community or a new programme."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import wrap
from typing import Any, Unpack

from diffusion.catalogue.load import DEFAULT_PARAMETERS, library_root, load
from diffusion.catalogue.scaffold.explain import PATTERN, WIDTH, explained
from diffusion.catalogue.scaffold.own_tables import ROSTER, TIES, OwnTables, Wishes, own_tables
from diffusion.catalogue.scaffold.wording import example, head, in_language, targets
from diffusion.errors import InputError, Problem
from diffusion.i18n.messages import message_in
from diffusion.i18n.words import words_of
from diffusion.readers.model_folder import read_programme
from diffusion.readers.rosters import ROSTER_COLUMNS
from diffusion.readers.tie_tables import TIE_COLUMNS
from diffusion.scenario.activity import Activity
from diffusion.scenario.base import Declaration
from diffusion.scenario.community import Community, CommunityFile
from diffusion.scenario.programme import Handover
from diffusion.scenario.tactics import TACTICS
from diffusion.scenario.ties import TieFile
from diffusion.util.atomic import whole_file, whole_folder

PROGRAMMES = ("campaign_only", "collaboration_only", "none")
"""Programmes of the pattern that a new community starts with."""

HARDER = "conservative"
"""Second set of parameters of the pattern, with which a new community starts too."""

MOST_IN_SIGHT = 2_000
"""With more people than these, all drawn within a kilometre, a community starts without seeing
who lives near: every house would see hundreds of others."""

FIRST_ACTIVITIES = ("public_meeting", "training")
"""What a new programme starts with: something of a campaign, something of a collaboration."""


@dataclass(frozen=True)
class Beside:
    """What else a new community has than its people and what it takes from the pattern.

    Attributes
    ----------
    files : mapping of str to bytes
        Further files, by their names.
    keys : mapping of str to mapping
        Other values in sections of community.toml, such as `{"calendar": {"start": "2010-03"}}`;
        a declaration takes the place of a whole section.
    """

    files: Mapping[str, bytes] = field(default_factory=dict)
    keys: Mapping[str, Mapping[str, Any] | Declaration] = field(default_factory=dict)


def new_programme(file: Path, *, language: str = "en") -> None:
    """Write a programme file to start from.

    Parameters
    ----------
    file
        New, with the ending .toml.
    language
        Of its comments: "en" or "id".

    Raises
    ------
    InputError
        If it is not a new file with the ending .toml, in a folder that can be written.
    """
    language = words_of(language).language
    if file.suffix != ".toml":
        expected = "the name of a new file, ending in .toml"
        raise InputError(Problem(str(file), "", expected, file.suffix or "no ending"))
    if file.exists() or file.is_symlink():
        raise InputError(
            Problem(str(file), "", "a new file (choose another name)", "one of this name")
        )
    if not file.parent.is_dir():
        found = f"no folder {file.parent}"
        raise InputError(Problem(str(file), "", "a folder that is there (make it first)", found))
    programme = _pattern().programmes["campaign_then_collaboration"]
    chosen = (
        one for one in programme.activity if one.tactic in FIRST_ACTIVITIES and not one.on_call
    )
    first = tuple(
        one.model_copy(update={"id": number, "places": one.places if one.cost_per_place else None})
        for number, one in enumerate(chosen, start=1)
    )
    started = {
        "title": "A programme of our own (numbers assumed)",
        "activity": first,
        "handover": Handover(),
    }
    text = explained(
        _programme_head(language, tactics=_tactics(language)),
        programme.model_copy(update=started),
        "programmes",
        language=language,
    )
    with whole_file(file) as draft:
        draft.write_text(text, encoding="utf-8")
        read_programme(draft)


def new_community(
    folder: Path,
    *,
    roster: Path | None = None,
    ties: Path | None = None,
    language: str = "en",
    beside: Beside | None = None,
    **wishes: Unpack[Wishes],
) -> tuple[str, ...]:
    """Write a community folder to start from; return the names of its files.

    Parameters
    ----------
    folder
        New or empty.
    roster, ties
        Tables of one's own, which are checked and copied; ties need a roster. Without both,
        small examples are written. With a roster alone, ties are drawn.
    language
        Of the comments in the files: "en" or "id".
    beside
        What else it has.
    **wishes
        How to read these tables; see `diffusion.catalogue.scaffold.own_tables.Wishes`.

    Raises
    ------
    InputError
        With every mistake in the tables, or if the folder cannot be written; nothing is then.
    """
    language = words_of(language).language
    if folder.is_dir() and any(folder.iterdir()):
        raise InputError(
            Problem(str(folder), "", "a new or empty folder (choose another name)", "files in it")
        )
    if ties is not None and roster is None:
        expected = "--roster beside it, which also names artisans without a tie"
        raise InputError(Problem("--ties", "", expected, "none"))
    if roster is None:
        n_places = example(ROSTER).count("\n") - 1
        own = OwnTables({name: example(name).encode() for name in (ROSTER, TIES)}, n_places)
    else:
        own = own_tables(roster, ties, wishes)
    beside = beside or Beside()
    files = own.files | _files(own, language, beside, is_example=roster is None) | {**beside.files}
    with whole_folder(folder) as draft:
        for name, content in files.items():
            (draft / name).parent.mkdir(exist_ok=True)
            (draft / name).write_bytes(content)
        load(draft)
    return tuple(sorted(files))


def _pattern() -> Community:
    return load(library_root() / PATTERN)


def _files(own: OwnTables, language: str, beside: Beside, *, is_example: bool) -> dict[str, bytes]:
    """Content of the files of a new community, by their names."""
    pattern = _pattern()
    community_head = _community_head(language, has_ties=TIES in own.files, is_example=is_example)
    texts = {
        "community.toml": explained(
            community_head, _community_of(pattern, own, beside), "community", language=language
        )
    }
    texts |= _parameters_of(pattern, language) | _programmes_of(pattern, own, language)
    return {name: text.encode() for name, text in texts.items()}


def _community_of(pattern: Community, own: OwnTables, beside: Beside) -> CommunityFile:
    """Declare a community like the pattern, of one's own people."""
    file = pattern.file
    artisans = {"number": None, "roster": ROSTER, "groups": own.groups, "scale": own.scales}
    founders = min(file.association.minimum_members, own.n_places)
    changes: dict[str, Any] = {
        "title": "A community of our own (numbers assumed)",
        "artisans": file.artisans.model_copy(update=artisans),
        "association": file.association.model_copy(update={"minimum_members": founders}),
    }
    if own.n_places > MOST_IN_SIGHT:
        changes["modules"] = file.modules.model_copy(update={"proximity": False})
    if TIES in own.files:
        changes["ties"] = TieFile(
            generator="file",
            file=TIES,
            strength=file.ties.strength,
            scale=own.strength_scale,
            direction=own.direction,
        )
    for section, keys in beside.keys.items():
        before = changes.get(section, getattr(file, section))
        is_whole = isinstance(keys, Declaration)
        changes[section] = keys if is_whole else before.model_copy(update=dict(keys))
    return file.model_copy(update=changes)


def _parameters_of(pattern: Community, language: str) -> dict[str, str]:
    """Write the two sets of numbers; of the second only what differs from the first."""
    numbers = pattern.parameter_sets[DEFAULT_PARAMETERS].model_copy(
        update={"title": "Teaching set of Senik (assumed)"}
    )
    harder = pattern.parameter_sets[HARDER].model_copy(
        update={"title": "Conservative set of Senik (assumed)"}
    )
    first = f"parameters/{DEFAULT_PARAMETERS}"
    return {
        f"{first}.toml": explained(head("parameters", language), numbers, first, language=language),
        f"parameters/{HARDER}.toml": explained(
            head("conservative", language), harder, first, language=language, base=numbers
        ),
    }


def _programmes_of(pattern: Community, own: OwnTables, language: str) -> dict[str, str]:
    """Write the programmes, with as many places as there are people."""
    texts = {}
    for name in PROGRAMMES:
        programme = pattern.programmes[name]
        fitted = tuple(_fitted(one, pattern.n_artisans, own.n_places) for one in programme.activity)
        started = {"title": f"{programme.title} (numbers assumed)", "activity": fitted}
        texts[f"programmes/{name}.toml"] = explained(
            _programme_head(language, tactics=[]),
            programme.model_copy(update=started),
            "programmes",
            language=language,
        )
    return texts


def _fitted(activity: Activity, n_before: int, n_places: int) -> Activity:
    """Give an activity for all a place for everybody here, and no activity more than that."""
    places, fewest = activity.places, activity.minimum_places
    if places is not None:
        places = n_places if places >= n_before else min(places, n_places)
        fewest = min(fewest, places) if activity.target != "none" else fewest
    # A rule about members asks for no more of them than there are people.
    rules = tuple(
        one.model_copy(update={"fewer_than": min(one.fewer_than, n_places)})
        if one.measure == "members" and one.fewer_than is not None
        else one
        for one in activity.rule
    )
    changes = {"places": places, "minimum_places": fewest, "rule": rules}
    return activity.model_copy(update=changes)


def _community_head(language: str, *, has_ties: bool, is_example: bool) -> str:
    columns = {name: message_in(language, words) for name, words in ROSTER_COLUMNS.items()}
    return head(
        "community",
        language,
        columns=columns,
        strength=message_in(language, TIE_COLUMNS["strength"].expected),
        has_ties=has_ties,
        is_example=is_example,
    )


def _programme_head(language: str, *, tactics: list[str]) -> str:
    """Make the head of a programme's file; with tactics it also says what one may choose."""
    invited = {name: in_language(language, words) for name, words in targets().items()}
    return head("programme", language, tactics=tactics, targets=invited)


def _tactics(language: str) -> list[str]:
    """List what may stand for a tactic, by family."""
    lines = []
    for family in dict.fromkeys(tactic.family for tactic in TACTICS.values()):
        names = [name for name, tactic in TACTICS.items() if tactic.family == family]
        told = f"{in_language(language, family)}: {', '.join(names)}"
        lines += wrap(told, WIDTH - 4, initial_indent="  ", subsequent_indent="    ")
    return lines
