"""The exported programs: nnkit's has the builder's numbers when it is run, PyTorch's compiles."""

import contextlib
import io

import numpy as np
import pytest

from nnkit.builder.code import as_nnkit, as_pytorch
from nnkit.builder.spec import Spec
from nnkit.builder.trainer import Trainer


def dense(units, activation="tanh"):
    return {"kind": "dense", "units": units, "activation": activation}


TABLE = "length,width,kind\n" + "\n".join(f"{i},{i % 3},{'ab'[i % 2]}" for i in range(20))
CORNERS = [[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 0]]
SPECS = {
    "spiral": {
        "layers": [dense(4), {"kind": "dropout", "p": 0.2}, dense(3, "relu")],
        "features": ["x1", "x1*x2", "sin(x2)", "x2^2"],
        "training": {"optimiser": "adam", "l1": 0.01, "l2": 0.02},
    },
    "batch norm": {"layers": [dense(4), {"kind": "batch_norm"}], "training": {"optimiser": "sgd"}},
    "no hidden layer": {"data": {"name": "blobs"}, "layers": []},
    "regression": {"data": {"name": "gaussian", "validation": 0}, "layers": [dense(3, "elu")]},
    "penguins": {"data": {"name": "penguins"}, "training": {"optimiser": "momentum"}},
    "two columns": {
        "data": {"name": "penguins"},
        "features": ["body mass (g)", "bill depth (mm)"],
        "layers": [dense(16, "leaky_relu"), dense(12, "step")],
    },
    "csv": {"data": {"name": "csv", "text": TABLE}, "layers": [dense(2, "sigmoid")]},
    "points": {
        "data": {"name": "points", "points": CORNERS, "validation": 0},
        "layers": [dense(2, "identity")],
    },
}


def trained(spec):
    trainer = Trainer(Spec.from_json({"training": {"lr": 0.1}, **spec}))
    trainer.run(3)
    return trainer


def run(code, **constants):
    for name, value in constants.items():
        assert f"{name} = " in code
        before = next(line for line in code.splitlines() if line.startswith(f"{name} = "))
        code = code.replace(before, f"{name} = {value}")
    names, printed = {}, io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, "exported.py", "exec"), names)
    return names["network"], printed.getvalue()


def agrees(network, trainer):
    wanted = trainer.parameters()
    assert [f"{i}.{name}" for i, name, _ in wanted] == list(network.params)
    for w, (_, _, mine) in zip(network.params.values(), wanted, strict=True):
        assert np.array_equal(w, mine)


@pytest.mark.parametrize("spec", SPECS.values(), ids=SPECS)
def test_the_program_has_the_weights_the_measures_and_the_way_there(spec):
    trainer = trained(spec)
    network, printed = run(as_nnkit(trainer), EPOCHS=0)
    agrees(network, trainer)
    assert np.array_equal(
        network.predict(trainer.train.X), trainer.network.predict(trainer.train.X)
    )
    assert f"training loss {trainer.measure().loss:.6f}" in printed
    network, printed = run(as_nnkit(trainer), EPOCHS=trainer.epoch, START_HERE=False)
    agrees(network, trainer)
    assert f"training loss {trainer.measure().loss:.6f}" in printed.splitlines()[-1]


def test_plain_sgd_goes_on_as_the_builder_does():
    trainer = trained(SPECS["batch norm"])
    code = as_nnkit(trainer)
    trainer.run(4)
    agrees(run(code, EPOCHS=4)[0], trainer)


@pytest.mark.parametrize("spec", SPECS.values(), ids=SPECS)
def test_the_pytorch_program_compiles_and_holds_every_layer(spec):
    trainer = trained(spec)
    code = as_pytorch(trainer)
    compile(code, "exported.py", "exec")
    assert code.count("    nn.Linear(") == sum(name == "W" for _, name, _ in trainer.parameters())
    assert all(len(line) <= 120 for line in code.splitlines())


def test_a_long_table_gets_a_place_where_it_goes():
    rows = "\n".join(f"{i},{i % 7},{i % 2}" for i in range(2000))
    trainer = trained({"data": {"name": "csv", "text": rows}})
    assert "data.csv" in as_nnkit(trainer)
    assert len(as_pytorch(trainer)) < 15_000
