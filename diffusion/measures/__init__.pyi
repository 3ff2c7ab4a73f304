from .adoption_counts import cumulative_adopt_count as cumulative_adopt_count
from .result import Result as Result
from .result import Why as Why
