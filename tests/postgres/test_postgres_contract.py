"""A ledger on a PostgreSQL server keeps to what a ledger in a file keeps to: the same tests, run here."""

from __future__ import annotations

import importlib.util
import inspect
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from postwar.ledger import Ledger

pytestmark = pytest.mark.postgres
CONTRACT = Path(__file__).parents[1] / "contract"


def contract_of(name: str) -> dict[str, Callable[..., None]]:
    """The tests of a module that take any ledger."""
    spec = importlib.util.spec_from_file_location(f"contract_{name}", CONTRACT / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return {f"{test}_of_{name}": body for test, body in vars(module).items()
            if test.startswith("test_") and "ledger" in inspect.signature(body).parameters}


globals().update(contract_of("test_ledger"), **contract_of("test_ledger_acts"),
                 **contract_of("test_ledger_merge"))


@pytest.fixture
def ledger(address: str) -> Iterator[Ledger]:
    with Ledger.open(address) as opened:
        yield opened
        assert opened.verify() == ()


@pytest.fixture
def other(server: str) -> Iterator[Ledger]:
    with Ledger.open(f"{server}&ledger=other_{uuid.uuid4().hex[:12]}") as opened:
        yield opened
        assert opened.verify() == ()


def test_the_contract_is_not_empty() -> None:
    assert sum(name.startswith("test_") for name in globals()) > 25
