"""Why a programme does what it does: through what, against which barriers, and for whom."""
