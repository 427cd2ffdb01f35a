"""Arrays in, a Picture out: drawings with a text alternative, without widgets and without pyplot.

matplotlib loads when the first figure is drawn, not when this package is imported.
"""

from nnkit.figures.alignment import alignment
from nnkit.figures.boundary import boundary, steepening
from nnkit.figures.comparison import curve_comparison
from nnkit.figures.gates import gates, xor_solution
from nnkit.figures.learning import mistakes_per_epoch
from nnkit.figures.neuron import neuron_analogy, neuron_diagram
from nnkit.figures.picture import Picture

__all__ = [
    "Picture",
    "alignment",
    "boundary",
    "curve_comparison",
    "gates",
    "mistakes_per_epoch",
    "neuron_analogy",
    "neuron_diagram",
    "steepening",
    "xor_solution",
]
