"""Writes the data of the workshop page in little room, as JSON that stands in HTML."""

import json
from collections.abc import Mapping
from typing import Any


def packed(data: Mapping[str, Any]) -> dict[str, Any]:
    """Write each event of the stories once; `unpackStories` of state.js undoes it.

    Returns
    -------
    dict
        The data, with stories of [record, event, event, ...] that count into two more entries:
        "events" of [key, value, ...], and "arguments", of [key, name of a value, ...]: a key in
        an event is its place there.

    Examples
    --------
    >>> story = [[2, [["sold", {"pieces": 3, "amount": 9}], ["joined", {}]]], [5, [["joined", {}]]]]
    >>> small = packed({"strategies": [{"name": "none", "stories": [story]}]})
    >>> small["strategies"][0]["stories"]
    [[[2, 0, 1], [5, 1]]]
    >>> small["events"], small["arguments"]
    ([[0, 9, 3], [1]], [['sold', 'amount', 'pieces'], ['joined']])
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
    place = {key: count for count, key in enumerate(arguments)}
    events = [[place[key], *values] for key, *values in numbers]
    keys = [[key, *names] for key, names in arguments.items()]
    return {**data, "strategies": strategies, "events": events, "arguments": keys}


def packed_words(words: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """Write each key once for all languages; `unpackedWords` of state.js undoes it.

    Examples
    --------
    >>> packed_words({"en": {"page.and": " and "}, "id": {"page.and": " dan "}})
    {'languages': ['en', 'id'], 'texts': {'page.and': [' and ', ' dan ']}}
    """
    languages = list(words)
    keys = words[languages[0]]
    texts = {key: [words[language][key] for language in languages] for key in keys}
    return {"languages": languages, "texts": texts}


def inline_json(value: object) -> str:
    """Write JSON that no text in it can end, whatever people called their village."""
    text = json.dumps(
        value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    )
    return text.replace("<", "\\u003c")
