"""Says in sentences what reviews decide, and between which prices a programme then lies."""

from collections.abc import Iterable, Iterator, Sequence

from diffusion.i18n.words import Words
from diffusion.results.outcome import Outcome
from diffusion.scenario.activity import Activity
from diffusion.scenario.community import Community
from diffusion.scenario.programme import Programme
from diffusion.scenario.review import Rule, decided


def rules_said(say: Words, programme: Programme) -> Iterator[str]:
    """Say each rule of a programme as one sentence; months are counted from 1."""
    by_id = {one.id: one for one in programme.activity}
    for review in programme.activities_by_id:
        for rule in review.rule:
            about = by_id[rule.about]
            said = {
                "months": _months(say, review.months),
                "condition": _condition(say, rule),
                "activity": _named(say, about),
            }
            if rule.drop is not None:
                yield say("rule.drop", **said)
            else:
                yield say("rule.hold", **said, dates=_months(say, _answers(review, about)))


def decisions_said(
    say: Words, community: Community, programme: Programme, outcome: Outcome | None = None
) -> list[str]:
    """Say what a programme that adapts may cost, and its rules; nothing of any other.

    With the outcome of its runs also what it cost in their mean, and how often what reviews decide
    about was held.
    """
    if not programme.adapts:
        return []
    rules = list(rules_said(say, programme))
    least, most = community.price_range(programme)
    ends = {"least": say.rupiah(least), "most": say.rupiah(most)}
    if outcome is None or outcome.mean_spent is None:
        return [say("rule.price", **ends), *rules]
    price = say("rule.price_expected", **ends, expected=say.rupiah(outcome.mean_spent))
    return [price, *rules, *_held_said(say, programme, outcome)]


def decision_lines(say: Words, decisions: Iterable[tuple[str, Sequence[str]]]) -> list[str]:
    """Write what `decisions_said` says of each strategy, by its name for people; nothing if none.

    Empty sequences are left out.
    """
    lines = [
        line
        for name, (price, *rest) in ((name, said) for name, said in decisions if said)
        for line in (f"  {name}: {price}", *(f"    {text}" for text in rest))
    ]
    return [say("rule.heading"), *lines, ""] if lines else []


def _held_said(say: Words, programme: Programme, outcome: Outcome) -> Iterator[str]:
    """Say of each activity about which reviews decide how often it was held."""
    by_id = {one.id: one for one in programme.activity}
    for column, number in enumerate(decided(programme.activity)):
        dates = outcome.held[:, column]
        yield say(
            "rule.held",
            activity=_named(say, by_id[number]),
            share=say.percent(float((dates > 0).mean())),
            dates=say.number(float(dates.mean())),
        )


def _named(say: Words, activity: Activity) -> str:
    return say("rule.activity", tactic=say.name("tactic", activity.tactic), id=activity.id)


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
