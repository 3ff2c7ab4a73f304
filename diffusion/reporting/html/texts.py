"""Sentences that stand above and below the tables."""

from diffusion.i18n.words import Words
from diffusion.reporting.html.source import Source, n_artisans
from diffusion.reporting.html.sources import sources_of
from diffusion.results.observed import observed_said
from diffusion.util.formats import FEWEST_RUNS


def _drawn(say: Words, source: Source) -> str:
    """Say that who is poor is drawn, where it is."""
    is_drawn = source.comparison.community.poor_is_drawn
    return " " + say("text.poor_drawn") if is_drawn else ""


def texts(say: Words, source: Source) -> dict[str, str]:
    """Sentences that stand above the tables and below them, by name."""
    n_months, comparison = source.provenance["n_months"], source.comparison
    sources = sources_of(comparison)
    first = source.provenance["first_replicate"]
    said = {
        "observed": " ".join(
            [
                *observed_said(comparison.community, n_months, say),
                *([say("observed.made_up")] if comparison.community.file.made_up else []),
            ]
        ),
        "adopters": say("text.adopters", n_artisans=n_artisans(say, source), n_months=n_months),
        "outcomes": say("text.outcomes", n_months=n_months),
        "groups": say("text.groups", fewest=FEWEST_RUNS) + _drawn(say, source),
        "reasons": say("text.reasons", n_months=n_months),
        "costs": say("text.costs_as_written"),
        "assumed": say("text.no_sources"),
        "prices": say("text.prices", month=comparison.community.file.calendar.start),
        "modules": say(
            "text.limit_modules",
            modules=", ".join(say.name("module", m) for m in source.provenance["modules_off"])
            or say("say.none"),
        ),
        "made_with": say(
            "text.made_with",
            versions=", ".join(f"{k} {v}" for k, v in source.provenance["versions"].items()),
        ),
        "runs": say(
            "text.runs",
            random_seed=source.provenance["random_seed"],
            n_runs=say.number(source.provenance["n_runs"], 0),
            first=first,
            last=first + source.provenance["n_runs"] - 1,
            n_months=n_months,
            parameters=source.provenance["parameter_set"],
        ),
    }
    if comparison.budget is not None:
        paid = "text.pays_all" if comparison.with_facilitator else "text.pays_activities"
        said["costs"] = say("text.costs", budget=say.rupiah(comparison.budget), paid=say(paid))
    if written := comparison.community.settings_written:
        said["runs"] += " " + say("text.settings", listed=written)
    if sources.n_rows:
        numbers = {"n_rows": sources.n_rows, "n_assumed": len(sources.assumed)}
        said["assumed"] = say("text.assumed", **numbers)
    return said
