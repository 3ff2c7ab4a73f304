"""Writes one page that tells a calibration to people, in Indonesian and English."""

from pathlib import Path
from typing import Any

from diffusion.calibration.calibrated import Calibration
from diffusion.i18n.words import Words, both, not_yet_read
from diffusion.plotting.calibration import NAMES, narrowed
from diffusion.reporting.calibration import moving, said_of, verdict_shares
from diffusion.reporting.html.cells import Cell, Table
from diffusion.reporting.html.sections import write_sections

SECTIONS = {"patterns": "passes", "conflicts": "", "moving": "moves", "numbers": "numbers"}
"""Sections of the page, each with its figure."""

_MOST_CONFLICTS = 20
_MOST_NUMBERS = 40


def write_page(calibration: Calibration, folder: Path, *, language: str = "en") -> None:
    """Write report.html into a folder that already holds the figures.

    The page needs no other file, no network and no script.
    """
    write_sections(folder, [_page(calibration, say) for say in both()], SECTIONS, language=language)


def _page(calibration: Calibration, say: Words) -> dict[str, Any]:
    """Gather everything that is said in one language."""
    facts = calibration.facts
    first, *others, _ = said_of(calibration, say)
    numbers = {key: say.number(facts[key], 0) for key in ("n_sample", "runs", "runs_again")}
    return {
        "say": say,
        "language": say.language,
        "unread": say("language.unread") if say.language == "id" and not_yet_read() else "",
        "title": say("calibrated.title", title=facts["title"]),
        "headline": first,
        "said": others,
        "how": say("calibrated.how_said", **numbers),
        "titles": {name: say(f"calibrated.{name}") for name in SECTIONS},
        "texts": {name: say(f"calibrated.{name}_said") for name in SECTIONS},
        "captions": {name: say(f"calibrated.figure_{name}") for name in NAMES},
        "tables": {
            "patterns": _patterns(calibration, say),
            "conflicts": _conflicts(calibration, say),
            "moving": _moving(calibration, say),
            "numbers": _numbers(calibration, say),
        },
    }


def _table(say: Words, name: str, keys: list[str], rows: list[tuple[Cell, ...]]) -> Table | None:
    head = tuple(say(f"calibrated.{key}") for key in keys)
    return Table(name, say(f"calibrated.{name}"), head, tuple(rows)) if rows else None


def _patterns(calibration: Calibration, say: Words) -> Table | None:
    rows: list[tuple[Cell, ...]] = []
    for row in calibration.patterns().to_dict("records"):
        said = "; ".join(part for part in (row["statement"], row["source"]) if part == part)
        passes = say.span(say.figures(row["passes_from"]), say.figures(row["passes_to"]))
        partly = say.span(say.figures(row["partly_from"]), say.figures(row["partly_to"]))
        verdict = say(f"calibrated.{row['default_verdict'].replace(' ', '_')}")
        rows.append(
            (
                (str(row["pattern"]), said),
                (passes, f"{say('calibrated.partly')}: {partly}"),
                *((share, "") for share in verdict_shares(row, say)),
                (say.figures(row["default"]), verdict),
                _three(row, say),
                (say.formatted(row["emulator_r2"], ".2f"), ""),
            )
        )
    keys = ["pattern", "passes", "pass", "partly", "fail", "not_measured", "default", "ensemble"]
    return _table(say, "patterns", [*keys, "r2"], rows)


def _three(row: Any, say: Words) -> Cell:
    """Write the middle of the ensemble, and its ends below."""
    low, middle, high = (row[f"ensemble_{end}"] for end in ("low", "middle", "high"))
    if middle != middle:
        return say("say.none"), ""
    return say.figures(middle), say.span(say.figures(low), say.figures(high))


def _conflicts(calibration: Calibration, say: Words) -> Table | None:
    rows: list[tuple[Cell, ...]] = [
        (
            (f"{row['one']} + {row['other']}", ""),
            (f"{say.percent(row['share_one'])}, {say.percent(row['share_other'])}", ""),
            (say.percent(row["share_both"], 1), ""),
            (say.formatted(row["lift"], ".2f"), ""),
        )
        for row in calibration.conflicts().head(_MOST_CONFLICTS).to_dict("records")
    ]
    return _table(say, "conflicts", ["pair", "each", "both", "together"], rows)


def _moving(calibration: Calibration, say: Words) -> Table | None:
    rows: list[tuple[Cell, ...]] = [
        ((name, ""), (numbers, ""))
        for name, numbers in moving(calibration, say, most=6).items()
        if numbers
    ]
    return _table(say, "moving", ["pattern", "correlation"], rows)


def _numbers(calibration: Calibration, say: Words) -> Table | None:
    rows: list[tuple[Cell, ...]] = [
        (
            (str(row["number"]), ""),
            (say.span(say.figures(row["low"]), say.figures(row["high"])), ""),
            (say.figures(row["default"]), ""),
            _three(row, say),
        )
        for row in narrowed(calibration.numbers()).head(_MOST_NUMBERS).to_dict("records")
    ]
    return _table(say, "numbers", ["number", "range", "default", "ensemble"], rows)
