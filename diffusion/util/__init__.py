"""Small helpers that know nothing of the model: files written whole, formats, versions."""
