"""Shapley's shares: known answers, properties, another program, and orders that are drawn."""

import numpy as np
import pytest
from harness import examples
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from diffusion.explanation.shapley import by_orders, coalitions_along, drawn_orders, exact

GAMES = st.integers(1, 5).flatmap(
    lambda n: arrays(np.float64, (2**n,), elements=st.floats(-100, 100, width=32))
)


def with_player(values: np.ndarray, *, brings: float) -> np.ndarray:
    """Add a last player who brings the same to every coalition."""
    return np.concatenate([values, values + brings])


def test_a_game_of_two_by_hand() -> None:
    """Alone they reach 10 and 20, together 50: each has half of the 20 that only both reach."""
    assert exact(np.array([0.0, 10.0, 20.0, 50.0])).tolist() == [20.0, 30.0]


def test_the_glove_game_by_hand() -> None:
    """One left glove, two right ones: a pair is worth 1; the left one is worth 2/3 (Shapley)."""
    pairs = [min(one & 1, (one >> 1 & 1) + (one >> 2 & 1)) for one in range(8)]
    assert np.allclose(exact(np.array(pairs, float)), [2 / 3, 1 / 6, 1 / 6], rtol=0, atol=1e-15)


@examples(100)
@given(GAMES)
def test_shares_add_up_to_the_total(values: np.ndarray) -> None:
    assert exact(values).sum() == pytest.approx(values[-1] - values[0], abs=1e-9)


@examples(100)
@given(GAMES)
def test_who_brings_nothing_has_exactly_nothing(values: np.ndarray) -> None:
    assert exact(with_player(values, brings=0.0))[-1] == 0.0


@examples(100)
@given(GAMES)
def test_who_does_the_same_has_the_same(values: np.ndarray) -> None:
    """Two players are told apart by nothing: what counts is only how many of them are there."""
    one, two = values, values + 1.0
    four = np.concatenate([one, two, two, two * 2])
    found = exact(four)
    assert found[-1] == pytest.approx(found[-2], abs=1e-9)


@pytest.mark.slow
@examples(50)
@given(GAMES)
def test_another_program_has_the_same_shares(values: np.ndarray) -> None:
    from shapiq import ExactComputer  # takes seconds to import

    n_players = len(values).bit_length() - 1
    weights = 1 << np.arange(n_players)

    def reached(coalitions: np.ndarray) -> np.ndarray:
        return values[coalitions.astype(int) @ weights]

    theirs = ExactComputer(reached, n_players=n_players)("SV")
    ours = exact(values)
    for player in range(n_players):
        assert ours[player] == pytest.approx(theirs[(player,)], abs=1e-6)


def test_orders_depend_on_the_replicate_alone() -> None:
    luck = {"n_pairs": 3, "random_seed": 5}
    many = drawn_orders(7, first_replicate=0, n_runs=10, **luck)
    some = drawn_orders(7, first_replicate=4, n_runs=3, **luck)
    assert np.array_equal(many[4:7], some)
    assert np.array_equal(many[:, 1::2], many[:, ::2, ::-1])
    assert np.array_equal(np.sort(many, axis=2), np.broadcast_to(np.arange(7), many.shape))
    others = drawn_orders(7, first_replicate=0, n_runs=10, n_pairs=3, random_seed=6)
    assert not np.array_equal(many, others)


def test_coalitions_along_an_order_by_hand() -> None:
    assert coalitions_along(np.array([2, 0, 1])).tolist() == [0, 4, 5, 7]


@pytest.mark.parametrize("n_pairs", [1, 3])
def test_drawn_orders_add_up_and_are_near_all_orders(n_pairs: int) -> None:
    """A fixed game in every run: the mean over runs differs from the exact shares by chance."""
    n_players, n_runs = 6, 600
    coalition = np.arange(2**n_players)
    size = np.array([one.bit_count() for one in coalition])
    values = size**2 + 3.0 * (coalition & 3 == 3) - 5.0 * (coalition & 40 == 40)
    orders = drawn_orders(
        n_players, n_pairs=n_pairs, random_seed=1, first_replicate=0, n_runs=n_runs
    )
    shares, errors = by_orders(orders, values[coalitions_along(orders)])
    assert np.allclose(shares.sum(axis=1), values[-1] - values[0])
    found, truth = shares.mean(axis=0), exact(values)
    seen = shares.std(axis=0, ddof=1) / np.sqrt(n_runs)
    assert (np.abs(found - truth) <= 4 * seen + 1e-12).all()
    if n_pairs == 1:
        assert np.isnan(errors).all()
    else:
        assert np.allclose(errors, seen, rtol=0.2, atol=1e-12)
    assert not np.allclose(found + 1, truth, atol=0.5), "negative control: shifted shares agree"
