"""Says what a search has found, and writes its tables, figures and page."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from diffusion.i18n.words import Words
from diffusion.reporting.export import programme_text
from diffusion.reporting.found import write_found
from diffusion.results.outcome import CAVEAT
from diffusion.search.candidates import Held
from diffusion.search.found import Found
from diffusion.search.rule import Condition
from diffusion.search.space import FOUND
from diffusion.util.atomic import moved_when_whole, whole_folder
from diffusion.util.formats import as_json, rows_of

REPORT = "report"
"""Folder of the page, the figures and the tables, in the folder of a search."""

_IN_FULL = 10**7
"""Numbers of programmes from which on a power of ten is written."""


def size_said(n: int, say: Words) -> str:
    """Write how many programmes there are: in full, or about as a power of ten."""
    return say.number(n, 0) if n < _IN_FULL else say.marked(f"{n:.1e}".replace("e+", " x 10^"))


def name_of(found: Found, candidate: int, say: Words) -> str:
    """Call a candidate by its name, as the command spells it."""
    if candidate == found.winner:
        return say.strategy(FOUND)
    one = found.candidates[candidate]
    if one.kind == "searched":
        return say("searched.candidate", n=candidate)
    if one.kind == "hand_made":
        return say.spelled("strategy", one.name)
    return say.strategy(one.name)


def headline(found: Found, say: Words) -> str:
    """Say in one sentence what was found, and whether it is better than what people made."""
    budget, plan = say.rupiah(found.plan.space.budget), found.plan
    if not found.tells_apart:
        n = sum(1 for one in found.candidates if one.search)
        n_looked = say.number(found.searched.n_looked, 0)
        return say("searched.nothing_apart", n=say.number(n, 0), budget=budget, n_looked=n_looked)
    other = found.best_hand_made
    other = found.judged[-1] if other is None else other
    lead = found.lead_over(other)
    key = "ahead" if lead["low"] > 0 else "behind" if lead["high"] < 0 else "level"
    written = _lead(lead, say)
    if key != "ahead":
        written |= {"lead": say.change(lead["mean"]), "low": say.change(lead["low"])}
        written |= {"high": say.change(lead["high"])}
    return say(
        f"searched.{key}", budget=budget, mean=say.number(found.means[found.winner]),
        measure=say.name("measure", plan.effort.measure),
        n_artisans=plan.space.community.n_artisans, month=plan.options.n_months,
        other=name_of(found, other, say), runs=say.number(plan.effort.runs, 0), **written,
    )  # fmt: skip


def _lead(lead: dict[str, float], say: Words) -> dict[str, str]:
    return {
        "lead": say.number(lead["mean"]),
        "low": say.number(lead["low"]),
        "high": say.number(lead["high"]),
    }


def said_of(found: Found, say: Words) -> Iterator[str]:
    """Say in lines of text what was found, beside the tables."""
    yield headline(found, say)
    yield say("searched.model_only")
    if found.tells_apart:
        yield from _of_tied(found, say)
        yield from _of_simple(found, say)
        yield _of_rule(found, say)
        yield from _of_searches(found, say)
    if found.points is not None:
        yield from _of_points(found, say)
    yield from _of_effort(found, say)
    yield say("text.caveat")


def _of_tied(found: Found, say: Words) -> Iterator[str]:
    if not found.tied:
        yield say("searched.alone")
        return
    yield say("searched.tied", n=say.number(len(found.tied), 0))
    judged = [one for one in found.tied if one in found.judged]
    n_apart = sum(1 for one in judged if found.is_apart(one))
    if n_apart:
        yield say("searched.tied_now", n=len(judged), n_apart=n_apart)


def _of_simple(found: Found, say: Words) -> Iterator[str]:
    rules = [
        say("searched.regret_of", name=name_of(found, one, say), **_lead(found.lead_over(one), say))
        for one in found.judged
        if found.candidates[one].kind == "simple" and one != found.winner
    ]
    if rules:
        yield say("searched.regret", rules=say.listed(rules))


def _of_rule(found: Found, say: Words) -> str:
    rule = found.rule
    if rule is None:
        return say("searched.no_rule")
    return say(
        "searched.rule",
        conditions=say.listed([condition_said(found, one, say) for one in rule.conditions]),
        n=say.number(rule.n_held_back, 0),
        of_good=say.percent(rule.of_good),
        of_others=say.percent(rule.of_others),
    )


def condition_said(found: Found, one: Condition, say: Words) -> str:
    """Say one condition of a rule in words."""
    tactic = found.plan.space.options[found.plan.space.place[one.activity]].activity.tactic
    what = say("searched.activity", tactic=say.name("tactic", tactic), id=one.activity)
    value = say.name("level", str(one.value)) if one.what == "target" else one.value
    return say(f"searched.{one.what}", what=what, value=value)


def held_cells(one: Held, say: Words) -> tuple[str, str, str, str]:
    """Write an activity of the found programme: what, its months, its places, and for whom."""
    target = str(one.form.target)
    return (
        say("searched.activity", tactic=say.name("tactic", one.tactic), id=one.activity),
        ", ".join(map(str, one.form.months)),
        say.number(one.form.places, 0) if one.form.places else "",
        "" if target == "none" else say.name("level", target),
    )


def _of_searches(found: Found, say: Words) -> Iterator[str]:
    best = found.searched.best
    if len(best) < 2:
        return
    others = [one for one in dict.fromkeys(best) if one != found.winner]
    if not others:
        yield say("searched.same_found", n=len(best))
        return
    shares = [say.percent(found.money_elsewhere(one, found.winner)) for one in others]
    leads = [say("searched.lead_of", **_lead(found.lead_over(one), say)) for one in others]
    yield say("searched.two_searches", shares=say.listed(shares), leads=say.listed(leads))


def _of_points(found: Found, say: Words) -> Iterator[str]:
    over = found.points
    assert over is not None
    rows = over.table(found.plan.effort.measure).to_dict("records")
    row = next(one for one in rows if one["strategy"] == FOUND)
    yield say(
        "searched.over_points",
        n=len(over.points),
        other=say.spelled("strategy", over.reference),
        won=say.percent(row["won"]),
        clearly=say.percent(row["clearly_won"]),
        lost=say.percent(row["clearly_lost"]),
        difference=say.change(row["difference"]),
    )
    if over.n_left_out:
        yield say("searched.left_out_points", n=over.n_left_out)


def _of_effort(found: Found, say: Words) -> Iterator[str]:
    tried = sum(1 for one in found.candidates if one.search)
    n = say.number(tried, 0)
    if found.plan.is_small:
        yield say("searched.all_tried", n=n)
    else:
        n_affordable = size_said(found.plan.space.n_affordable, say)
        yield say("searched.some_tried", n_affordable=n_affordable, n=n)
    looked = found.searched.n_looked
    numbers = found.searched.n_runs, looked, looked * tried
    n_runs, n_looked, n_equal = (say.number(one, 0) for one in numbers)
    yield say("searched.took", n_runs=n_runs, n_looked=n_looked, n_equal=n_equal)


def tell(found: Found, say: Words) -> dict[str, Any]:
    """Put all that was found into one JSON object; what is not defined is null."""
    plan, rule = found.plan, found.rule
    points = None if found.points is None else found.points.table(plan.effort.measure)
    return {
        "budget": plan.space.budget,
        "measure": plan.effort.measure,
        "space": {"size": plan.space.size, "affordable": plan.space.n_affordable},
        "tells_apart": found.tells_apart,
        "winner": found.winner,
        "tied": [*found.tied],
        "best_hand_made": found.best_hand_made,
        "best_of_searches": [*found.searched.best],
        "n_tried": sum(1 for one in found.candidates if one.search),
        "n_runs": found.searched.n_runs,
        "n_looked": found.searched.n_looked,
        "judgement": rows_of(found.judgement()),
        "calendar": rows_of(found.calendar()),
        "rule": None if rule is None else {
            "conditions": [
                {"activity": one.activity, "what": one.what, "value": one.value}
                for one in rule.conditions
            ],
            "n_learnt": rule.n_learnt,
            "n_held_back": rule.n_held_back,
            "of_good": rule.of_good,
            "of_others": rule.of_others,
        },
        "points": None if points is None else rows_of(points),
        "said": [*said_of(found, say)],
        "caveat": CAVEAT,
    }  # fmt: skip


def write_report(found: Found, folder: Path, say: Words, *, column: str = "two") -> Path:
    """Write what was found into the folder of its search; replaces an old report.

    found.toml, search.json and candidates.parquet beside the runs; in `REPORT` the tables, the
    figures and the page in English and Indonesian.
    """
    from diffusion.plotting.search import search_figures
    from diffusion.reporting.html.search import write_page

    for name, text in {
        "found.toml": programme_text(found.programme),
        "search.json": as_json(tell(found, say)) + "\n",
    }.items():
        with moved_when_whole(folder / f".{name}", folder / name) as draft:
            draft.write_text(text, encoding="utf-8")
    tried = folder / "candidates.parquet"
    with moved_when_whole(tried.with_name(f".{tried.name}"), tried) as draft:
        found.tried().to_parquet(draft, index=False)
    target = folder / REPORT
    with whole_folder(target, replace=True) as draft:
        tables = {
            "judgement": found.judgement(),
            "calendar": found.calendar(),
            "trace": found.trace(),
        }
        if found.points is not None:
            tables["points"] = found.points.table(found.plan.effort.measure)
        made = {"report_of": "the search in the folder above"}
        made |= {"versions": found.plan.origin["versions"]}
        drawn = search_figures(found, say, column=column)
        write_found(draft, tables, drawn, made, of_all=[say("text.caveat")])
        write_page(found, draft, language=say.language)
    return target
