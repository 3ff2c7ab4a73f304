"""Draws the model in a browser with Mesa's SolaraViz.

Run it with `solara run docs/examples/browser.py`. It needs the extra `mesa-viz`:
`pip install "artisan-diffusion[mesa-viz]"`. The versions in that extra work without a network.
"""

from mesa.visualization import Slider, SolaraViz, make_plot_component, make_space_component
from mesa.visualization.components import AgentPortrayalStyle

from diffusion import ArtisanModel, Stage
from diffusion.mesa_model.artisan import Artisan

# Colours that colour-blind people can tell apart, and a shape for each stage as well.
LOOKS: dict[Stage, tuple[str, str]] = {
    Stage.UNAWARE: ("#BBBBBB", "o"),
    Stage.KNOWS: ("#56B4E9", "o"),
    Stage.PERSUADED: ("#0072B2", "o"),
    Stage.DECIDED: ("#E69F00", "^"),
    Stage.TRIAL: ("#009E73", "s"),
    Stage.CONFIRMED: ("#005A41", "s"),
    Stage.DISCONTINUED: ("#D55E00", "X"),
}


def portrayal(artisan: Artisan) -> AgentPortrayalStyle:
    """Say how an artisan is drawn."""
    color, marker = LOOKS[artisan.stage]
    return AgentPortrayalStyle(color=color, marker=marker, size=60)


model = ArtisanModel("senik", "campaign_then_collaboration")
page = SolaraViz(
    model,
    components=[
        make_space_component(portrayal, backend="matplotlib"),
        make_plot_component(["adopters", "knows", "persuaded"], backend="matplotlib"),
    ],
    model_params={
        "community": "senik",
        "programme": {
            "type": "Select",
            "value": "campaign_then_collaboration",
            "values": list(model.community.programmes),
            "label": "programme",
        },
        "replicate": Slider("replicate", 0, 0, 199, 1),
    },
    name="Senik, simulated, not observed",
)
page  # noqa: B018  # Solara shows the module's `page`
