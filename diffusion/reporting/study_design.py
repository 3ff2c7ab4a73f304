"""Says how large a study must be: in words, as one JSON object, and as a folder."""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diffusion.i18n.words import Words, words_of
from diffusion.reporting.console.layout import headed
from diffusion.reporting.found import write_found
from diffusion.reporting.terminal import out
from diffusion.results.outcome import CAVEAT
from diffusion.util.atomic import whole_folder
from diffusion.util.formats import rows_of
from diffusion.util.provenance import versions

if TYPE_CHECKING:
    from diffusion.fitting.study_result import Answer, StudyDesign


def lines_said(design: "StudyDesign", say: Words) -> Iterator[str]:
    """Say what a study needs, and what that rests on."""
    first, second = (say.strategy(name) for name in design.arms)
    best = design.best
    values = {
        "first": first, "second": second, "power": say.percent(design.power),
        "level": f"{say.figures(100 * design.level)} %",
        "most": say.number(design.most_villages, 0),
    }  # fmt: skip
    kind = "pairs" if design.paired else "villages"
    if best is None:
        yield say(f"study.none_{kind}", **values)
    else:
        low, high = say.percent(best.low), say.percent(best.high)
        yield say(
            f"study.needs_{kind}", **values, n=say.number(best.villages, 0),
            way=_way(best, say), found=say.percent(best.power, 1),
            span=say.span(low, high), n_studies=say.number(best.n_studies, 0),
        )  # fmt: skip
    yield say("study.likely_equal") if _seem_equal(design) else ""
    yield say("study.how", n_artisans=say.number(design.n_artisans, 0), months=design.n_months)
    if design.n_hamlets > 1:
        yield say("study.hamlets", n=say.number(design.n_hamlets, 0))
    yield say(f"study.of_{kind}")
    yield say("study.beware")


def _seem_equal(design: "StudyDesign") -> bool:
    """Whether no way to observe shows more than studies of equal arms would."""
    return all(answer.villages is None and answer.low <= design.level for answer in design.answers)


def _way(answer: "Answer", say: Words) -> str:
    kind = "likeness" if answer.plan.names else "share"
    return say(f"study.{kind}", waves=answer.plan.n_waves, names=answer.plan.names)


def print_design(design: "StudyDesign", say: Words) -> None:
    """Print the answer in words, and what each way to observe needs."""
    needed, *rest = lines_said(design, say)
    out.print(needed, "", sep="\n")
    heads = ("observed", "needed", "power", "false_alarms", "first", "second")
    table = headed(say, *(say(f"study_column.{one}") for one in heads), title=say("study.title"))
    for one in design.answers:
        form = ".2f" if one.plan.names else ".1%"
        numbers = [
            f"{_written(mean, form, say)} ({_written(spread, form, say)})"
            for mean, spread in zip(one.means, one.deviations, strict=True)
        ]
        needs = f"> {design.most_villages}" if one.villages is None else str(one.villages)
        alarms = _share(one.false_alarms, one.false_low, one.false_high, say)
        table.add_row(_way(one, say), needs, _share(one.power, one.low, one.high, say), alarms,
                      *numbers)  # fmt: skip
    out.print(table, "")
    out.print(*(line for line in rest if line), sep="\n")


def _written(value: float, form: str, say: Words) -> str:
    return say.percent(value, 1) if form.endswith("%") else say.formatted(value, form)


def _share(share: float, low: float, high: float, say: Words) -> str:
    """Write a share with its interval; nothing where there is none."""
    if math.isnan(share):
        return ""
    return f"{say.percent(share)} ({say.span(say.number(100 * low, 0), say.number(100 * high, 0))})"


def tell_design(design: "StudyDesign") -> dict[str, Any]:
    """Put a design into one JSON object; what is not known is null."""
    tables = {"answers": design.table(), "curves": design.curves()}
    told = {name: rows_of(table) for name, table in tables.items()}
    best = design.best
    return {
        "caveat": CAVEAT,
        "arms": [*design.arms],
        "paired": design.paired,
        "power": design.power,
        "level": design.level,
        "most_villages": design.most_villages,
        "villages": None if best is None else best.villages,
        **told,
        "provenance": {**design.asked, "versions": versions()},
    }


def save_design(
    design: "StudyDesign",
    folder: Path,
    *,
    replace: bool = False,
    language: str = "en",
    column: str = "two",
) -> None:
    """Write the tables, the figure with its caption, and what was asked, into a folder.

    Parameters
    ----------
    design
    folder
        New or empty, or with `replace` one of earlier results.
    replace, language, column
        As of `diffusion.reporting.export.save_comparison`.
    """
    from diffusion.plotting.study_design import design_figure

    say = words_of(language)
    with whole_folder(folder, replace=replace) as draft:
        lines = [line for line in lines_said(design, say) if line]
        (draft / "design.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
        first, second = (say.strategy(name) for name in design.arms)
        caption = say("study.caption", first=first, second=second, level=design.level)
        drawn = {"power": (design_figure(design, say, column=column), caption)}
        made = {"caveat": CAVEAT, **design.asked, "versions": versions()}
        tables = {"design": design.table(), "power": design.curves()}
        write_found(draft, tables, drawn, made)
