"""Every text in Indonesian and in English, and numbers as each language writes them."""
