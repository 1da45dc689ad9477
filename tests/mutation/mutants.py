"""Mutants of a module: each the module with one small fault put in, to see whether its tests notice.

Faults: a comparison turned or moved by its edge, *and* for *or*, a condition denied, a sum for a difference, the least
for the greatest, a number off by one, a truth turned, a word spoilt. Words are left alone in modules of prose.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}
SWAPPED = {"min": "max", "max": "min", "any": "all", "all": "any"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One fault: which node of the tree it is in, where it stands, and what it does."""

    node: int
    line: int
    what: str


def _documentation(tree: ast.AST) -> set[int]:
    """The nodes of docstrings, annotations, assertions and of the parts of f-strings."""
    left_out: set[int] = set()
    for node in ast.walk(tree):
        for field in ("annotation", "returns"):
            part = getattr(node, field, None)
            if isinstance(part, ast.AST):
                left_out |= {id(n) for n in ast.walk(part)}
        if isinstance(node, ast.JoinedStr | ast.Assert):
            left_out |= {id(n) for n in ast.walk(node)}
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            left_out.add(id(node.value))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("dataclass", "TypeVar"):
            left_out |= {id(n) for n in ast.walk(node)}
    return left_out


def mutants(source: str, words: bool = True) -> Iterator[Mutant]:
    """Every fault that can be put into a module, in the order of its text."""
    tree = ast.parse(source)
    left_out = _documentation(tree)
    for n, node in enumerate(ast.walk(tree)):
        if id(node) in left_out:
            continue
        line = getattr(node, "lineno", 0)
        for what in _faults(node, words):
            yield Mutant(n, line, what)


def _faults(node: ast.AST, words: bool) -> Iterator[str]:
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        yield f"turn {type(node.ops[0]).__name__}"
    elif isinstance(node, ast.BoolOp):
        yield "and for or" if isinstance(node.op, ast.Or) else "or for and"
    elif isinstance(node, ast.If | ast.IfExp) and not isinstance(node.test, ast.Compare):
        yield "deny the condition"
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        yield "plus for minus" if isinstance(node.op, ast.Sub) else "minus for plus"
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SWAPPED:
        yield f"{SWAPPED[node.func.id]} for {node.func.id}"
    elif isinstance(node, ast.Constant):
        if isinstance(node.value, bool):
            yield "turn the truth"
        elif isinstance(node.value, int | float):
            yield "one more"
        elif isinstance(node.value, str) and words and node.value:
            yield f"spoil {node.value[:30]!r}"


class _Fault(ast.NodeTransformer):
    def __init__(self, target: ast.AST) -> None:
        self._target = target

    def visit(self, node: ast.AST) -> ast.AST:
        """The node, with the fault where it is the one."""
        return self._put(node) if node is self._target else self.generic_visit(node)

    def _put(self, node: ast.AST) -> ast.AST:
        if isinstance(node, ast.Compare):
            node.ops = [TURNED[type(node.ops[0])]()]
        elif isinstance(node, ast.BoolOp):
            node.op = ast.And() if isinstance(node.op, ast.Or) else ast.Or()
        elif isinstance(node, ast.If | ast.IfExp):
            node.test = ast.UnaryOp(ast.Not(), node.test)
        elif isinstance(node, ast.BinOp):
            node.op = ast.Sub() if isinstance(node.op, ast.Add) else ast.Add()
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            node.func.id = SWAPPED[node.func.id]
        elif isinstance(node, ast.Constant):
            node.value = _spoilt(node.value)
        return node


def _spoilt(value: object) -> object:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    return f"{value} x"


def with_fault(source: str, mutant: Mutant) -> ast.Module:
    """The tree of a module with one fault in it."""
    tree = ast.parse(source)
    target = next(node for n, node in enumerate(ast.walk(tree)) if n == mutant.node)
    faulty = _Fault(target).visit(tree)
    return ast.fix_missing_locations(faulty)
