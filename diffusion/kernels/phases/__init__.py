"""The phases of a month; each moves the whole community one step on."""
