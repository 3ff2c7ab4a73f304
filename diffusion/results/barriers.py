"""What keeps an artisan from adopting: one classification for tables, figures, film and page."""

from dataclasses import dataclass

from diffusion.kernels.state import Stage


@dataclass(frozen=True, slots=True)
class Barrier:
    """Something that keeps artisans from adopting, or, as the last of them, nothing.

    Attributes
    ----------
    name : str
        As tables and files write it, in the column `reason`; with underscores, as the page does.
    indicator : str
        Number of artisans whom it keeps (see `diffusion.results.indicators`).
    """

    name: str
    indicator: str

    @property
    def key(self) -> str:
        """Its name with underscores."""
        return self.name.replace(" ", "_")


UNAWARE = Barrier("unaware", "unaware")
NOT_PERSUADED = Barrier("not persuaded", "not_persuaded")
VALUES = Barrier("values", "barred_by_values")
NOT_DECIDED = Barrier("not decided", "persuaded")
NO_MEANS = Barrier("no means", "decided")
DISCONTINUED = Barrier("gave up", "discontinued")
NONE = Barrier("adopters", "adopters")
"""Nothing keeps them: they are on trial or confirmed."""

BARRIERS = (UNAWARE, NOT_PERSUADED, VALUES, NOT_DECIDED, NO_MEANS, DISCONTINUED, NONE)
"""Each artisan stands at one of them; in the order of the stages, the adopters last."""

_OF_STAGE = {
    Stage.UNAWARE: UNAWARE,
    Stage.KNOWS: NOT_PERSUADED,
    Stage.PERSUADED: NOT_DECIDED,
    Stage.DECIDED: NO_MEANS,
    Stage.TRIAL: NONE,
    Stage.CONFIRMED: NONE,
    Stage.DISCONTINUED: DISCONTINUED,
}


def barrier_of(stage: int, *, is_barred: bool) -> Barrier:
    """Tell what keeps an artisan from adopting.

    Parameters
    ----------
    stage
        By `diffusion.kernels.state.Stage`.
    is_barred
        Whether the artisan's values do not bear the innovation; it matters only to one who knows
        of it and no more.
    """
    if stage == Stage.KNOWS and is_barred:
        return VALUES
    return _OF_STAGE[Stage(stage)]
