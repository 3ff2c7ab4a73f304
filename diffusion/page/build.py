"""Puts the workshop page together: one file that works where there is no network."""

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from importlib.resources import files
from string import Template
from types import MappingProxyType
from typing import Any

from diffusion.i18n.words import (
    LANGUAGES,
    Words,
    both,
    catalogue,
    not_yet_read,
    written_in,
)
from diffusion.plotting.style import GRID, N_ON_PAGE, css_variables, page_style, strategy_styles

SCRIPTS = (
    "state.js",
    "words.js",
    "elements.js",
    "network.js",
    "chart.js",
    "steps.js",
    "setting.js",
    "guess.js",
    "watch.js",
    "whatif.js",
    "story.js",
    "takehome.js",
    "picture.js",
    "start.js",
)
"""Modules of the script in the order in which they are joined; `start.js` begins."""

SHARED = ("strategy", "tactic", "reason", "measure")
"""Sections of the reports' catalogue that the page says too."""

UNSAID = ("film", "title_given")
"""Sections of the page's catalogue that the page does not say by their keys."""

WITHOUT_SCRIPT = ("page.no_script", "page.table", "page.bands")
"""Texts that stand in the page and are not said by its script."""

_WIDTH, _HEIGHT, _LEFT, _FOOT, _TOP, _RIGHT = 760, 330, 46, 290, 34, 16


def build_page(data: Mapping[str, Any]) -> str:
    """Build the page of some simulated histories.

    Parameters
    ----------
    data : mapping
        What `diffusion.page.data.page_data` returns.

    Returns
    -------
    str
        A whole HTML file, which asks nothing of any network; the same for equal data.
    """
    style = _short(css_variables() + _file("style.css"))
    script = _short("(function () {\n'use strict';\n" + "".join(map(_file, SCRIPTS)) + "})();")
    return Template(_file("page.html")).substitute(
        policy=_policy(style, script),
        title=escape(_say("page.title", LANGUAGES[0], place=_place(data, LANGUAGES[0]))),
        style=style,
        without_script=without_script(data),
        data=inline_json(packed(data) | {"unread": is_unread()}),
        words=inline_json(used_words(data)),
        styles=inline_json(page_style([strategy["name"] for strategy in data["strategies"]])),
        script=script,
    )


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
    used = {
        "strategy": names,
        "says": names,
        "tactic": {activity["tactic"] for s in strategies for activity in s["activities"]},
        "story": {"attended", *(key for key, _ in told)},
        "measure": {"month_of_half"},
        "office": {values["office"] for _, values in told if "office" in values},
    }

    def is_used(key: str) -> bool:
        section, _, name = key.partition(".")
        return key not in WITHOUT_SCRIPT and (section not in used or name in used[section])

    return {
        language: {key: text for key, text in texts.items() if is_used(key)}
        for language, texts in page_words().items()
    }


def packed(data: Mapping[str, Any]) -> dict[str, Any]:
    """Write each event of the stories once; `unpackStories` of state.js undoes it.

    Returns
    -------
    dict
        The data, with stories of [record, event, event, ...] that count into two more entries:
        "events" of [key, value, ...], and "arguments", which gives each key the names of its
        values.

    Examples
    --------
    >>> story = [[2, [["sold", {"pieces": 3, "amount": 9}], ["joined", {}]]], [5, [["joined", {}]]]]
    >>> small = packed({"strategies": [{"name": "none", "stories": [story]}]})
    >>> small["strategies"][0]["stories"]
    [[[2, 0, 1], [5, 1]]]
    >>> small["events"], small["arguments"]
    ([['sold', 9, 3], ['joined']], {'sold': ['amount', 'pieces'], 'joined': []})
    """
    numbers: dict[tuple[Any, ...], int] = {}
    arguments: dict[str, list[str]] = {}

    def number(key: str, values: Mapping[str, Any]) -> int:
        names = arguments.setdefault(key, sorted(values))
        return numbers.setdefault((key, *(values[name] for name in names)), len(numbers))

    strategies = [
        strategy
        | {
            "stories": [
                [[record, *(number(key, values) for key, values in told)] for record, told in story]
                for story in strategy["stories"]
            ]
        }
        for strategy in data["strategies"]
    ]
    events = [list(event) for event in numbers]
    return {**data, "strategies": strategies, "events": events, "arguments": arguments}


def inline_json(value: object) -> str:
    """Write JSON that no text in it can end, whatever people called their village."""
    text = json.dumps(
        value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    )
    return text.replace("<", "\\u003c")


def without_script(data: Mapping[str, Any]) -> str:
    """Write what a reader without JavaScript sees, in both languages."""
    return "\n".join([*(_one_language(data, words) for words in both()), _chart(data)])


def _one_language(data: Mapping[str, Any], words: Words) -> str:
    def say(key: str, **values: object) -> str:
        return escape(_say(key, words.language, **values))

    names = [words.strategy(strategy["name"]) for strategy in data["strategies"]]
    counts = {key: words.number(data[key], 0) for key in ("n_artisans", "n_months", "n_runs")}
    keys = ("adopters", "lasting", "tried", "discontinued", "cost")
    head = "".join(f'<th scope="col">{say(f"take.{key}")}</th>' for key in keys)
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in _ends(strategy["end"], words))
        + "</tr>"
        for name, strategy in zip(names, data["strategies"], strict=True)
    )
    assumed = (
        say("take.not_stated")
        if data["n_assumed"] is None
        else say("take.assumed", number=words.number(data["n_assumed"], 0))
    )
    return "\n".join(
        [
            f'<div class="without-script" lang="{words.language}">',
            f"<h1>{say('page.title', place=_place(data, words.language))}</h1>",
            f"<p>{say('page.no_script')}</p>",
            f"<p>{say('page.table', **counts)}</p>",
            f"<table><thead><tr><td></td>{head}</tr></thead><tbody>{rows}</tbody></table>",
            f"<p><strong>{say('page.caveat')}</strong> {assumed} {say('take.no_forecast')}</p>",
            f"<p>{say('page.unread')}</p>" if is_unread() else "",
            "</div>",
        ]
    )


def _ends(end: Mapping[str, Any], words: Words) -> list[str]:
    band = _say(
        "page.span",
        words.language,
        low=words.number(end["low"], 0),
        high=words.number(end["high"], 0),
    )
    cost = end["cost_per_lasting"]
    return [
        f"{words.number(end['adopters'])} ({band})",
        *(words.number(end[key]) for key in ("lasting", "tried", "discontinued")),
        _say("page.none", words.language) if cost is None else words.rupiah(cost),
    ]


def _chart(data: Mapping[str, Any]) -> str:
    """Draw the curves once, with what they are in every language."""

    def said(key: str, **values: object) -> str:
        return " / ".join(escape(_say(key, language, **values)) for language in LANGUAGES)

    names = [
        " / ".join(dict.fromkeys(words.strategy(strategy["name"]) for words in both()))
        for strategy in data["strategies"]
    ]
    return "\n".join(
        [
            '<div class="without-script">',
            f"<h2>{said('page.chart')}</h2>",
            _curves(data, names, said("page.chart")),
            f"<p>{said('page.bands', n_runs=data['n_runs'])}</p>",
            "</div>",
        ]
    )


def _curves(data: Mapping[str, Any], names: Sequence[str], title: str) -> str:
    n_months, n_artisans = data["n_months"], data["n_artisans"]

    def point(record: int, adopters: float) -> str:
        x = _LEFT + record / n_months * (_WIDTH - _LEFT - _RIGHT)
        y = _FOOT - adopters / n_artisans * (_FOOT - _TOP)
        return f"{x:.0f} {y:.0f}"

    parts = [
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}" '
        f'font-size="16" role="img" aria-label="{title}">'
    ]
    parts.extend(
        f'<path d="M{point(0, adopters)}L{point(n_months, adopters)}" stroke="{GRID}"/>'
        f'<text x="{_LEFT - 6}" y="{point(0, adopters).split()[1]}" text-anchor="end">'
        f"{adopters}</text>"
        for adopters in (0, n_artisans // 2, n_artisans)
    )
    parts.extend(
        f'<text x="{point(month, 0).split()[0]}" y="{_HEIGHT - 14}" text-anchor="middle">'
        f"{month}</text>"
        for month in (0, n_months // 2, n_months)
    )
    lines = strategy_styles([strategy["name"] for strategy in data["strategies"]], n=N_ON_PAGE)
    for place, (strategy, line) in enumerate(zip(data["strategies"], lines, strict=True)):
        curve = strategy["curve"]
        high = [point(record, value) for record, value in enumerate(curve["high"])]
        low = [point(record, value) for record, value in enumerate(curve["low"])]
        mean = [point(record, value) for record, value in enumerate(curve["mean"])]
        colour = line.colour
        dashed = f' stroke-dasharray="{line.dashes}"' if line.dash else ""
        x = _LEFT + 8
        parts.append(
            f'<path d="M{"L".join(high + low[::-1])}Z" fill="{colour}" fill-opacity="0.14"/>'
            f'<path d="M{"L".join(mean)}" fill="none" stroke="{colour}" stroke-width="3"{dashed}/>'
            f'<path d="M{x} {_TOP + 8 + 22 * place}h34" stroke="{colour}" stroke-width="3"'
            f'{dashed}/><text x="{x + 42}" y="{_TOP + 14 + 22 * place}" fill="{colour}">'
            f"{escape(names[place])}</text>"
        )
    return "".join([*parts, "</svg>"])


def is_unread() -> bool:
    """Whether some of the page's Indonesian has not been read by a native speaker yet."""
    return any(key.split(".")[0] in not_yet_read() for key in page_catalogue())


def _place(data: Mapping[str, Any], language: str) -> str:
    return str(data["community"]["titles"][language])


def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return "sha256-" + base64.b64encode(digest).decode()


def _say(key: str, language: str, **values: object) -> str:
    return page_catalogue()[key][language].format(**values)


_IDLE = re.compile(
    r"""("(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*' | `(?:[^`\\]|\\.)*`)  # a text stays as it is
    | /\*.*?\*/ | (?<!:)//[^\n]*                                      # a comment
    | (?<=[,;:{=>?&|]) [ ] | [ ] (?=[{=?&|])                          # a space beside a mark
    """,
    re.DOTALL | re.VERBOSE,
)


def _short(text: str) -> str:
    """Leave out comments and idle spaces of a script or a style, so that the file is small."""
    told = _IDLE.sub(lambda found: found[1] or "", text)
    return "\n".join(line.strip() for line in told.splitlines() if line.strip()) + "\n"


@cache
def _file(name: str) -> str:
    return files("diffusion.page").joinpath("web", name).read_text(encoding="utf-8")
