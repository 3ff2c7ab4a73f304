"""Why a programme does what it does, and to whom it does it: parts, barriers, people."""
