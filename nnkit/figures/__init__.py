"""Arrays in, a Picture out: drawings with a text alternative, without widgets and without pyplot.

matplotlib loads when the first figure is drawn, not when this package is imported.
"""

from nnkit.figures.alignment import alignment
from nnkit.figures.approximation import bump_sum, unit_regions
from nnkit.figures.boundary import boundary, steepening
from nnkit.figures.broadcasting import broadcasting
from nnkit.figures.bumps import bump_parts, curve_fits, curves
from nnkit.figures.chain_graph import chain_graph
from nnkit.figures.comparison import curve_comparison
from nnkit.figures.costs import gradient_costs
from nnkit.figures.decision import decision
from nnkit.figures.descent import descent
from nnkit.figures.gates import gates, xor_solution
from nnkit.figures.guesses import guess_losses
from nnkit.figures.hierarchy import feature_hierarchy
from nnkit.figures.learning import mistakes_per_epoch
from nnkit.figures.loop import learning_loop
from nnkit.figures.network import network, network_shape
from nnkit.figures.neuron import neuron_analogy, neuron_diagram
from nnkit.figures.picture import Picture
from nnkit.figures.probe import probe
from nnkit.figures.products import slope_products
from nnkit.figures.regions import regions
from nnkit.figures.responses import responses
from nnkit.figures.sample import one_sample
from nnkit.figures.shares import shares
from nnkit.figures.sheet import Sheet
from nnkit.figures.table import Table, activation_table
from nnkit.figures.tangent import tangent
from nnkit.figures.value_graph import value_graph
from nnkit.figures.waves import waves

__all__ = [
    "Picture",
    "Sheet",
    "Table",
    "activation_table",
    "alignment",
    "boundary",
    "broadcasting",
    "bump_parts",
    "bump_sum",
    "chain_graph",
    "curve_comparison",
    "curve_fits",
    "curves",
    "decision",
    "descent",
    "feature_hierarchy",
    "gates",
    "gradient_costs",
    "guess_losses",
    "learning_loop",
    "mistakes_per_epoch",
    "network",
    "network_shape",
    "neuron_analogy",
    "neuron_diagram",
    "one_sample",
    "probe",
    "regions",
    "responses",
    "shares",
    "slope_products",
    "steepening",
    "tangent",
    "unit_regions",
    "value_graph",
    "waves",
    "xor_solution",
]
