"""Makes the files of Stata and SPSS of the corpus by pandas 3 and pyreadstat 1.3; run by hand."""

from pathlib import Path

import pandas as pd
import pyreadstat

HERE = Path(__file__).parent


def main() -> None:
    people = pd.DataFrame(
        {
            "id": [1, 2, 3],
            "nama": ["Ani", "José", ""],
            "hamlet": pd.Categorical(["Lor", "Kidul", "Lor"]),
            "income": [1.5, None, 3.0],
            "born": pd.to_datetime(["1970-01-02", None, "1990-06-15"]),
        }
    )
    labels = {"nama": "What is your name?", "income": "Income, million rupiah"}
    for version in (114, 117, 118):
        people.to_stata(
            HERE / "stata" / f"pandas_{version}.dta",
            version=version, write_index=False, variable_labels=labels,
        )  # fmt: skip
    coded = pd.DataFrame({"id": [1, 2, 3, 4], "asked": ["a", 1, 2, None], "sure": [1, 5, 2, 1]})
    pyreadstat.write_dta(
        coded, str(HERE / "stata" / "extended_missing.dta"), version=14,
        missing_user_values={"asked": ["a"]},
        variable_value_labels={
            "asked": {1: "yes", 2: "no", "a": "refused"}, "sure": {1: "very", 2: "little"},
        },
        column_labels={"asked": "Do you use a wheel?"},
    )  # fmt: skip
    began = pd.DataFrame({"month": [600, 612], "quarter": [200, 203], "year": [2010, 2011]})
    pyreadstat.write_dta(
        began, str(HERE / "stata" / "months.dta"), version=14,
        variable_format={"month": "%tm", "quarter": "%tq", "year": "%ty"},
    )  # fmt: skip
    spss = pd.DataFrame(
        {
            "id": [1, 2, 3, 4],
            "asked": [1, -99, 7, None],
            "years": [3, 97, 98.5, 12],
            "hamlet": ["L", "K", "X", ""],
            "born": pd.to_datetime(["1970-01-02", None, "1990-06-15", "2000-01-01"]).date,
        }
    )
    for name, compress in (("user_missing.sav", False), ("user_missing.zsav", True)):
        pyreadstat.write_sav(
            spss, str(HERE / "spss" / name), compress=compress,
            column_labels={"asked": "Do you use a wheel?"},
            variable_value_labels={
                "asked": {1: "yes", 2: "no", -99: "refused"}, "hamlet": {"L": "Lor", "X": "away"},
            },
            missing_ranges={
                "asked": [-99], "years": [{"lo": 97, "hi": 99}], "hamlet": ["X"],
            },
        )  # fmt: skip


if __name__ == "__main__":
    main()
