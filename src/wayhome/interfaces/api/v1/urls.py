"""The addresses of version one."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
