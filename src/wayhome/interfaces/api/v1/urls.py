"""The addresses of version one, and the API they make up."""

import json
from collections.abc import Callable
from functools import cache
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern, path, re_path
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from wayhome.interfaces.api.v1 import (
    answering,
    apart,
    auth,
    children,
    corrections,
    duty,
    emergency,
    episodes,
    exports,
    files,
    found,
    interviews,
    look_reviews,
    looks,
    lookups,
    notices,
    openapi,
    parsing,
    problems,
    protection,
    reports,
    response,
    risk,
    sealed_inbox,
    search,
    support,
    support_asked,
    timeline,
)

PREFIX = "/api/v1/"
ROUTERS = (
    ("/missing-reports", reports.router),
    ("/episodes", episodes.router),
    ("/episodes", timeline.router),
    ("/episodes", risk.router),
    ("/episodes", response.router),
    ("/episodes", search.router),
    ("/episodes", found.router),
    ("/episodes", interviews.router),
    ("/episodes", support.router),
    ("/episodes", corrections.router),
    ("/children", children.router),
    ("/children", looks.of_children),
    ("/looks", looks.router),
    ("/children", files.of_child),
    ("/files", files.router),
    ("/exports", exports.router),
    ("/looks/to-review", look_reviews.router),
    ("/children", apart.router),
    ("/children", protection.router),
    ("/sealed-inbox", sealed_inbox.router),
    ("/declarations", apart.declarations),
    ("/emergency-looks", emergency.router),
    ("/notices", notices.router),
    ("/on-duty", duty.router),
    ("/support-asked", support_asked.router),
    ("", response.mine),
    ("", lookups.router),
)


class Api(NinjaAPI):
    """Version one, with its problems in its own description."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The stage and the deed, such as `reports_report`."""
        view = operation.view_func
        return f"{view.__module__.rpartition('.')[2]}_{view.__name__}"

    def get_openapi_schema(self, **given: Any) -> OpenAPISchema:
        """The OpenAPI document."""
        document: OpenAPISchema = openapi.completed(super().get_openapi_schema(**given))  # type: ignore[assignment]  # the same object
        return document


def _made() -> Api:
    api = Api(
        title="Wayhome",
        version="1",
        description=openapi.DESCRIPTION,
        openapi_url=None,
        docs_url=None,
        auth=auth.PractitionerToken(),
        parser=parsing.ExactParser(),
        servers=[{"url": "/", "description": "This service"}],
        openapi_extra=openapi.EXTRA,
        urls_namespace="api-1",
    )
    api.add_decorator(answering.in_one_transaction)  # after what was sent has been read
    for prefix, router in ROUTERS:
        api.add_router(prefix, router)
    for kind, answer in answering.ANSWERS.items():
        api.add_exception_handler(kind, answer)
    return api


def _answered(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view, with its transaction left to itself and a wrong method told as a problem."""

    @transaction.non_atomic_requests
    @csrf_exempt
    def answered(request: HttpRequest, *given: Any, **named: Any) -> HttpResponse:
        response = view(request, *given, **named)
        if not isinstance(response, HttpResponseNotAllowed):
            return response
        problem = problems.answer(problems.NOT_ALLOWED)
        problem.headers["Allow"] = ", ".join(sorted(response.headers["Allow"].split(", ")))
        return problem

    return answered


@cache
def _described() -> bytes:
    """The description, put together once: it takes a good part of a second."""
    return json.dumps(api.get_openapi_schema(path_prefix=PREFIX)).encode()


def describe(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document, open to everybody."""
    if request.method != "GET":
        return HttpResponseNotAllowed(["GET"])
    return HttpResponse(_described(), content_type="application/json")


def _addresses() -> list[URLPattern]:
    found = [path("openapi.json", _answered(describe), name="openapi-json")]
    for pattern in api.urls[0]:
        if isinstance(pattern, URLPattern):
            pattern.callback = _answered(pattern.callback)
            found.append(pattern)
    return [*found, re_path("", _answered(problems.not_found))]


api = _made()
app_name = "api-1"
urlpatterns: list[URLPattern] = _addresses()
