"""Sums of money, as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import diffusion
from diffusion.util.money import MOST_RUPIAH, budgets_of, rupiah_of


@pytest.mark.parametrize(
    "text",
    [
        "8000000", "8.000.000", "8,000,000", "8_000_000", "8 000 000", "8'000'000", "8 juta",
        "8 Juta", "8juta", "8jt", "8 jt.", "Rp 8 jt", "Rp. 8 jt", "Rp8.000.000", "rp 8.000.000",
        "8e6", "8E6", "8e+6", "8 million", "8.0 juta", "8,0 juta", "8.000.000 ",
        "8.000.000,00", "8,000,000.00", "Rp 8.000.000,-", "8000 ribu", "8000 rb", " 8 juta ",
        "0,008 miliar",
    ],
)  # fmt: skip
def test_eight_million_in_many_ways(text: str) -> None:
    assert rupiah_of(text) == 8_000_000


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("8,5 juta", 8_500_000),
        ("8.5 juta", 8_500_000),
        ("1,5e6", 1_500_000),
        ("0.5 jt", 500_000),
        ("750 rb", 750_000),
        ("2 miliar", 2_000_000_000),
        ("1.250,5 ribu", 1_250_500),
        ("8.000", 8_000),  # one mark before three digits groups thousands
        ("8,000", 8_000),
        ("8,00", 8),
        ("0", 0),
    ],
)
def test_other_sums(text: str, amount: int) -> None:
    assert rupiah_of(text) == amount


@pytest.mark.parametrize(
    "text",
    [
        "", "Rp", "1.5", "1,5", "-5", "8 M", "8 k", "80.00.000", "8.000,000", "1.250.000,5",
        "1.2.3", "eight", "8 juta juta", "٣", "8 juta 500 ribu", "nan", "0008.000", "8:9",
    ],
)  # fmt: skip
def test_what_is_no_sum_is_refused(text: str) -> None:
    with pytest.raises(diffusion.InputError, match="budget: expected whole rupiah, as 8000000"):
        rupiah_of(text)


@pytest.mark.parametrize("text", ["1.500 juta", "1,500 jt", "12.345e3"])
def test_what_could_be_two_sums_is_refused(text: str) -> None:
    with pytest.raises(diffusion.InputError, match="that can be read in one way: write 1"):
        rupiah_of(text)


@pytest.mark.parametrize("text", ["1.000.000.000.001", "2e12", "8e99", "1001 miliar"])
def test_what_is_too_much_is_refused(text: str) -> None:
    with pytest.raises(diffusion.InputError, match="rupiah from 0 to 1,000,000,000,000"):
        rupiah_of(text)


@pytest.mark.parametrize("value", [8_000_000, 8e6, "8 juta"])
def test_python_may_give_a_number(value: object) -> None:
    assert rupiah_of(value) == 8_000_000
    for wrong in (True, None, 1.5, float("inf"), float("nan"), [8]):
        with pytest.raises(diffusion.InputError, match="expected whole rupiah"):
            rupiah_of(wrong)


@given(st.integers(0, MOST_RUPIAH))
def test_every_sum_is_read_as_it_was_written(amount: int) -> None:
    english = f"{amount:,}"
    for text in (
        str(amount), english, english.replace(",", "."), english.replace(",", " "), f"Rp {english}",
        f"{amount:_}", f"Rp{english.replace(',', '.')},00", f"{amount}e0",
    ):  # fmt: skip
        assert rupiah_of(text) == amount


@given(st.integers(0, 999_999), st.integers(1, 3), st.sampled_from([" juta", "jt", " million"]))
def test_decimals_of_a_million_are_exact(whole: int, n_decimals: int, unit: str) -> None:
    """17,25 juta is 17,250,000: no sum goes through a fraction that a computer rounds."""
    hundredths = whole % 100
    n_decimals = min(n_decimals, 2)
    written = f"{whole}.{hundredths:02d}"[: len(str(whole)) + 1 + n_decimals]
    expected = whole * 10**6 + int(f"{hundredths:02d}"[:n_decimals]) * 10 ** (6 - n_decimals)
    assert rupiah_of(written + unit) == expected
    assert rupiah_of(written.replace(".", ",") + unit) == expected


@pytest.mark.parametrize("text", ["5 juta:14 juta:4", "5.000.000:14.000.000:4", "5e6:14e6:4"])
def test_ranges(text: str) -> None:
    assert budgets_of(text) == (5_000_000, 8_000_000, 11_000_000, 14_000_000)
    assert budgets_of("8 jt") == (8_000_000,)
    assert budgets_of(None) == ()


@pytest.mark.parametrize("text", ["5:5:2", "9:8:2", "1:9:1", "1:9:101", "1:2:3", "1:2", "1:9:x"])
def test_bad_ranges(text: str) -> None:
    with pytest.raises(diffusion.InputError, match="one sum, or LOW:HIGH:N with N from 2 to 100"):
        budgets_of(text)


def test_python_takes_text_for_a_budget() -> None:
    by_text = diffusion.scale_to_budget("senik", "collaboration_only", "8 juta")
    assert by_text == diffusion.scale_to_budget("senik", "collaboration_only", 8_000_000)
    outcome = diffusion.simulate("senik", "campaign_only", budget="8 jt", n_runs=1, n_months=36)
    same = diffusion.simulate("senik", "campaign_only", budget=8_000_000, n_runs=1, n_months=36)
    assert (outcome.adopters == same.adopters).all()
