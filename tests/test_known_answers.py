"""Answers that are known beforehand, from theory or worked out by hand."""

import math
from collections.abc import Callable, Sequence
from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
from communities import CERTAIN, NOTHING, TWO_STATE, Life, activity, community, parameters
from communities import programme as made
from harness import agrees, examples
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

import diffusion
from diffusion.kernels.state import CONFIRMED, DECIDED, DISCONTINUED, KNOWS, PERSUADED, TRIAL
from diffusion.results.outcome import Outcome
from diffusion.scenario.community import Community
from diffusion.scenario.parameters import ParameterSet
from diffusion.scenario.programme import Programme

COMPLETE = {"generator": "complete"}

NO_CHANCE = {
    "household.shock_chance": 0.0,
    "production.bad_firing_chance": 0.0,
    "persistence.discontinuance_rate": 0.0,
}
"""Numbers with which nothing happens to a household by chance, and nobody gives up."""


def rate_of(chance: float) -> float:
    """Rate per month with which an event has this chance in a month: 1 - exp(-rate) = chance."""
    return -math.log(1 - chance)


def run(
    people: Community,
    numbers: ParameterSet,
    *,
    n_runs: int,
    n_months: int,
    programme: Programme = NOTHING,
) -> Outcome:
    return diffusion.simulate(
        people, programme, parameters=numbers, n_runs=n_runs, n_months=n_months, keep=("toa",)
    )


def shares(outcome: Outcome, record: int) -> NDArray[np.float64]:
    """Share of adopters at one record, run by run."""
    return outcome.adopters[:, record] / outcome.n_artisans


# ------------------------------------------------------------------ adoption without a network
def test_a_constant_rate_gives_geometric_times() -> None:
    """Without ties, at alpha = 0.1 a month, everybody's time is geometric.

    The chance of a month is h = 1 - exp(-0.1) = 0.09516. By month t the share 1 - exp(-0.1 t)
    has adopted: 0.69881 at 12, 0.90928 at 24. The mean time is 1 / h = 10.508 months, and not
    the 1 / 0.1 = 10 of continuous time.
    """
    numbers = parameters(TWO_STATE | {"decision.alpha": 0.1, "decision.beta": 0.0})
    toa = run(community(n_artisans=1000), numbers, n_runs=40, n_months=200).toa
    assert toa is not None
    assert toa.min() > 0
    assert agrees(toa <= 12, 0.69881)
    assert agrees(toa <= 24, 0.90928)
    assert agrees(toa, 10.508)
    assert not agrees(toa, 10.0)
    assert not agrees(toa < 12, 0.69881)


# ------------------------------------------------------------------ all tied to all
BASS = TWO_STATE | {"exposure.response": "linear", "decision.alpha": 0.03, "decision.beta": 0.38}
MAP = {5: 0.2611, 10: 0.7298, 15: 0.9532, 20: 0.9937}
ODE = {5: 0.3312, 10: 0.8128, 15: 0.9716}


def test_a_complete_community_follows_the_bass_map() -> None:
    """Month by month F <- F + (1 - F) (1 - exp(-(0.03 + 0.38 F))), from F = 0.

    That is 0.2611, 0.7298, 0.9532 and 0.9937 after 5, 10, 15 and 20 months. It is not Bass's
    differential equation, which is ahead: 0.3312 after 5 months.
    """
    outcome = run(
        community(n_artisans=1000, ties=COMPLETE), parameters(BASS), n_runs=20, n_months=20
    )
    assert all(agrees(shares(outcome, month), share) for month, share in MAP.items())
    assert not any(agrees(shares(outcome, month), share) for month, share in ODE.items())


def test_many_steps_a_month_follow_the_bass_equation() -> None:
    """With 100 steps a month it is the equation, F = (1 - exp(-0.41 t)) / (1 + 12.67 exp(-0.41 t)).

    That is 0.3312, 0.8128 and 0.9716 after 5, 10 and 15 months; the monthly map is refused.
    """
    for month, share in ODE.items():
        left = math.exp(-(0.03 + 0.38) * month)
        assert (1 - left) / (1 + 0.38 / 0.03 * left) == pytest.approx(share, abs=5e-5)
    numbers = parameters(BASS | {"chain.substeps": 100})
    outcome = run(community(n_artisans=200, ties=COMPLETE), numbers, n_runs=40, n_months=15)
    assert all(agrees(shares(outcome, month), share) for month, share in ODE.items())
    assert not any(agrees(shares(outcome, month), MAP[month]) for month in ODE)


def crowd(
    n_artisans: int, rate: Callable[[NDArray[np.float64]], NDArray[np.float64]], n_steps: int
) -> NDArray[np.float64]:
    """Exact mean share of adopters at each step where all are tied to all; 1 in 100 begin.

    The number of adopters is a Markov chain: of the N - n others, each joins with the chance
    1 - exp(-rate(n / (N - 1))).
    """
    n_adopters = np.arange(n_artisans + 1)
    chance = 1 - np.exp(-rate(n_adopters / (n_artisans - 1)))
    joining = n_adopters[None, :] - n_adopters[:, None]
    move = stats.binom.pmf(joining, n_artisans - n_adopters[:, None], chance[:, None])
    distribution = np.zeros(n_artisans + 1)
    distribution[n_artisans // 100] = 1
    mean = [n_artisans // 100 / n_artisans]
    for _ in range(n_steps):
        distribution = distribution @ move
        mean.append(distribution @ n_adopters / n_artisans)
    return np.array(mean)


def test_contagion_alone_is_logistic() -> None:
    """Contagion at 0.5 a month from 1 in 100: 1 / (1 + 99 exp(-t / 2)), or .1096, .5999, .9481.

    The curve is the limit of many artisans and many steps a month. A hundred artisans and
    twenty steps lag behind it, because the single first adopter is at times slow to be followed;
    their exact mean is that of a Markov chain. So the runs are compared with the chain, and the
    chain with the curve: each time both numbers double, the distance halves.
    """
    curve = {month: 1 / (1 + 99 * math.exp(-month / 2)) for month in (5, 10, 15)}
    assert list(curve.values()) == pytest.approx([0.1096, 0.5999, 0.9481], abs=5e-5)

    changes = {"exposure.response": "linear", "decision.alpha": 0.0, "decision.beta": 0.5}
    numbers = parameters(TWO_STATE | changes | {"chain.substeps": 20})
    people = community(n_artisans=100, ties=COMPLETE, first_adopters=[0])
    outcome = run(people, numbers, n_runs=300, n_months=15)
    exact = crowd(100, lambda share: 0.5 * share / 20, 300)[::20]
    monthly = crowd(100, lambda share: 0.5 * share, 15)
    assert all(agrees(shares(outcome, month), exact[month]) for month in curve)
    assert not any(agrees(shares(outcome, month), monthly[month]) for month in curve)

    distances = np.array(
        [
            crowd(n, lambda share, s=s: 0.5 * share / s, 15 * s)[:: 5 * s][1:]
            for n, s in ((200, 25), (400, 50), (800, 100))
        ]
    ) - list(curve.values())
    assert (distances < 0).all()
    assert (distances[1:] > 0.6 * distances[:-1]).all()
    assert (distances[-1] > -0.02).all()


# ------------------------------------------------------------------ contagion along ties
OPEN_HEARTS = {"self_efficacy": 1.0, "value_fit": 1.0}
FREE = {
    "chain.form": "two_state",
    "exposure.normalisation": "sum",
    "exposure.response": "linear",
    "decision.alpha": 0.0,
    "decision.entry_cost": 0,
    "decision.learning_months": 0.0,
}
"""Contagion alone, at no cost. With full belief and full fit, every gate is open as it stands."""


def hearts(n_artisans: int) -> dict[str, list[float]]:
    return {name: [value] * n_artisans for name, value in OPEN_HEARTS.items()}


@st.composite
def networks(draw: st.DrawFn) -> nx.Graph:
    """Draw a graph of few ties, mostly in several pieces."""
    n_artisans = draw(st.integers(1, 20))
    ends = st.integers(0, n_artisans - 1)
    graph = nx.empty_graph(n_artisans)
    graph.add_edges_from(draw(st.lists(st.tuples(ends, ends).filter(lambda p: p[0] != p[1]))))
    return graph


def pairs_of(graph: nx.Graph) -> list[tuple[int, int]]:
    return sorted((min(pair), max(pair)) for pair in graph.edges)


@examples(13)
@given(networks(), st.data())
@pytest.mark.slow
def test_certain_contagion_takes_the_shortest_ways(graph: nx.Graph, data: st.DataObject) -> None:
    """At a rate of 100, where exp(-100) is lost in rounding, who is d ties away adopts in month d.

    Who is in a piece without a first adopter never does.
    """
    first = data.draw(st.sets(st.sampled_from(list(graph))))
    n_artisans = len(graph)
    people = community(
        n_artisans=n_artisans,
        ties=pairs_of(graph),
        roster=hearts(n_artisans),
        first_adopters=sorted(first),
    )
    numbers = parameters(FREE | {"decision.beta": CERTAIN})
    toa = run(people, numbers, n_runs=1, n_months=n_artisans).toa
    assert toa is not None
    distance = dict(nx.multi_source_dijkstra_path_length(graph, first)) if first else {}
    assert toa[0].tolist() == [distance.get(ego, -1) for ego in range(n_artisans)]


@examples(13)
@given(networks(), st.data())
def test_contagion_fills_the_pieces_it_began_in(graph: nx.Graph, data: st.DataObject) -> None:
    """At one half a month, after 20 ties at most and 400 months, all who can have adopted have."""
    first = data.draw(st.sets(st.sampled_from(list(graph))))
    n_artisans = len(graph)
    people = community(
        n_artisans=n_artisans,
        ties=pairs_of(graph),
        roster=hearts(n_artisans),
        first_adopters=sorted(first),
    )
    toa = run(people, parameters(FREE | {"decision.beta": 0.5}), n_runs=3, n_months=400).toa
    assert toa is not None
    reached = {ego for one in first for ego in nx.node_connected_component(graph, one)}
    for row in toa:
        assert {ego for ego, month in enumerate(row) if month >= 0} == reached


THRESHOLD = {"exposure.response": "threshold", "decision.alpha": 0.0, "decision.beta": CERTAIN}
COUNTED = TWO_STATE | THRESHOLD | {"exposure.normalisation": "sum"}


@pytest.mark.parametrize(("second", "final"), [(1.0, 100), (2.0, 1)])
def test_a_crowd_hangs_on_one_threshold(second: float, final: int) -> None:
    """Of 100 people the first joins alone, the next when one has, and so on: one more a month.

    If the second waits for two, the first remains alone (Granovetter 1978).
    """
    thresholds = [0.0, second, *map(float, range(2, 100))]
    people = community(n_artisans=100, ties=COMPLETE, roster={"threshold": thresholds})
    outcome = run(people, parameters(COUNTED), n_runs=2, n_months=110)
    expected = [min(month, final) for month in range(111)]
    assert outcome.adopters.tolist() == [expected, expected]


def final_and_last(pairs: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Adopters in the end, and the last month of adoption, where all need two and 0 and 1 begin."""
    people = community(n_artisans=100, ties=pairs, first_adopters=[0, 1])
    numbers = parameters(COUNTED | {"exposure.threshold": 2.0})
    outcome = run(people, numbers, n_runs=1, n_months=110)
    assert outcome.toa is not None
    return int(outcome.tried[0]), int(outcome.toa.max())


def test_complex_contagion_needs_wide_bridges() -> None:
    """Who needs two adopting alters is reached around a ring of four ties each, not of two.

    With four, both neighbours of the pair 0 and 1 see two adopters, then their neighbours: 98
    artisans, two a month, the last in month 49. With two nobody ever sees two.
    """
    assert final_and_last(pairs_of(nx.watts_strogatz_graph(100, 4, 0.0))) == (100, 49)
    assert final_and_last(pairs_of(nx.watts_strogatz_graph(100, 2, 0.0))) == (2, 0)


@pytest.mark.parametrize(
    ("rewiring", "mean"), [(0.05, 26.58), (0.2, 5.60), (0.5, 2.68), (1.0, 2.26)]
)
def test_short_cuts_hinder_complex_contagion(rewiring: float, mean: float) -> None:
    """Rewired ties break the wide bridges: fewer of 100 are reached, on fifty known networks."""
    graphs = (nx.watts_strogatz_graph(100, 4, rewiring, seed=seed) for seed in range(50))
    finals = [final_and_last(pairs_of(graph))[0] for graph in graphs]
    assert np.mean(finals) == pytest.approx(mean, abs=1e-9)


def exposures_around_adoption(alpha: float) -> list[tuple[float, float, float]]:
    """Exposure when each follower adopted, exposure a month before, and threshold."""
    ties = {"generator": "watts_strogatz", "mean_degree": 6, "rewiring": 0.1}
    people = community(n_artisans=60, ties=ties, first_adopters=[0, 1, 2, 30])
    numbers = parameters(TWO_STATE | THRESHOLD | {"decision.alpha": alpha})
    found = []
    for replicate in range(10):
        life = Life(people, NOTHING, numbers, n_months=40, replicate=replicate)
        last = life.records()[-1]
        for ego, month in enumerate(last.toa):
            alters = last.toa[life.ties.alter[life.ties.start[ego] : life.ties.start[ego + 1]]]
            if month > 0:
                then, before = (
                    np.mean((alters >= 0) & (alters < record)) for record in (month, month - 1)
                )
                found.append((float(then), float(before), float(last.threshold[ego])))
    return found


def test_nobody_adopts_below_the_own_threshold() -> None:
    """With thresholds as shares of one's own ties, exposure at adoption is at least the threshold.

    And a month earlier it was below it (Valente 1996). People who also decide without any exposure
    do adopt below theirs, and are noticed.
    """
    followers = exposures_around_adoption(alpha=0.0)
    assert len(followers) > 50
    assert all(then >= threshold for then, _, threshold in followers)
    assert all(before < threshold for _, before, threshold in followers)
    alone = exposures_around_adoption(alpha=0.05)
    assert not all(then >= threshold for then, _, threshold in alone)


# ------------------------------------------------------------------ one chance for each tie
PASSED_ON = 0.3
CASCADE = TWO_STATE | {
    "exposure.normalisation": "sum",
    "exposure.memory": "flow",
    "exposure.response": "linear",
    "decision.alpha": 0.0,
}
TRIANGLE = [(0, 1), (0, 2), (1, 2)]
STAR = [(0, leaf) for leaf in range(1, 11)]
PATH = [(step, step + 1) for step in range(4)]


def cascade_sizes(pairs: Sequence[tuple[int, int]], memory: str = "flow") -> NDArray[np.int64]:
    """Numbers of artisans reached from artisan 0, if each new adopter tries each tie once."""
    people = community(
        n_artisans=max(alter for _, alter in pairs) + 1, ties=pairs, first_adopters=[0]
    )
    numbers = CASCADE | {"decision.beta": rate_of(PASSED_ON), "exposure.memory": memory}
    return run(people, parameters(numbers), n_runs=6000, n_months=6).tried.astype(np.int64)


@pytest.mark.parametrize(
    ("pairs", "mean", "wrong"),
    [
        pytest.param(TRIANGLE, 1.726, 1.6, id="triangle"),
        pytest.param(STAR, 4.0, 4.15, id="star"),
        pytest.param(PATH, 1.4251, 1.4867, id="path"),
    ],
)
def test_one_chance_for_each_tie_is_percolation(
    pairs: list[tuple[int, int]], mean: float, wrong: float
) -> None:
    """Each tie passes the innovation on with the chance 0.3, once.

    Triangle: each of the two others is reached directly, 0.3, or else through the third,
    0.7 x 0.3 x 0.3: 1 + 2 (0.3 + 0.063) = 1.726; without the way round it would be 1.6.
    Star from its middle: 1 + 10 x 0.3 = 4; at 0.315 it would be 4.15.
    Path of five from its end: 1 + 0.3 + 0.09 + 0.027 + 0.0081 = 1.4251; at 0.33 it would be 1.4867.
    If the chance came again every month, many more would be reached.
    """
    sizes = cascade_sizes(pairs)
    assert agrees(sizes, mean)
    assert not agrees(sizes, wrong)
    assert not agrees(cascade_sizes(pairs, memory="stock"), mean)


def cascade_shares(passed_on: float) -> NDArray[np.float64]:
    """Share of 2,000 artisans with six random ties each reached from one of them, run by run."""
    people = community(
        n_artisans=2000,
        ties={"generator": "erdos_renyi", "mean_degree": 6.0},
        first_adopters=[0],
    )
    numbers = parameters(CASCADE | {"decision.beta": rate_of(passed_on)})
    return run(people, numbers, n_runs=120, n_months=60).tried / 2000


@pytest.mark.parametrize(("branching", "giant"), [(1.5, 0.58281), (2.0, 0.79681), (3.0, 0.94048)])
def test_a_cascade_in_a_random_network_reaches_the_giant_piece(
    branching: float, giant: float
) -> None:
    """Each artisan reached reaches `branching` others: the share S of all solves S = 1 - exp(-b S).

    The first adopter lies in that giant piece with the chance S too; otherwise hardly anybody is
    reached.
    """
    assert giant == pytest.approx(1 - math.exp(-branching * giant), abs=1e-5)
    share = cascade_shares(branching / 6)
    is_large = share > 0.1
    assert agrees(share[is_large], giant)
    assert agrees(is_large, giant)
    assert not agrees(share[is_large], 1 - math.exp(-branching))


def test_a_cascade_that_does_not_replace_itself_stays_small() -> None:
    """If each reaches 0.8 others, five are reached on average, 1 / (1 - 0.8), and never many."""
    assert cascade_shares(0.8 / 6).max() < 0.1


# ------------------------------------------------------------------ the whole chain of stages
def months_until(outcome: Outcome, stage: int) -> NDArray[np.float64]:
    """Mean number of months before a stage or a later one is reached, run by run."""
    waiting = outcome.stages[:, :, :stage].sum(axis=2)
    assert not waiting[:, -1].any(), "some are still on their way"
    mean: NDArray[np.float64] = waiting.sum(axis=1) / outcome.n_artisans
    return mean


def test_months_in_the_stages_add_up() -> None:
    """Where every hazard is constant, the mean time to a stage is the sum of 1 / h so far.

    Knowing comes from broadcasts (h = 0.3), favour is spontaneous (0.2), and the decision follows
    alpha with all gates open (0.1): 3.333, 8.333 and 18.333 months. Trial follows in the next
    month, for nothing costs anything. It is confirmed with the chance 0.25, constant because
    nothing moves the full self-efficacy, no trial month is asked for, every firing succeeds (so
    the first month's advantage is positive) and nobody gives up a trial. Who has confirmed gives
    up at 0.05, whatever the efficacy, advantage and exposure. Had the rates been given instead of
    the chances, the decision would come after 1 / 0.3567 + 1 / 0.2231 + 1 / 0.1054 = 16.78 months.
    """
    numbers = parameters(
        TWO_STATE
        | NO_CHANCE
        | {
            "chain.form": "full",
            "awareness.broadcast": rate_of(0.3),
            "persuasion.spontaneous": rate_of(0.2),
            "decision.alpha": rate_of(0.1),
            "decision.beta": 0.0,
            "decision.entry_cost": 0,
            "decision.cash_buffer": 0,
            "persistence.confirmation_rate": rate_of(0.25),
            "persistence.confirmation_months": 0,
            "persistence.trial_factor": 0.0,
            "persistence.discontinuance_rate": rate_of(0.05),
            "persistence.discontinuance_efficacy": 0.0,
            "persistence.discontinuance_advantage": 0.0,
            "efficacy.mastery_weight": 0.0,
        }
    )
    n_artisans = 500
    people = community(
        n_artisans=n_artisans,
        roster=hearts(n_artisans),
        modules={"readoption": False, "market": False},
    )
    outcome = run(people, numbers, n_runs=40, n_months=500)
    expected = 0.0
    for stage, hazard in (
        (KNOWS, 0.3),
        (PERSUADED, 0.2),
        (DECIDED, 0.1),
        (TRIAL, 1.0),
        (CONFIRMED, 0.25),
        (DISCONTINUED, 0.05),
    ):
        expected += 1 / hazard
        if stage == TRIAL:
            months = months_until(outcome, TRIAL) - months_until(outcome, DECIDED)
            assert months == pytest.approx([1.0] * 40)
        assert agrees(months_until(outcome, stage), expected)
    assert agrees(months_until(outcome, DECIDED), 18.333)
    assert not agrees(months_until(outcome, DECIDED), 16.78)
    assert not agrees(months_until(outcome, TRIAL), 18.333)


def test_adoption_and_exit_balance() -> None:
    """InitialState at 0.1 and stopping at 0.2 a month, 0.1 / (0.1 + 0.2) = 1 / 3 are adopters.

    After 100 months only 0.7 to the 100th of the start is left. With 0.1 as the rate, and so
    0.0952 as the chance, it would be 0.3224.
    """
    changes = {"decision.alpha": rate_of(0.1), "decision.beta": 0.0, "chain.exit_hazard": 0.2}
    people = community(n_artisans=1000)
    outcome = run(people, parameters(TWO_STATE | changes), n_runs=100, n_months=100)
    assert agrees(shares(outcome, 100), 1 / 3)
    assert not agrees(shares(outcome, 100), 0.3224)
    slower = parameters(TWO_STATE | changes | {"decision.alpha": 0.1})
    assert not agrees(shares(run(people, slower, n_runs=100, n_months=100), 100), 1 / 3)


def stages_after_decision(changes: dict[str, int]) -> NDArray[np.int8]:
    """Stages in which those who had decided, of some runs of the campaign, are a month later."""
    ties = {"generator": "watts_strogatz", "mean_degree": 6, "rewiring": 0.1}
    people = community(ties=ties)
    campaign = people.programmes["campaign_only"]
    return np.concatenate(
        [
            later.stage[earlier.stage == DECIDED]
            for replicate in range(5)
            for earlier, later in pairwise(
                Life(people, campaign, parameters(changes), replicate=replicate).records()
            )
        ]
    )


def test_free_entry_turns_every_decision_into_a_trial() -> None:
    """If nothing costs anything and no cash is kept back, a decision is a trial next month.

    At the usual cost some go on waiting.
    """
    stages = stages_after_decision({"decision.entry_cost": 0, "decision.cash_buffer": 0})
    assert stages.size > 30
    assert (stages == TRIAL).all()
    assert not (stages_after_decision({}) == TRIAL).all()


# ------------------------------------------------------------------ what one learns
def talk(*months: int) -> Programme:
    """Make speeches in these months, to which everybody comes."""
    return made(activity(1, months=months, doses={"persuasion": 0.5}))


def test_self_efficacy_falls_back_to_its_base() -> None:
    """A speech lifts belief above its base b; each month a tenth of the distance is lost.

    One month of verbal persuasion, 0.5 at a credibility of 0.6, weighs 0.15: belief rises to
    e1 = e0 + a (1 - e0) with a = 1 - exp(-0.15 x 0.3). After it, e(t) - b = 0.9^t (e1 - b), with
    b = e0, for words leave no trace. The month of the speech is the first that fades.
    """
    people = community(n_artisans=20)
    outcome = run(people, parameters(NO_CHANCE), n_runs=3, n_months=30, programme=talk(0))
    base = outcome.series("self_efficacy")[:, 0]
    lifted = base + (1 - math.exp(-0.15 * 0.5 * 0.6)) * (1 - base)
    for month in range(1, 31):
        expected = base + 0.9**month * (lifted - base)
        assert outcome.series("self_efficacy")[:, month] == pytest.approx(expected, abs=1e-12)


def test_constant_words_hold_self_efficacy_up() -> None:
    """Speeches every month lift belief to e* = (0.9 a + 0.1 b) / (1 - 0.9 (1 - a)).

    That is the fixed point of e <- 0.9 (e + a (1 - e)) + 0.1 b. Here a = 1 - exp(-0.045) = 0.0440;
    a base of 0.45 gives 0.6060.
    """
    people = community(n_artisans=3, roster={"self_efficacy": [0.45] * 3})
    outcome = run(
        people, parameters(NO_CHANCE), n_runs=1, n_months=300, programme=talk(*range(300))
    )
    a = 1 - math.exp(-0.15 * 0.5 * 0.6)
    assert outcome.series("self_efficacy")[0, -1] == pytest.approx(
        (0.9 * a + 0.1 * 0.45) / (1 - 0.9 * (1 - a)), abs=1e-12
    )
    assert outcome.series("self_efficacy")[0, -1] == pytest.approx(0.6060, abs=5e-5)


def test_skill_grows_by_steady_work() -> None:
    """Work at a quarter of capacity takes a tenth of a quarter of what is missing, each month.

    So k(t) = 1 - (1 - k0) 0.975^t: from 0.1, after 20 months, 1 - 0.9 x 0.6027 = 0.4576.
    """
    numbers = parameters(NO_CHANCE | {"persistence.confirmation_rate": 0.0})
    people = community(
        n_artisans=4,
        roster={"skill": [0.1] * 4},
        first_adopters=range(4),
        modules={"market": False},
    )
    outcome = run(people, numbers, n_runs=1, n_months=20)
    assert outcome.series("skill")[0] == pytest.approx(
        [1 - 0.9 * 0.975**month for month in range(21)], abs=1e-12
    )
    assert outcome.series("skill")[0, -1] == pytest.approx(0.4576, abs=5e-5)
