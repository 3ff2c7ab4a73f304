"""Writes what a reader without JavaScript sees of the workshop page: a table and the curves."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

from diffusion.i18n.words import LANGUAGES, Words, both
from diffusion.page.words import is_unread, place_of, said
from diffusion.plotting.style import GRID, N_ON_PAGE, OBSERVED, strategy_styles

_MOST_MARKS = 4
"""Numbers of an axis beside 0."""

_COUNTS = tuple(width * 10**power for power in range(5) for width in (1, 2, 5))
_MONTHS = (1, 2, 3, 6, 12, 18, 24, 36, 60, 120)
"""Steps of an axis of artisans, and of one of months."""

_WIDTH, _HEIGHT, _LEFT, _FOOT, _TOP, _RIGHT = 760, 330, 46, 290, 34, 16


def without_script(data: Mapping[str, Any]) -> str:
    """Write what a reader without JavaScript sees, in both languages."""
    return "\n".join([*(_one_language(data, words) for words in both()), _chart(data)])


def _one_language(data: Mapping[str, Any], words: Words) -> str:
    def say(key: str, **values: object) -> str:
        return escape(said(key, words.language, **values))

    names = [words.strategy(strategy["name"]) for strategy in data["strategies"]]
    counts = {key: words.number(data[key], 0) for key in ("n_artisans", "n_months", "n_runs")}
    keys = ("adopters", "lasting", "tried", "discontinued", "cost")
    head = "".join(f'<th scope="col">{say(f"take.{key}")}</th>' for key in keys)
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th>'
        + "".join(
            f"<td>{escape(cell)}</td>" for cell in _ends(strategy["end"], data["n_runs"], words)
        )
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
            f"<h1>{say('page.title', place=place_of(data, words.language))}</h1>",
            f"<p>{say('page.no_script')}</p>",
            f"<p>{say('page.table', **counts)}</p>",
            f"<table><thead><tr><td></td>{head}</tr></thead><tbody>{rows}</tbody></table>",
            *(f"<p>{escape(text)}</p>" for text in _over_points(data, words)),
            f"<p><strong>{say('page.caveat')}</strong> {assumed} {say('take.no_forecast')}</p>",
            f"<p>{say('page.unread')}</p>" if is_unread() else "",
            "</div>",
        ]
    )


def _over_points(data: Mapping[str, Any], words: Words) -> Iterator[str]:
    """Tell what other numbers that fit as well lead to, if they were tried."""
    over = data["over_points"]
    if over is None:
        return
    counts = {key: words.number(over[key], 0) for key in ("n_points", "n_shown", "n_patterns")}
    yield said("over_points.note", words.language, **counts)
    for strategy, row in zip(data["strategies"], over["strategies"], strict=True):
        points, histories = (
            said(
                "page.span",
                words.language,
                low=words.number(row[f"{of}_low"], digits),
                high=words.number(row[f"{of}_high"], digits),
            )
            for of, digits in (("points", 1), ("histories", 0))
        )
        yield said(
            "over_points.band",
            words.language,
            strategy=words.strategy(strategy["name"]),
            mean=words.number(row["default"]),
            points=points,
            histories=histories,
        )
    yield from over["said"][words.language]


def _ends(end: Mapping[str, Any], n_runs: int, words: Words) -> list[str]:
    band = said(
        "page.span",
        words.language,
        low=words.number(end["low"], 0),
        high=words.number(end["high"], 0),
    )
    cost = end["cost_per_lasting"]
    return [
        f"{words.number(end['adopters'])} ({band})"
        if n_runs > 1
        else words.number(end["adopters"]),
        *(words.number(end[key]) for key in ("lasting", "tried", "discontinued")),
        said("page.none", words.language) if cost is None else words.rupiah(cost),
    ]


def _chart(data: Mapping[str, Any]) -> str:
    """Draw the curves once, with what they are in every language."""

    def in_both(key: str, **values: object) -> str:
        return " / ".join(escape(said(key, language, **values)) for language in LANGUAGES)

    note = "page.bands" if data["n_runs"] > 1 else "page.one_history"
    names = [
        " / ".join(dict.fromkeys(words.strategy(strategy["name"]) for words in both()))
        for strategy in data["strategies"]
    ]
    return "\n".join(
        [
            '<div class="without-script">',
            f"<h2>{in_both('page.chart')}</h2>",
            _curves(data, names, in_both("page.chart")),
            f"<p>{in_both(note, n_runs=data['n_runs'])}</p>",
            "</div>",
        ]
    )


def _marks(top: int, steps: Sequence[int]) -> range:
    """Whole numbers from 0 to at most `top`, about four, so that each stands at its own place.

    >>> list(_marks(37, (1, 2, 5, 10))), list(_marks(36, (1, 2, 3, 6, 12)))
    ([0, 10, 20, 30], [0, 12, 24, 36])
    """
    return range(0, top + 1, next((step for step in steps if top / step <= _MOST_MARKS), top))


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
        f'<text x="{_LEFT - 6}" y="{point(0, adopters).split()[1]}" dy="5" text-anchor="end">'
        f"{adopters}</text>"
        for adopters in _marks(n_artisans, _COUNTS)
    )
    parts.extend(
        f'<text x="{point(month, 0).split()[0]}" y="{_HEIGHT - 14}" text-anchor="middle">'
        f"{month}</text>"
        for month in _marks(n_months, _MONTHS)
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
    if data["observed"]:
        pairs = zip(data["observed"]["records"], data["observed"]["users"], strict=True)
        at = [point(record, users).split() for record, users in pairs]
        colour = OBSERVED.colour
        parts += [f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>' for x, y in at]
        x, y = _LEFT + 50, _TOP + 14 + 22 * len(names)
        named = " / ".join(escape(said("origin.points", language)) for language in LANGUAGES)
        parts.append(f'<text x="{x}" y="{y}" fill="{colour}">{named}</text>')
    return "".join([*parts, "</svg>"])
