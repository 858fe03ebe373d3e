"""Forms most of whose questions may be left: the few that are needed say so."""

from django.utils.translation import gettext as _

from wayhome.interfaces.pages.shared import forms


class SparseForm(forms.PlainForm):
    """A form that marks what is needed, instead of everything that is not."""

    def question(self, name: str, heading: str = "") -> dict[str, object]:
        """One question as its component wants it, with "needed" where an answer is."""
        asked = super().question(name, heading)
        bound = self[name]
        words = str(bound.label)
        if bound.field.required:
            words = _("%(label)s (needed)") % {"label": words}
        asked["label"]["text"] = words  # type: ignore[index]  # as questions.py builds it
        if asked["fieldset"]:
            asked["fieldset"]["legend"]["text"] = words  # type: ignore[index]  # likewise
        return asked
