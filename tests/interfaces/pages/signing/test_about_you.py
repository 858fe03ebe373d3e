"""What is about a person stands on the page their own name leads to."""

import re

import pytest
from django.urls import reverse
from tests.interfaces.pages import at_work

pytestmark = pytest.mark.django_db


def test_what_is_about_a_person_stands_on_the_page_of_their_name_and_not_among_the_work():
    client = at_work.Work().sign_in("owen")

    board = client.get(reverse("my_episodes")).content.decode()
    own = client.get(re.search(r'class="wh-header__name" href="([^"]+)"', board)[1])

    for name in ("my_looks", "declare"):
        assert f'href="{reverse(name)}"' not in board
        assert f'href="{reverse(name)}"' in own.content.decode()
