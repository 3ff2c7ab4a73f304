"""Gathers what the workshop page shows of each strategy: price, curve, end, barriers, stories.

Nothing is rounded here: a number is rounded once, where it is written (`rounded` of words.js).
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from diffusion.comparison.result import Comparison
from diffusion.explanation.moves import Event, Story
from diffusion.explanation.stories import StoryModel
from diffusion.i18n.words import LANGUAGES, TRAITS, Words, both
from diffusion.reporting.orders import notes_on_order
from diffusion.reporting.rules import decisions_said
from diffusion.results.outcome import Outcome
from diffusion.scenario.activity import Activity
from diffusion.scenario.community import Community
from diffusion.scenario.groups import HAMLET
from diffusion.scenario.institutions import TIERS
from diffusion.scenario.programme import Programme
from diffusion.statistics.intervals import FEWEST_DRAWN
from diffusion.util.formats import FEWEST_RUNS

_IN_WORDS = frozenset(TRAITS) - {HAMLET}
"""What divides the groups that are told of whatever their gap is."""


def strategies_data(
    comparison: Comparison,
    histories: Sequence[StoryModel],
    changes: Sequence[Sequence[Sequence[Event]]],
    replicate: int,
) -> list[dict[str, Any]]:
    """Gather what the page shows of each strategy.

    Parameters
    ----------
    comparison
    histories
        Of each strategy, the replicate that is shown in full.
    changes
        Of each strategy and artisan, by rows, what would have changed how it ended.
    replicate
        Its number.
    """
    summary = comparison.table().to_dict("records")
    prices = comparison.prices().to_dict("records")
    curves = comparison.curves()
    reasons = comparison.barriers()
    groups = comparison.equity()
    told = []
    for row, (strategy, outcome), history, changed in zip(
        summary, comparison.simulated, histories, changes, strict=True
    ):
        name = strategy.name
        curve = curves[curves["strategy"] == name]
        ours = reasons[reasons["strategy"] == name]
        told.append(
            {
                "name": name,
                "titles": titles(strategy.programme.title),
                "price": strategy.price.total,
                "price_by_hamlet": price_by_hamlet(strategy.programme, comparison.community),
                "decisions": _decisions(comparison, strategy.programme, outcome),
                "is_ranked": strategy.is_ranked,
                "budget": comparison.budget,
                "activities": [
                    _activity(activity, priced, comparison.community, history.held[activity.id])
                    | _about(activity, strategy.programme)
                    for activity, priced in zip(
                        strategy.programme.activities_by_id,
                        [one for one in prices if one["strategy"] == name],
                        strict=True,
                    )
                ],
                "curve": {
                    "mean": curve["mean"].tolist(),
                    "low": curve["low"].tolist(),
                    "high": curve["high"].tolist(),
                },
                "end": _end(row),
                "reasons": {
                    reason.replace(" ", "_"): float(artisans)
                    for reason, artisans in zip(ours["reason"], ours["artisans"], strict=True)
                },
                "left_out": [
                    _gap(row) | _sides(row, comparison.community)
                    for row in groups[groups["strategy"] == name].to_dict("records")
                    if row["n_runs"] >= FEWEST_RUNS and _is_told(row)
                ],
                "stages": [
                    "".join(map(str, history.community.as_listed(state.stage).tolist()))
                    for state, _ in history.history
                ],
                "cash_box": _fund(outcome, replicate),
                "stories": [
                    _with_changes(history.stories[row], changed[row])
                    for row in history.community.row_of
                ],
            }
        )
    return told


def _with_changes(story: Story, changes: Sequence[Event]) -> list[Any]:
    """Write a story; its last month tells, too, what would have changed how it ended."""
    last = story[-1][0]
    return [
        [record, [list(event) for event in (*events, *(changes if record == last else ()))]]
        for record, events in story
    ]


def _activity(
    activity: Activity, priced: Mapping[Any, Any], community: Community, held: list[int]
) -> dict[str, Any]:
    return {
        "tactic": activity.tactic,
        "months": list(activity.months),
        "held": held,
        "on_call": activity.on_call,
        "seats": list(community.seats.filled(activity)),
        "total": int(priced["total"]),
    }


def _about(activity: Activity, programme: Programme) -> dict[str, dict[str, str]]:
    """Say, in each language, what tells an activity from others of its tactic, if anything does."""
    alike = {_names(one) for one in programme.activity if one.tactic == activity.tactic}
    if len(alike) == 1:
        return {}
    section, *names = _names(activity)
    said = {
        language: ", ".join(Words(language).name(section, name) for name in names)
        for language in LANGUAGES
    }
    return {"about": said}


def _names(activity: Activity) -> tuple[str, ...]:
    """Section of the words, and in it the buyer, the tiers of government, or those invited."""
    if activity.channel is not None:
        return "channel", activity.channel
    if activity.tactic == "lobbying":
        return "level", *(activity.tiers or TIERS)
    listed = not isinstance(activity.target, str)
    return "level", "listed" if listed else str(activity.target)


def price_by_hamlet(programme: Programme, community: Community) -> list[int]:
    """Price of a programme in each hamlet at most, in rupiah; their sum is its price."""
    each = [0] * community.n_hamlets
    for activity in programme.activity:
        for hamlet, price in enumerate(community.prices_of_date(activity)):
            each[hamlet] += programme.n_held(activity) * price
    return each


def _end(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {
        "adopters": row["adopters"],
        "low": int(row["adopters_low"]),
        "high": int(row["adopters_high"]),
        "lasting": row["lasting_adopters"],
        "tried": row["ever_adopted"],
        "discontinued": row["gave_up"],
        "cost_per_lasting": _known(row["cost_per_lasting"]),
        "cost_low": _known(row["cost_per_lasting_low"]),
        "cost_high": _known(row["cost_per_lasting_high"]),
    }


def _decisions(comparison: Comparison, programme: Programme, outcome: Outcome) -> dict[str, Any]:
    """Tell in each language which reviews a programme has, and what they decided."""
    return {
        words.language: decisions_said(words, comparison.community, programme, outcome)
        for words in both()
    }


def _gap(row: Mapping[Any, Any]) -> dict[str, Any]:
    """Tell what divides two groups, their shares of adopters, and the interval of their gap."""
    shares = ("share_group", "share_others", "low", "high")
    return {"trait": row["trait"]} | {name: _known(row[name]) for name in shares}


def _is_told(row: Mapping[Any, Any]) -> bool:
    """Whether a gap is told in words: of hamlets and columns, only one known not to be 0."""
    return row["trait"] in _IN_WORDS or row["low"] > 0 or row["high"] < 0


def _sides(row: Mapping[Any, Any], community: Community) -> dict[str, Any]:
    """Tell which group of a hamlet or column it is, and which it is compared with, or the rest."""
    if row["trait"] in _IN_WORDS:
        return {}
    values = next(one.values for one in community.shown_groups if one.name == row["trait"])
    others = row["others"]
    return {
        "which": values.index(row["group"]),
        "others": values.index(others) if others in values else others,
    }


def _fund(outcome: Outcome, replicate: int) -> dict[str, list[int]]:
    """Members, and rupiah: in the fund, owed to it, and lost on loans and not paid back."""
    series = {"members": "members", "in_box": "fund", "loans": "loans", "lost": "written_off"}
    numbers = {key: outcome.series(name)[replicate] for key, name in series.items()}
    numbers["lost"] = numbers["lost"] - outcome.series("recovered")[replicate]
    return {key: column.tolist() for key, column in numbers.items()}


def differences_data(comparison: Comparison) -> list[dict[str, Any]]:
    """Adopters at the end against the first strategy, run by run; of those that may be ranked.

    Returns
    -------
    list of dict
        strategy (its place), mean, low, high (None where a single run has no interval), won, tied
        and lost.
    """
    table = comparison.differences()
    names = [strategy.name for strategy, _ in comparison.simulated]
    numbers = ("mean", "low", "high", "won", "tied", "lost")
    return [
        {"strategy": names.index(row["strategy"])}
        | {name: _known(float(row[name])) for name in numbers}
        for row in table[table["measure"] == "adopters"].to_dict("records")
        if row["is_ranked"]
    ]


def notes_data(comparison: Comparison) -> dict[str, list[str]]:
    """Say in each language what the order leaves out, in the sentences of the report.

    A few runs alone tell no order.
    """
    if comparison.n_runs < FEWEST_DRAWN:
        return {words.language: [] for words in both()}
    return {
        words.language: list(notes_on_order(words, comparison, name=words.strategy))
        for words in both()
    }


def titles(title: str) -> dict[str, str]:
    """Write the title of a file in each language, where it is one of those that we give."""
    return {words.language: words.title(title) for words in both()}


def _known(value: float | None) -> float | None:
    """Give the number as it was computed, for the page rounds it; None where there is none."""
    return None if value is None or math.isnan(value) else value
