"""A case as a page for docs/cases: the account, what Wayhome does, and where it was published."""

import textwrap
from collections.abc import Iterator

from wayhome.interfaces.rehearsal import expecting, noticing, replaying

WIDTH = 118


def page(name: str, played: replaying.Replayed) -> str:
    """The page of one case, in Markdown. The same case always gives the same page."""
    case = played.case
    lines = [
        f"<!-- Written by `wayhome replay --page cases/{name}`; change the case instead. -->",
        "",
        f"# {case.title}",
        "",
        *textwrap.wrap(case.summary, WIDTH),
        "",
        "## What happened",
        "",
        *(f"* {noticing.moment(one.at)}: {one.words}" for one in case.published),
        "",
        "## What Wayhome does",
        "",
        *_checked(played.checked),
    ]
    if case.not_yet:
        lines += ["", "## Not yet", "", *textwrap.wrap(case.not_yet, WIDTH)]
    lines += ["", "## Published", ""]
    lines += [f"* [{source.words}]({source.address})" for source in case.sources]
    return "\n".join(lines) + "\n"


def _checked(checked: tuple[expecting.Checked, ...]) -> Iterator[str]:
    for each in checked:
        wanted = each.expectation
        when = noticing.moment(each.at) if each.at else "not in time"
        words = f"**{wanted.because}**" if wanted.is_catch else wanted.because
        caught = " **This is where it is caught.**" if wanted.is_catch else ""
        yield f"* {when}: {words}{caught}"
        yield f"  By {wanted.source.document}: {wanted.source.place} ({wanted.source.binding})."
