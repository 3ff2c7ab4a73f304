"""Pictures of belief and skill."""

from matplotlib.figure import Figure

from derived.law_pictures.panel import (
    CONSERVATIVE,
    DEFAULT,
    GREY,
    LOOKS,
    MONTHS,
    PLACE,
    SHARE,
    panel,
)
from derived.numbers import activity
from diffusion.kernels import laws


def belief() -> Figure:
    """Draw what one training, one film and one talk at home leave in the belief in oneself."""
    figure, axes = panel(
        "months; the activity is in the first", "self-efficacy, 0 (none) to 1 (full)"
    )
    start = PLACE.artisans.self_efficacy.mean
    training, film = activity("training"), activity("film").doses
    practice = training.trainer_quality * sum(part.doses.mastery for part in training.session)
    numbers = DEFAULT.efficacy
    inputs = (
        ("practice that succeeds (training)", practice, 0.0, 0.0),
        ("a model seen (film)", 0.0, film.vicarious * film.similarity, 0.0),
        ("words (talk at home)", 0.0, 0.0, activity("dialogue").doses.persuasion),
    )
    for (name, mastery, models, words), look in zip(inputs, LOOKS, strict=True):
        level = base = start
        levels = [start]
        for month in range(12):
            is_now = 1.0 if month == 0 else 0.0
            practised = numbers.mastery_weight * mastery * is_now
            seen = numbers.vicarious_weight * models * is_now
            told = numbers.persuasion_weight * words * PLACE.facilitator.credibility * is_now
            base = laws.efficacy_base(
                base,
                laws.chance(practised),
                0.0,
                laws.chance(seen),
                numbers.mastery_lasting,
                numbers.vicarious_lasting,
            )
            raised = laws.chance(practised + seen + told)
            level = laws.self_efficacy(level, raised, 0.0, base, numbers.decay)
            levels.append(level)
        axes.plot(range(13), levels, **look, label=name)
    axes.axhline(start, color=GREY, lw=1.2, label="nothing happens")
    axes.set(xlim=(0, 12), ylim=(0.4, 0.65))
    axes.legend(loc="upper right")
    return figure


def acceptance() -> Figure:
    """Draw the share of pieces that a buyer of agreed quality takes, against skill."""
    figure, axes = panel("skill, 0 (none) to 1 (full)", "pieces that meet the standard, %")
    for numbers, known, name, look in (
        (DEFAULT, 1.0, "default set, full taste and finishing", LOOKS[2]),
        (DEFAULT, 0.0, "default set", LOOKS[0]),
        (CONSERVATIVE, 0.0, "conservative set", LOOKS[1]),
    ):
        making = numbers.production
        shares = [
            100
            * laws.acceptance(
                laws.workmanship(skill, making.taste_weight, known, making.finishing_weight, known),
                making.quality_standard,
                making.quality_spread,
            )
            for skill in SHARE
        ]
        axes.plot(SHARE, shares, **look, label=name)
    axes.legend(loc="lower right", fontsize=8)
    return figure


def skill() -> Figure:
    """Draw how skill grows with practice and fades without it."""
    figure, axes = panel("months after the training", "skill, 0 (none) to 1 (full)")
    learnt = PLACE.artisans.skill.low + PLACE.artisans.skill.width / 2
    training = activity("training")
    for part in training.session:
        learnt = laws.towards_one(learnt, part.doses.skill * training.trainer_quality)
    for share, name, look in (
        (DEFAULT.production.confirmed_share, "works as much as one who is confirmed", LOOKS[0]),
        (DEFAULT.production.trial_share, "works as much as one on trial", LOOKS[1]),
        (0.0, "does not use it", LOOKS[2]),
    ):
        levels = [learnt]
        for _ in MONTHS[1:]:
            levels.append(
                laws.skill_after(
                    levels[-1],
                    share,
                    DEFAULT.skill.learning_by_doing,
                    0.0,
                    0.0,
                    DEFAULT.skill.forgetting,
                    DEFAULT.skill.lasting_skill,
                )
            )
        axes.plot(MONTHS, levels, **look, label=name)
    standards = (DEFAULT.production.quality_standard, CONSERVATIVE.production.quality_standard)
    for standard, name in zip(standards, ("default", "conservative"), strict=True):
        axes.axhline(standard, color=GREY, lw=0.9)
        axes.text(35.7, standard + 0.008, f"standard, {name} set", fontsize=8, ha="right")
    axes.set(xlim=(0, 36), ylim=(0.3, 1.09), xticks=range(0, 37, 6))
    axes.legend(loc="upper left")
    return figure
