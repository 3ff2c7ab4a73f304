"""Made the example export of the howto page, laid out as KoboToolbox lays it out; run by hand.

    python tests/files/importing/make_surveys.py

Nobody of these people exists. Suminahh is Suminah, misspelt; Pak Lurah was not asked.
"""

from pathlib import Path

from openpyxl import Workbook

HERE = Path(__file__).parent
ROOT = HERE.parents[2]

PEOPLE = [
    # code, name, hamlet, gender, skill, uses, began, still, stopped
    ["K01", "Siti", "Kulon", "female", 7, "yes", "2010-03-01", "yes", None],
    ["K02", "Budi", "Kulon", "male", 6, "yes", "2010-07-01", "yes", None],
    ["K03", "Joko", "Kulon", "male", 4, "yes", "2010-09-01", "no", "2011-06-01"],
    ["K04", "Suminah", "Kulon", "female", 8, "yes", "2010-05-01", "yes", None],
    ["K05", "Wagimin", "Kulon", "male", 5, "no", None, None, None],
    ["K06", "Tukiyem", "Kulon", "female", 6, "yes", "2010-11-01", "yes", None],
    ["K07", "Parno", "Kulon", "male", 3, "no", None, None, None],
    ["K08", "Rubinah", "Kulon", "female", 7, "yes", "2011-02-01", "yes", None],
    ["W01", "Darsono", "Wetan", "male", 5, "yes", "2010-12-01", "yes", None],
    ["W02", "Ngatinem", "Wetan", "female", 9, "yes", "2011-01-01", "yes", None],
    ["W03", "Saiman", "Wetan", "male", 4, "no", None, None, None],
    ["W04", "Lasmi", "Wetan", "female", 6, "yes", "2011-05-01", "yes", None],
    ["W05", "Karto", "Wetan", "male", 2, "no", None, None, None],
    ["W06", "Jumirah", "Wetan", "female", 10, "yes", "2011-08-01", "no", "2011-11-01"],
    ["W07", "Pairin", "Wetan", "male", 5, "no", None, None, None],
    ["W08", "Sarmi", "Wetan", "female", 7, "yes", "2011-10-01", "yes", None],
]
ASKED = [
    "code", "name", "hamlet", "gender", "skill", "uses_oven", "started_using_oven",
    "still_uses_oven", "stopped_using_oven",
]  # fmt: skip
FRIENDS = [
    # row of who names, friend, closeness from 0 to 10
    (1, "Suminah", 8), (1, "Budi", 6), (2, "Siti", 7), (2, "Joko", 5), (3, "Budi", 6),
    (4, "Siti", 9), (4, "Tukiyem", 5), (5, "Joko", 6), (5, "Pak Lurah", 3), (6, "Suminahh", 7),
    (7, "Wagimin", 8), (8, "Tukiyem", 6), (8, "Siti", 4), (9, "Siti", 3), (9, "Ngatinem", 7),
    (10, "Darsono", 8), (10, "Suminah", 4), (11, "Darsono", 5), (11, "Karto", 9),
    (12, "Ngatinem", 7), (12, "Jumirah", 6), (13, "Saiman", 9), (14, "Ngatinem", 8),
    (14, "Lasmi", 6), (15, "Karto", 5), (16, "Jumirah", 7), (16, "Lasmi", 5),
]  # fmt: skip
ASKED_ON = "2012-01-20"


def export() -> Workbook:
    """A sheet of answers, and one of the group that is repeated for each friend."""
    book = Workbook()
    people = book.active
    people.title = "Survey of the ovens"
    people.append(["start", "today", *ASKED, "_id", "_uuid", "_submission_time", "_index"])
    for number, row in enumerate(PEOPLE, start=1):
        people.append(
            [
                f"{ASKED_ON}T09:00:00",
                ASKED_ON,
                *row,
                100 + number,
                f"uuid-{number}",
                ASKED_ON,
                number,
            ]
        )
    friends = book.create_sheet("friends")
    friends.append(
        ["friend_name", "closeness", "_index", "_parent_table_name", "_parent_index",
         "_submission__id"]
    )  # fmt: skip
    for number, (row, name, closeness) in enumerate(FRIENDS, start=1):
        friends.append([name, closeness, number, people.title, row, 100 + row])
    return book


if __name__ == "__main__":
    export().save(ROOT / "docs" / "forms" / "example_export.xlsx")
