"""What the sets say of themselves, or others have published of them, and what is found in them."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from regression import effect
from sets import Set

from diffusion import measures
from diffusion.measures.structure_test import StructureTest

type Facts = Iterator[tuple[str, str, str]]
"""What is meant, what was expected, what is found."""

KFAMILY = ".066 .156 .233 .315 .377 .436 .487 .538 .607 .643"
BRFARMERS = (
    ".009 .012 .017 .026 .072 .077 .081 .101 .105 .235 .244 .305 .329 .389 .481 .561 .653 .718 .780"
)
MEDINNOVATIONS = (
    ".088 .160 .232 .320 .408 .496 .600 .656 .688 .696 .736 .760 .784 .816 .848 .864 .872"
)
MORAN = "0.07 0.04 -0.03 -0.02 -0.06 -0.02 -0.00 0.01 0.01 0.01 0.02 0.02 0.01 0.04 0.05 0.03 0.02"
"""Of tetracycline by month, on netdiffuseR's page about these data."""


def shares(values: np.ndarray) -> str:
    """Write shares as the sets do, without the 0 before the point."""
    return " ".join(f"{value:.3f}".lstrip("0") for value in values)


def span(values: "pd.Series[float]", form: str) -> str:
    """Write the least and the most."""
    return f"{values.min():{form}} to {values.max():{form}}"


def of_curves(one: Set, known: dict[str, str], kinds: int | None) -> Facts:
    """Check counts, the curve, saturation and time to half of a set with dated adoptions."""
    nodes, data = one.nodes, one.data
    assert list(data.labels) == [str(person) for person in nodes["id"]]
    counts = measures.cumulative_adopt_count(data)
    yield "people", known["people"], f"{data.n_people:,}"
    yield "adopters", known["adopters"], f"{counts.n_ever[-1]:,} ({counts.share[-1]:.1%})"
    if "curve" in known:
        yield "cumulative shares by period", known["curve"], shares(counts.share)
    curve = one.table("curves")
    of_all = curve[curve["community"] == "ALL"]
    yield (
        "its own table of the curve, new adopters by period",
        " ".join(str(n) for n in of_all["new"]),
        " ".join(str(n) for n in counts.n_new),
    )
    if kinds is None:
        return
    half = measures.time_to_half(data, by="hamlet")
    size = nodes.groupby("community").size()
    yield "communities and their sizes", known["communities"], f"{len(size)}, {span(size, 'd')}"
    saturation = pd.Series(half.saturation)
    yield "share of adopters in the end, by community", known["saturation"], span(saturation, ".2f")
    mean = np.nanmean(half.value)
    yield "mean time to half of those that reach it", known["half"], f"{mean:.1f}"
    ties = one.ties
    pairs = len(ties[["source", "target"]].drop_duplicates())
    yield (
        "ties, different pairs, kinds",
        known["ties"],
        (f"{len(ties):,}, {pairs:,}, {ties['kind'].nunique()}"),
    )


def of_kfamily(one: Set) -> Facts:
    """Check the Korean women."""
    known = {
        "people": "1,047", "adopters": "673 (64.3%)", "curve": KFAMILY,
        "saturation": "0.42 to 0.83", "communities": "25, 28 to 59", "half": "7.1",
        "ties": "16,419, 4,999, 8",
    }  # fmt: skip
    yield from of_curves(one, known, 8)
    nodes = one.nodes
    said = (nodes["ever_practised_fp"] == 1) & nodes["toa"].isna()
    yield "have practised, by their word, and have no year", "15", str(said.sum())
    early = nodes["toa"] < nodes["eligible_from"]
    yield "adoptions before the marriage", "35", str(early.sum())


def of_brfarmers(one: Set) -> Facts:
    """Check the Brazilian farmers and their twelve practices."""
    known = {
        "people": "692", "adopters": "540 (78.0%)", "curve": BRFARMERS,
        "saturation": "0.29 to 0.98", "communities": "11, 35 to 82", "half": "15.3",
        "ties": "2,692, 1,854, 4",
    }  # fmt: skip
    yield from of_curves(one, known, 4)
    new = measures.cumulative_adopt_count(one.data).n_new
    theirs = measures.fitbass(
        [*new, len(one.nodes) - new.sum(), 0], n_people=len(one.nodes), on="cumulative"
    )
    yield (
        "Bass fit of netdiffuseR, who counts those without a year as adopters of 1966: p, q",
        "0.00228 (0.00072), 0.3367 (0.0268)",
        f"{theirs.p:.5f} ({theirs.p_se:.5f}), {theirs.q:.4f} ({theirs.q_se:.4f})",
    )
    year = one.nodes["year_adopted"].value_counts()
    heaps = [1950, 1951, 1952, 1955, 1956, 1957, 1960, 1961, 1962]
    found = " ".join(str(year[y]) for y in heaps)
    yield "adopters around 1951, 1956 and 1961", "6 32 3 3 90 6 41 64 55", found
    practices = one.table("practices")
    share = practices.groupby(["community", "practice"])["toa"].apply(lambda t: t.notna().mean())
    yield (
        "practices by village: curves, mean share, above 1/2, above 1/5",
        "132, 0.40, 38, 100",
        f"{len(share)}, {share.mean():.2f}, {(share > 0.5).sum()}, {(share > 0.2).sum()}",
    )
    at_odds = practices["ever_used"].eq(1) != practices["toa"].notna()
    yield "rows of practices that disagree", "67 of 8,304", f"{at_odds.sum()} of {len(practices):,}"
    hybrid = practices[practices["is_hybrid_corn"] == 1].merge(
        one.nodes[["id", "toa"]], on="id", suffixes=("", "_of_nodes")
    )
    letters = hybrid.groupby("community")["practice"].nunique()
    yield "letters that stand for hybrid corn, by village", "1 to 1", span(letters, "d")
    same = hybrid["toa"].fillna(0) == hybrid["toa_of_nodes"].fillna(0)
    by_village = same.groupby(hybrid["community"]).mean()
    yield (
        "farmers with the same year of it in both tables, by village",
        "98% to 100%",
        (span(by_village, ".0%")),
    )


def of_medinnovations(one: Set) -> Facts:
    """Check the doctors of Illinois, also against netdiffuseR's page about them."""
    known = {
        "people": "125", "adopters": "109 (87.2%)", "curve": MEDINNOVATIONS, "half": "6.5",
        "communities": "4, 18 to 62", "saturation": "0.81 to 0.89", "ties": "450, 294, 3",
    }  # fmt: skip
    yield from of_curves(one, known, 3)
    near = measures.inverse_distance(one.data)
    moran = measures.moran_by_period(one.data, weights=near, n_permutations=0)
    found = " ".join(f"{value:.2f}" for value in moran.value)
    yield "Moran's I by month, netdiffuseR", MORAN, found
    towns = {"all": "0.5660", 1: "0.6304", 2: "0.4931", 3: "0.4365", 4: "0.5926"}
    theirs = [0.5552, 0.6268, 0.5058, 0.4236, 0.6097]
    town_of = one.nodes["community"].to_numpy()
    tests = [as_theirs(one, (town_of == town) | (town == "all")) for town in towns]
    yield (
        "mean threshold of all and of the towns, netdiffuseR",
        " ".join(towns.values()),
        " ".join(f"{test.value:.4f}" for test in tests),
    )
    off = max(abs(test.expected - mean) for test, mean in zip(tests, theirs, strict=True))
    yield (
        "its mean in rewired networks, netdiffuseR's 500 beside ours",
        "within 0.01",
        "within 0.01" if off <= 0.01 else f"up to {off:.3f} apart",
    )


def as_theirs(one: Set, people: NDArray[np.bool_]) -> StructureTest:
    """Test as netdiffuseR's page does: who never adopted adopts in one period more."""
    (adoption,) = one.data.adoption.values()
    time = np.where(adoption.time < 0, one.data.n_periods, adoption.time)[people]
    ties = one.data.matrix()[people][:, people]
    return measures.struct_test(ties, time, n_rewired=500, valued=False)


def of_epigames(one: Set) -> Facts:
    """Check the game of infection, of which only the changing ties are of use here."""
    known = {"people": "594", "adopters": "330 (55.6%)"}
    yield from of_curves(one, known, None)
    ties = one.ties
    yield "contacts by day, days", "23,646, 15", f"{len(ties):,}, {ties['period'].nunique()}"
    data = one.data
    day = [data.matrix(period=period).nnz for period in range(data.n_periods)]
    yield "contacts of all days in the data", "23,646", f"{sum(day):,}"


def of_china(one: Set) -> Facts:
    """Check the households of Jiangxi, and the fault in their ties."""
    nodes, ties = one.nodes, one.ties
    villages = f"{nodes['community'].nunique()}, {nodes['natural_village'].nunique()}"
    yield "households", "4,902", f"{len(nodes):,}"
    yield "administrative and natural villages", "47, 173", villages
    yield (
        "ties, households that name, share of the named who were asked",
        ("22,203, 4,586, 76.6%"),
        f"{len(ties):,}, {ties['source'].nunique():,}, {ties['target_surveyed'].mean():.1%}",
    )
    take_up = {(1, 0): "35.2% (1,079)", (1, 1): "50.4% (1,096)",
               (2, 0): "45.3% (1,374)", (2, 1): "46.5% (1,353)"}  # fmt: skip
    for (turn, intensive), expected in take_up.items():
        part = nodes[(nodes["round"] == turn) & (nodes["intensive_session"] == intensive)]
        session = "intensive" if intensive else "simple"
        found = f"{part['adopted'].mean():.1%} ({len(part):,})"
        yield f"take-up, round {turn}, {session} session", expected, found
    for label, expected, found in effect(nodes, ties):
        yield f"effect of trained friends, no information, {label}", expected, found


def of_india(one: Set) -> Facts:
    """Check the households of Karnataka, of whom nobody has a date."""
    nodes, ties = one.nodes, one.ties
    size = nodes.groupby("community").size()
    take_up = nodes.groupby("community")["adopted"].mean()
    yield "households", "8,622", f"{len(nodes):,}"
    yield "villages and their sizes", "38, 139 to 329", f"{len(size)}, {span(size, 'd')}"
    degree = 2 * len(ties) / len(nodes)
    yield "ties, mean degree", "80,302, 18.6", f"{len(ties):,}, {degree:.1f}"
    yield "households of leaders", "1,014", f"{nodes['leader'].sum():,}"
    yield "take-up", "14.6%", f"{nodes['adopted'].mean():.1%}"
    yield (
        "take-up by village: mean, least, most",
        "15.6%, 5.5%, 35.3%",
        (f"{take_up.mean():.1%}, {take_up.min():.1%}, {take_up.max():.1%}"),
    )
    table = one.table("villages").set_index("community")
    off = (table["takeup_all"] - take_up).abs().max()
    yield "its own table of take-up, largest difference", "0.0000", f"{off:.4f}"
    by_leader = nodes.groupby(["leader", "community"])["adopted"].mean().groupby("leader").mean()
    yield (
        "take-up of others and of leaders, mean of villages",
        "14.9%, 20.8%",
        (f"{by_leader[0]:.1%}, {by_leader[1]:.1%}"),
    )
    yield "caste not known", "27%", f"{nodes['caste'].isna().mean():.0%}"
    degrees = pd.concat([ties["source"], ties["target"]]).value_counts()
    of_each = nodes["id"].map(degrees).fillna(0).groupby(nodes["network_surveyed"]).mean()
    yield (
        "degree of those not asked and of those asked about ties",
        "9.8, 28.9",
        (f"{of_each[0]:.1f}, {of_each[1]:.1f}"),
    )


def of_uganda(one: Set) -> Facts:
    """Check the villagers of Uganda, of whom there are no ties."""
    nodes = one.nodes
    size = nodes.groupby("community").size()
    take_up = nodes.groupby("community")["adopted"].mean()
    yield "people", "3,184", f"{len(nodes):,}"
    yield "villages and their sizes", "16, 30 to 283", f"{len(size)}, {span(size, 'd')}"
    heard = f"{nodes['heard'].mean():.1%}, {nodes['adopted'].mean():.1%}"
    yield "have heard of it, use it", "30.6%, 4.4%", heard
    yield "users by village", "0.5% to 16.7%", span(take_up, ".1%")


def of_technologies(one: Set) -> Facts:
    """Check the shares of American households with a technology."""
    curves = one.table("curves")
    points = curves.groupby("technology").size()
    yield (
        "points, series, points of a series",
        "1,395, 45, 3 to 113",
        (f"{len(curves):,}, {len(points)}, {span(points, 'd')}"),
    )


SETS = {
    "kfamily": of_kfamily,
    "brfarmers": of_brfarmers,
    "medinnovations": of_medinnovations,
    "epigames": of_epigames,
    "china_rice_insurance": of_china,
    "india_microfinance": of_india,
    "uganda_ubridge": of_uganda,
    "us_technology_curves": of_technologies,
}
