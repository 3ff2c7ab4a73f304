"""Moran's I, the test by rewiring and the bootstrap, against hand-worked cases and plain loops."""

from itertools import permutations
from math import nan
from typing import Any

import numpy as np
import pytest
from harness import agrees
from numpy.typing import NDArray
from scipy.sparse import csr_array

from diffusion import measures
from diffusion.data.adoption_data import AdoptionData
from diffusion.data.ties import TiesOfKind
from diffusion.errors import InputError
from diffusion.measures import Why
from diffusion.measures.rewirings import _Chain, _key

LINE = np.array([[0, 1, 0, 0], [1, 0, 1, 0], [0, 1, 0, 1], [0, 0, 1, 0]])
type Reals = NDArray[np.float64]


def drawn(seed: int, n_people: int, share: float, *, both: bool = False) -> Reals:
    rng = np.random.default_rng(seed)
    ties = (rng.random((n_people, n_people)) < share) * rng.integers(1, 4, (n_people, n_people))
    np.fill_diagonal(ties, 0)
    ties = np.triu(ties) + np.triu(ties).T if both else ties
    return ties.astype(np.float64)


def plain_moran(x: Reals, w: Reals) -> float:
    n, mean = len(x), x.mean()
    products = sum(w[i, j] * (x[i] - mean) * (x[j] - mean) for i in range(n) for j in range(n))
    return float(n / w.sum() * products / ((x - mean) ** 2).sum())


def test_morans_i_of_a_line_by_hand() -> None:
    # Mean 1/2; ties 1-2 and 3-4 give +1/4 each, 2-3 gives -1/4, all in both directions.
    assert measures.moran([1, 1, 0, 0], LINE, normalize=False).value == pytest.approx(1 / 3)
    # Each row sums to 1: rows 1 and 4 give 1/4, rows 2 and 3 nothing.
    assert measures.moran([1, 1, 0, 0], LINE).value == pytest.approx(1 / 2)


@pytest.mark.parametrize("seed", range(4))
def test_its_mean_and_spread_are_those_of_all_orders(seed: int) -> None:
    x, w = np.random.default_rng(seed).random(6), drawn(seed, 6, 0.5)
    found = measures.moran(x, w, normalize=False, n_permutations=4999)
    orders = [plain_moran(x[list(order)], w) for order in permutations(range(6))]
    assert found.value == pytest.approx(plain_moran(x, w))
    assert found.expected == pytest.approx(np.mean(orders))
    assert found.sd == pytest.approx(np.std(orders))
    far = np.abs(np.array(orders) - np.mean(orders)) >= abs(found.value - np.mean(orders)) - 1e-9
    assert found.permutation_p == pytest.approx(far.mean(), abs=0.03)


def test_all_periods_in_one_pass_are_each_period_alone() -> None:
    rng = np.random.default_rng(5)
    w, time = drawn(5, 30, 0.2), rng.integers(-1, 6, 30)
    again = np.where((time >= 0) & (rng.random(30) < 0.4), time + 2, -1)
    data = AdoptionData.of(w, time, n_periods=6, given_up=np.where(again > 5, -1, again))
    found = measures.moran_by_period(data)
    up = data.adoption["innovation"].given_up
    for t in range(6):
        has = (time >= 0) & (time <= t) & ((up < 0) | (up > t))
        one = measures.moran(has, w, n_permutations=199)
        for name in ("value", "expected", "sd", "p_value", "permutation_p"):
            assert getattr(found, name)[t] == pytest.approx(getattr(one, name)), name


def test_ties_that_begin_count_from_then_on() -> None:
    rng = np.random.default_rng(4)
    w, time = drawn(4, 20, 0.3), rng.integers(-1, 4, 20)
    begins = rng.integers(0, 4, np.count_nonzero(w))
    ties = {"friend": TiesOfKind.of(*np.nonzero(w), w[w > 0], begins=begins)}
    found = measures.moran_by_period(AdoptionData.of(ties, time, n_periods=4))
    for t in range(4):
        there = np.zeros_like(w)
        there[w > 0] = w[w > 0] * (begins <= t)
        one = measures.moran((time >= 0) & (time <= t), there, n_permutations=199)
        assert found.value[t] == pytest.approx(one.value)
        assert found.permutation_p[t] == one.permutation_p


def test_who_is_not_known_is_left_out_with_his_ties() -> None:
    w = drawn(6, 9, 0.5)
    x = np.random.default_rng(6).random(9)
    kept = [0, 1, 2, 4, 5, 6, 8]
    without = measures.moran(x[kept], w[np.ix_(kept, kept)])
    found = measures.moran(np.where(np.isin(range(9), kept), x, nan), w)
    assert (found.value, found.n_people) == (pytest.approx(without.value), 7)


def test_morans_i_says_why_there_is_none() -> None:
    assert measures.moran([1, 1, 1, 1], LINE).why is Why.NO_VARIANCE
    assert measures.moran([1, 2, 3], np.ones((3, 3))).why is Why.TOO_FEW_PEOPLE
    assert measures.moran([1, 2, 3, 4], np.eye(4)).why is Why.NO_TIES
    with pytest.raises(InputError, match="expected 4 numbers, one for each person"):
        measures.moran([1, 2], LINE)
    with pytest.raises(InputError, match=r"two\.sided"):
        measures.moran([1, 2, 3, 4], LINE, alternative="both")


def test_steps_are_weighed_as_far_as_asked() -> None:
    line = np.diag(np.ones(4), 1)
    near = measures.inverse_distance(line, farthest=2).toarray()
    assert near[0].tolist() == [0, 1, 0.5, 0, 0]
    assert measures.inverse_distance(line).toarray()[0].tolist() == [0, 1, 0.5, 1 / 3, 0.25]


@pytest.mark.statistical
def test_the_test_of_morans_i_keeps_its_level_and_has_power() -> None:
    w = drawn(7, 40, 0.1, both=True)
    rng = np.random.default_rng(7)
    by_lot = [measures.moran(rng.random(40), w, random_seed=k).permutation_p for k in range(300)]
    assert agrees(np.array(by_lot) <= 0.2, 0.2)
    alike = [
        measures.moran((w / w.sum(1, keepdims=True).clip(1)) @ x + 0.2 * x, w).permutation_p
        for x in rng.random((40, 40))
    ]
    assert not agrees(np.array(alike) <= 0.2, 0.2)


# ------------------------------------------------------------------ rewiring


@pytest.mark.parametrize("both", [False, True])
def test_rewiring_keeps_degrees_and_strengths(both: bool) -> None:
    w = drawn(8, 25, 0.2, both=both)
    for network in measures.rewired(csr_array(w), 20):
        new = network.toarray()
        assert np.array_equal((new > 0).sum(0), (w > 0).sum(0))
        assert np.array_equal((new > 0).sum(1), (w > 0).sum(1))
        assert not new.diagonal().any()
        assert sorted(network.data) == sorted(w[w > 0])
        assert len(network.data) == np.count_nonzero(new)
        assert np.array_equal(new, new.T) if both else np.allclose(new.sum(1), w.sum(1))
        assert (new != w).any()


@pytest.mark.parametrize("both", [False, True])
def test_a_sweep_in_reverse_order_undoes_a_sweep(both: bool) -> None:
    w = csr_array(drawn(9, 20, 0.25, both=both))
    chain = _Chain(w)
    for key in range(5):
        chain.sweep(_key(1, key, 1), 1)
    assert (chain.matrix() != w).nnz
    for key in reversed(range(5)):
        chain.sweep(_key(1, key, 1), -1)
    assert (chain.matrix() != w).nnz == 0


@pytest.mark.parametrize("both", [False, True])
def test_groups_keep_their_ties(both: bool) -> None:
    w = drawn(17, 24, 0.3, both=both)
    group = np.repeat(np.arange(3), 8)
    blocks = [np.ix_(group == one, group == other) for one in range(3) for other in range(3)]
    for network in measures.rewired(csr_array(w), 10, within=group):
        new = network.toarray()
        assert (new != w).any()
        for block in blocks:
            assert np.array_equal((new[block] > 0).sum(0), (w[block] > 0).sum(0))
            assert np.array_equal((new[block] > 0).sum(1), (w[block] > 0).sum(1))
        assert np.array_equal(new, new.T) or not both


@pytest.mark.statistical
def test_villages_that_are_alike_are_no_structure_within_them() -> None:
    group = np.repeat(np.arange(4), 12)
    rng = np.random.default_rng(18)
    ties = (rng.random((48, 48)) < 0.3) & (group[:, None] == group)
    np.fill_diagonal(ties, False)
    across, within = [], []
    for seed in range(60):
        time = 5 * group + rng.integers(0, 4, 48)
        options = {"statistic": measures.mean_time_difference, "n_rewired": 19}
        across.append(measures.struct_test(ties, time, random_seed=seed, **options).p_value)
        test = measures.struct_test(ties, time, random_seed=seed, within=group, **options)
        within.append(test.p_value)
    assert agrees(np.array(within) <= 0.2, 0.2)
    assert not agrees(np.array(across) <= 0.2, 0.2)


@pytest.mark.statistical
@pytest.mark.parametrize("both", [False, True])
def test_every_network_of_the_same_degrees_is_as_likely(both: bool) -> None:
    w = np.roll(np.eye(5), 1, 1)  # a ring of five
    w = w + w.T if both else w
    seen: dict[bytes, int] = {}
    for network in measures.rewired(csr_array(w), 6000, n_sweeps=3):
        name = network.toarray().tobytes()
        seen[name] = seen.get(name, 0) + 1
    # Rings of 5 without direction: 4! / 2 = 12. Each has one alter, none itself: 44 derangements.
    assert len(seen) == (12 if both else 44)
    expected = 6000 / len(seen)
    distance = sum((count - expected) ** 2 / expected for count in seen.values())
    assert distance < len(seen) + 4 * np.sqrt(2 * len(seen))


@pytest.mark.statistical
def test_the_structure_test_keeps_its_level_and_has_power() -> None:
    ring = np.roll(np.eye(40), 1, 1) + np.roll(np.eye(40), 2, 1)
    ring = ring + ring.T

    def p_values(near: float) -> Reals:
        rng = np.random.default_rng(10)
        found = []
        for seed in range(150):
            lot = rng.integers(0, 20, 40)
            time = near * np.abs(np.arange(40) - 20) + (1 - near) * lot
            found.append(
                measures.struct_test(
                    ring, time.astype(int), statistic=measures.mean_time_difference,
                    n_rewired=49, random_seed=seed,
                ).p_value
            )  # fmt: skip
        return np.array(found)

    assert agrees(p_values(0.0) <= 0.2, 0.2)
    assert not agrees(p_values(0.4) <= 0.2, 0.2)


def test_the_mean_threshold_is_blind_where_all_have_equally_many_ties() -> None:
    ring = np.roll(np.eye(40), 1, 1)
    time = np.random.default_rng(16).permutation(40)
    found = measures.struct_test(ring + ring.T, time)
    assert (found.value, found.why) == (pytest.approx(0.5), Why.NO_VARIANCE)
    apart = measures.struct_test(
        ring + ring.T, np.arange(40), statistic=measures.mean_time_difference
    )
    assert apart.value == pytest.approx((39 + 39) / 40)
    assert apart.p_value == 2 / 200


def test_what_does_not_hang_on_ties_has_no_p_value() -> None:
    w, time = drawn(11, 20, 0.2), np.arange(20)
    found = measures.struct_test(w, time, statistic=lambda _, when: float(when.mean()))
    assert (found.value, found.expected, found.why) == (9.5, 9.5, Why.NO_VARIANCE)
    assert np.isnan(found.p_value)
    assert measures.struct_test(np.zeros((4, 4)), [0, 1, 2, 3]).why is Why.NO_TIES
    assert measures.struct_test(w, [-1] * 20).why is Why.NO_ADOPTERS


def test_mean_threshold_by_hand() -> None:
    ties = csr_array(np.array([[0, 1, 1, 0], [1, 0, 0, 0], [0, 3, 0, 1], [0, 0, 0, 0]]))
    # 1 adopts first: nobody before. 2 looks at 1, who has it: 1. 3 looks at 2 (3 of 4). 4: no ties.
    time = np.array([0, 1, 2, 3], np.int32)
    assert measures.mean_threshold(ties, time) == pytest.approx((0 + 1 + 0.75 + 0) / 4)
    found = measures.struct_test(ties, time, valued=False, n_rewired=19)
    assert found.value == pytest.approx((0 + 1 + 0.5 + 0) / 4)


def test_ties_that_end_are_refused() -> None:
    ties = {"friend": TiesOfKind.of([0, 1], [1, 0], ends=[1, 2])}
    data = AdoptionData.of(ties, [0, 1], n_periods=3)
    with pytest.raises(InputError, match="the same in all periods"):
        measures.struct_test(data)


# ------------------------------------------------------------------ bootstrap


def test_a_sample_is_tied_as_those_are_of_whom_it_has_copies() -> None:
    w = drawn(12, 12, 0.4)
    group = np.repeat(np.arange(6), 2)
    seen: list[Any] = []

    def kept(ties: csr_array, time: NDArray[np.int32]) -> float:
        seen.append((ties.toarray(), time))
        return 0.0

    measures.bootnet(w, np.arange(12), statistic=kept, by=group, n_resamples=30)
    assert np.array_equal(seen[0][0], w)
    for ties, original in seen[1:]:
        assert len(original) == 12
        copy = np.arange(12) // 2
        expected = w[np.ix_(original, original)]
        same_group = group[original][:, None] == group[original]
        expected[same_group & (copy[:, None] != copy)] = 0
        assert np.array_equal(ties, expected)


@pytest.mark.statistical
def test_copies_of_one_person_are_tied_as_often_as_others() -> None:
    w = (drawn(13, 30, 0.3) > 0).astype(float)

    def n_ties(ties: csr_array, _: NDArray[np.int32]) -> float:
        return float(ties.nnz)

    people = measures.bootnet(w, np.zeros(30), statistic=n_ties)
    assert agrees(people.samples, people.value)
    alone = measures.bootnet(w, np.zeros(30), statistic=n_ties, by=np.arange(30))
    assert not agrees(alone.samples, alone.value)
    seen: list[bool] = []

    def is_even(ties: csr_array, _: NDArray[np.int32]) -> float:
        seen.append((abs(ties - ties.T)).nnz == 0)
        return 0.0

    measures.bootnet(w + w.T, np.zeros(30), statistic=is_even, n_resamples=20)
    assert all(seen)


@pytest.mark.statistical
def test_the_bootstrap_has_the_standard_error_of_a_mean() -> None:
    time = np.random.default_rng(14).integers(0, 20, 50)

    def mean(_: csr_array, when: NDArray[np.int32]) -> float:
        return float(when.mean())

    found = measures.bootnet(drawn(14, 50, 0.1), time, statistic=mean, n_resamples=4000)
    assert found.sd == pytest.approx(time.std() / np.sqrt(50), rel=0.05)
    assert found.low < found.value < found.high
    # Ten villages, in each of which all are alike: as if there were ten people.
    village = np.repeat(np.arange(10), 5)
    alike = np.repeat(np.arange(10), 5)
    by_village = measures.bootnet(
        drawn(14, 50, 0.1), alike, statistic=mean, by=village, n_resamples=4000
    )
    people = measures.bootnet(drawn(14, 50, 0.1), alike, statistic=mean, n_resamples=4000)
    assert by_village.sd == pytest.approx(np.arange(10).std() / np.sqrt(10), rel=0.05)
    assert people.sd == pytest.approx(np.arange(10).std() / np.sqrt(50), rel=0.05)


def test_too_few_groups_make_no_interval() -> None:
    found = measures.bootnet(
        drawn(15, 8, 0.4), np.arange(8), statistic=measures.mean_threshold,
        by=[1, 1, 1, 1, 2, 2, 2, 2],
    )  # fmt: skip
    assert found.why is Why.TOO_FEW_GROUPS
    assert np.isnan(found.low)
    with pytest.raises(InputError, match="a group for each of 8 people"):
        measures.bootnet(
            drawn(15, 8, 0.4), np.arange(8), statistic=measures.mean_threshold, by=[1, 2]
        )
