"""What files say together and what cannot come true is refused; what is only odd stays valid.

Contradictions inside one file stand in `tests/files/invalid/contradictions.toml`.
"""

import shutil
from pathlib import Path

import pytest
from communities import SENIK, activity
from communities import programme as made
from patches import patched
from test_bad_input import answer

import diffusion
from diffusion import InputError
from diffusion.catalogue.load import library_root, programme_of
from diffusion.i18n.messages import message_in

SEQUENCE = "programmes/campaign_then_collaboration.toml"
ALL_TO_THE_FUND = {"community.toml": {"association.grant_share": "1.0"}}

type Patches = dict[str, dict[str, str]]


def folder_with(tmp_path: Path, patches: Patches) -> Path:
    """Copy Senik, with other values in some of its files."""
    folder = shutil.copytree(library_root() / "senik", tmp_path / "senik")
    for file, put in patches.items():
        text = (folder / file).read_text(encoding="utf-8")
        (folder / file).write_text(patched(text, put=put), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("patches", "told"),
    [
        (
            ALL_TO_THE_FUND | {SEQUENCE: {"activity[10].months": "[2]"}},
            f"{SEQUENCE}: activity[10].months: expected a date after group_formation in month 3, "
            "or grant_waits; found 2",
        ),
        (
            ALL_TO_THE_FUND | {"programmes/campaign_only.toml": {"activity[1].doses.grant": "1"}},
            "programmes/campaign_only.toml: activity[1].doses.grant: expected an activity "
            "group_formation, because all of a grant is for the association; found none",
        ),
        (
            {
                "community.toml": {"market.channel[2].open_chance": "0.0"},
                SEQUENCE: {"activity[11].channel": '"craft_firm"'},
            },
            f"{SEQUENCE}: activity[11].channel: expected a channel with an open_chance above 0; "
            "found craft_firm, with 0",
        ),
    ],
)
def test_what_two_files_say_cannot_come_true(tmp_path: Path, patches: Patches, told: str) -> None:
    folder = folder_with(tmp_path, patches)
    with pytest.raises(InputError) as error:
        diffusion.load(folder)
    assert str(error.value) == told
    indonesian = message_in("id", told)
    assert "seharusnya" in indonesian
    assert "expected" not in indonesian


@pytest.mark.parametrize(
    "patches",
    [
        {"community.toml": {"association.loan_cap": "0"}},
        {"community.toml": {"association.loan_unit": "500_000"}},
        {"community.toml": {"association.minimum_members": "30"}},
        {"community.toml": {"association.grant_share": "1.0"}},
        {"community.toml": {"market.channel[2].open_chance": "0.0"}},
        ALL_TO_THE_FUND
        | {
            "community.toml": {"association.grant_share": "1.0", "association.grant_waits": "true"},
            SEQUENCE: {"activity[10].months": "[2]"},
        },
        {SEQUENCE: {"activity[10].months": "[2]"}},
        {SEQUENCE: {"activity[9].months": "[2, 3]"}},
        {SEQUENCE: {"activity[6].minimum_places": "14"}},
        {SEQUENCE: {"activity[10].asks_recommendation": "true"}},
        {
            "community.toml": {
                "market.channel[4].open_chance": "0.0",
                "market.channel[4].promised_by": '"regency"',
            },
            SEQUENCE: {"activity[11].channel": '"showroom"'},
        },
    ],
)
def test_what_may_come_true_stays_valid(tmp_path: Path, patches: Patches) -> None:
    diffusion.load(folder_with(tmp_path, patches))


def test_check_refuses_all_at_once_with_status_1(tmp_path: Path) -> None:
    folder = folder_with(
        tmp_path,
        {
            "community.toml": {"association.minimum_members": "31"},
            SEQUENCE: {"activity[6].minimum_places": "15", "activity[7].months": "[2]"},
        },
    )
    for language, words in (("en", "3 problems:"), ("id", "3 masalah:")):
        status, out, error = answer("check", str(folder), "--lang", language)
        assert (status, out) == (1, "")
        assert words in error
        assert all(
            key in error for key in ("minimum_members", "minimum_places", "activity[7].months")
        )


def test_a_programme_in_a_file_of_its_own_is_looked_at_too(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, {SEQUENCE: {"activity[8].target": '"none"'}})
    with pytest.raises(InputError, match="without whom a group_formation is nothing"):
        programme_of(SENIK, folder / SEQUENCE)


def test_what_is_made_in_python_may_leave_anything_out() -> None:
    """An experiment that takes the founding away keeps what would have come after it."""
    orphan = made(activity(tactic="mentoring", target="members"))
    outcome = diffusion.simulate(SENIK, orphan, n_runs=2, n_months=3)
    assert outcome.adopters.shape == (2, 4)


def test_every_model_that_is_shipped_is_free_of_them() -> None:
    for name in diffusion.list_communities():
        diffusion.load(name)
