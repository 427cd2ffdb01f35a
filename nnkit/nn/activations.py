r"""Activations: the nonlinearity between two layers.

Each is a callable object that knows itself: `sigmoid(z)`, `sigmoid.derivative(z)`, `sigmoid.name`,
`sigmoid.formula`. They take a number, a list or an array of any shape and give back that shape;
derivatives are functions of z. None overflows, however large z is.
"""

from __future__ import annotations

from abc import ABC, abstractmethod

import numpy as np
from numpy.typing import ArrayLike

from nnkit.nn.registry import lookup
from nnkit.nn.vocabulary import Array


class Activation(ABC):
    """a = f(z): what every activation can do, and what it says of itself."""

    name: str
    formula: str  # LaTeX, as are the derivative's
    derivative_formula: str
    range: str
    saturates: str
    use: str
    trouble: str
    kinks: tuple[float, ...] = ()  # where the slope breaks off, so that no derivative is true
    elementwise: bool = True

    @abstractmethod
    def __call__(self, z: ArrayLike) -> Array:
        """f(z), with the shape of z."""

    @abstractmethod
    def derivative(self, z: ArrayLike) -> Array:
        """f′(z), with the shape of z."""

    def backward(self, dA: ArrayLike, z: ArrayLike) -> Array:
        """∂L/∂z = ∂L/∂a ⊙ f′(z): dA and z of one shape, which the result has too."""
        return np.multiply(dA, self.derivative(z))

    def __repr__(self) -> str:
        return self.name


class Step(Activation):
    """H(z) = 1 if z ≥ 0, else 0: all or nothing. Source: McCulloch & Pitts 1943."""

    name = "step"
    formula = r"H(z) = 1 \text{ if } z \ge 0, \text{ else } 0"
    derivative_formula = "0"
    range = "{0, 1}"
    saturates = "everywhere"
    use = "the perceptron; a yes or no that nobody has to train through"
    trouble = "its slope is 0, so gradient descent learns nothing"
    kinks = (0.0,)

    def __call__(self, z: ArrayLike) -> Array:
        """H(z) = 1 if z ≥ 0, else 0."""
        return np.heaviside(z, 1.0)

    def derivative(self, z: ArrayLike) -> Array:
        """H′(z) = 0; at the jump itself there is no slope, and 0 is the convention."""
        return np.zeros(np.shape(z))[()]  # [()] makes a number of an array without axes


class Identity(Activation):
    """f(z) = z: no activation at all."""

    name = "identity"
    formula = "f(z) = z"
    derivative_formula = "1"
    range = "(−∞, ∞)"
    saturates = "nowhere"
    use = "the output of a regression; logits"
    trouble = "layers with nothing else between them are one linear layer"

    def __call__(self, z: ArrayLike) -> Array:
        """f(z) = z, as a new array."""
        return np.positive(z, dtype=float)

    def derivative(self, z: ArrayLike) -> Array:
        """f′(z) = 1."""
        return np.ones(np.shape(z))[()]


class Sigmoid(Activation):
    """σ(z) = 1 / (1 + e^(−z)). Source: Goodfellow, Bengio & Courville 2016, §6.3.2."""

    name = "sigmoid"
    formula = r"\sigma(z) = \frac{1}{1 + e^{-z}}"
    derivative_formula = r"\sigma(z)\,(1 - \sigma(z))"
    range = "(0, 1)"
    saturates = "on both sides"
    use = "binary output; several labels at once; the gates of an LSTM"
    trouble = "its slope is at most 0.25, so gradients vanish; not zero-centred"

    def __call__(self, z: ArrayLike) -> Array:
        """σ(z) = 1 / (1 + e^(−z)) = e^z / (e^z + 1): each for the sign where it can't overflow."""
        e: Array = np.exp(-np.abs(z))
        return np.where(np.greater_equal(z, 0), 1.0, e) / (1 + e)

    def derivative(self, z: ArrayLike) -> Array:
        """σ′(z) = σ(z)(1 − σ(z)) = e^(−|z|) / (1 + e^(−|z|))²."""
        e: Array = np.exp(-np.abs(z))  # without a difference: 1 − σ(40) would round to 0
        return e / (1 + e) ** 2


class Tanh(Activation):
    """tanh(z) = (e^z − e^(−z)) / (e^z + e^(−z)) = 2σ(2z) − 1.

    Source: Goodfellow, Bengio & Courville 2016, §6.3.2.
    """

    name = "tanh"
    formula = r"\tanh(z) = \frac{e^z - e^{-z}}{e^z + e^{-z}}"
    derivative_formula = r"1 - \tanh^2(z)"
    range = "(−1, 1)"
    saturates = "on both sides"
    use = "hidden layers of small networks; the state of an RNN"
    trouble = "its slope reaches 1 only at 0, so gradients vanish in deep networks"

    def __call__(self, z: ArrayLike) -> Array:
        """tanh(z), zero-centred."""
        return np.tanh(z)

    def derivative(self, z: ArrayLike) -> Array:
        """tanh′(z) = 1 − tanh²(z) = 4e^(−2|z|) / (1 + e^(−2|z|))²."""
        e: Array = np.exp(-2 * np.abs(z))  # without a difference: 1 − tanh²(20) would round to 0
        return 4 * e / (1 + e) ** 2


class ReLU(Activation):
    """relu(z) = max(0, z). Source: Glorot, Bordes & Bengio 2011."""

    name = "relu"
    formula = r"\mathrm{relu}(z) = \max(0, z)"
    derivative_formula = r"1 \text{ if } z > 0, \text{ else } 0"
    range = "[0, ∞)"
    saturates = "for z < 0"
    use = "hidden layers, as the first choice; a target that can't be negative"
    trouble = "a unit that is silent on all data has slope 0 and can't come back"
    kinks = (0.0,)

    def __call__(self, z: ArrayLike) -> Array:
        """relu(z) = max(0, z)."""
        return np.maximum(z, 0.0)

    def derivative(self, z: ArrayLike) -> Array:
        """relu′(z) = 1 if z > 0, else 0; at 0 the convention is 0."""
        return np.greater(z, 0).astype(float)


class LeakyReLU(Activation):
    """leaky(z) = z if z > 0, else slope·z. Source: Maas, Hannun & Ng 2013.

    `slope` lies between 0 and 1 (0.01 unless told), or ValueError is raised.
    """

    name = "leaky_relu"
    range = "(−∞, ∞)"
    saturates = "nowhere"
    use = "hidden layers, where ReLUs die"
    trouble = "one more number to choose"
    kinks = (0.0,)

    def __init__(self, slope: float = 0.01) -> None:
        if not 0 < slope < 1:
            raise ValueError(f"LeakyReLU takes a slope between 0 and 1; got {slope}.")
        self.slope = slope
        self.formula = rf"\mathrm{{leaky}}(z) = \max(z, {slope}\,z)"
        self.derivative_formula = rf"1 \text{{ if }} z > 0, \text{{ else }} {slope}"

    def __call__(self, z: ArrayLike) -> Array:
        """leaky(z) = max(z, slope·z), which is the same because slope < 1."""
        return np.maximum(z, np.multiply(self.slope, z))

    def derivative(self, z: ArrayLike) -> Array:
        """leaky′(z) = 1 if z > 0, else slope; at 0 the convention is slope."""
        return np.where(np.greater(z, 0), 1.0, self.slope)[()]


class ELU(Activation):
    """elu(z) = z if z > 0, else α(e^z − 1). Source: Clevert, Unterthiner & Hochreiter 2016.

    `alpha` is positive (1 unless told), or ValueError is raised.
    """

    name = "elu"
    saturates = "for z ≪ 0"
    use = "hidden layers; smoother than ReLU, its mean nearer to 0"
    trouble = "dearer than ReLU; its slope still fades far below 0"
    kinks = (0.0,)  # with α = 1 the slope itself has no gap there, but its own slope has

    def __init__(self, alpha: float = 1.0) -> None:
        if not alpha > 0:
            raise ValueError(f"ELU takes a positive alpha; got {alpha}.")
        self.alpha = alpha
        factor = "" if alpha == 1 else rf"{alpha}\,"
        self.formula = (
            rf"\mathrm{{elu}}(z) = z \text{{ if }} z > 0, \text{{ else }} {factor}(e^z-1)"
        )
        self.derivative_formula = rf"1 \text{{ if }} z > 0, \text{{ else }} {factor}e^z"
        self.range = f"(−{alpha:g}, ∞)"

    def __call__(self, z: ArrayLike) -> Array:
        """elu(z) = max(z, 0) + α(e^min(z, 0) − 1): one of the two terms is always 0."""
        return np.maximum(z, 0.0) + self.alpha * np.expm1(np.minimum(z, 0.0))

    def derivative(self, z: ArrayLike) -> Array:
        """elu′(z) = 1 if z > 0, else αe^z."""
        return np.where(np.greater(z, 0), 1.0, self.alpha * np.exp(np.minimum(z, 0.0)))[()]


class Softmax(Activation):
    """softmax(z)ᵢ = e^zᵢ / Σⱼ e^zⱼ, along the last axis unless told.

    Source: Goodfellow, Bengio & Courville 2016, §6.2.2.3.
    """

    name = "softmax"
    formula = r"\mathrm{softmax}(z)_i = \frac{e^{z_i}}{\sum_j e^{z_j}}"
    derivative_formula = r"\frac{\partial p_i}{\partial z_j} = p_i (\delta_{ij} - p_j)"
    range = "(0, 1), each row sums to 1"
    saturates = "where one z is far above the others"
    use = "the output for exclusive classes; attention"
    trouble = "not element-wise; wrong where several labels can be true at once"
    elementwise = False

    def __call__(self, z: ArrayLike, axis: int = -1) -> Array:
        """p = e^(z − max z) / Σ e^(z − max z): the shift cancels, and nothing overflows."""
        e: Array = np.exp(z - np.max(z, axis=axis, keepdims=True))
        e /= e.sum(axis=axis, keepdims=True)
        return e

    def derivative(self, z: ArrayLike) -> Array:
        """∂pᵢ/∂zⱼ = pᵢ(δᵢⱼ − pⱼ): the Jacobian, (…, K, K) for z of shape (…, K)."""
        p: Array = self(z)[..., np.newaxis]
        return p * (np.eye(p.shape[-2]) - p.swapaxes(-1, -2))

    def backward(self, dA: ArrayLike, z: ArrayLike, axis: int = -1) -> Array:
        """∂L/∂z = p ⊙ (∂L/∂a − Σ ∂L/∂a ⊙ p): the Jacobian's product, without the Jacobian."""
        p = self(z, axis)
        mean: Array = np.sum(np.multiply(dA, p), axis=axis, keepdims=True)
        return p * np.subtract(dA, mean)


step = Step()
identity = Identity()
sigmoid = Sigmoid()
tanh = Tanh()
relu = ReLU()
leaky_relu = LeakyReLU()
elu = ELU()
softmax = Softmax()


def softmax_axis(Z: ArrayLike, axis: int) -> Array:
    """p = e^Z / Σ e^Z with the sum along `axis`: the shape of Z, and along `axis` it sums to 1.

    Raises what NumPy raises for an axis that Z hasn't got.
    """
    return softmax(Z, axis)


ACTIVATIONS: dict[str, Activation] = {
    f.name: f for f in (step, identity, sigmoid, tanh, relu, leaky_relu, elu, softmax)
}


def activation(name: str) -> Activation:
    """The activation called `name`. Raises ValueError for an unknown one, with the nearest."""
    return lookup(ACTIVATIONS, name, "activation")
