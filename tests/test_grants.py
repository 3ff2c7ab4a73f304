"""Grants, lost loans, shared and worn moulds, the graded local price, gain shown, the permit."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from communities import SENIK, Life, activity, community, parameters, programme
from harness import first_quick
from twins import assert_it_acts
from typer.testing import CliRunner

from diffusion.catalogue.load import library_root, programme_of
from diffusion.cli import app
from diffusion.kernels import laws
from diffusion.kernels.records import FLOWS

SEQUENCE = "campaign_then_collaboration"
MOULDS = {
    "community.association.grant_use": "moulds",
    "community.association.mould_set_price": 1_000_000,
    "community.association.mould_set_months": 24,
    "community.association.mould_set_share": 0.5,
    "community.institutions.regency": 0.9,
}
FIRST = {**MOULDS, "programme.activity.proposal.months": [2]}
CHANGES: dict[str, tuple[Mapping[str, Any], Mapping[str, Any]]] = {
    "a set of moulds is bought": ({}, MOULDS),
    "a grant waits for the founding": (
        FIRST,
        {**FIRST, "community.association.grant_waits": True},
    ),
    "who lost a loan pays it back": (
        {"community.association.write_off_months": 1, "parameters.finance.slip": 0.9},
        {
            "community.association.write_off_months": 1,
            "parameters.finance.slip": 0.9,
            "community.association.lends_after_loss": False,
        },
    ),
    "good ware earns more": ({}, {"community.market.local_good_price": 700}),
    "moulds wear": (
        {},
        {"parameters.production.mould_life": 600, "parameters.production.mould_price": 150_000},
    ),
    "a gain is shown": (
        {"community.modules.advantage": True, "parameters.decision.expectation": -0.4},
        {
            "community.modules.advantage": True,
            "parameters.decision.expectation": -0.4,
            "programme.activity.film.doses.gain": 0.3,
            "parameters.decision.gain_fading": 0.1,
        },
    ),
    "the permit comes late": (
        {},
        {
            "community.modules.permit": True,
            "community.institutions.permit_month": 4,
            "programme.activity.lobbying.needs_permit": False,
        },
    ),
}


@pytest.mark.parametrize("case", first_quick(CHANGES))
def test_each_is_the_twins_and_makes_a_difference(case: str) -> None:
    usual, change = (SENIK.with_settings(settings) for settings in CHANGES[case])
    assert_it_acts(usual, change, SEQUENCE)


def granted(**rules: Any) -> Life:
    """Live until after a grant of Rp 5,000,001 that is certain, and a founding in month 1."""
    plan = programme(
        activity(1, tactic="group_formation", target="all", months=(1,)),
        activity(2, tactic="proposal", target="none", months=(0,), doses={"grant": 5_000_001}),
        activity(3, target="none", months=(2, 3), cost_fixed=2_000_000),
    )
    there = community(association=rules, institutions={"commitment": 1.0})
    numbers = parameters({"association.join_chance": 1.0})
    life = Life(there, plan, numbers, n_months=4)
    life.whole_records()
    return life


def test_a_grant_before_the_founding_is_lost_unless_it_waits() -> None:
    assert granted().hamlets.equity[0] == 0
    assert granted(grant_waits=True).hamlets.equity[0] == 2_500_000


def test_the_other_half_pays_for_the_work_that_is_still_to_come() -> None:
    """Rp 2,500,001 for the organisation: Rp 2,000,000 of the first date, the rest of the second."""
    life = granted()
    assert life.hamlets.reimbursed[0] == 2_500_001
    assert life.hamlets.grant_for_work[0] == 0


def test_the_set_is_paid_from_the_fund_and_worn_out_in_the_end() -> None:
    rules = {
        "grant_waits": True, "grant_use": "moulds", "mould_set_price": 900_000,
        "mould_set_months": 2, "mould_set_share": 0.5,
    }  # fmt: skip
    life = granted(**rules)
    assert life.hamlets.equipment[0] == 900_000
    assert life.ledger[FLOWS.index("equipment")] == 900_000
    assert life.hamlets.moulds_last_until[0] == 3
    assert life.hamlets.shared_cost[0] == 0.0  # month 3: it is worn out


def test_the_laws_by_hand() -> None:
    assert laws.local_sales(100, 40, 450, 700) == 40 * 700 + 60 * 450
    assert laws.expected_gain(-0.2, 0.3, 0.05) == pytest.approx(0.15, abs=1e-15)
    assert laws.advantage_gate(2.0, -0.3) == 0.4
    assert laws.advantage_gate(2.0, 0.3) == 1.0
    assert laws.faded(0.3, 0.1) == pytest.approx(0.27, abs=1e-15)


def test_what_needs_a_permit_comes_later_and_nothing_is_lost() -> None:
    change = {
        "community.modules.permit": True,
        "community.institutions.permit_month": 4,
        "programme.activity.lobbying.needs_permit": False,
        "programme.handover.markets": 12,
    }
    late = SENIK.with_settings(change)
    usual, put_off = SENIK.programmes[SEQUENCE], programme_of(late, SEQUENCE)
    assert usual.waits_for(4) == 4
    assert (put_off.withdrawal_month, put_off.handover.markets) == (12, 16)
    for one, other in zip(usual.activity, put_off.activity, strict=True):
        delay = 0 if one.tactic == "lobbying" else 4
        assert other.months == tuple(month + delay for month in one.months)
    assert programme_of(SENIK, SEQUENCE) == usual


def test_check_says_how_long_a_permit_makes_wait(tmp_path: Path) -> None:
    folder = shutil.copytree(library_root() / "senik", tmp_path / "senik")
    file = folder / "community.toml"
    text = file.read_text(encoding="utf-8").replace("permit = false", "permit = true")
    file.write_text(text.replace("permit_month = 0", "permit_month = 4"), encoding="utf-8")
    said = " ".join(CliRunner().invoke(app, ["check", str(folder)]).stdout.split())
    assert "collaboration_only: waits 2 months for the permit" in said
    assert "none: waits" not in said
