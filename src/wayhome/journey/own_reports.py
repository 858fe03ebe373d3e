"""An agency reads back what it reported itself.

It need have no part in the child, and may not know of the record its report came to: so what it
said is found beyond what the database would show it, by the reference it was answered with.
"""

from wayhome.platform.row_security import transactions
from wayhome.rules import access, facts
from wayhome.stages.intake import queries as intake


def read_back(reference: str, *, by: facts.Viewer) -> intake.Everything:
    """What the viewer's agency said, and nothing else. Raises Refused, or NoSuchReport."""
    access.require(by, access.Deed.READ_OWN_REPORT)
    with transactions.step():
        return intake.own(by, reference)
