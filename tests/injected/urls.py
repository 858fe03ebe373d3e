"""The service's addresses, and one page that puts what was typed into a statement."""

from django.db import connection
from django.http import HttpResponse
from django.urls import path

from wayhome.config.urls import urlpatterns as of_the_service
from wayhome.interfaces.pages.shared import viewing


@viewing.signed_in
def careless(request):
    """Whatever the statement answers, row by row, as text."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT given_name, family_name FROM children_child "
            f"WHERE family_name = '{request.GET['name']}'"
        )
        rows = cursor.fetchall() if cursor.description else []
        while cursor.nextset():
            rows += cursor.fetchall() if cursor.description else []
    return HttpResponse("\n".join(map(repr, rows)), content_type="text/plain")


urlpatterns = [path("careless", careless), *of_the_service]
