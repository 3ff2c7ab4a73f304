"""Kinds of work and families of a programme: counted, and given a budget of their own."""

import json

import pytest
from communities import SENIK, activity
from communities import programme as made
from test_bad_input import answer
from typer.testing import CliRunner

import diffusion
from diffusion import InputError
from diffusion.cli import app
from diffusion.scenario.tactics import PARTS, TACTICS

SEQUENCE = "campaign_then_collaboration"
OUTSIDE = {"lobbying", "proposal", "market_link", "petition"}


def test_each_tactic_says_with_whom_it_works() -> None:
    assert {name for name, one in TACTICS.items() if one.work == "outside"} == OUTSIDE
    assert {part for one in TACTICS.values() for part in one.parts} == set(PARTS)


def test_a_price_by_part_worked_out_by_hand() -> None:
    """Rp 75,000 a day: a meeting 10 + 2 days, lobbying twice 20 + 1 day, a petition 5 + 3 days."""
    said = made(
        activity(1, cost_fixed=10, person_days=2),
        activity(2, tactic="lobbying", months=(0, 1), cost_fixed=20, person_days=1, target="none"),
        activity(3, tactic="petition", cost_fixed=5, person_days=3),
    )
    prices = {part: SENIK.price(said, part) for part in PARTS}
    assert {part: price.total for part, price in prices.items()} == {
        "community": 150_010,
        "outside": 40 + 150_000 + 225_005,
        "campaign": 150_010 + 150_040,
        "collaboration": 0,
        "contest": 225_005,
        "planning": 0,
    }
    assert prices["outside"].person_days == 5


@pytest.mark.parametrize("name", list(SENIK.programmes))
def test_kinds_of_work_and_families_each_add_up_to_the_whole(name: str) -> None:
    programme = SENIK.programmes[name]
    whole = SENIK.price(programme)
    for kind in (("community", "outside"), ("campaign", "collaboration", "contest", "planning")):
        parts = [SENIK.price(programme, part) for part in kind]
        assert sum(part.total for part in parts) == whole.total
        assert sum(part.person_days for part in parts) == whole.person_days


@pytest.mark.parametrize("part", ["community", "outside", "campaign", "collaboration"])
@pytest.mark.parametrize("share", [0.8, 1, 1.5])
def test_a_budget_of_a_part_moves_that_part_alone(part: str, share: float) -> None:
    before = SENIK.programmes[SEQUENCE]
    budget = int(share * SENIK.price(before, part).total)  # type: ignore[arg-type]
    fit = diffusion.scale_to_budget(SENIK, before, budget, budget_of=part)
    assert fit.is_possible
    assert fit.cost == SENIK.price(fit.programme, part).total <= budget  # type: ignore[arg-type]
    assert fit.after == SENIK.price(fit.programme)
    assert not fit.is_equal_cost, "what else the programmes cost is not the same"
    pairs = zip(before.activities_by_id, fit.programme.activities_by_id, strict=True)
    for one, other in pairs:
        if part not in TACTICS[one.tactic].parts or TACTICS[one.tactic].is_gate:
            assert one == other
    assert (share == 1) == (not fit.changes)


def test_lobbying_is_held_again_by_hand() -> None:
    """A date of lobbying is Rp 100,000 and 2 days: Rp 1.2 million and 3 dates more are 1.95."""
    fit = diffusion.scale_to_budget("senik", SEQUENCE, 2_000_000, budget_of="outside")
    assert [(one.tactic, one.dates_before, one.dates_after) for one in fit.changes] == [
        ("lobbying", 2, 5)
    ]
    assert (fit.cost, fit.unspent, fit.after.total) == (1_950_000, 50_000, 9_400_000 + 750_000)


def test_every_face_takes_it() -> None:
    asked = {"budget": 2_000_000, "budget_of": "outside"}
    fit = diffusion.scale_to_budget(SENIK, SEQUENCE, **asked)
    usual, short = (diffusion.simulate(SENIK, one, n_runs=2) for one in (SEQUENCE, fit.programme))
    scaled = diffusion.simulate(SENIK, SEQUENCE, n_runs=2, **asked)
    assert scaled.levels.tolist() == short.levels.tolist() != usual.levels.tolist()
    assert diffusion.ArtisanModel(SENIK, SEQUENCE, **asked).programme == fit.programme
    known = diffusion.summarise(SENIK, SEQUENCE, n_runs=2, **asked)
    assert known.adopters.mean[-1] == scaled.adopters[:, -1].mean()


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (
            {"budget": 900_000, "budget_of": "outside"},
            "budget: expected at least Rp 950,000 for the part outside of "
            "campaign_then_collaboration; found Rp 900,000",
        ),
        (
            {"budget": 2_000_000, "budget_of": "contest"},
            "budget_of: expected a kind of work or a family that campaign_then_collaboration has: "
            "community, outside, campaign, collaboration; found contest",
        ),
        (
            {"budget": 2_000_000, "budget_of": "outsid"},
            "budget_of: expected one of community, outside, campaign, collaboration, contest, "
            'planning (did you mean outside?); found "outsid"',
        ),
        ({"budget_of": "outside"}, "budget_of: expected budget beside it; found outside"),
    ],
)
def test_what_cannot_be_is_told(asked: dict[str, object], message: str) -> None:
    with pytest.raises(InputError) as error:
        diffusion.simulate(SENIK, SEQUENCE, n_runs=1, **asked)  # type: ignore[call-overload]
    assert str(error.value) == message


def test_the_command_says_the_price_of_the_whole() -> None:
    asked = ["run", "senik", "-p", SEQUENCE, "--runs", "2", "--budget", "2 juta"]
    result = CliRunner().invoke(app, [*asked, "--budget-of", "outside"])
    told = " ".join(result.stderr.split())
    assert result.exit_code == 0
    assert (
        "work with outside systems Rp 1,950,000 (as written: Rp 1,200,000); the whole programme "
        "Rp 10,150,000." in told
    )


def test_a_comparison_takes_none_and_says_why() -> None:
    for options, told in (((), "none could be ranked"), (("--lang", "id"), "dapat diperingkat")):
        status, _, said = answer("compare", "senik", "--budget-of", "outside", *options)
        assert status != 0
        assert told in " ".join(said.split())


def test_check_counts_them() -> None:
    result = CliRunner().invoke(app, ["check", "senik", "--json"])
    counted = json.loads(result.stdout)["by_part"][SEQUENCE]
    assert counted["outside"] == {"person_days": 10, "rupiah": 1_200_000}
    assert counted["campaign"] == {"person_days": 21, "rupiah": 2_925_000}


def test_prices_name_the_kind_and_the_family() -> None:
    table = diffusion.compare(SENIK, [SEQUENCE, "none"], n_runs=2).prices()
    sums = table.groupby("work")["total"].sum().to_dict()
    assert sums == {"community": 8_200_000, "outside": 1_200_000}
    assert table.groupby("family")["total"].sum().to_dict() == {
        "campaign": 2_925_000,
        "collaboration": 6_475_000,
    }
