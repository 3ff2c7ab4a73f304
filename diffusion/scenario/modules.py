"""Which switchable parts of the model are on."""

from diffusion.scenario.base import Declaration


class Modules(Declaration):
    """Which switchable parts of the model are on (ODD 8)."""

    association: bool = True
    finance: bool = True
    market: bool = True
    withdrawal: bool = True
    institutions: bool = True
    contest: bool = True
    exhibition: bool = True
    shocks: bool = True
    readoption: bool = True
    ambassadors: bool = True
    season: bool = False
    proximity: bool = False
    advantage: bool = False
    lapse: bool = False
    leakage: bool = False
    vote: bool = False
    heterogeneity: bool = False
    dynamic_ties: bool = False
    travel: bool = False
    buyer_feedback: bool = False
    village_promise: bool = False
    coordination: bool = False
    permit: bool = False
    resources_known: bool = False

    @property
    def on(self) -> tuple[str, ...]:
        """Names of the modules that are on."""
        return tuple(name for name in type(self).model_fields if getattr(self, name))

    @property
    def off(self) -> tuple[str, ...]:
        """Names of the modules that are off."""
        return tuple(name for name in type(self).model_fields if not getattr(self, name))

    def is_on(self, name: str | None) -> bool:
        """Tell whether a module is on; what is part of none is always on."""
        return name is None or bool(getattr(self, name))
