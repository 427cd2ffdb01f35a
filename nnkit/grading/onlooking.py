"""Which cells of a lesson only show something: without figures, nobody misses them.

That is read from the notebook that the course gives out, never from what a learner wrote.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import Any

FOLDERS = ("nnkit.figures", "nnkit.explore", "nnkit.quiz")
# What would do more than look, wherever it stands among the arguments.
ACTS = (ast.Call, ast.NamedExpr, ast.Await, ast.Yield, ast.YieldFrom)


def only_to_look_at(notebook: Any) -> frozenset[str]:
    """The ids of the cells that bind no name, and call nothing but the course's pictures,
    explorers and questions."""
    cells = {cell.id: _parsed(cell.source) for cell in notebook.cells if _is_plain(cell)}
    trees = [tree for tree in cells.values() if tree]
    names = _imported(trees) - _assigned(trees)
    return frozenset(id for id, tree in cells.items() if tree and _shows(tree, names))


def _is_plain(cell: Any) -> bool:
    marks = cell.metadata.get("nbgrader", {})
    return cell.cell_type == "code" and not (marks.get("grade") or marks.get("solution"))


def _parsed(source: str) -> ast.Module | None:
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError):  # a magic, say
        return None


def _imported(trees: Iterable[ast.Module]) -> set[str]:
    """The names that mean one of the folders, or what is in it."""
    found = (node for tree in trees for node in tree.body if isinstance(node, ast.ImportFrom))
    return {
        alias.asname or alias.name
        for node in found
        for alias in node.names
        if node.module in FOLDERS or f"{node.module}.{alias.name}" in FOLDERS
    }


def _assigned(trees: Iterable[ast.Module]) -> set[str]:
    nodes = (node for tree in trees for node in ast.walk(tree))
    return {n.id for n in nodes if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Load)}


def _shows(tree: ast.Module, names: set[str]) -> bool:
    return bool(tree.body) and all(
        isinstance(line, ast.Expr)
        and isinstance(line.value, ast.Call)
        and _root(line.value.func) in names
        and not any(isinstance(node, ACTS) for node in _arguments(line.value))
        for line in tree.body
    )


def _root(called: ast.expr) -> str:
    """``figures`` in ``figures.boundary``; nothing where it is anything but a name."""
    base = called.value if isinstance(called, ast.Attribute) else called
    return base.id if isinstance(base, ast.Name) else ""


def _arguments(call: ast.Call) -> Iterator[ast.AST]:
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    return (node for one in given for node in ast.walk(one))
