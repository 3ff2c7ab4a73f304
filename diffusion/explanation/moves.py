"""What a story is made of, and its words for moves from stage to stage."""

from typing import Any

type Event = tuple[str, dict[str, Any]]
"""A key of the section [story] of the words, and what stands in its braces."""

type Story = list[tuple[int, list[Event]]]
"""The records in which something happened to an artisan, in their order, and what it was."""

MOVES = frozenset(
    {
        "heard_at",
        "heard_from_neighbours",
        "persuaded",
        "decided",
        "tries_again",
        "lapsed",
        "paid_and_began",
        "confirmed",
        "discontinued",
    }
)
"""Keys that tell of a move to another stage: one for each move, and no move without."""
