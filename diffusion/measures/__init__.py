"""The measures by which the field reads an adoption: arrays in, one statistic a file."""
