"""Says what became of one artisan: sentences, JSON, tables and figures."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from diffusion.explanation.artisan import ArtisanExplained, Change, shares_of, told_of
from diffusion.explanation.moves import Event
from diffusion.explanation.shares import MOVES
from diffusion.i18n.words import Words
from diffusion.kernels.state import NEVER
from diffusion.reporting.found import write_found
from diffusion.results.outcome import CAVEAT
from diffusion.results.series import STAGES
from diffusion.util.atomic import whole_folder
from diffusion.util.formats import rows_of

_RUPIAH = ("lack", "cost", "amount")
_MOST_NAMED = 5
"""Shares of one move that a sentence names."""


def said_of_artisan(found: ArtisanExplained, say: Words) -> Iterator[str]:
    """Say in lines of text what became of an artisan, the answer first; empty between parts."""
    yield title_of_artisan(found, say)
    yield fate_of(found, say)
    yield ""
    for month, text in months_of(found, say):
        yield f"{say('artisan.month', month=month)}: {text}"
    yield ""
    if found.changes:
        yield f"{say('artisan.changes')}:"
    yield from said_of_changes(found, say)
    yield say("artisan.note")


def title_of_artisan(found: ArtisanExplained, say: Words) -> str:
    """Name whom, what and which history is told of."""
    return say(
        "artisan.title", name=found.name, programme=say.strategy(found.programme.name),
        run=found.replicate,
    )  # fmt: skip


def said_of_changes(found: ArtisanExplained, say: Words) -> Iterator[str]:
    """Say what would have changed it, or that nothing would."""
    if not found.changes:
        yield say("artisan.unchanged", n=found.n_tried)
    yield from (sentence(event, found, say) for event in found.told())


def sentence(event: Event, found: ArtisanExplained, say: Words) -> str:
    """Say one event of a story."""
    key, values = event
    return say(f"story.{key}", **{name: _said(name, v, found, say) for name, v in values.items()})


def tell_artisan(found: ArtisanExplained, say: Words) -> dict[str, Any]:
    """Put what became of an artisan into one JSON object, with sentences in the language."""
    return {
        "caveat": CAVEAT,
        "artisan": found.name,
        "programme": found.programme.name,
        "replicate": found.replicate,
        "began": None if found.began == NEVER else found.began,
        "stage": STAGES[found.stage],
        "n_tried": found.n_tried,
        "story": [
            {"month": month, "text": " ".join(_sentences(events, found, say))}
            for month, events in found.story
        ],
        "shares": rows_of(_shares(found)),
        "gates": rows_of(_gates(found)),
        "changes": [
            row | {"text": text}
            for row, text in zip(rows_of(found.to_frame()), _changes(found, say), strict=True)
        ],
    }


def save_artisan(
    found: ArtisanExplained,
    folder: Path,
    say: Words,
    *,
    replace: bool = False,
    column: str = "two",
) -> None:
    """Write what became of an artisan, and who influenced whom in this history, into a folder.

    The tables are story.csv, changes.csv, shares.csv, gates.csv (of the artisan), influence.csv
    (of all); the figures influence_heard, influence_persuaded and influence_decided, with their
    captions in captions.txt; artisan.txt is what the terminal says, and report.html tells all this
    in both languages.
    """
    import pandas as pd

    from diffusion.plotting.influence import influence_caption, influence_figure
    from diffusion.reporting.html.artisan import write_page

    told = tell_artisan(found, say)
    tables = {
        "story": pd.DataFrame(told["story"], columns=["month", "text"]),
        "changes": found.to_frame().assign(text=list(_changes(found, say))),
        "shares": _shares(found),
        "gates": _gates(found),
        "influence": found.influence.who_influenced_whom(),
    }
    drawn = {
        f"influence_{move}": (
            influence_figure(found.influence, move, 0, say, column=column),
            influence_caption(found.influence, move, 0, say),
        )
        for move in MOVES
    }
    made = {key: told[key] for key in ("caveat", "artisan", "programme", "replicate")}
    with whole_folder(folder, replace=replace) as draft:
        write_found(draft, tables, drawn, made)
        text = "\n".join(said_of_artisan(found, say))
        (draft / "artisan.txt").write_text(text + "\n", encoding="utf-8")
        write_page(found, draft, language=say.language)


def fate_of(found: ArtisanExplained, say: Words) -> str:
    """Say when the artisan began, and how it ended."""
    stage = say(f"stage.{STAGES[found.stage]}")
    if found.began == NEVER:
        return say("artisan.never", stage=stage)
    if found.began == 0:
        return say("artisan.from_start", stage=stage)
    return say("artisan.began", month=found.began, stage=stage)


def months_of(found: ArtisanExplained, say: Words) -> Iterator[tuple[int, str]]:
    """Say month by month what happened, and whose part a move was."""
    shares = shares_of(found)
    gates = {int(row["month"]): row for row in rows_of(_gates(found))}
    for month, events in found.story:
        lines = _sentences(events, found, say)
        if month in shares:
            lines.append(_whose(shares[month], say))
        if month in gates and (open_ := _gates_said(gates[month], say)):
            lines.append(open_)
        yield month, " ".join(lines)


def _sentences(events: Sequence[Event], found: ArtisanExplained, say: Words) -> list[str]:
    """Say what happened in a month; activities attended in one sentence, each once."""
    went = [values["tactic"] for key, values in events if key == "attended"]
    named = [say.name("tactic", tactic) for tactic, _ in groupby(went)]
    first = [say("story.attended", tactic=say.listed(named))] if went else []
    return first + [sentence(event, found, say) for event in events if event[0] != "attended"]


def _whose(rows: Sequence[dict[str, Any]], say: Words) -> str:
    listed = [
        say("influence.share", other=said_of_source(row, say), share=say.percent(row["share"]))
        for row in rows[:_MOST_NAMED]
    ]
    return say("influence.whose", move=say(f"move.{rows[0]['move']}"), listed=say.listed(listed))


def said_of_source(row: dict[str, Any], say: Words) -> str:
    """Name whom or what a share comes from."""
    if row["source"] in ("tie", "near", "trained"):
        return f"{say(f'source.{row["source"]}')} {row['other']}"
    if row["source"] == "activity":
        number, _, tactic = str(row["other"]).partition(" ")
        return f"{say.name('tactic', tactic)} ({number})"
    return say(f"source.{row['source']}")


def _gates_said(row: dict[str, Any], say: Words) -> str:
    names = ("efficacy", "values", "cost", "gain", "propensity")
    partly = [name for name in names if row[name] is not None and row[name] != 1]
    listed = [f"{say(f'influence.{name}')} {say.number(row[name], 2)}" for name in partly]
    return say("influence.gates", listed=say.listed(listed)) if partly else ""


def _changes(found: ArtisanExplained, say: Words) -> Iterator[str]:
    """Say each change in one text."""
    for change in found.changes:
        events = told_of(change, (found.began, found.stage))
        yield " ".join(sentence(event, found, say) for event in events)


def _shares(found: ArtisanExplained) -> Any:
    table = found.influence.shares()
    return table[table["ego"] == found.name].drop(columns=["run", "ego"])


def _gates(found: ArtisanExplained) -> Any:
    table = found.influence.gates()
    return table[table["ego"] == found.name].drop(columns=["run", "ego"])


def _said(name: str, value: Any, found: ArtisanExplained, say: Words) -> str:
    """Say what stands in the braces of a sentence."""
    if name in _RUPIAH:
        return say.rupiah(value)
    if name == "tactic":
        return say.name("tactic", value)
    if name == "office":
        return say(f"office.{value}")
    if name == "reason":
        return say(f"reason.{str(value).replace('_', ' ')}")
    if name == "what":
        return _what(value, found, say)
    return say.number(value, 0) if isinstance(value, int) else str(value)


def off_said(found: ArtisanExplained, change: Change, say: Words) -> str:
    """Say without what a change is."""
    said = _what(f"{change.off.kind}:{change.off.name}", found, say)
    return said[0].upper() + said[1:]


def _what(value: str, found: ArtisanExplained, say: Words) -> str:
    """Name what was switched off."""
    kind, _, name = value.partition(":")
    if kind == "activity":
        tactic = next(one.tactic for one in found.programme.activity if str(one.id) == name)
        return say("without.activity", name=say.name("tactic", tactic), number=name)
    if kind == "tie":
        return say("without.tie", name=found.influence.record.labels[int(name)])
    if kind == "pathway":
        return say("without.pathway", name=say(f"pathway.{name}"))
    return say(f"without.{kind}")
