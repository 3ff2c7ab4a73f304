"""The workshop page: a simulated community that anybody can look at, in one file."""
