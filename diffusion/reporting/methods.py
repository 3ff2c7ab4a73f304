"""Writes the paragraph on methods that a paper needs, in English and in Indonesian."""

from collections.abc import Iterator

from diffusion.comparison.result import Comparison
from diffusion.i18n.words import Words
from diffusion.statistics.bootstrap import N_RESAMPLES

FILE = "methods.txt"


def methods_text(comparison: Comparison) -> str:
    """Say how a comparison was made: a paragraph in English, then one in Indonesian.

    Names no place on a machine and no person: only what another needs to do the same again.
    """
    paragraphs = (" ".join(_sentences(comparison, Words(language))) for language in ("en", "id"))
    return "\n\n".join(paragraphs) + "\n"


def _sentences(comparison: Comparison, say: Words) -> Iterator[str]:
    made = comparison.simulated[0][1].provenance
    versions, first = made["versions"], made["first_replicate"]
    yield say(
        "methods.simulated",
        place=comparison.community.file.title,
        n_artisans=say.number(comparison.community.n_artisans, 0),
        version=versions["artisan-diffusion"],
        parameters=made["parameter_set"],
        **{name: versions[name] for name in ("python", "numpy", "numba", "scipy")},
    )
    yield say(
        "methods.runs",
        n_runs=say.number(comparison.n_runs, 0),
        first=first,
        last=first + comparison.n_runs - 1,
        n_months=comparison.n_months,
        random_seed=comparison.random_seed,
    )
    yield from _strategies(comparison, say)
    if len(comparison.simulated) > 1:
        yield say("methods.pairing", reference=say.strategy(comparison.reference))
        yield say("methods.intervals", n_resamples=say.number(N_RESAMPLES, 0))
    else:
        yield say("methods.no_reference")
    if (precision := comparison.precision) is not None:
        yield say(
            "methods.precision",
            asked=say.number(precision.asked, 2),
            most_runs=say.number(precision.most_runs, 0),
            reached=say.number(precision.reached, 2),
        )
    rows = comparison.community.sources
    n_assumed = sum(row["flag"] == "assumed" for row in rows)
    if rows:
        yield say("methods.assumed", n_rows=len(rows), n_assumed=n_assumed)
    else:
        yield say("methods.no_sources")
    off = [say.name("module", module) for module in made["modules_off"]]
    yield say("methods.modules", modules=", ".join(off) or say("say.none"))
    yield say("methods.caveat")


def _strategies(comparison: Comparison, say: Words) -> Iterator[str]:
    """Say which strategies were simulated, at what price, and how a budget made them so."""
    priced = [
        say(
            "methods.priced",
            name=say.strategy(strategy.name),
            price=say.rupiah(strategy.price.total),
        )
        for strategy, _ in comparison.simulated
    ]
    yield say("methods.strategies", listed=say.listed(priced))
    if comparison.budget is None:
        yield say("methods.as_written")
        return
    paid = "text.pays_all" if comparison.with_facilitator else "text.pays_activities"
    yield say("methods.budget", budget=say.rupiah(comparison.budget), paid=say(paid))
    missing = [say.strategy(one.name) for one in comparison.strategies if one.outcome is None]
    if missing:
        yield say("methods.impossible", listed=say.listed(missing))
