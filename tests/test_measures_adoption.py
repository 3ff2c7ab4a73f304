"""Measures worked out by hand, and the examples that netdiffuseR's manual and tests have."""

import numpy as np
import pytest
from scipy.sparse import csr_array

from diffusion import measures
from diffusion.data.adoption_data import NEVER, NOT_KNOWN, UNDATED, Adoption, AdoptionData
from diffusion.data.ties import TiesOfKind
from diffusion.errors import InputError
from diffusion.measures import Why

NOBODY = np.zeros((5, 5))

EIGHT = np.zeros((8, 8))
"""Valente et al. (2015): person 5 looks at 1 to 4, and 6, 7 and 8 look at person 5."""
for ego, alter in ((5, 1), (5, 2), (5, 3), (5, 4), (6, 5), (7, 5), (8, 5)):
    EIGHT[ego - 1, alter - 1] = 1
EIGHT_TIMES = np.array([1, 2, 5, 5, 3, 4, 5, 5]) - 1

KFAMILY_NEW = [69, 94, 81, 85, 65, 62, 53, 53, 72, 39]
"""Women of the Korean family planning study who adopted in each of its ten years; 374 did not."""


# ------------------------------------------------------------------ counts and hazard
def test_counts_are_those_of_netdiffuser() -> None:
    """Its test: five people who adopt one after the other in 2001 to 2005."""
    found = measures.cumulative_adopt_count(NOBODY, np.arange(2001, 2006) - 2001)
    assert found.n_ever.tolist() == [1, 2, 3, 4, 5]
    assert found.share.tolist() == [0.2, 0.4, 0.6, 0.8, 1.0]
    np.testing.assert_allclose(found.value, [np.nan, 1, 1 / 2, 1 / 3, 1 / 4])


def test_hazard_is_that_of_netdiffuser() -> None:
    """Its test has the same five: 1/4, 1/3, 1/2 and 1; the first period is not defined."""
    found = measures.hazard_rate(NOBODY, np.arange(5))
    np.testing.assert_allclose(found.value, [np.nan, 1 / 4, 1 / 3, 1 / 2, 1])
    assert found.why[0] == Why.FIRST_PERIOD
    np.testing.assert_allclose(found.survival, [0.8, 0.6, 0.4, 0.2, 0], atol=1e-15)


def test_hazard_is_that_of_the_summary_in_its_readme() -> None:
    """100 people in 20 periods, of whom 95 adopted; the README prints two decimals."""
    new = [8, 3, 6, 3, 9, 5, 2, 3, 5, 1, 3, 6, 8, 9, 5, 7, 5, 4, 1, 2]
    printed = [3, 7, 4, 11, 7, 3, 5, 8, 2, 5, 12, 17, 24, 17, 29, 29, 33, 12, 29]
    times = np.concatenate([np.repeat(np.arange(20), new), [NEVER] * 5])
    found = measures.hazard_rate(csr_array((100, 100)), times)
    # 1 of 8 is printed there as 0.12.
    assert np.abs(100 * found.value[1:] - printed).max() <= 0.5 + 1e-9
    assert measures.cumulative_adopt_count(csr_array((100, 100)), times).n_ever[-1] == 95


def test_who_is_not_observed_any_longer_is_not_at_risk() -> None:
    """Six people: two adopt in periods 1 and 2; one is seen to period 0 only, one to period 1."""
    time = np.array([1, 2, NEVER, NEVER, NEVER, NOT_KNOWN])
    last = np.array([3, 3, 0, 1, 3, 3])
    data = AdoptionData(
        tuple("abcdef"), (1, 2, 3, 4), {"new": Adoption(time, np.full(6, NEVER), last)}
    )
    found = measures.hazard_rate(data)
    assert found.n_at_risk.tolist() == [5, 4, 2, 1]
    assert found.n_censored.tolist() == [1, 1, 0, 1]
    np.testing.assert_allclose(found.value, [np.nan, 1 / 4, 1 / 2, 0])
    np.testing.assert_allclose(found.survival, [1, 3 / 4, 3 / 8, 3 / 8])


def test_who_gave_up_is_no_current_user() -> None:
    data = AdoptionData.of(NOBODY, [0, 0, 1, NEVER, UNDATED], n_periods=4,
                           given_up=[2, NEVER, 3, NEVER, NEVER])  # fmt: skip
    found = measures.cumulative_adopt_count(data)
    assert found.n_ever.tolist() == [2, 3, 3, 3]
    assert found.n_current.tolist() == [2, 3, 2, 1]
    assert found.n_gave_up.tolist() == [0, 0, 1, 1]
    assert (found.n_people, found.n_undated, found.n_not_known) == (4, 1, 0)


# ------------------------------------------------------------------ exposure and threshold
def test_exposure_by_hand() -> None:
    """Person 5 looks at four people, of whom one adopts in 1, one in 2 and two in 5."""
    found = measures.exposure(EIGHT, EIGHT_TIMES)
    assert found.value[4].tolist() == [0.25, 0.5, 0.5, 0.5, 1.0]
    assert found.value[5].tolist() == [0, 0, 1, 1, 1]
    assert (found.why[:4] == Why.NO_TIES).all()
    assert measures.exposure(EIGHT, EIGHT_TIMES, direction="incoming").value[4].tolist() == (
        [0, 0, 0, 1 / 3, 1]
    )
    both = measures.exposure(EIGHT, EIGHT_TIMES, direction="undirected", normalized=False)
    assert both.value[4].tolist() == [1, 2, 2, 3, 7]


def test_lagged_exposure_is_that_of_the_period_before() -> None:
    """netdiffuseR's manual: all but the last period are the same as, lagged, all but the first."""
    now, before = (measures.exposure(EIGHT, EIGHT_TIMES, lags=lags) for lags in (0, 1))
    np.testing.assert_array_equal(now.value[:, :-1], before.value[:, 1:])
    assert (before.why[:, 0] == Why.NO_EARLIER_PERIOD).all()


def test_exposure_looks_at_ties_of_a_kind() -> None:
    kinds = {"friend": TiesOfKind.of([0], [1]), "advice": TiesOfKind.of([0], [2])}
    toa = [NEVER, 0, NEVER]
    assert measures.exposure(kinds, toa).value[0, 0] == 0.5
    assert measures.exposure(kinds, toa, kinds=["friend"]).value[0, 0] == 1
    assert measures.exposure(kinds, toa, kinds=["advice"]).value[0, 0] == 0
    with pytest.raises(InputError, match=r"kinds.*did you mean friend\?"):
        measures.exposure(kinds, toa, kinds=["freind"])


def test_exposure_takes_other_weights_in_place_of_ties() -> None:
    weights = np.array([[0, 3, 1], [1, 0, 1], [0, 0, 0]], float)
    found = measures.exposure(np.zeros((3, 3)), [NEVER, 0, 1], alt_graph=weights)
    assert found.value[0].tolist() == [0.75, 1]
    moving = measures.exposure(np.zeros((3, 3)), [NEVER, 0, 1], alt_graph=[weights, 0 * weights])
    assert moving.value[0, 0] == 0.75
    assert moving.why[0, 1] == Why.NO_TIES
    with pytest.raises(InputError, match="alt_graph: expected weights of 3 by 3"):
        measures.exposure(np.zeros((3, 3)), [NEVER, 0, 1], alt_graph=np.ones((2, 2)))


def test_exposure_counts_current_users_or_all_who_ever_adopted() -> None:
    ties = np.array([[0, 1, 1], [0, 0, 0], [0, 0, 0]])
    data = AdoptionData.of(ties, [NEVER, 0, 0], n_periods=3, given_up=[NEVER, 1, NEVER])
    assert measures.exposure(data).value[0].tolist() == [1, 0.5, 0.5]
    assert measures.exposure(data, users="ever").value[0].tolist() == [1, 1, 1]


def test_who_is_not_known_is_left_out_of_exposure() -> None:
    ties = np.array([[0, 1, 1], [0, 0, 0], [0, 0, 0]])
    toa = [NEVER, 0, NOT_KNOWN]
    assert measures.exposure(ties, toa).value[0, 0] == 1
    assert measures.exposure(ties, toa, unknown="as_not").value[0, 0] == 0.5


def test_thresholds_by_hand() -> None:
    """a, b and c adopt in periods 0, 1 and 1, d never; all look at all others."""
    ties, toa = 1 - np.eye(4), [0, 1, 1, NEVER]
    same = measures.threshold(ties, toa)
    np.testing.assert_allclose(same.value, [0, 2 / 3, 2 / 3, np.nan])
    assert same.why.tolist() == [0, 0, 0, Why.NEVER]
    lagged = measures.threshold(ties, toa, convention="lagged")
    np.testing.assert_allclose(lagged.value, [np.nan, 1 / 3, 1 / 3, np.nan])
    assert lagged.why[0] == Why.FIRST_PERIOD
    bound = measures.threshold(ties, toa, never="lower_bound")
    assert bound.value[3] == 1
    assert bound.is_censored.tolist() == [False, False, False, True]
    assert np.isnan(measures.threshold(ties, toa, first="left_out").value[0])


# ------------------------------------------------------------------ infection and susceptibility
def test_infection_and_susceptibility_of_the_paper() -> None:
    """Valente et al. (2015), its network of eight.

    Person 5 adopts in 3. Of those who look at 5, person 6 adopts in 4 and 7 and 8 in 5: one of
    three did so in the next period, and one person in all: 1/3. Of those at whom 5 looks, 1 and 2
    had adopted, 2 in the period before, alone: 1/2. Person 1 adopts in 1, and 5, who looks at
    person 1, later, but not in 2, when person 2 adopts: 0. Person 2 adopts in 2, and 5 right
    after it: 1. Nobody looks at 6, and 5 adopted right before 6: 1.
    """
    infects = measures.infection(EIGHT, EIGHT_TIMES)
    np.testing.assert_allclose(infects.value[[0, 1, 4]], [0, 1, 1 / 3])
    assert infects.why[[2, 3, 5]].tolist() == [Why.NO_ALTER_AFTER] * 3
    yields = measures.susceptibility(EIGHT, EIGHT_TIMES)
    np.testing.assert_allclose(yields.value[[4, 5, 6, 7]], [1 / 2, 1, 0, 0])
    assert yields.why[[0, 1]].tolist() == [Why.NO_ALTER_BEFORE] * 2


def test_infection_of_two_periods_is_discounted() -> None:
    """Person 5 again, K = 2: (1 + 2/2) / (3 + 2/2) = 1/2; all who adopted: 1 + 4/2 = 3."""
    plain = measures.infection(EIGHT, EIGHT_TIMES, K=2, normalize=False)
    assert plain.value[4] == pytest.approx(1 / 2)
    assert measures.infection(EIGHT, EIGHT_TIMES, K=2).value[4] == pytest.approx(1 / 6)
    powers = measures.infection(EIGHT, EIGHT_TIMES, K=2, normalize=False, expdiscount=True)
    assert powers.value[4] == pytest.approx((1 + 2 / 1.5) / (3 + 2 / 1.5))


# ------------------------------------------------------------------ ego and alter
def test_changes_are_those_of_netdiffuser() -> None:
    """Its test: three people who all look at each other; the first gives up in the last period."""
    data = AdoptionData.of(1 - np.eye(3), [0, 1, 2], n_periods=4, given_up=[3, NEVER, NEVER])
    found = measures.adopt_changes(data)
    assert found.table(1).tolist() == [[0, 1, 0, 1], [1, 0, 0, 1], [0, 0, 0, 0], [1, 1, 0, 0]]
    assert found.table(2).tolist() == [[0, 0, 0, 0], [0, 0, 0, 2], [0, 0, 0, 0], [0, 2, 0, 2]]
    assert found.table(3).tolist() == [[0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 2], [0, 0, 2, 2]]
    assert found.count[:2].sum() == 0
    assert measures.select_egoalter(data).count.tolist() == found.count.tolist()
    people = measures.adopt_changes(data, period=2).by_person
    assert people is not None
    assert people.sum(axis=1).tolist() == found.count[:, 1].tolist()


def test_ties_that_come_and_go_are_told_apart() -> None:
    ties = {"friend": TiesOfKind.of([0, 0], [1, 2], begins=[0, 1], ends=[0, 1])}
    data = AdoptionData.of(ties, [NEVER, 0, 1], n_periods=2)
    added, dropped, unchanged = measures.adopt_changes(data).count[:, 0]
    assert added.nonzero()[0].tolist() == [1]  # combination 2: alter adopts
    assert dropped.nonzero()[0].tolist() == [9]  # 10: alter had it and has it
    assert unchanged.sum() == 0


def test_ego_alter_table_by_hand() -> None:
    """Person 5 adopts in period 3 and looks at 1 and 2, who were earlier, and 3 and 4, later."""
    found = measures.ego_alter_table(EIGHT, EIGHT_TIMES)
    third = found.to_frame().iloc[2]
    assert third[["n_adopters", "n_ties", "before", "same", "after", "never"]].tolist() == (
        [1, 4, 2, 0, 2, 0]
    )
    assert third["value"] == 0.5
    assert found.n_ties.sum() == 7


# ------------------------------------------------------------------ categories
def test_times_of_the_korean_study_are_divided_as_in_netdiffusers_readme() -> None:
    """Its README has never-adopters as a period 11: 23.30, 25.41, 15.57 and 35.72 per cent.

    One woman of the 1,047 stands in another period there: 0.1 per cent.
    """
    times = np.repeat(np.arange(11), [*KFAMILY_NEW, 374])
    found = measures.classify_adopters(csr_array((1047, 1047)), times)
    shares = [100 * n / 1047 for n in found.counts().values()]
    np.testing.assert_allclose(shares, [23.30, 25.41, 15.57, 35.72, 0], atol=0.1)


def test_categories_by_hand() -> None:
    """Times 0, 4, 4, 4, 5, 7: mean 4, deviation sqrt(26 / 5) = 2.28; two never adopted."""
    times = [0, 4, 4, 4, 5, 7, NEVER, NOT_KNOWN]
    found = measures.classify_adopters(np.zeros((8, 8)), times)
    assert (found.mean, found.deviation) == (4, pytest.approx(np.sqrt(26 / 5)))
    expected = ["early_adopter", *["early_majority"] * 3, "late_majority", "laggard"]
    assert found.category == (*expected, "non_adopter", None)
    assert found.why[7] == Why.NOT_KNOWN
    assert found.counts()["non_adopter"] == 1


def test_rogers_innovators_are_more_than_two_deviations_early() -> None:
    """One of 0 and nineteen of 10: mean 9.5, deviation sqrt(95 / 19) = 2.24: 0 is innovator."""
    found = measures.classify_adopters(np.zeros((20, 20)), [0, *[10] * 19], scheme="rogers")
    assert found.counts() == {
        "innovator": 1, "early_adopter": 0, "early_majority": 0, "late_majority": 19,
        "laggard": 0, "non_adopter": 0,
    }  # fmt: skip


# ------------------------------------------------------------------ half, degree, tree
def test_half_of_the_people_and_of_the_adopters() -> None:
    times = [0, 1, 2, 3, NEVER, NEVER]
    people = measures.time_to_half(np.zeros((6, 6)), times)
    assert (people.value[0], people.name[0], people.saturation[0]) == (3, 3, pytest.approx(4 / 6))
    adopters = measures.time_to_half(np.zeros((6, 6)), times, of="adopters")
    assert adopters.value[0] == 2
    never = measures.time_to_half(np.zeros((6, 6)), [0, 1, NEVER, NEVER, NEVER, NEVER])
    assert never.why[0] == Why.NOT_REACHED
    assert np.isnan(never.value[0])


def test_half_of_each_village_of_korea_is_near_the_published_seven() -> None:
    """All 1,047 together: 487 in period 6 fewer than half, 510 of 523.5 in 7, 563 in 8."""
    times = np.concatenate([np.repeat(np.arange(10), KFAMILY_NEW), [NEVER] * 374])
    found = measures.time_to_half(csr_array((1047, 1047)), times)
    assert found.value[0] == 8
    assert found.saturation[0] == pytest.approx(0.643, abs=5e-4)


def test_degree_and_time_are_correlated_as_numpy_has_it() -> None:
    rng = np.random.default_rng(3)
    ties = (rng.random((40, 40)) < 0.2) * (1 - np.eye(40))
    times = rng.integers(-1, 6, 40)
    adopted = times >= 0
    found = measures.degree_adoption_diagnostic(ties, times)
    for place, axis in ((0, 0), (1, 1)):
        expected = np.corrcoef(ties.sum(axis=axis)[adopted], times[adopted])[0, 1]
        assert found.value[place] == pytest.approx(expected, abs=1e-12)
        assert found.low[place] < expected < found.high[place]
    assert found.n_adopters == adopted.sum()
    assert measures.degree_adoption_diagnostic(ties, times).low.tolist() == found.low.tolist()


@pytest.mark.parametrize(("is_tied", "least", "most"), [(True, 0.9, 1.0), (False, 0.0, 0.12)])
def test_the_bootstrap_interval_tells_a_relation_from_none(
    is_tied: bool, least: float, most: float
) -> None:
    """Of 60 communities: 0 lies outside nearly always where leaders are early, else in 1 of 20."""
    outside = 0
    for seed in range(60):
        rng = np.random.default_rng(seed)
        draws = rng.random((60, 60)) < np.linspace(0.05, 0.5, 60)[None]
        np.fill_diagonal(draws, 0)
        early = np.argsort(-draws.sum(axis=0)) if is_tied else rng.permutation(60)
        times = np.empty(60, int)
        times[early] = np.arange(60) // 10
        found = measures.degree_adoption_diagnostic(draws, times, n_samples=400)
        outside += found.high[0] < 0 or found.low[0] > 0
    assert least <= outside / 60 <= most


def test_a_correlation_needs_three_adopters_and_degrees_that_differ() -> None:
    few = measures.degree_adoption_diagnostic(EIGHT, [0, 1, *[NEVER] * 6])
    assert few.why.tolist() == [Why.TOO_FEW] * 2
    alike = measures.degree_adoption_diagnostic(1 - np.eye(5), np.arange(5))
    assert alike.why.tolist() == [Why.NO_VARIANCE] * 2
    assert np.isnan(alike.value).all()


def test_candidates_are_the_most_recent_and_share_one() -> None:
    """d looks at a (period 0), b and c (both 1) and adopts in 2: b and c, half each."""
    ties = np.zeros((5, 5))
    ties[3, :3], ties[1, 0] = [1, 2, 6], 1
    toa = [0, 1, 1, 2, NEVER]
    tree = measures.influence_tree(ties, toa)
    rows = [(t, s, w) for t, s, w in zip(tree.target, tree.source, tree.value, strict=True)]
    assert rows == [(1, 0, 1), (3, 1, 0.5), (3, 2, 0.5)]
    assert tree.roots.tolist() == [0, 2]
    np.testing.assert_allclose(tree.generation, [0, 1, 0, 1.5, np.nan])
    np.testing.assert_allclose(tree.n_influenced, [1, 0.5, 0.5, 0, 0])
    assert measures.influence_tree(ties, toa, valued=True).value.tolist() == [1, 0.25, 0.75]
    assert tree.why.tolist() == [Why.NO_ALTER_BEFORE, 0, Why.NO_ALTER_BEFORE, 0, Why.NEVER]


# ------------------------------------------------------------------ what is given, what is shown
def test_years_that_were_not_made_periods_are_refused() -> None:
    with pytest.raises(InputError, match=r"from 0 \(take the first year away, as in toa - 2001\)"):
        measures.hazard_rate(NOBODY, np.arange(2001, 2006))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: measures.exposure(NOBODY), "toa: expected times of adoption"),
        (lambda: measures.exposure(NOBODY, [0, 1]), "data: expected .*a matrix of 2 by 2"),
        (lambda: measures.exposure(NOBODY, [0.5] * 5), "toa: expected whole numbers"),
        (lambda: measures.exposure(NOBODY, [0] * 5, users="all"), "users: expected one of current"),
        (lambda: measures.exposure(NOBODY, [0] * 5, lags=-1), "lags: expected"),
        (lambda: measures.exposure(NOBODY, [0] * 5, attrs="age"), "attrs: expected nothing"),
        (lambda: measures.exposure(NOBODY, [0] * 5, attrs=[-1] * 5), "attrs: expected weights"),
        (lambda: measures.infection(NOBODY, [0] * 5, K=0), "K: expected a whole number from 1"),
        (lambda: measures.time_to_half(NOBODY, [0] * 5, by="hamlet"), "by: expected nothing"),
    ],
)
def test_what_is_wrong_is_told(call: object, message: str) -> None:
    with pytest.raises(InputError, match=message):
        call()  # type: ignore[operator]


def test_missing_times_are_never() -> None:
    assert measures.cumulative_adopt_count(NOBODY, [0, 1, None, np.nan, 1]).n_ever[-1] == 3


def test_an_outcome_is_taken_by_what_it_gives() -> None:
    """Anything that has `to_adoption_data` of a run."""

    class Simulated:
        def to_adoption_data(self, run: int) -> AdoptionData:
            return AdoptionData.of(NOBODY, [run, 0, 0, 0, NEVER])

    assert measures.cumulative_adopt_count(Simulated(), run=1).n_new.tolist() == [3, 1]


def test_results_print_what_they_are_and_why_not() -> None:
    found = measures.threshold(EIGHT, EIGHT_TIMES)
    assert repr(found) == (
        "Thresholds: 8 rows\nvalue: mean 0.875 of 4, 0.5 to 1\nnot defined: 4 without ties"
    )
    assert found.to_frame()["why"].tolist() == ["without ties"] * 4 + [""] * 4
    assert measures.exposure(EIGHT, EIGHT_TIMES).to_frame().shape == (8, 6)
