"""What a person declares: a community, its programmes, the numbers of the model."""
