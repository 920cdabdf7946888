"""Any answer there may be, and what may become of it: shown, or refused in one sentence."""

from __future__ import annotations

from random import Random
from typing import Any

from hypothesis import strategies as st

from ivs_tui.aws import decode
from ivs_tui.aws.errors import GatewayError
from ivs_tui.aws.operations import OPERATIONS, Operation
from ivs_tui.aws.secrets import secret_paths
from tests.aws.model import operation_model, output
from tests.aws.mutation import BYTES, CHANGES, garbled, mutated, valid, written
from tests.aws.peers import fits
from tests.resources.rendering import render

ANSWERS = st.tuples(
    st.sampled_from(list(OPERATIONS.values())),
    st.integers(0, 10**6),
    CHANGES,
    st.sampled_from(BYTES),
    st.integers(0, 10_000),
)


def read(operation: Operation, body: bytes) -> decode.Page:
    """As the gateway decodes it."""
    return decode.page(operation, body, secret_paths(operation_model(operation)))


def judge_answer(
    operation: Operation, seed: int, changes: list[tuple[int, str, Any]], how: str, at: int
) -> int:
    """Take a mutated answer as far as it goes; returns how many cells were shown of it."""
    answer = mutated(valid(output(operation), Random(seed)), changes)
    try:
        page = read(operation, garbled(written(answer), how, at))
    except GatewayError as error:
        fits(error.problem)
        return 0
    return render(operation, page.items, page.unreadable)
