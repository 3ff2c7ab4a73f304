"""Says below which words a figure is printed: what it shows, how it is read, where it is from."""

from collections.abc import Iterable

from diffusion.comparison.frontier import Frontier
from diffusion.comparison.result import Comparison
from diffusion.i18n.words import Words
from diffusion.plotting.differences import rows_apart
from diffusion.plotting.frame import with_adopters
from diffusion.results.barriers import BARRIERS
from diffusion.results.observed import observed_said
from diffusion.util.formats import FEWEST_RUNS


def of_curves(comparison: Comparison, say: Words) -> str:
    """Caption of the adoption curves."""
    said = [say("caption.curves")]
    if len(comparison.simulated) > 1:
        said.append(say("caption.dashed", reference=say.strategy(comparison.reference)))
    said += observed_said(comparison.community, comparison.n_months, say)
    return _caption(comparison, [*said, *_nobody(comparison, say)], say)


def of_differences(comparison: Comparison, say: Words) -> str:
    """Caption of the differences."""
    said = [say("caption.differences", reference=say.strategy(comparison.reference))]
    if any(not row["is_ranked"] for row in comparison.difference_rows):
        said.append(say("caption.hollow"))
    if far := rows_apart(comparison)[1]:
        said.append(say("caption.apart", strategies=say.listed([say.strategy(n) for n in far])))
    return _caption(comparison, said, say)


def of_reasons(comparison: Comparison, say: Words) -> str:
    """Caption of where the artisans stand."""
    said = [say("caption.reasons", month=comparison.n_months, meant=meanings(say))]
    return _caption(comparison, said, say)


def meanings(say: Words) -> str:
    """Say what each reason means, as part of a sentence."""
    return "; ".join(
        f"{say(f'reason.{barrier.name}')}: {say(f'meaning.{barrier.name}')}" for barrier in BARRIERS
    )


def of_groups(comparison: Comparison, say: Words) -> str:
    """Caption of the gaps between groups."""
    said = [say("caption.groups", fewest=FEWEST_RUNS), say("caption.members")]
    if comparison.community.poor_is_drawn:
        said.append(say("text.poor_drawn"))
    return _caption(comparison, [*said, *_nobody(comparison, say)], say)


def of_frontier(frontier: Frontier, say: Words) -> str:
    """Caption of a frontier."""
    first = frontier.comparisons[0]
    fewest, most = frontier.n_runs
    often = say.number(most, 0) if fewest == most else say.span(str(fewest), str(most))
    said = [
        say(
            "caption.scene",
            place=say.title(first.community.file.title),
            n=first.community.n_artisans,
        ),
        say("caption.frontier"),
        _origin(first, say, n_runs=often),
    ]
    return " ".join(said)


def of_all(comparison: Comparison, say: Words) -> str:
    """Say which parts of the model were on in all figures, and which off."""
    modules = comparison.community.file.modules
    on, off = (
        ", ".join(say.name("module", module) for module in part) or say("say.none")
        for part in (modules.on, modules.off)
    )
    return say("caption.modules", on=on, off=off)


def _caption(comparison: Comparison, said: Iterable[str], say: Words) -> str:
    community = comparison.community
    scene = say("caption.scene", place=say.title(community.file.title), n=community.n_artisans)
    if comparison.budget is None:
        cost = say("caption.as_written")
    else:
        cost = say("caption.at_budget", budget=say.rupiah(comparison.budget))
    n_runs = say.number(comparison.n_runs, 0)
    return " ".join([scene, cost, *said, _origin(comparison, say, n_runs=n_runs)])


def _nobody(comparison: Comparison, say: Words) -> list[str]:
    """Name the strategies that have no panel, because nobody adopts in them."""
    shown, others = with_adopters(comparison)
    if not (shown and others):
        return []
    names = say.listed([say.strategy(name) for name in others])
    return [say("caption.nobody", strategies=names)]


def _origin(comparison: Comparison, say: Words, *, n_runs: str) -> str:
    """Say how the numbers came about, and what they are not."""
    origin = say(
        "caption.origin",
        n_runs=n_runs,
        n_months=comparison.n_months,
        random_seed=comparison.random_seed,
        parameters=comparison.parameters,
    )
    if comparison.community.file.made_up:
        origin = f"{say('observed.made_up')} {origin}"
    written = comparison.community.settings_written
    return f"{origin} {say('text.settings', listed=written)}" if written else origin
