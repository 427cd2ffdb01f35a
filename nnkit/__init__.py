"""nnkit: build a neural network from one neuron up, with every step checked.

The rooms, from the ground up: ``nn`` (the mathematics), ``figures``, ``exercises``, ``check`` and
``course``. Import from the room you need; nothing heavy loads before it is used.
"""

__version__ = "0.1.0"
