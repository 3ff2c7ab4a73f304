from .catalogue.arguments import scale_to_budget as scale_to_budget
from .catalogue.load import list_communities as list_communities
from .catalogue.load import load as load
from .comparison.compare import compare as compare
from .comparison.frontier import Frontier as Frontier
from .comparison.frontier import budget_frontier as budget_frontier
from .comparison.result import Comparison as Comparison
from .data.adoption_data import AdoptionData as AdoptionData
from .ensembles.simulate import simulate as simulate
from .ensembles.summarise import summarise as summarise
from .errors import InputError as InputError
from .importing.read import read_network as read_network
from .importing.read import read_survey as read_survey
from .kernels.state import Stage as Stage
from .mesa_model.artisan import Artisan as Artisan
from .mesa_model.batch import run_batch as run_batch
from .mesa_model.model import ArtisanModel as ArtisanModel
from .results.outcome import Outcome as Outcome
from .results.summary import EnsembleSummary as EnsembleSummary
from .scenario.community import Community as Community
from .scenario.parameters import ParameterSet as ParameterSet
from .scenario.programme import Programme as Programme
from .sweeps.read import Sweep as Sweep
from .sweeps.read import open_sweep as open_sweep
from .sweeps.run import run_sweep as run_sweep
from .translate.graphs import with_graph as with_graph

__version__: str
