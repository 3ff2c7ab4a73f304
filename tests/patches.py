"""Small changes of a file that people write, by the path of a value, all else as it stands."""

import re
from collections.abc import Mapping, Sequence

HEADER = re.compile(r"\s*(\[\[?)\s*([\w.]+)\s*\]\]?\s*(?:#.*)?$")
KEY = re.compile(r"\s*(\w+)\s*=")


def patched(
    text: str,
    *,
    put: Mapping[str, str] | None = None,
    without: Sequence[str] = (),
    replace: Mapping[str, str] | None = None,
) -> str:
    """Change a TOML text and refuse a patch that would change nothing.

    Paths are those of the messages: ``artisans.value_fit.mean``, ``activity[2].months``, counted
    from 1. `put` gives the text right of the equals sign, which may be wrong TOML; a key that is
    not there is put first in its section. `without` leaves lines out. `replace` changes a text
    that stands there exactly once.
    """
    for path, value in (put or {}).items():
        text = _put(text, path, value)
    for path in without:
        lines = text.split("\n")
        del lines[_line_of(lines, path)]
        text = "\n".join(lines)
    for old, new in (replace or {}).items():
        assert text.count(old) == 1, f"{old!r} stands there {text.count(old)} times, not once"
        text = text.replace(old, new)
    return text


def _put(text: str, path: str, value: str) -> str:
    lines = text.split("\n")
    section, _, key = path.rpartition(".")
    paths = _paths(lines)
    line = f"{key} = {value}"
    if path in paths:
        place = paths.index(path)
        assert lines[place] != line, f"{path} is {value} already"
        lines[place] = line
    else:
        place = paths.index(f"[{section}]") if section else -1
        lines.insert(place + 1, line)
    return "\n".join(lines)


def _line_of(lines: Sequence[str], path: str) -> int:
    paths = _paths(lines)
    assert paths.count(path) == 1, f"{path} stands there {paths.count(path)} times, not once"
    return paths.index(path)


def _paths(lines: Sequence[str]) -> list[str]:
    """For each line the path of its key, or the section it begins in brackets, or nothing."""
    section, counts, found = "", dict[str, int](), list[str]()
    for line in lines:
        header, key = HEADER.match(line), KEY.match(line)
        if header:
            brackets, name = header.groups()
            parent = next((n for n in counts if name.startswith(f"{n}.")), None)
            if brackets == "[[":
                counts[name] = counts.get(name, 0) + 1
                section = f"{name}[{counts[name]}]"
            elif parent is not None:
                section = f"{parent}[{counts[parent]}]{name.removeprefix(parent)}"
            else:
                section = name
            found.append(f"[{section}]")
        elif key:
            found.append(f"{section}.{key[1]}" if section else key[1])
        else:
            found.append("")
    return found
