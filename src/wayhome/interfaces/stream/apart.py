"""Questions to the database, asked apart from the loop that holds the open screens.

Few threads, each with a connection of its own, so that many screens never hold many connections.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import close_old_connections

from wayhome.platform.row_security import transactions

THREADS = 2
Answer = TypeVar("Answer")

_POOL = ThreadPoolExecutor(THREADS, thread_name_prefix="stream")


async def ask(question: Callable[[], Answer]) -> Answer:
    """The answer, while the loop goes on with everything else. Raises what the question raises."""
    return await asyncio.get_running_loop().run_in_executor(_POOL, _asked, question)


def _asked(question: Callable[[], Answer]) -> Answer:
    close_old_connections()
    try:
        with transactions.as_nobody():
            return question()
    finally:
        close_old_connections()
