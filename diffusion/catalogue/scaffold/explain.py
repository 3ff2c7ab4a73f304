"""Writes declarations as TOML in which each key is explained."""

import csv
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from textwrap import wrap
from typing import get_args

from diffusion.catalogue.load import DEFAULT_PARAMETERS, SOURCES, library_root
from diffusion.catalogue.scaffold.wording import in_language, words_for
from diffusion.errors import as_written
from diffusion.i18n.words import Words
from diffusion.readers.model_folder import BASED_ON
from diffusion.scenario.activity import Activity
from diffusion.scenario.artisans import Scales
from diffusion.scenario.base import Declaration
from diffusion.scenario.modules import Modules
from diffusion.scenario.programme import Programme
from diffusion.scenario.tactics import TACTICS

PATTERN = "senik"
"""The community whose numbers the files start with."""

WIDTH = 100
"""Characters of a line, so that it can be read without moving sideways."""

BROAD = 40
"""Characters from which a key with its value does not push the comments of the others."""

LABEL = "label"
"""What the table of sources calls the unit of a number that only tells things apart."""

FORMAL_MODEL = re.compile(r" \(ODD [^)]*\)")


def explained(
    head: str,
    declared: Declaration,
    file: str,
    *,
    language: str,
    base: Declaration | None = None,
    are_assumed: bool = True,
) -> str:
    """Write a declaration as TOML that explains itself, under a head of comments.

    `file` is what the table of sources calls the file. With a base, the default set of
    parameters, only what differs from it is written. Numbers are said to be assumed, unless they
    are not.
    """
    comment = "\n".join(f"# {line}".rstrip() for line in head.strip("\n").split("\n"))
    blocks = [*_blocks(declared, file, language=language, base=base)]
    if not are_assumed:
        said = in_language(language, "assumed")
        blocks = [one.replace(f"; {said}\n", "\n").removesuffix(f"; {said}") for one in blocks]
    if base is not None:
        words = in_language(language, "the set whose numbers hold where this file gives none")
        blocks[0] += f"\n{BASED_ON} = {_value(DEFAULT_PARAMETERS)}  # {words}"
    return "\n\n".join([comment, *blocks]) + "\n"


def _blocks(
    declared: Declaration,
    file: str,
    *,
    language: str,
    heading: str = "",
    key: str = "",
    source: str = "",
    tells_all: bool = True,
    base: Declaration | None = None,
) -> Iterator[str]:
    """Give a declaration's keys, then the tables inside it.

    Parameters
    ----------
    declared, file
        What to write, and what the table of sources calls its file.
    language
        Of the comments.
    heading
        Lines above its keys.
    key, source
        Its place as TOML writes it, and as the table of sources does; with a full stop at the
        end.
    tells_all
        Whether optional keys that it does not use are told too.
    base
        Another of its kind; keys that are equal there are left out.
    """
    lines, tables, left_out = [], [], []
    for name in type(declared).model_fields:
        value = getattr(declared, name)
        if base is not None and value == getattr(base, name):
            continue
        if isinstance(value, Declaration):
            if tells_all or not _is_default(declared, name):
                tables.append((name, value, True))
        elif _is_list_of_tables(value):
            tables += [(name, one, place == 0) for place, one in enumerate(value)]
        elif (kind := _table_left_out(declared, name)) is not None:
            left_out += [_as_comment(kind, f"{key}{name}", language)] if tells_all else []
        elif not isinstance(declared, Programme) or name not in ("name", "activity"):
            is_optional = _is_default(declared, name) and not isinstance(declared, Modules)
            if tells_all or not is_optional:
                said_at = f"{file}: {source}{name}"
                lines.append(_line(declared, name, said_at, language, is_optional=is_optional))
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
            language=language,
            heading=f"# {_about(inner, language)}\n{place}",
            key=f"{key}{name}.",
            source=called,
            tells_all=tells_all and is_first,
            base=None if base is None else getattr(base, name),
        )
    yield from left_out


def _table_left_out(declared: Declaration, name: str) -> type[Declaration] | None:
    """Find what an optional table holds, where there is none."""
    if getattr(declared, name) is not None:
        return None
    parts = get_args(type(declared).model_fields[name].annotation)
    return next(
        (one for one in parts if isinstance(one, type) and issubclass(one, Declaration)), None
    )


def _as_comment(kind: type[Declaration], place: str, language: str) -> str:
    """Write a table that may be left out as comments: its keys, and what each is."""
    about = in_language(language, (kind.__doc__ or "").split("\n")[0])
    lines = [
        (f"# {name} = ...", in_language(language, field.description or ""))
        for name, field in kind.model_fields.items()
    ]
    return "\n".join([f"# {about}", f"# [{place}]", *_aligned(lines)])


def _about(declared: Declaration, language: str) -> str:
    """Say in a line what a table is."""
    if isinstance(declared, Activity):
        tactic, say = TACTICS[declared.tactic], Words(language)
        form = in_language(language, "{tactic} ({family}); whoever holds it is a {role}.")
        name = say.name("tactic", declared.tactic)
        return form.format(
            tactic=name[:1].upper() + name[1:],
            family=in_language(language, tactic.family),
            role=say.name("role", tactic.role),
        )
    words = (type(declared).__doc__ or "").split("\n")[0]
    return in_language(language, FORMAL_MODEL.sub("", words))


def _line(
    declared: Declaration, name: str, source: str, language: str, *, is_optional: bool
) -> tuple[str, str]:
    """Give a key with its value, and the comment beside it."""
    value = getattr(declared, name)
    field = type(declared).model_fields[name]
    words = [words_for(type(declared), name) or field.description or ""]
    unit = _unit(source)
    if unit not in ("", LABEL) and unit.split()[0] not in words[0]:
        words.append(unit)
    is_chosen = unit == LABEL or name == "scale" or isinstance(declared, Scales)
    if _is_number(value) and not is_optional and not is_chosen:
        words.append("assumed")
    said = "; ".join(in_language(language, one) for one in words if one)
    if value is None:
        return f"# {name} = ...", said
    return f"{'# ' if is_optional else ''}{name} = {_value(value)}", said


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


@cache
def _units(library: Path) -> dict[str, str]:
    """Units of the pattern's numbers, by their place in its table of sources."""
    with (library / PATTERN / SOURCES).open(encoding="utf-8", newline="") as file:
        return {row["parameter"]: row["unit"] for row in csv.DictReader(file)}


def _unit(source: str) -> str:
    """Find the unit of a number; that of a dose may stand with another tactic."""
    units = _units(library_root())
    _, _, dose = source.partition(".doses.")
    if source in units or not dose:
        return units.get(source, "")
    return next((unit for key, unit in units.items() if key.endswith(f".doses.{dose}")), "")


def _is_default(declared: Declaration, name: str) -> bool:
    field = type(declared).model_fields[name]
    is_given = getattr(declared, name) != field.get_default(call_default_factory=True)
    return not field.is_required() and not is_given


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
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_value(key)} = {_value(one)}' for key, one in value.items())}}}"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:_}"
    return as_written(value)
