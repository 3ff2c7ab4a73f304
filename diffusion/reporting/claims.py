"""Answers each claim of a file in words with its numbers, and writes the tables."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from diffusion.i18n.words import Words
from diffusion.reporting.found import write_found
from diffusion.reporting.robust import change
from diffusion.reporting.terminal import out
from diffusion.results.outcome import CAVEAT
from diffusion.robustness.verdicts import VERDICTS, Answers, Checked
from diffusion.util.atomic import whole_folder
from diffusion.util.formats import rows_of


def headline(answers: Answers, say: Words) -> str:
    """Count the verdicts."""
    verdicts = [one.verdict for one in answers.checked]
    counts = {name: verdicts.count(name) for name in VERDICTS}
    return say("claims.headline", n=len(verdicts), **counts)


def said_of(one: Checked, say: Words) -> Iterator[str]:
    """Answer one claim: the verdict first, and what it rests on below."""
    claim = one.claim
    yield say("claims.claim", verdict=say(f"claims.{one.verdict}").upper(), said=claim.says)
    better = say.spelled("strategy", claim.better or "")
    if one.price is not None:
        price, costs = say.rupiah(one.price), say.rupiah(claim.costs or 0)
        yield say("claims.price", programme=better, price=price, costs=costs)
        return
    if claim.by:
        other = say.spelled("strategy", claim.than or "")
        yield say("claims.asked", first=better, other=other, by=say.figures(claim.by))
    for name, met in one.sets.items():
        if met.refused[0]:
            yield say("claims.not_run", set=name, said=met.refused[0])
            continue
        yield say(
            "claims.in_set", set=name, verdict=say(f"claims.{one.of_set(name)}"),
            difference=change(float(met.difference[0]), say), low=change(float(met.low[0]), say),
            high=change(float(met.high[0]), say),
        )  # fmt: skip
    if one.met is not None and one.where is not None:
        yield say(
            "claims.over", share=say.percent(one.share), n=int(one.met.is_run.sum()),
            asked=say.percent(claim.share), verdict=say(f"claims.{one.of_points}"),
            **{"from": say(f"robust.from_{one.where.kind}")},
        )  # fmt: skip


def print_claims(answers: Answers, say: Words) -> None:
    """Print every answer."""
    out.print_indented(headline(answers, say))
    for one in answers.checked:
        first, *others = said_of(one, say)
        out.print()
        out.print_indented(first)
        for line in others:
            out.print_indented(f"  {line}")
    out.print()
    out.print_indented(say("claims.caveat"))
    out.print(say("text.caveat"))


def tell(answers: Answers, say: Words) -> dict[str, Any]:
    """Say everything as plain values, for JSON."""
    tables = {name: rows_of(table) for name, table in answers.tables().items() if name != "points"}
    said = [list(said_of(one, say)) for one in answers.checked]
    return {"all_hold": answers.all_hold, **tables, "said": said, "caveat": CAVEAT}


def save_claims(answers: Answers, folder: Path, say: Words, *, replace: bool) -> None:
    """Write claims.csv, sets.csv, points.csv, summary.txt and provenance.json into a folder."""
    with whole_folder(folder, replace=replace) as draft:
        write_found(draft, answers.tables(), {}, answers.origin)
        lines = [headline(answers, say)]
        for one in answers.checked:
            lines += ["", *said_of(one, say)]
        text = "\n".join([*lines, "", say("claims.caveat"), say("text.caveat"), ""])
        (draft / "summary.txt").write_text(text, encoding="utf-8")
