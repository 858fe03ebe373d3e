"""Pages and open screens in one process, for the first run. Production gives each its own."""

from collections.abc import Awaitable, Callable
from typing import Any, cast

from a2wsgi import WSGIMiddleware

from wayhome.config import stream, wsgi
from wayhome.interfaces.stream.app import PLACE, Receive, Scope, Send

THREADS = 8

_pages: Any = WSGIMiddleware(cast("Any", wsgi.application), workers=THREADS)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """The stream at its one address, and the pages everywhere else."""
    stream.application.work()
    if scope["type"] == "http" and scope["path"] == PLACE:
        await stream.application(scope, receive, send)
    else:
        await _pages(scope, _coroutine(receive), _coroutine(send))


def _coroutine(asked: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    """The same, as a coroutine: what the server gives can be awaited and is none."""

    async def awaited(*given: Any) -> Any:
        return await asked(*given)

    return awaited
