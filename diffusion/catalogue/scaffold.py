"""Writes files to start from: a community or a programme of one's own, each key explained."""

import csv
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from textwrap import wrap
from typing import Any

from diffusion.catalogue.load import DEFAULT_PARAMETERS, library_root, load
from diffusion.errors import InputError, Problem, as_written
from diffusion.readers.artisan_tables import ROSTER_COLUMNS, TIE_COLUMNS
from diffusion.readers.model_folder import Folder, read_programme
from diffusion.scenario.activity import Activity
from diffusion.scenario.base import Declaration
from diffusion.scenario.community import Community
from diffusion.scenario.modules import Modules
from diffusion.scenario.programme import Programme
from diffusion.scenario.tactics import TACTICS
from diffusion.scenario.ties import TieFile
from diffusion.util.atomic import whole_file, whole_folder

PATTERN = "senik"
"""The community whose numbers the files start with."""

ROSTER, TIES = "roster.csv", "ties.csv"

EXAMPLE_ROSTER = """\
artisan,self_efficacy,skill,cash
A,0.55,0.20,250000
B,0.40,0.10,120000
C,0.60,0.25,400000
D,0.35,0.15,90000
E,0.50,0.10,180000
F,0.45,0.20,220000
G,0.30,0.10,60000
H,0.65,0.20,350000
I,0.40,0.15,150000
J,0.50,0.25,300000
K,0.45,0.10,200000
L,0.35,0.15,110000
"""
"""A small roster, made up."""

EXAMPLE_TIES = """\
ego,alter,strength
A,B,1
A,C,0.6
A,H,0.6
B,C,0.3
B,D,1
C,E,0.6
C,J,0.3
D,E,0.6
D,G,1
E,F,1
F,G,0.6
F,H,0.3
G,I,0.6
H,I,1
H,J,0.6
I,K,0.3
J,K,1
K,L,0.6
L,A,0.3
"""
"""Who knows whom in it, made up."""

PROGRAMMES = ("campaign_only", "collaboration_only", "none")
"""Programmes of the pattern that a new community starts with."""

FIRST_ACTIVITIES = ("public_meeting", "training")
"""What a new programme starts with: something of a campaign, something of a collaboration."""

WORDS = {
    "BetaTrait.mean": "average of all artisans, above 0 and below 1",
    "BetaTrait.concentration": "the larger, the more alike they are",
    "UniformTrait.low": "the least that anybody has",
    "UniformTrait.width": "the most that anybody has above it",
    "Strength.values": "strengths that a tie may have, above 0, at most 1",
    "Strength.shares": "how often each is drawn, together 1",
    "WattsStrogatz.generator": "how ties are drawn; diffusion schema community lists all ways",
    "WattsStrogatz.rewiring": "chance that a tie leads to somebody far away",
    "TieFile.generator": "ties are those of a table",
    "Pottery.pieces_per_month": "what a household makes if it makes nothing else",
    "Innovation.pieces_per_month": "what a household makes if it makes nothing else",
    "Innovation.name": "what is new, in a few words",
    "Channel.name": "called so by a market_link in a programme",
    "Activity.tactic": "its kind",
    "Activity.places": "how many may come; left out: a place for everybody",
    "Activity.months": "the months in which it is held; the first month is 0",
    "Association.cohesion": "how well it holds together at the start",
    "Association.self_reliance": "how far it goes on without help, at the start",
    "Institutions.commitment": "how much they stand behind the work at the start",
    "Facilitator.credibility": "how far he or she is believed at the start",
    "LognormalMoney.median": "half have less; rupiah",
    "LognormalMoney.spread": "0 all alike; standard deviation of the log",
    "Modules.association": "the association exists",
    "Modules.finance": "its savings, arisan, loans and grants",
    "Modules.market": "buyers with prices and quotas; false: all is sold at innovation.price",
    "Modules.withdrawal": "the facilitator leaves, and self-reliance has to grow",
    "Modules.institutions": "commitment of the offices and leaders changes",
    "Modules.contest": "a petition may win something",
    "Modules.exhibition": "the yearly exhibition",
    "Modules.shocks": "illness and other costs hit households",
    "Modules.readoption": "who gave up may begin again",
    "Modules.ambassadors": "adopters pass it on when they are asked to",
    "Modules.season": "rainy months lower production",
    "Modules.proximity": "word also comes from next door",
    "Modules.advantage": "what others earn with it counts in the decision",
    "Modules.lapse": "a decision without means is dropped after some months",
    "Modules.leakage": "a badly kept fund loses money",
    "Modules.vote": "the association votes",
    "Modules.heterogeneity": "artisans differ in how readily they decide",
    "Modules.dynamic_ties": "ties grow by meeting",
    "Modules.travel": "distance keeps some away from an activity",
    "Modules.buyer_feedback": "buyers teach quality",
    "Modules.village_promise": "the village goes on when the facilitator leaves",
    "Modules.coordination": "training and visit lose without somebody who coordinates",
    "Modules.permit": "nothing may be held before the permit",
    "Modules.resources_known": "a grant needs that artisans know whom to ask",
}
"""Words for the keys that have none in their declaration."""

COMMUNITY_HEAD = f"""\
A community of your own: this file, its tables, programmes/ and parameters/ are all it needs.

Every number below is ASSUMED: it is that of the potters of Senik, Java, with prices of 2010,
which comes with the program. Put the numbers of your place instead, and beside each, after
the mark #, where you have it from. What you leave as it is stays assumed: say so in a paper.

A line that begins with # is not read. Keys behind # are optional: take the # away to use them.
A share or a chance is a number from 0 to 1. Money is whole rupiah; 200_000 is 200000.

{ROSTER} is the table of artisans, one row each. Its columns:
  artisan: a name, a letter or a number; letters protect people
{{columns}}\
Only artisan is needed. What has no column is drawn for each run, as [artisans] says below.

"""

TIES_HEAD = f"""\
{TIES} is the table of ties, one row for each pair, in either order. Its columns:
  ego, alter: two artisans
  strength: {TIE_COLUMNS["strength"].expected}; without this column it is drawn
"""

DRAWN_TIES_HEAD = f"""\
Ties are drawn anew for each run, as [ties] says below. If you know them, save them as
{TIES} with the columns ego, alter and perhaps strength, and write instead of [ties]:
  [ties]
  generator = "file"
  file = "{TIES}"
"""

TABLES_HEAD = """
A table may come from a spreadsheet: cells separated by commas, or by semicolons (then with a
decimal comma). Write nothing between thousands.
"""

EXAMPLE_HEAD = """
The rows that stand there now are an example, made up.
"""

PARAMETERS_HEAD = """\
How strongly things act on people. Every number is ASSUMED: it is the teaching set of Senik,
optimistic about how long something new is kept. The letters are those of the formal model.

To try other numbers, write a second file here that says only what differs:
  title = "A harder world"
  based_on = "default"
  [decision]
  alpha = 0.08
and name it in the command: --parameters, then the file's name without its ending.
"""

PROGRAMME_HEAD = """\
A programme: the dated, costed activities of an organisation. It is called by this file's name.

Every number below is ASSUMED: costs and doses are those of Senik, Java, in 2010. Put yours
instead, and beside each, after the mark #, where you have it from.

Months are counted from the start of the calendar in community.toml; the first month is 0.
A dose says what one date does to one who comes: 0 nothing, 1 all that is possible.
A line that begins with # is not read. Keys behind # are optional: take the # away to use them.
"""

TARGETS: dict[str, str] = {
    "none": "nobody; for what needs no guests, as lobbying",
    "all": "everybody",
    "random": "everybody; places by lot",
    "volunteers": "everybody; places to the highest self-efficacy",
    "poorest": "everybody; places to the lowest other income",
    "highest_degree": "everybody; places to those with most ties",
    "highest_eigenvector": "everybody; places to those with ties to the well tied",
    "friend_cluster": "everybody; places to some by lot and then to their alters",
    "members": "members of the association",
    "members_or_all": "its members; everybody while there is none",
    "officers": "its members with an office",
    "trained": "those who came to a training",
    "adopters": "those at the stage trial or confirmed",
    "joiners": "the trained, then others who are persuaded or further",
}
"""Whom each rule invites, and who gets a place when there are fewer places."""


def new_programme(file: Path) -> None:
    """Write a programme file to start from.

    Raises
    ------
    InputError
        If it is not a new file with the ending .toml, in a folder that can be written.
    """
    if file.suffix != ".toml":
        expected = "the name of a new file, ending in .toml"
        raise InputError(Problem(str(file), "", expected, file.suffix or "no ending"))
    if file.exists() or file.is_symlink():
        raise InputError(Problem(str(file), "", "a new file", "one of this name"))
    if not file.parent.is_dir():
        found = f"no folder {file.parent}"
        raise InputError(Problem(str(file), "", "a folder that is there", found))
    programme = _pattern().programmes["campaign_then_collaboration"]
    chosen = (one for one in programme.activity if one.tactic in FIRST_ACTIVITIES)
    first = tuple(
        one.model_copy(update={"id": number, "places": one.places if one.cost_per_place else None})
        for number, one in enumerate(chosen, start=1)
    )
    started = {"title": "A programme of our own (numbers assumed)", "activity": first}
    text = _told(PROGRAMME_HEAD + _choices(), programme.model_copy(update=started), "programmes")
    with whole_file(file) as draft:
        draft.write_text(text, encoding="utf-8")
        read_programme(draft)


def new_community(
    folder: Path, *, roster: Path | None = None, ties: Path | None = None
) -> tuple[str, ...]:
    """Write a community folder to start from; return the names of its files.

    Parameters
    ----------
    folder
        New or empty.
    roster, ties
        Tables of one's own, which are checked and copied; ties need a roster. Without both,
        small examples are written. With a roster alone, ties are drawn.

    Raises
    ------
    InputError
        With every mistake in the tables, or if the folder cannot be written; nothing is then.
    """
    if folder.is_dir() and any(folder.iterdir()):
        raise InputError(Problem(str(folder), "", "a new or empty folder", "files in it"))
    if ties is not None and roster is None:
        expected = "--roster beside it, which also names artisans without a tie"
        raise InputError(Problem("--ties", "", expected, "none"))
    tables = {ROSTER: EXAMPLE_ROSTER.encode(), TIES: EXAMPLE_TIES.encode()}
    n_artisans = EXAMPLE_ROSTER.count("\n") - 1
    if roster is not None:
        n_artisans = _check_tables(roster, ties)
        tables = {ROSTER: roster.read_bytes()} | ({} if ties is None else {TIES: ties.read_bytes()})
    files = tables | _files(n_artisans, has_ties=TIES in tables, is_example=roster is None)
    with whole_folder(folder) as draft:
        for name, content in files.items():
            (draft / name).parent.mkdir(exist_ok=True)
            (draft / name).write_bytes(content)
        load(draft)
    return tuple(sorted(files))


def _pattern() -> Community:
    return load(library_root() / PATTERN)


def _check_tables(roster: Path, ties: Path | None) -> int:
    """Check tables of one's own, and count the artisans."""
    folder = Folder(roster.parent)
    artisans = folder.roster(roster.name)
    problems = folder.problems
    if ties is not None and artisans is not None:
        folder = Folder(ties.parent)
        folder.tie_list(ties.name, {label: ego for ego, label in enumerate(artisans.labels)})
        problems = problems + folder.problems
    if problems or artisans is None:
        raise InputError(problems)
    return len(artisans.labels)


def _files(n_artisans: int, *, has_ties: bool, is_example: bool) -> dict[str, bytes]:
    """Content of the files of a new community, by their names."""
    pattern = _pattern()
    number = pattern.n_artisans
    artisans = pattern.file.artisans.model_copy(update={"number": None, "roster": ROSTER})
    changes: dict[str, Any] = {"title": "A community of our own (numbers assumed)"}
    changes["artisans"] = artisans
    if has_ties:
        strength = pattern.file.ties.strength
        changes["ties"] = TieFile(generator="file", file=TIES, strength=strength)
    file = pattern.file.model_copy(update=changes)
    numbers = pattern.parameter_sets[DEFAULT_PARAMETERS].model_copy(
        update={"title": "Teaching set of Senik (assumed)"}
    )
    texts = {
        "community.toml": _told(
            _community_head(has_ties=has_ties, is_example=is_example), file, "community"
        ),
        f"parameters/{DEFAULT_PARAMETERS}.toml": _told(
            PARAMETERS_HEAD, numbers, f"parameters/{DEFAULT_PARAMETERS}"
        ),
    }
    for name in PROGRAMMES:
        programme = pattern.programmes[name]
        fitted = tuple(_fitted(one, number, n_artisans) for one in programme.activity)
        started = {"title": f"{programme.title} (numbers assumed)", "activity": fitted}
        texts[f"programmes/{name}.toml"] = _told(
            PROGRAMME_HEAD, programme.model_copy(update=started), "programmes"
        )
    return {name: text.encode() for name, text in texts.items()}


def _fitted(activity: Activity, n_before: int, n_artisans: int) -> Activity:
    """Give an activity for all a place for everybody here, and no activity more than that."""
    places = activity.places
    if places is not None:
        places = n_artisans if places >= n_before else min(places, n_artisans)
    return activity.model_copy(update={"places": places})


def _community_head(*, has_ties: bool, is_example: bool) -> str:
    columns = "".join(f"  {name}: {column.expected}\n" for name, column in ROSTER_COLUMNS.items())
    ties = TIES_HEAD if has_ties else DRAWN_TIES_HEAD
    example = EXAMPLE_HEAD if is_example else ""
    return COMMUNITY_HEAD.format(columns=columns) + ties + TABLES_HEAD + example


def _choices() -> str:
    """Tell what may stand for a tactic and for a target."""
    lines = ["", "Tactics, by family:"]
    for family in dict.fromkeys(tactic.family for tactic in TACTICS.values()):
        names = [name for name, tactic in TACTICS.items() if tactic.family == family]
        words = f"{family}: {', '.join(names)}"
        lines += wrap(words, WIDTH - 4, initial_indent="  ", subsequent_indent="    ")
    lines += ["A market_link needs a channel of community.toml. group_formation founds the"]
    lines += ["association, without which there are no members and no officers.", ""]
    lines += ['Targets, or a list of artisans such as ["A", "C"]:']
    lines += [f"  {target}: {words}" for target, words in TARGETS.items()]
    return "\n".join(lines)


# From declarations to text.

WIDTH = 100
"""Characters of a line, so that it can be read without moving sideways."""

BROAD = 40
"""Characters from which a key with its value does not push the comments of the others."""

LABEL = "label"
"""What the table of sources calls the unit of a number that only tells things apart."""

FORMAL_MODEL = re.compile(r" \(ODD [^)]*\)")


def _told(head: str, declared: Declaration, file: str) -> str:
    """Write a declaration as TOML that explains itself, under a head of comments.

    `file` is what the table of sources calls the file.
    """
    comment = "\n".join(f"# {line}".rstrip() for line in head.strip("\n").split("\n"))
    blocks = "\n\n".join(_blocks(declared, file))
    return f"{comment}\n\n{blocks}\n"


def _blocks(
    declared: Declaration,
    file: str,
    *,
    heading: str = "",
    key: str = "",
    source: str = "",
    tells_all: bool = True,
) -> Iterator[str]:
    """Give a declaration's keys, then the tables inside it.

    Parameters
    ----------
    declared, file
        What to write, and what the table of sources calls its file.
    heading
        Lines above its keys.
    key, source
        Its place as TOML writes it, and as the table of sources does; with a full stop at the
        end.
    tells_all
        Whether optional keys that it does not use are told too.
    """
    lines, tables = [], []
    for name in type(declared).model_fields:
        value = getattr(declared, name)
        if isinstance(value, Declaration):
            if tells_all or not _is_default(declared, name):
                tables.append((name, value, True))
        elif _is_list_of_tables(value):
            tables += [(name, one, place == 0) for place, one in enumerate(value)]
        elif not isinstance(declared, Programme) or name not in ("name", "activity"):
            is_optional = _is_default(declared, name) and not isinstance(declared, Modules)
            if tells_all or not is_optional:
                lines.append(_line(declared, name, f"{file}: {source}{name}", is_optional))
    if lines or heading:
        yield "\n".join([*([heading] if heading else []), *_aligned(lines)])
    for name, inner, is_first in tables:
        is_one_of_many = _is_list_of_tables(getattr(declared, name))
        called = f"{inner.tactic}." if isinstance(inner, Activity) else f"{source}{name}."
        if is_one_of_many and not isinstance(inner, Activity):
            called += f"{getattr(inner, 'name', '')}."
        place = f"[[{key}{name}]]" if is_one_of_many else f"[{key}{name}]"
        yield from _blocks(
            inner,
            file,
            heading=f"{_about(inner)}{place}",
            key=f"{key}{name}.",
            source=called,
            tells_all=tells_all and is_first,
        )


def _about(declared: Declaration) -> str:
    """Say in a line of comment what a table is."""
    if isinstance(declared, Activity):
        tactic = TACTICS[declared.tactic]
        name = declared.tactic.replace("_", " ").capitalize()
        return f"# {name} ({tactic.family}); whoever holds it is a {tactic.role}.\n"
    words = (type(declared).__doc__ or "").split("\n")[0]
    return f"# {FORMAL_MODEL.sub('', words)}\n"


def _line(declared: Declaration, name: str, source: str, is_optional: bool) -> tuple[str, str]:
    """Give a key with its value, and the comment beside it."""
    value = getattr(declared, name)
    field = type(declared).model_fields[name]
    words = _words(type(declared), name) or field.description or ""
    unit = _unit(source)
    if unit not in ("", LABEL) and unit.split()[0] not in words:
        words += f"; {unit}" if words else unit
    if _is_number(value) and not is_optional and unit != LABEL:
        words += "; assumed"
    if value is None:
        return f"# {name} = ...", words
    return f"{'# ' if is_optional else ''}{name} = {_value(value)}", words


def _aligned(lines: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Put comments under each other; one that is too long stands above its key."""
    width = max((len(written) for written, _ in lines if len(written) < BROAD), default=0)
    for written, words in lines:
        comment = f"# {words}"
        if not words:
            yield written
        elif max(width, len(written)) + 2 + len(comment) <= WIDTH:
            yield f"{written:<{width}}  {comment}"
        else:
            yield from wrap(words, WIDTH, initial_indent="# ", subsequent_indent="# ")
            yield written


def _words(kind: type[Declaration], name: str) -> str:
    """Find the words for a key of a declaration, or of what it is a kind of."""
    return next(
        (WORDS[f"{k.__name__}.{name}"] for k in kind.__mro__ if f"{k.__name__}.{name}" in WORDS),
        "",
    )


@cache
def _units() -> dict[str, str]:
    """Units of the pattern's numbers, by their place in its table of sources."""
    with (library_root() / PATTERN / "sources.csv").open(encoding="utf-8", newline="") as file:
        return {row["parameter"]: row["unit"] for row in csv.DictReader(file)}


def _unit(source: str) -> str:
    """Find the unit of a number; that of a dose may stand with another tactic."""
    units = _units()
    _, _, dose = source.partition(".doses.")
    if source in units or not dose:
        return units.get(source, "")
    return next((unit for key, unit in units.items() if key.endswith(f".doses.{dose}")), "")


def _is_default(declared: Declaration, name: str) -> bool:
    field = type(declared).model_fields[name]
    return not field.is_required() and getattr(declared, name) == field.default


def _is_list_of_tables(value: object) -> bool:
    return isinstance(value, tuple) and any(isinstance(one, Declaration) for one in value)


def _is_number(value: object) -> bool:
    if isinstance(value, tuple):
        return bool(value) and all(map(_is_number, value))
    return isinstance(value, int | float) and not isinstance(value, bool)


def _value(value: object) -> str:
    """Write a value in TOML."""
    if isinstance(value, tuple):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:_}"
    return as_written(value)
