"""Says in sentences what reviews decide, and between which prices a programme then lies."""

from collections.abc import Iterable, Iterator

from diffusion.i18n.words import Words
from diffusion.scenario.activity import Activity
from diffusion.scenario.programme import Programme
from diffusion.scenario.review import Rule


def rules_said(say: Words, programme: Programme) -> Iterator[str]:
    """Say each rule of a programme as one sentence; months are counted from 1."""
    by_id = {one.id: one for one in programme.activity}
    for review in programme.activities_by_id:
        for rule in review.rule:
            about = by_id[rule.about]
            said = {
                "months": _months(say, review.months),
                "condition": _condition(say, rule),
                "activity": say(
                    "rule.activity", tactic=say.name("tactic", about.tactic), id=about.id
                ),
            }
            if rule.drop is not None:
                yield say("rule.drop", **said)
            else:
                yield say("rule.hold", **said, dates=_months(say, _answers(review, about)))


def price_said(say: Words, least: int, most: int, expected: float | None = None) -> str:
    """Say what a programme costs at least and at most, and what it cost in the mean of the runs."""
    ends = {"least": say.rupiah(least), "most": say.rupiah(most)}
    if expected is None:
        return say("rule.price", **ends)
    return say("rule.price_expected", **ends, expected=say.rupiah(expected))


def decision_lines(say: Words, strategies: Iterable[tuple[str, Programme, str]]) -> list[str]:
    """Say of each programme that adapts its price and its rules; nothing if none does.

    Parameters
    ----------
    say
    strategies
        Each with its name for people, and what `price_said` says of it.
    """
    said = [
        line
        for name, programme, price in strategies
        if programme.adapts
        for line in (f"  {name}: {price}", *(f"    {one}" for one in rules_said(say, programme)))
    ]
    return [say("rule.heading"), *said, ""] if said else []


def _condition(say: Words, rule: Rule) -> str:
    """Say when a rule acts."""
    side = "at_least" if rule.fewer_than is None else "fewer_than"
    if rule.channel is not None:
        return say(f"rule.channel_{side}", channel=rule.channel)
    if rule.measure == "fund":
        return say(f"rule.fund_{side}", amount=say.rupiah(rule.number))
    if rule.fewer_than == 1:
        side = "none"
    kind = rule.measure if rule.measure in ("meetings", "open_channels") else "artisans"
    are = say(f"rule.{rule.measure}") if kind == "artisans" else ""
    return say(f"rule.{kind}_{side}", n=rule.number, are=are)


def _answers(review: Activity, about: Activity) -> tuple[int, ...]:
    """Months in which a call of a review may be answered: of each date the next one after it."""
    later = (min((m for m in about.months if m > date), default=None) for date in review.months)
    return tuple(dict.fromkeys(month for month in later if month is not None))


def _months(say: Words, months: Iterable[int]) -> str:
    listed = [str(month + 1) for month in months]
    return say("rule.month" if len(listed) == 1 else "rule.months", listed=say.listed(listed))
