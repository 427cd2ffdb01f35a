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
from nnkit.figures.products import slope_products
from nnkit.figures.responses import responses
from nnkit.figures.shares import shares
from nnkit.figures.table import Table, activation_table
from nnkit.figures.waves import waves

__all__ = [
    "Picture",
    "Table",
    "activation_table",
    "alignment",
    "boundary",
    "curve_comparison",
    "gates",
    "mistakes_per_epoch",
    "neuron_analogy",
    "neuron_diagram",
    "responses",
    "shares",
    "slope_products",
    "steepening",
    "waves",
    "xor_solution",
]
