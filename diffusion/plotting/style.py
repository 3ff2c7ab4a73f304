"""Marks and colours of figures, told apart by colour-blind people and in grey."""

MARKS = (
    ("o", "#0072B2"),
    ("s", "#D55E00"),
    ("D", "#009E73"),
    ("^", "#CC79A7"),
    ("v", "#E69F00"),
    ("P", "#000000"),
    ("X", "#56B4E9"),
    ("*", "#8A7F00"),
)
"""One mark and one colour for each of what is compared (Okabe and Ito 2008, but the last)."""
