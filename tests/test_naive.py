"""The plain-Python model gives the published histories and the answers known from theory."""

import math
from statistics import fmean, stdev

import naive
import pytest
from harness import first_quick
from naive import DECIDED, PARAMETERS, PRESETS, SWITCHES, TRIAL, Run, activity, preset_run
from reference import HISTORIES, LEVELS, checkpoint, levels, name_of

OPEN_GATES = {"etaE": 0, "etaV": 0, "tauV": 1, "etaC": 0}
SHORT = {"chain": "two_state", **OPEN_GATES}
SURE = 1e9  # a rate that makes an event certain
QUIET = {"shocks": False, "exhibition": False}


def unit_ties(ties):
    return [(i, j, 1.0) for i, j in ties]


def ring(n, k):
    return unit_ties(naive.watts_strogatz_ties(n, k, 0.0, lambda _i, _x: 0.5))


def adopters(run):
    return [sum(stage == TRIAL for stage in row["stage"]) for row in run.records]


def near(values, expected, slack=0.0):
    """Whether the mean is within three standard errors of what is expected."""
    error = stdev(values) / math.sqrt(len(values))
    return abs(fmean(values) - expected) < 3 * error + slack


def group_of(run, members, fund=0):
    """Found a group before the first month and give it a fund."""
    run.formed_in = -1
    for i in members:
        run.artisans[i].member = True
    run.take_equity(fund)
    run.records[-1]["money"] += fund
    return run


# ------------------------------------------------------------------ luck and the start
@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ((1, 0, 1, 0, 0, 0), 0.7812956742146687),
        ((1, 0, 20, 3, 7, 0), 0.9250449005752625),
        ((42, 5, 20, 11, 13, 2), 0.49059284679787063),
    ],
)
def test_draw_gives_the_published_numbers(key, expected):
    assert naive.draw(*key) == expected


def test_record_0_is_the_published_village():
    run = Run(seed=1, rep=0)
    (row,) = run.records
    ties = [(i, j, w) for i, own in enumerate(run.friends) for j, w in own.items() if i < j]
    assert len(ties) == 90
    assert sum(i * j for i, j, _ in ties) == 21_741
    assert sum(w for _, _, w in ties) == 53_100_000_000
    assert sum(row["cash"]) == 8_009_000
    assert sum(a.y_o for a in run.artisans) == 13_870_000
    assert sum(a.need for a in run.artisans) == 21_555_000
    assert fmean(row["e"]) == pytest.approx(0.481400639, abs=1e-9)
    assert fmean(row["m"]) == pytest.approx(0.282268345, abs=1e-9)
    assert sum(m > 0.6 for m in row["m"]) == 2
    assert row["cash"][:5] == [102_000, 166_000, 289_000, 230_000, 71_000]


# ------------------------------------------------------------------ published histories
@pytest.mark.parametrize("row", HISTORIES, ids=name_of)
def test_published_history(row):
    assert checkpoint(row) == row


def test_published_floats_after_36_months():
    assert levels() == pytest.approx(LEVELS, abs=1e-9)


# ------------------------------------------------------------------ the short chain
def test_adoption_without_ties_is_geometric():
    numbers = SHORT | {"N": 1500, "network": "empty", "alpha": 0.1, "beta": 0.0}
    months = [t if t > 0 else 99 for t in Run(parameters=numbers).run(24).records[-1]["toa"]]
    assert near([float(t <= 12) for t in months], 0.69881)
    assert near([float(t <= 24) for t in months], 0.90928)


@pytest.mark.slow
def test_complete_graph_follows_the_bass_map():
    n = 100
    start = {"ties": unit_ties(naive.complete_ties(n))}
    numbers = SHORT | {"N": n, "phi": "linear", "alpha": 0.03, "beta": 0.38}
    runs = [Run(1, rep, parameters=numbers, start=start).run(15) for rep in range(40)]
    curves = [adopters(run) for run in runs]
    for month, share in ((5, 0.2611), (10, 0.7298), (15, 0.9532)):
        assert near([curve[month] / n for curve in curves], share, slack=1 / n)


def test_certain_contagion_takes_the_shortest_paths():
    numbers = SHORT | {"N": 60, "network": "erdos_renyi", "net_k": 3, "norm": "sum"}
    numbers |= {"phi": "linear", "alpha": 0.0, "beta": SURE}
    run = Run(parameters=numbers, start={"first_adopters": [0]}).run(30)
    distance, edge = {0: 0}, [0]
    while edge:
        new = sorted({j for i in edge for j in run.friends[i]} - set(distance))
        distance |= dict.fromkeys(new, distance[edge[0]] + 1)
        edge = new
    assert 1 < len(distance) < 60
    assert run.records[-1]["toa"] == [distance.get(i, -1) for i in range(60)]


@pytest.mark.slow
@pytest.mark.parametrize(("second", "final"), [(1, 100), (2, 1)])
def test_granovetter_crowd_hangs_on_one_threshold(second, final):
    numbers = SHORT | {"N": 100, "phi": "threshold", "norm": "sum", "alpha": 0.0, "beta": SURE}
    start = {"ties": unit_ties(naive.complete_ties(100)), "theta": [0, second, *range(2, 100)]}
    assert adopters(Run(parameters=numbers, start=start).run(101))[-1] == final


@pytest.mark.parametrize(("k", "final", "last"), [(4, 100, 49), (2, 2, 0)])
def test_complex_contagion_needs_wide_bridges(k, final, last):
    numbers = SHORT | {"N": 100, "phi": "threshold", "theta": 2, "norm": "sum", "alpha": 0.0}
    start = {"ties": ring(100, k), "first_adopters": [0, 1]}
    run = Run(parameters=numbers | {"beta": SURE}, start=start).run(60)
    assert adopters(run)[-1] == final
    assert max(run.records[-1]["toa"]) == last


@pytest.mark.slow
def test_cascade_on_a_triangle_is_bond_percolation():
    pi = 0.3
    numbers = SHORT | {"N": 3, "phi": "linear", "norm": "sum", "memory": "flow", "alpha": 0.0}
    numbers |= {"beta": -math.log(1 - pi)}
    start = {"ties": unit_ties(naive.complete_ties(3)), "first_adopters": [0]}
    sizes = [
        adopters(Run(1, rep, parameters=numbers, start=start).run(3))[-1] for rep in range(3000)
    ]
    assert near(sizes, 1 + 2 * (pi + pi**2 - pi**3))


def test_adoption_and_exit_balance():
    numbers = SHORT | {"N": 500, "network": "empty", "beta": 0.0, "alpha": -math.log(0.9)}
    run = Run(parameters=numbers | {"exit_h": 0.2}).run(60)
    assert fmean(adopters(run)[20:]) / 500 == pytest.approx(0.1 / 0.3, abs=0.015)


@pytest.mark.parametrize("substeps", [1, 4])
def test_substeps_leave_a_constant_rate_as_it_is(substeps):
    numbers = SHORT | {"N": 1000, "network": "empty", "beta": 0.0, "alpha": 0.1}
    run = Run(parameters=numbers | {"substeps": substeps}).run(12)
    assert near([float(t > 0) for t in run.records[-1]["toa"]], 0.69881)


# ------------------------------------------------------------------ the whole chain, law by law
@pytest.mark.slow
def test_months_to_the_decision_add_up():
    rates = {"mu": -math.log(0.7), "rho0": -math.log(0.8), "alpha": -math.log(0.9), "beta": 0.0}
    numbers = OPEN_GATES | rates | {"N": 500, "network": "empty"}
    run = Run(parameters=numbers, switches=QUIET).run(120)
    assert near([first[DECIDED] for first in run.records[-1]["first"]], 18.33)


def test_efficacy_decays_to_its_base():
    run = Run(switches=QUIET)
    before = [a.e for a in run.artisans]
    for a in run.artisans:
        a.b = 0.3
    after = run.run(10).records[-1]["e"]
    expected = [0.3 + (e - 0.3) * 0.9**10 for e in before]
    assert after == pytest.approx(expected, abs=1e-12)


def test_constant_persuasion_holds_efficacy_up():
    talk = activity(1, range(300), target="all", att=None, doses={"aware": 0.0, "pers": 0.5})
    run = Run(parameters={"N": 3, "network": "empty"}, switches=QUIET, activities=[talk]).run(300)
    a, d = 1 - math.exp(-0.15 * 0.5 * 0.6), 0.1
    for artisan in run.artisans:
        expected = ((1 - d) * a + d * artisan.b) / (1 - (1 - d) * (1 - a))
        assert artisan.e == pytest.approx(expected, abs=1e-9)


def test_skill_grows_by_steady_work():
    numbers = {"N": 4, "network": "empty", "d0": 0.0, "chi": 0.0}
    start = {"first_adopters": range(4), "k": [0.1, 0.2, 0.3, 0.4]}
    run = Run(parameters=numbers, switches=QUIET | {"market": False}, start=start).run(20)
    expected = [1 - (1 - k) * (1 - 0.10 * 0.25) ** 20 for k in start["k"]]
    assert run.records[-1]["k"] == pytest.approx(expected, abs=1e-12)


def test_savings_and_a_full_round_of_the_arisan():
    numbers = {"N": 14, "network": "empty"}
    start = {"cash": [1_000_000] * 14, "need": [0] * 14}
    switches = QUIET | {"withdrawal": False}

    def run_with(arisan):
        return group_of(Run(1, 0, [], numbers | {"arisan": arisan}, switches, start), range(14))

    run, without = run_with(10_000).run(1), run_with(0).run(14)
    paid = zip(run.records[1]["cash"], without.records[1]["cash"], strict=True)
    assert sorted(a - b for a, b in paid) == [-10_000] * 13 + [130_000]
    assert run.run(11).g == 1_680_000
    assert sum(run.records[12]["arisan_drawn"]) == 12
    assert all(run.run(2).records[14]["arisan_drawn"])
    assert run.records[14]["cash"] == without.records[14]["cash"]
    assert sum(run.run(1).records[15]["arisan_drawn"]) == 1


@pytest.mark.parametrize(
    ("amount", "kind", "interest"),
    [(500_000, "declining", 27_500), (500_000, "flat", 50_000), (330_000, "declining", 18_150)],
)
def test_interest_on_a_loan(amount, kind, interest):
    numbers = {"N": 5, "network": "empty", "C_entry": amount, "buffer": 0, "interest": kind}
    numbers |= {"slip": 0.0, "d0": 0.0}
    start = {"cash": [0] * 5, "y_o": [1_000_000] * 5, "need": [0] * 5}
    run = Run(1, 0, [], numbers, QUIET | {"withdrawal": False}, start)
    group_of(run, range(5), fund=2_000_000).artisans[0].stage = DECIDED
    run.step()
    assert run.artisans[0].loan == amount
    assert run.artisans[0].stage == TRIAL
    run.run(10)
    assert run.artisans[0].loan == 0
    assert run.surplus == interest


def test_self_reliance_grows_with_participation():
    work = activity(1, range(12), part=1.0)
    run = Run(activities=[work], parameters={"t_w": 99}).run(12)
    assert pytest.approx(1 - 0.9 * 0.92**12, abs=1e-12) == run.R[0]


def test_channels_die_out_without_support():
    months = []
    for rep in range(500):
        run = Run(1, rep, parameters={"N": 1, "t_w": 0, "taper": 0})
        run.open[0] = run.opened_once[0] = True
        months.append(float(run.run(10).open[0]))
    assert near(months, math.exp(-0.04 * 0.9 * 10))


def test_free_entry_turns_every_decision_into_a_trial():
    run = preset_run("campaign_only", parameters={"C_entry": 0, "buffer": 0}).run()
    stages = [row["stage"] for row in run.records]
    decided = [
        (n, i) for n, row in enumerate(stages[:-1]) for i, s in enumerate(row) if s == DECIDED
    ]
    assert len(decided) > 10
    assert all(stages[n + 1][i] == TRIAL for n, i in decided)


# ------------------------------------------------------------------ everything can be switched
@pytest.mark.parametrize("name", first_quick(SWITCHES, n=8))
def test_books_balance_with_the_switch_the_other_way(name):
    numbers = {"s_a": 0.3, "zeta": 0.1, "phi_v": 0.5}
    plan = PRESETS["locality_development"] + [activity(13, (2, 5, 9))]
    run = Run(3, 1, plan, numbers, {name: not SWITCHES[name]}).run()
    for row in run.records:
        assert all(0 <= x <= 1 for key in "ebmk" for x in row[key])
        assert all(0 <= row[key] <= 1 for key in ("c", "q", "cr", "ready"))
        assert all(0 <= x <= 1 for key in "RBF" for x in row[key])


@pytest.mark.parametrize(
    ("network", "degree"),
    [
        ("watts_strogatz", 6.0),
        ("ring", 6.0),
        ("erdos_renyi", 6.0),
        ("block", 49 * 0.35 + 50 * 0.05),
        ("barabasi_albert", 2 * (6 + 96 * 3) / 100),
        ("complete", 99.0),
        ("empty", 0.0),
    ],
)
def test_networks_have_the_intended_degree(network, degree):
    drawn = network in ("erdos_renyi", "block")
    means = []
    for rep in range(20 if drawn else 1):
        run = Run(1, rep, parameters={"N": 100, "network": network})
        means.append(fmean(len(own) for own in run.friends))
    assert near(means, degree) if drawn else means == [degree]


def test_unknown_names_are_refused():
    assert "alhpa" not in PARAMETERS
    with pytest.raises(KeyError, match="alhpa"):
        Run(parameters={"alhpa": 0.1})
