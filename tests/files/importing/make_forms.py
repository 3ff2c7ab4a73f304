"""Made the exports of survey programs in this folder, laid out as the programs do; run by hand.

    python tests/files/importing/make_forms.py

Nobody of these people exists.
"""

import csv
import io
import zipfile
from pathlib import Path

from openpyxl import Workbook

from diffusion.importing.own_form import QUESTIONS

HERE = Path(__file__).parent

PEOPLE = [
    # person_id, name, hamlet, gender, self_efficacy, value_fit, skill, used, began, still, stopped
    ["P01", "Ibu Sari", "Krajan", "female", 8, 7, 9, "yes", "2010-03-01", "yes", None],
    ["P02", "Pak Budi", "Krajan", "male", 6, 5, 6, "yes", "2010-09-01", "no", "2012-02-01"],
    ["P03", "Ibu Tuti", "Krajan", "female", 4, 6, 7, "no", None, None, None],
    ["P04", "Pak Joko", "Krajan", "male", 3, 2, 5, "no", None, None, None],
    ["P05", "Ibu Wati", "Kidul", "female", 7, 8, 8, "yes", "2011-01-01", "yes", None],
    ["P06", "Pak Agus", "Kidul", "male", 5, 5, 4, "no", None, None, None],
    ["P07", "Ibu Rini", "Kidul", "female", 9, 6, 6, "yes", "2011-07-01", "yes", None],
]
ASKED = [
    "person_id", "name", "hamlet", "gender", "self_efficacy", "value_fit", "skill",
    "uses_innovation", "started_using", "still_uses", "stopped_using",
]  # fmt: skip
NOMINATIONS = [
    # row of who names, kind, is_listed, alter, alter_other, strength
    [1, "friend", "yes", "P02", None, 8],
    [1, "advice", "yes", "P05", None, 5],
    [2, "family", "yes", "P01", None, 10],
    [2, "work", "no", None, "Pak Slamet Riyadi", 6],
    [3, "friend", "yes", "P01", None, 7],
    [4, "work", "yes", "P02", None, 4],
    [5, "advice", "yes", "P01", None, 6],
    [5, "friend", "yes", "P07", None, 9],
    [6, "friend", "yes", "P05", None, 5],
    [7, "friend", "yes", "P05", None, 9],
]
NAMED = ["kind", "is_listed", "alter", "alter_other", "strength"]
LABELS = {
    "female": "Perempuan", "male": "Laki-laki", "yes": "Ya", "no": "Tidak", "family": "Keluarga",
    "friend": "Teman", "advice": "Saya meminta nasihat", "work": "Kami bekerja bersama",
}  # fmt: skip
OWN = [
    "_id", "_uuid", "_submission_time", "_validation_status", "_notes", "_status",
    "_submitted_by", "__version__", "_tags", "_index",
]  # fmt: skip
OWN_OF_REPEATS = [
    "_index", "_parent_table_name", "_parent_index", "_submission__id", "_submission__uuid",
    "_submission__submission_time",
]  # fmt: skip


def own(index: int) -> list[object]:
    """What KoboToolbox adds to a row."""
    uuid = f"00000000-0000-4000-8000-{index:012d}"
    when = f"2024-06-0{index}T08:30:00"
    return [1000 + index, uuid, when, None, None, "submitted_via_web", None, "v1", None, index]


def own_of_repeat(index: int, table: str, parent: int) -> list[object]:
    """What KoboToolbox adds to a row of a repeated group."""
    _, uuid, when, *_ = own(parent)
    return [index, table, parent, 1000 + parent, uuid, when]


def saved(name: str, sheets: dict[str, list[list[object]]]) -> None:
    """Write a workbook."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(HERE / name)


def kobo_of_own_form(name: str, *, language: str | None) -> None:
    """Answers to docs/forms, with names of questions, or with labels in Indonesian."""
    say = (lambda word: LABELS.get(word, word)) if language else (lambda word: word)
    head = (lambda word: QUESTIONS[word][1] if word in QUESTIONS else word) if language else str
    title = "Siapa memakai, siapa mengenal" if language else "artisan_diffusion_survey"
    when = [["2024-06-01T08:00:00", "2024-06-01T08:30:00", "2024-06-01"]] * len(PEOPLE)
    main = [["start", "end", "today", *map(head, ASKED), *OWN]]
    main += [[*when[n - 1], *map(say, row), *own(n)] for n, row in enumerate(PEOPLE, start=1)]
    named = [[*map(head, NAMED), *OWN_OF_REPEATS]]
    named += [
        [*map(say, row), *own_of_repeat(n, title, parent)]
        for n, (parent, *row) in enumerate(NOMINATIONS, start=1)
    ]
    saved(name, {title: main, "nominations": named})


def kobo_with_groups() -> None:
    """Groups in headings, several answers, an "other" answer, repeats within repeats, an orphan."""
    main = [
        [
            "about/name", "about/hamlet", "crops", "crops/rice", "crops/maize", "source",
            "source_other", "household_count", *OWN,
        ],
        ["Sari", "Krajan", "rice maize", 1, 1, "friend", None, 2, *own(1)],
        ["Budi", "Kidul", "maize", 0, 1, "other", "radio", 1, *own(2)],
    ]  # fmt: skip
    household = [
        ["household/member", *OWN_OF_REPEATS],
        ["Ani", *own_of_repeat(1, "survey of a village with a long name", 1)],
        ["Ali", *own_of_repeat(2, "survey of a village with a long name", 1)],
        ["Eko", *own_of_repeat(3, "survey of a village with a long name", 2)],
        ["Nobody's", *own_of_repeat(4, "survey of a village with a long name", 9)],
    ]
    friends = [
        ["household/friends/friend", *OWN_OF_REPEATS],
        ["Budi", *own_of_repeat(1, "household", 1)],
        ["Tuti", *own_of_repeat(2, "household", 3)],
    ]
    saved(
        "kobo/groups.xlsx",
        {"survey of a village with a long": main, "household": household, "friends": friends},
    )
    saved("kobo/broken_parent.xlsx", {"household": household, "friends": friends})
    saved("kobo/broken_no_index.xlsx", {"people": [["name", "_uuid", "_submission_time"], ["a"]]})


def kobo_csv() -> None:
    """Exports as CSV: without a repeated group, and with groups that are left out."""
    rows = [["name", "friend_1", "friend_2", *OWN], ["Sari", "Budi", None, *own(1)]]
    rows += [["Budi", "Sari", "Tuti", *own(2)]]
    written("kobo/no_repeats.csv", rows, mark=";")
    written(
        "kobo/broken_count.csv", [["name", "friends_count", *OWN], ["Sari", 2, *own(1)]], mark=";"
    )
    main = [[*ASKED, *OWN], *([*row, *own(n)] for n, row in enumerate(PEOPLE, start=1))]
    written("kobo/broken_own_form.csv", main, mark=";")


def as_csv(rows: list[list[object]], mark: str = ",") -> str:
    """Write rows as text."""
    text = io.StringIO()
    csv.writer(text, delimiter=mark, lineterminator="\n").writerows(rows)
    return text.getvalue()


def written(name: str, rows: list[list[object]], mark: str = ",") -> None:
    """Write a CSV file."""
    (HERE / name).parent.mkdir(exist_ok=True)
    (HERE / name).write_text(as_csv(rows, mark), encoding="utf-8")


def packed(name: str, files: dict[str, str]) -> None:
    """Write a packed file, with times that stay."""
    with zipfile.ZipFile(HERE / name, "w", zipfile.ZIP_DEFLATED) as place:
        for file, text in files.items():
            place.writestr(zipfile.ZipInfo(file), text)


def odk() -> None:
    """ODK Central: packed and unpacked, with a row that belongs to nobody, and broken ones."""
    keys = [f"uuid:{n}" for n in range(1, len(PEOPLE) + 1)]
    main = [["SubmissionDate", "about-person_id", *(f"about-{one}" for one in ASKED[1:]),
             "SET-OF-nominations", "KEY", "SubmitterID", "Edits", "FormVersion"]]  # fmt: skip
    main += [
        ["2024-06-01T08:00:00Z", *row, f"{key}/nominations", key, 7, 0, 1]
        for row, key in zip(PEOPLE, keys, strict=True)
    ]
    named = [[*(f"nominations-{one}" for one in NAMED), "PARENT_KEY", "KEY"]]
    named += [
        [*row, keys[parent - 1], f"{keys[parent - 1]}/nominations[{n}]"]
        for n, (parent, *row) in enumerate(NOMINATIONS, start=1)
    ]
    orphan = ["friend", "yes", "P01", None, 3, "uuid:99", "uuid:99/nominations[1]"]
    files = {"survey.csv": as_csv(main), "survey-nominations.csv": as_csv([*named, orphan])}
    packed("odk/central.zip", files | {"media/readme.txt": "x", "survey - audit.csv": "event\nx\n"})
    written("odk/folder/survey.csv", main)
    written("odk/folder/survey-nominations.csv", [*named, orphan])
    packed("odk/broken_group.zip", {"survey.csv": as_csv(main)})
    packed("odk/broken_root.zip", {"survey-nominations.csv": as_csv(named)})
    packed("odk/broken_other.zip", {"readme.txt": "x"})
    (HERE / "odk" / "broken_cut.zip").write_bytes((HERE / "odk" / "central.zip").read_bytes()[:400])


def surveycto() -> None:
    """SurveyCTO: long, wide with two questions in the group, and wide with one."""
    keys = [f"uuid:{n}" for n in range(1, len(PEOPLE) + 1)]
    head = ["CompletionDate", "SubmissionDate", *ASKED]
    when = ["1-Jun-2024 08:00:00", "1-Jun-2024 08:30:00"]
    tail = ["instanceID", "formdef_version", "KEY"]
    long = [[*head, "SETOF-nominations", *tail]]
    long += [
        [*when, *row, f"{key}/nominations", key, 1, key]
        for row, key in zip(PEOPLE, keys, strict=True)
    ]
    named = [[*NAMED, "PARENT_KEY", "KEY", "SETOF-nominations"]]
    named += [
        [*row, keys[at - 1], f"{keys[at - 1]}/nominations[{n}]", f"{keys[at - 1]}/nominations"]
        for n, (at, *row) in enumerate(NOMINATIONS, start=1)
    ]
    written("surveycto/survey.csv", long)
    written("surveycto/survey-nominations.csv", named)
    by_person = [[row for at, *row in NOMINATIONS if at == n] for n in range(1, len(PEOPLE) + 1)]
    numbered = [f"{one}_{n}" for n in (1, 2, 3) for one in NAMED]
    wide = [[*head, "nominations_count", *numbered, *tail]]
    for row, key, of_person in zip(PEOPLE, keys, by_person, strict=True):
        cells = [cell for one in of_person for cell in one]
        cells += [None] * (len(numbered) - len(cells))
        wide.append([*when, *row, len(of_person), *cells, key, 1, key])
    written("surveycto/wide.csv", wide)
    one = [["person_id", "friend_count", "friend_1", "friend_2", "friend_3", *tail]]
    one += [["P01", 2, "P02", "P03", None, "uuid:1", 1, "uuid:1"]]
    one += [["P02", 0, None, None, None, "uuid:2", 1, "uuid:2"]]
    written("surveycto/one.csv", one)


if __name__ == "__main__":
    for folder in ("kobo", "odk", "surveycto"):
        (HERE / folder).mkdir(exist_ok=True)
    kobo_of_own_form("kobo/own_form.xlsx", language=None)
    kobo_of_own_form("kobo/own_form_labels.xlsx", language="id")
    kobo_with_groups()
    kobo_csv()
    odk()
    surveycto()
