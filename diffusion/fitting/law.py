"""What is fitted: the form of the law, what a person is exposed to, and how time counts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from diffusion.errors import InputError, Problem, one_of

LAWS = ("gates", "logit", "cloglog", "composites")
"""The product's own form; two of statistics, on covariates; the logit, on composites."""

TIMES = ("periods", "log", "none")
"""A number for each period; a line in the logarithm of the period; one number for all periods."""

EXPOSURES = ("none", "share", "alters", "undirected", "equivalent", "recent", "hill", "grouped")
"""Of `diffusion.fitting.exposures`, by name."""

type Composites = Mapping[str, Mapping[str, int]]
"""By name, covariates with signs, 1 or -1."""


@dataclass(frozen=True)
class Law:
    """What is fitted.

    Attributes
    ----------
    form : str
        "gates", "logit" or "cloglog".
    exposure : str
        One of `EXPOSURES`.
    time : str
        One of `TIMES`.
    composites : mapping of str to mapping of str to int
        By name, covariates with a sign, +1 or -1, that is fixed before anything is fitted. With
        them each person counts by their signed means, without them by the covariates.
    has_village_effect : bool
        Whether villages differ by a number of their own, drawn from a normal distribution.
    """

    form: str = "gates"
    exposure: str = "grouped"
    time: str = "periods"
    composites: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    has_village_effect: bool = True

    def __post_init__(self) -> None:
        for name, allowed in (("form", LAWS), ("exposure", EXPOSURES), ("time", TIMES)):
            found = getattr(self, name)
            if found not in allowed:
                raise InputError(
                    Problem(_CALLED.get(name, name), "", one_of(allowed, found), found)
                )
        for name, signed in self.composites.items():
            for covariate, sign in signed.items():
                if sign not in (-1, 1):
                    raise InputError(Problem(f"composites.{name}", covariate, "1 or -1", str(sign)))
        fixed = {name: MappingProxyType(dict(of)) for name, of in self.composites.items()}
        object.__setattr__(self, "composites", MappingProxyType(fixed))

    @property
    def is_logit(self) -> bool:
        """Whether the chance is a logistic function of a sum."""
        return self.form in ("logit", "composites")


_CALLED = {"form": "law"}
