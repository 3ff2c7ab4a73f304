"""Makes the binary files of UCINET in the corpus by our own writer; UCINET itself was not at hand.

Run by hand: PYTHONPATH=tests python tests/files/importing/make_ucinet_pairs.py
"""

from pathlib import Path

from ucinet_writer import write_pair

FOLDER = Path(__file__).parent / "ucinet"
NAMES = ("Ibu Sari", "Budi", "Renée")
FRIEND = [[0, 1, 0.1], [0, 0, 1], [2.5, 0, 0]]
KIN = [[0, 0, 0], [1, 0, 0], [0, 1e38, 0]]

write_pair(
    FOLDER / "two_relations", [FRIEND, KIN], rows=NAMES, columns=NAMES, kinds=("friend", "kin")
)
write_pair(
    FOLDER / "two_mode_older",
    [[0, 1], [1, 0], [1, 1]],
    rows=NAMES,
    columns=("arisan", "coop"),
    version=b"DATE:",
    title=b"village",
)
