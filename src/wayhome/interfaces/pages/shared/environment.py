"""The Jinja2 environment of every page: translation, and the few globals and filters there are."""

from typing import Any

import jinja2
from django.templatetags.static import static
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext
from django_htmx.jinja import htmx_script

from wayhome.interfaces.pages.shared import presenters
from wayhome.interfaces.pages.shared.addresses import reverse


def environment(**options: Any) -> jinja2.Environment:
    """An environment as Django's Jinja2 backend asks for it; loaders come from the settings."""
    made: Any = jinja2.Environment(  # noqa: S701 - Django's backend passes autoescape=True
        **options, extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True
    )
    made.install_gettext_callables(gettext, ngettext, pgettext=pgettext, npgettext=npgettext)
    made.globals.update(static=static, url=_url, language=get_language, htmx_script=htmx_script)
    made.filters.update(
        duration=presenters.duration,
        day=presenters.day,
        exact=presenters.exact,
        grouped=presenters.grouped,
        sentence=presenters.sentence,
    )
    return made


def _url(name: str, *places: object) -> str:
    """The address of a named page."""
    return reverse(name, args=places)
