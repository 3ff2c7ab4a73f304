"""Who comes to an activity, and what its doses are (ODD 7.13)."""

from diffusion.kernels.jit import inlined


@inlined
def travel_loss(penalty: float, km: float, free_km: float) -> float:
    """Attendance that the distance takes: penalty max(0, km - free km)."""
    return penalty * max(0.0, km - free_km)


@inlined
def attendance(
    usual: float, by_commitment: float, commitment: float, usual_commitment: float, travel: float
) -> float:
    """Chance that one invited comes, kept within 0 and 1.

        usual (1 + a (B - b)) - travel

    a is `by_commitment`, B the institutions' commitment, b the usual one.
    """
    chance = usual * (1.0 + by_commitment * (commitment - usual_commitment)) - travel
    return min(1.0, max(0.0, chance))


@inlined
def learnt_after_failure(dose: float, mending: float) -> float:
    """Dose of skill for one whose practice failed before: dose (1 + m), at most 1."""
    return min(1.0, dose * (1.0 + mending))


@inlined
def models_seen(vicarious: float, quality: float, similarity: float) -> float:
    """Dose of models: what is shown, times the trainer's quality and likeness to the artisan."""
    return vicarious * (quality * similarity)
