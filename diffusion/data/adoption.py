"""Who adopted an innovation, when, who gave it up, and of whom nobody knows."""

from dataclasses import dataclass
from typing import Literal, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diffusion.data import checks
from diffusion.util.arrays import read_only

NEVER, NOT_KNOWN, UNDATED = -1, -2, -3
"""In place of a period: not by the last one observed; nobody knows; it was, nobody knows when."""

NOT_YET, IN_USE, GIVEN_UP = 0, 1, 2
"""State of a person in a period; `NOT_KNOWN` beside them."""

State = Literal["adopted", "given_up", "never", "not_known", "undated"]
"""What is known of a person at the end; "undated" adopted, nobody knows when, and still has it."""


@dataclass(frozen=True, eq=False)
class Adoption:
    """Who adopted an innovation, and when.

    Attributes
    ----------
    time : int32 [N]
        Period of adoption (toa), from 0; `NEVER`, `NOT_KNOWN` or `UNDATED`.
    given_up : int32 [N]
        First period without it again, from 0; `NEVER` for who still has it, or never had;
        `UNDATED` for who gave it up, nobody knows when.
    last : int32 [N]
        Last period in which each was observed; -1 for who was not observed at all.
    """

    time: NDArray[np.int32]
    given_up: NDArray[np.int32]
    last: NDArray[np.int32]

    @classmethod
    def of(
        cls,
        time: ArrayLike,
        given_up: ArrayLike | None = None,
        last: ArrayLike | None = None,
        *,
        n_periods: int,
        place: str = "adoption",
    ) -> Self:
        """Take anything that is like arrays; all observed to the last of the periods by default.

        Raises
        ------
        InputError
            As `check` does.
        """
        when = checks.whole(time, np.int32, place=place, name="time")
        again = np.full(len(when), NEVER) if given_up is None else given_up
        ends = np.full(len(when), n_periods - 1) if last is None else last
        taken = cls(
            when,
            checks.whole(again, np.int32, place=place, name="given_up"),
            checks.whole(ends, np.int32, place=place, name="last"),
        )
        taken.check(len(when), n_periods, place=place)
        return taken

    def check(self, n_people: int, n_periods: int, *, place: str = "adoption") -> None:
        """Refuse times that cannot be.

        Raises
        ------
        InputError
            If an array has not N values, a period is none of T, something was given up that was
            not adopted before, or something happened after the last observation.
        """
        for name in ("time", "given_up", "last"):
            array: NDArray[np.int32] = getattr(self, name)
            checks.check_length(array, n_people, of="people", place=place, name=name)
        time, given_up, last = self.time, self.given_up, self.last
        periods = f"a period from 0 to {n_periods - 1:,}" if n_periods else "no period"

        def check(is_right: NDArray[np.bool_], name: str, expected: str) -> None:
            checks.check_all(is_right, getattr(self, name), expected, place=place, name=name)

        is_word = (time <= NEVER) & (time >= UNDATED)
        expected = f"{periods}, or {NEVER} (never), {NOT_KNOWN} (not known), {UNDATED} (undated)"
        check(is_word | ((time >= 0) & (time < n_periods)), "time", expected)
        is_word = (given_up == NEVER) | (given_up == UNDATED)
        expected = f"{periods}, or {NEVER} (never), {UNDATED} (undated)"
        check(is_word | ((given_up >= 0) & (given_up < n_periods)), "given_up", expected)
        expected = f"{periods}, or -1 (not observed)"
        check((last >= -1) & (last < n_periods), "last", expected)
        expected = f"{NEVER} (never) for who did not adopt"
        check(self.has_adopted | (given_up == NEVER), "given_up", expected)
        expected = "a period after that of adoption"
        check((time < 0) | (given_up < 0) | (given_up > time), "given_up", expected)
        expected = "a period not before that of adoption, and of giving up"
        check(last >= np.maximum(time, given_up), "last", expected)

    @property
    def is_dated(self) -> NDArray[np.bool_]:
        """Who adopted in a known period [N]."""
        return self.time >= 0

    @property
    def has_adopted(self) -> NDArray[np.bool_]:
        """Who ever adopted, dated or not [N]."""
        has_adopted: NDArray[np.bool_] = (self.time >= 0) | (self.time == UNDATED)
        return has_adopted

    @property
    def state(self) -> tuple[State, ...]:
        """What is known of each at the end: a word."""
        words: dict[int, State] = {NEVER: "never", NOT_KNOWN: "not_known", UNDATED: "undated"}
        return tuple(
            "given_up" if again != NEVER else words.get(when, "adopted")
            for when, again in zip(self.time.tolist(), self.given_up.tolist(), strict=True)
        )

    def states(self, n_periods: int) -> NDArray[np.int8]:
        """Tell what is known of each in each period.

        Returns
        -------
        int8 [N, T]
            `NOT_YET`, `IN_USE`, `GIVEN_UP`, or `NOT_KNOWN`: after the last observation, of who
            adopted or gave up nobody knows when, and of whom nobody knows.
        """
        period = np.arange(n_periods)
        time, given_up, last = (array[:, None] for array in (self.time, self.given_up, self.last))
        states = np.full((len(self.time), n_periods), NOT_YET, np.int8)
        has_it = (time >= 0) & (period >= time)
        states[has_it] = IN_USE
        states[has_it & (given_up == UNDATED) & (period > time)] = NOT_KNOWN
        states[(time <= NOT_KNOWN) | (period > last)] = NOT_KNOWN
        states[(given_up >= 0) & (period >= given_up) & (period <= last)] = GIVEN_UP
        return read_only(states)

    def select(self, rows: NDArray[np.int64]) -> Self:
        """Take some of the people."""
        return type(self)(
            read_only(self.time[rows]), read_only(self.given_up[rows]), read_only(self.last[rows])
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Adoption):
            return NotImplemented
        return all(
            checks.same(getattr(self, name), getattr(other, name))
            for name in ("time", "given_up", "last")
        )

    __hash__ = None  # type: ignore[assignment]
