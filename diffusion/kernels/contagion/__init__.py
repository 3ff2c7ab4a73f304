"""Contagion: who uses the innovation spreads it to alters who do not (`chain.form` = "two_state").

`engine` runs the months, `active_list` holds who may adopt next, `neighbour_counts` how many
adopting alters each artisan has, `rules` the law, `response` what of it stays the same in all
months, and `recorder` writes what is kept.
"""
