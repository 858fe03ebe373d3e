"""A page with questions on it, as it is answered: as it should be, or with what to put right."""

from collections.abc import Mapping
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wayhome.interfaces.pages.shared import forms


def page(request: HttpRequest, template: str, shown: Mapping[str, object]) -> HttpResponse:
    """The page. Its status is 422 when a form on it was sent and was not taken.

    Everything typed is still in the form: a browser shows it, and a program sees that it failed.
    """
    wrong = any(isinstance(each, forms.PlainForm) and each.errors for each in shown.values())
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, template, dict(shown), status=status)
