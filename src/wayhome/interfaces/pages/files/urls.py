"""Addresses of photographs and documents."""

from django.urls import path

from wayhome.interfaces.pages.files import views

urlpatterns = [
    path("children/<str:reference>/files/", views.of_child, name="child_files"),
    path("children/<str:reference>/files/add", views.add_to_child, name="child_file_add"),
    path("episodes/<str:reference>/files/add", views.add_to_episode, name="episode_file_add"),
    path("files/<uuid:file_id>", views.file, name="file"),
    path("files/<uuid:file_id>/replace", views.replace, name="file_replace"),
    path("files/<uuid:file_id>/withdraw", views.withdraw, name="file_withdraw"),
]
