"""Sweeps: one design file, many points, nothing lost.

`design` says what a file may ask for, `points` lists its settings, `settings` puts a value at a
path, `work` simulates one part, `store` keeps parts on disk, `execution` runs them all, `reading`
gives them back.
"""
