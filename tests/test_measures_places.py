"""Structural equivalence, mentors and the Bass curve: known answers, plain loops, refusals."""

from collections import deque
from math import isnan, sqrt

import numpy as np
import pytest
from harness import agrees
from numpy.typing import NDArray

from diffusion import measures
from diffusion.errors import InputError
from diffusion.measures import Why
from diffusion.measures.bass import bass_share

type Reals = NDArray[np.float64]

SURVEY = [(1, 2), (1, 0), (2, 1), (3, 4), (4, 3), (4, 2), (7, 8), (7, 5), (8, 7), (8, 5)]
"""Ties of netdiffuseR's fakesurvey, as survey_to_diffnet reads them: two groups, nine people."""

SURVEY_GROUP = [1, 1, 1, 1, 1, 2, 2, 2, 2]

# Documented on netdiffuseR's page of struct_equiv: all together, and within the groups.
SURVEY_ALL = [
    [0, 0.40637925, 0.2675568, 0, 0.08716001, 0.05961925, 0.07782794, 0.05072838, 0.05072838],
    [0.300678588, 0, 0.3624250, 0, 0.11623101, 0.05485627, 0.08458183, 0.04061364, 0.04061364],
    [0.034034875, 0.50252488, 0, 0, 0.32312115, 0.03403487, 0.10628421, 0, 0],
    [0, 0.14698274, 0.2366860, 0, 0.42669042, 0.04731519, 0.06403113, 0.03914726, 0.03914726],
    [0, 0.12827358, 0.2291256, 0.2851207, 0, 0.08917249, 0.10811028, 0.08009869, 0.08009869],
    [0.004813427, 0.08242531, 0.1173887, 0, 0.08242531, 0, 0.23764908, 0.23764908, 0.23764908],
    [0.005232795, 0.09061077, 0.1301072, 0, 0.09061077, 0.24005932, 0, 0.22168955, 0.22168955],
    [0.004437869, 0.07562027, 0.1073283, 0, 0.07562027, 0.22689057, 0.21056308, 0, 0.29953960],
    [0.004437869, 0.07562027, 0.1073283, 0, 0.07562027, 0.22689057, 0.21056308, 0.29953960, 0],
]
SURVEY_WITHIN = [
    [0, 0.5339395, 0.3515414, 0, 0.1145191], [0.38581450, 0, 0.4650442, 0, 0.1491413],
    [0.03959012, 0.5845481, 0, 0, 0.3758617], [0, 0.1813797, 0.2920754, 0, 0.5265448],
    [0, 0.1996414, 0.3566046, 0.4437539, 0],
]  # fmt: skip
SURVEY_SECOND = [[0, 0, 0, 0], [1, 0, 0, 0], [0.155051, 0, 0, 0.844949], [0.155051, 0, 0.844949, 0]]

FARMERS = [6, 2, 4, 6, 32, 3, 3, 14, 3, 90, 6, 42, 17, 41, 64, 55, 64, 45, 43]
"""Adopters of hybrid corn by year, 1947 and before to 1965, of 692 Brazilian farmers."""


def survey() -> Reals:
    ties = np.zeros((9, 9))
    ties[tuple(np.array(SURVEY).T)] = 1
    return ties


# ------------------------------------------------------------------ structural equivalence


def test_structural_equivalence_is_that_of_netdiffuser() -> None:
    found = measures.struct_equiv(survey())
    np.testing.assert_allclose(found.similarity.toarray(), SURVEY_ALL, atol=6e-8)
    within = measures.struct_equiv(survey(), groups=SURVEY_GROUP).similarity.toarray()
    np.testing.assert_allclose(within[:5, :5], SURVEY_WITHIN, atol=6e-8)
    np.testing.assert_allclose(within[5:, 5:], SURVEY_SECOND, atol=6e-7)
    assert not within[:5, 5:].any()
    assert not within[5:, :5].any()


def plain_steps(ties: Reals, unreachable: str) -> Reals:
    n = len(ties)
    steps = np.full((n, n), -1.0)
    for start in range(n):
        steps[start, start], queue = 0, deque([start])
        while queue:
            ego = queue.popleft()
            for alter in np.flatnonzero(ties[ego]):
                if steps[start, alter] < 0:
                    steps[start, alter] = steps[start, ego] + 1
                    queue.append(alter)
    steps[steps < 0] = 0 if unreachable == "zero" else steps.max() + 1
    return steps


@pytest.mark.parametrize("unreachable", ["zero", "farthest"])
@pytest.mark.parametrize("power", [1, 2.5])
def test_structural_equivalence_is_that_of_plain_loops(unreachable: str, power: float) -> None:
    for seed in range(4):
        ties = (np.random.default_rng(seed).random((11, 11)) < 0.12).astype(float)
        np.fill_diagonal(ties, 0)
        z = plain_steps(ties, unreachable)
        z = z / z.max()
        d, n = np.zeros((11, 11)), 11
        for i in range(n):
            for j in set(range(n)) - {i}:
                others = [k for k in range(n) if k not in (i, j)]
                squares = (z[i, j] - z[j, i]) ** 2
                squares += sum((z[i, k] - z[j, k]) ** 2 for k in others)
                d[i, j] = sqrt(squares + sum((z[k, i] - z[k, j]) ** 2 for k in others))
        found = measures.struct_equiv(ties, unreachable=unreachable, power=power)
        np.testing.assert_allclose(found.distance.toarray(), d, atol=1e-14)
        for i in range(n):
            nearer = {k: (d[i].max() - d[i, k]) ** power for k in range(n) if k != i}
            row = [nearer.get(k, 0) / sum(nearer.values()) for k in range(n)]
            np.testing.assert_allclose(found.similarity.toarray()[i], row, atol=1e-12)


def test_two_in_the_same_place_are_at_no_distance() -> None:
    # Both look at the same three, and nobody looks at them.
    ties = np.zeros((5, 5))
    ties[:2, 2:] = 1
    found = measures.struct_equiv(ties)
    assert found.distance.toarray()[0, 1] == 0.0
    assert found.similarity.toarray()[0, 1] == 1.0
    assert len(found.to_frame()) == found.distance.nnz


def test_too_many_to_compare_are_refused() -> None:
    from scipy.sparse import csr_array

    with pytest.raises(InputError, match=r"at most 30,000,000.*found 100,000,000"):
        measures.struct_equiv(csr_array((10_000, 10_000)))
    measures.struct_equiv(csr_array((10_000, 10_000)), groups=np.arange(10_000) // 20)
    with pytest.raises(InputError, match="a group for each of 9 people"):
        measures.struct_equiv(survey(), groups=[1, 2])


# ------------------------------------------------------------------ mentors


def test_mentors_by_hand() -> None:
    # Documented in netdiffuseR's tests: 1-2, 1-3, 1-4, 4-5 and 6 alone; the mentors are 1 and 4.
    ties = np.zeros((6, 6))
    for one, other in ((0, 1), (0, 2), (0, 3), (3, 4)):
        ties[one, other] = ties[other, one] = 1
    found = measures.mentor_matching(ties, 2)
    assert set(found.mentor) == {0, 3}
    assert found.mentor[:5].tolist() == [0, 0, 0, 3, 3]
    assert found.steps.tolist() == [0, 1, 1, 0, 1, -1]
    assert found.is_mentor.tolist() == [True, False, False, True, False, False]
    drawn = {measures.mentor_matching(ties, 2, random_seed=seed).mentor[5] for seed in range(20)}
    assert drawn == {0, 3}


def test_of_two_equally_near_the_one_nearer_to_the_alters_is_taken() -> None:
    # 0 looks at mentors 1 and 2 and at 3, who looks at 2.
    ties = np.zeros((9, 9))
    ties[0, [1, 2, 3]] = 1
    ties[3, 2] = 1
    ties[4:7, 1], ties[6:9, 2] = 1, 1
    for seed in range(10):
        found = measures.mentor_matching(ties, 2, random_seed=seed)
        assert found.mentor[0] == 2
        assert found.is_mentor.nonzero()[0].tolist() == [1, 2]


def test_where_the_last_are_alike_lot_decides_or_all_are_taken() -> None:
    ring = np.roll(np.eye(6), 1, 1)
    assert measures.mentor_matching(ring, 2).is_mentor.sum() == 2
    assert measures.mentor_matching(ring, 2, at_the_cut="all").is_mentor.all()
    chosen = [measures.mentor_matching(ring, 1, random_seed=seed).mentor[0] for seed in range(60)]
    assert set(chosen) == set(range(6))


def test_nobody_has_more_people_than_he_has_room_for() -> None:
    star = np.zeros((9, 9))
    star[1:, 0] = 1
    star[2, 1] = 1
    found = measures.mentor_matching(star, 2, capacity=4)
    assert found.is_mentor.nonzero()[0].tolist() == [0, 1]
    assert np.bincount(found.mentor[2:], minlength=2).max() <= 4
    # Of seven who are next to the first, three had to take the other, whom only 2 can reach.
    assert np.flatnonzero(found.steps == -1).tolist() == [
        person for person in range(3, 9) if found.mentor[person] == 1
    ]
    assert (found.mentor[2:] == 1).sum() == 3
    with pytest.raises(InputError, match="at least 4; found 3"):
        measures.mentor_matching(star, 2, capacity=3)
    with pytest.raises(InputError, match="from 1 to 9, the people"):
        measures.mentor_matching(star, 0)


@pytest.mark.parametrize("seed", range(5))
def test_mentors_are_the_nearest(seed: int) -> None:
    ties = (np.random.default_rng(seed).random((25, 25)) < 0.1).astype(float)
    np.fill_diagonal(ties, 0)
    found = measures.mentor_matching(ties, 4, random_seed=seed)
    steps = plain_steps(ties, "farthest")
    mentors = np.flatnonzero(found.is_mentor)
    degree = ties.sum(0)
    assert found.degree.tolist() == degree.tolist()
    assert degree[mentors].min() >= np.delete(degree, mentors).max()
    for person in np.flatnonzero(~found.is_mentor):
        assert steps[person, found.mentor[person]] == steps[person, mentors].min()
        nearest = mentors[steps[person, mentors] == steps[person, mentors].min()]
        alters = np.flatnonzero(ties[person])
        if len(nearest) > 1 and found.steps[person] > 0:
            far = np.where(steps == steps.max(), 25, steps)[alters]

            def mean(mentor: int, far: Reals = far) -> float:
                return float(far[:, mentor].mean())

            assert mean(found.mentor[person]) == min(mean(one) for one in nearest)


# ------------------------------------------------------------------ Bass


def test_the_bass_fit_is_that_of_netdiffuser() -> None:
    # Documented on its page: 21 years, where those who never adopted count as adopters of the
    # twentieth. We do so here only to compare; by default they count as not yet.
    found = measures.fitbass([*FARMERS, 152, 0], n_people=692, on="cumulative")
    assert found.p == pytest.approx(0.002278742, rel=1e-4)
    assert found.q == pytest.approx(0.336735345, rel=1e-5)
    assert found.p_se == pytest.approx(0.0007245, abs=1e-7)
    assert found.q_se == pytest.approx(0.0268004, abs=2e-7)
    assert found.squares == pytest.approx(0.05184, abs=5e-6)
    ours = measures.fitbass(FARMERS, n_people=692)
    assert (ours.p, ours.q) == (pytest.approx(0.00283, abs=1e-5), pytest.approx(0.29648, abs=1e-5))


@pytest.mark.parametrize("on", ["new", "cumulative"])
def test_a_curve_of_bass_is_found_again(on: str) -> None:
    exact = 10**7 * 0.6 * bass_share(np.arange(31), 0.01, 0.4)
    new = np.rint(np.diff(exact)).astype(int)
    found = measures.fitbass(new, n_people=10**7, market="estimated", on=on)
    assert (found.p, found.q, found.market) == pytest.approx((0.01, 0.4, 0.6), rel=1e-5)
    assert found.peak == pytest.approx(np.log(40) / 0.41, rel=1e-5)
    np.testing.assert_allclose(found.cumulative(), exact[1:], atol=30)
    assert found.cumulative(100)[-1] == pytest.approx(6e6, rel=1e-4)


def test_shares_of_bass_by_hand() -> None:
    # Without imitation 1 - exp(-p t); at the peak q > p there are (q - p) / 2 q of them.
    assert bass_share(2, 0.1, 0) == pytest.approx(1 - np.exp(-0.2))
    assert bass_share(np.log(9) / 0.5, 0.05, 0.45) == pytest.approx(0.4 / 0.9)
    assert bass_share(0, 0.1, 0.4) == 0


@pytest.mark.parametrize(
    ("new", "n_people", "market", "why"),
    [
        ([0, 0, 0, 0, 0], 9, "all", Why.NO_ADOPTERS),
        ([0, 3, 0, 0, 0], 9, "all", Why.ONE_PERIOD),
        ([1, 2, 1], 9, "all", Why.TOO_FEW_PERIODS),
        ([1, 2, 2, 1], 9, "estimated", Why.TOO_FEW_PERIODS),
        ([300, 200, 100, 50, 20], 1000, "all", Why.NO_IMITATION),
        ([10, 20, 40, 80, 160], 1000, "estimated", Why.NO_LEVEL),
    ],
)
def test_a_fit_says_why_it_is_none(new: list[int], n_people: int, market: str, why: Why) -> None:
    found = measures.fitbass(new, n_people=n_people, market=market)
    assert found.why is why
    assert isnan(found.market_low)
    assert isnan(found.p) == (why in (Why.NO_ADOPTERS, Why.ONE_PERIOD, Why.TOO_FEW_PERIODS))


def test_what_cannot_be_counts_is_refused() -> None:
    with pytest.raises(InputError, match="none below 0"):
        measures.fitbass([0.1, 0.4, 0.8], n_people=10)
    with pytest.raises(InputError, match="at most n_people = 10 adopters; found 12"):
        measures.fitbass([4, 4, 4], n_people=10)
    with pytest.raises(InputError, match="cumulative"):
        measures.fitbass([4, 4, 1], n_people=10, on="cumulated")


def test_data_are_counted_as_everywhere() -> None:
    time = np.repeat(np.arange(19), FARMERS)
    time = np.concatenate([time, np.full(152, -1)])
    found = measures.fitbass(np.zeros((692, 692)), time)
    assert found.p == measures.fitbass(FARMERS, n_people=692).p
    assert (found.n_people, found.n_adopters) == (692, 540)


@pytest.mark.statistical
def test_intervals_of_bass_hold_what_they_say() -> None:
    chance = np.diff(bass_share(np.arange(21), 0.02, 0.35))
    rng = np.random.default_rng(3)

    def hold(on: str) -> Reals:
        held = []
        for _ in range(100):
            new = rng.multinomial(400, [*chance, 1 - chance.sum()])[:-1]
            found = measures.fitbass(new, n_people=400, on=on)
            held.append(found.q_low <= 0.35 <= found.q_high)
        return np.array(held, float)

    assert agrees(hold("new"), 0.95)
    # What a cumulative curve misses goes on from period to period: intervals are too narrow.
    assert not agrees(hold("cumulative"), 0.95)
