"""How many artisans and ties a page or a film can show, asked before anything is simulated."""

from diffusion.errors import InputError, Problem
from diffusion.results.network import network_facts
from diffusion.scenario.community import Community

MOST_ARTISANS, MOST_TIES = 2_000, 20_000
"""What a page draws at 60 frames a second, in a file of less than ten megabytes."""


def check_size(community: Community, *, random_seed: int) -> None:
    """Refuse a community that is too large to be drawn artisan by artisan.

    Raises
    ------
    InputError
        If there are more artisans or more ties than can be shown, with what to do instead.
    """
    if community.n_artisans > MOST_ARTISANS:
        _refuse(community, MOST_ARTISANS, "artisans", community.n_artisans)
    n_ties = network_facts(community, random_seed=random_seed).n_ties
    if n_ties > MOST_TIES:
        _refuse(community, MOST_TIES, "ties", n_ties)


def _refuse(community: Community, most: int, what: str, found: int) -> None:
    expected = (
        f"at most {most:,} {what} for a page or a film, which draw each of them (diffusion run and "
        "diffusion compare take far more; or make a community of a part of the people, such "
        "as one hamlet)"
    )
    raise InputError(Problem(community.name, "", expected, f"{found:,} {what}"))
