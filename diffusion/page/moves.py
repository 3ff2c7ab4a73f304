"""What a story is made of, and the words for moves from stage to stage."""

from typing import Any

from diffusion.kernels.state import (
    CONFIRMED,
    DECIDED,
    DISCONTINUED,
    KNOWS,
    PERSUADED,
    TRIAL,
    UNAWARE,
)

type Event = tuple[str, dict[str, Any]]
"""A key of the section [story] in words.toml, and what stands in its braces."""

type Story = list[tuple[int, list[Event]]]
"""The records in which something happened to an artisan, in their order, and what it was."""

PLAIN_MOVES = {
    (KNOWS, PERSUADED): "persuaded",
    (PERSUADED, DECIDED): "decided",
    (DECIDED, PERSUADED): "lapsed",
    (TRIAL, CONFIRMED): "confirmed",
    (TRIAL, DISCONTINUED): "discontinued",
    (CONFIRMED, DISCONTINUED): "discontinued",
    (DISCONTINUED, DECIDED): "tries_again",
    (TRIAL, UNAWARE): "discontinued",  # in the two-state chain
}
"""Words for moves from stage to stage that need no more to be said."""

MOVES = frozenset({*PLAIN_MOVES.values(), "heard_at", "heard_from_neighbours", "paid_and_began"})
"""Keys that tell of a move to another stage: one for each move, and no move without."""
