"""The tables of the manual: the shipped protocol in words, and who may do and see what."""

from dataclasses import fields

from tests.spec import manual_access
from wayhome.rules import access, bank_holidays, clocks, factors, protocol, reasons, redaction
from wayhome.rules.sources import Binding
from wayhome.rules.vocabulary import Capacity, Labelled, Level, PostKind

WEEK, DAY, HOUR = 10080, 1440, 60
BINDING = {
    Binding.LAW: "an Act or regulations; nobody may depart from it",
    Binding.STATUTORY_GUIDANCE: "must be followed unless there is an exceptional reason",
    Binding.PROFESSIONAL_PRACTICE: "police and others must have regard to it",
    Binding.NATIONAL_CODE: "a code that every force follows",
    Binding.LOCAL: "a partnership sets it in its protocol; the source shows one that did",
    Binding.DESIGN: "no published rule was found; this service chose",
}
IN_WORDS = {
    "name": "Name",
    "version": "Version",
    "starting_level": "Level in force until someone assesses",
    "high_up_to_age": "Starts at high up to and including age",
    "high_markers": "Starts at high for these known concerns",
    "first_owner": "First owner",
    "assess_within_minutes": "Each side assesses within",
    "agree_within_minutes": "Both agree, counted from the report, within",
    "blind_for_minutes": "Neither side sees the other's assessment before both are in, or for",
    "reassess_within_minutes": "New information is assessed within",
    "review_every_minutes": "A review every",
    "acknowledge_within_minutes": "A notice is acknowledged within",
    "climb_within_minutes": "Then each further rung for a notice is asked after",
    "handover_within_minutes": "A handover is answered within",
    "tell_family_within_minutes": "The family is told within",
    "prevention_interview_within_minutes": "Prevention interview within",
    "second_offer_within_minutes": "A declined or unanswered offer is made again within",
    "hold_interview_within_minutes": "An accepted interview is held within",
    "release_findings_within_minutes": "Findings are released within",
    "support_plan_within_minutes": "A support plan within",
    "strategy_within_minutes": "A strategy discussion, once asked for, within",
    "close_police_within_minutes": "The police record is closed within",
    "finalise_within_minutes": "The council's record is finalised within",
    "review_after_return_minutes": "After the return, a review every",
    "repeat_within_days": "A report is a repeat within days",
    "strategy_repeats": "Strategy discussion after",
    "strategy_after_minutes": "Strategy discussion after an absence of",
    "strategy_markers": "Strategy discussion for these known concerns",
    "out_of_hours_from": "The council's office shuts at (hour, London)",
    "out_of_hours_until": "The council's office opens at (hour, London)",
    "low_repeats": "Low grades before that bring a warning",
    "very_low_allowed": "Very low may be recorded for a child",
    "jurisdiction": "Nation",
}
APART = {"steps", "challenge_ladder", "police_ladder", "council_ladder"}


def duration(minutes):
    """A number of minutes as a person says it: whole days from a week on, hours before."""
    for unit, length, at_least in (("day", DAY, WEEK), ("hour", HOUR, HOUR), ("minute", 1, 1)):
        if minutes % length == 0 and minutes >= at_least:
            count = minutes // length
            return f"{count} {unit}" + ("" if count == 1 else "s")
    return "at once"


def bindings():
    """How binding each kind of source is."""
    lines = ["| Binding as | Which means |", "| --- | --- |"]
    return lines + [f"| {binding} | {BINDING[binding]} |" for binding in Binding]


def default_protocol():
    """The shipped protocol in words."""
    agreed = protocol.DEFAULT
    lines = ["## The protocol that is shipped", "", "| What | Answer |", "| --- | --- |"]
    lines += [
        f"| {IN_WORDS[known.name]} | {_answer(known.name, getattr(agreed, known.name))} |"
        for known in fields(agreed)
        if known.name not in APART
    ]
    for level in reversed(Level):
        lines += ["", f"### First steps at {level.label}", ""]
        lines += ["| Step | Whose | Within |", "| --- | --- | --- |"]
        lines += [
            f"| {step.title} | {step.post.label}, {step.capacity.label} "
            f"| {duration(step.within_minutes)} |"
            for step in agreed.steps[level]
        ]
    for title, ladder in (
        ("When the two sides differ", agreed.challenge_ladder),
        ("When a police post does not answer", agreed.police_ladder),
        ("When any other post does not answer", agreed.council_ladder),
    ):
        lines += ["", f"### {title}", "", "| Then | After another |", "| --- | --- |"]
        lines += [
            f"| {rung.post.label}, {rung.capacity.label} | {duration(rung.after_minutes)} |"
            for rung in ladder
        ]
    return lines


def _answer(name, value):
    if isinstance(value, dict):
        return "; ".join(f"{level.label}: {duration(value[level])}" for level in reversed(Level))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if name.endswith("_minutes"):
        return duration(value)
    if name == "strategy_repeats":
        return "; ".join(f"{trigger.episodes} reports in {trigger.days} days" for trigger in value)
    if isinstance(value, frozenset):
        return "; ".join(sorted(marker.label for marker in value))
    return value.label if isinstance(value, Labelled) else str(value)


def who_may_do_what():
    """Every deed, the posts that may do it and the part their agency needs."""
    lines = [
        "## Who may do what",
        "",
        "| To | Posts | Where the agency is |",
        "| --- | --- | --- |",
    ]
    lines += [f"| {deed} | {_posts(deed)} | {_part(deed)} |" for deed in access.Deed]
    lines += ["", "Post by post: [who may do and see what](../access.md)."]
    asked = "; ".join(sorted(access.NEEDS_PURPOSE))
    lines += ["", f"A purpose is asked for, and kept, to: {asked}."]
    return [*lines, *what_a_report_gives()]


def what_a_report_gives():
    """The part an agency gains by reporting a child, by what it had to do with the child."""
    lines = ["", "## What reporting a child gives", "", "| Before the report | The agency is |"]
    lines.append("| --- | --- |")
    return lines + [
        f"| {tie} | {part.label if part else 'nothing: it reads back its own reports'} |"
        for tie, part in access.PART_BY_REPORTING.items()
    ]


def _posts(deed):
    allowed = access.MAY[deed]
    left_out = [post.label for post in PostKind if post not in allowed]
    if not left_out:
        return "every post"
    if len(left_out) <= 2:
        return "every post but " + " and ".join(left_out)
    return "; ".join(post.label for post in PostKind if post in allowed)


def _part(deed):
    if deed in access.WITHOUT_AN_EPISODE:
        return "no part is needed"
    needed = access.PART_NEEDED.get(deed)
    if needed is None:
        return "any part in the episode"
    return "; ".join(part.label for part in Capacity if part in needed)


def who_sees_what():
    """Every section of an episode and the parts that read it."""
    lines = ["## Who reads what", "", "| Section | Read by |", "| --- | --- |"]
    lines += [
        f"| {section} | {'; '.join(part.label for part in Capacity if part in seen_by)} |"
        for section, seen_by in redaction.SEEN_BY.items()
    ]
    return lines + who_knows_what()


def who_knows_what():
    """Every fact of a child's own record, and the sections that open it."""
    lines = ["", "## What is open of the child's own record", ""]
    lines += ["| Facts | Open with | Why |", "| --- | --- | --- |"]
    return lines + [
        f"| {', '.join(f'`{fact}`' for fact in opened.facts)} "
        f"| {' or '.join(section for section in redaction.Section if section in opened.by)} "
        f"| {opened.why} |"
        for opened in redaction.CHILD_RECORD
    ]


def national_limits():
    """The limits no protocol may change."""
    lines = ["## National limits", "", "| What | From | Within |", "| --- | --- | --- |"]
    return lines + [
        f"| {clock.name} | {clock.starts} | {duration(int(clock.allowed.total_seconds()) // 60)} |"
        for clock in clocks.NATIONAL
    ]


def questions():
    """What is asked of the reporter and of the assessor."""
    lines = ["## The twelve topics", ""]
    lines += [f"{number}. {topic.question}" for number, topic in enumerate(factors.TOPICS, 1)]
    lines += ["", "## The factors", ""]
    return lines + [f"- {factor.question}" for factor in factors.FACTORS]


def codes():
    """Every coded reason and harm."""
    lines = []
    for closed in (
        reasons.Push,
        reasons.Pull,
        reasons.Harm,
        reasons.DeclineReason,
        reasons.NotOfferedReason,
    ):
        lines += ["", f"## {closed.__doc__}", ""]
        lines += [f"- {member.label} (`{member.value}`)" for member in closed]
    return lines[1:]


def coming_bank_holidays():
    """Three years of bank holidays, to check against the published list."""
    lines = ["## The days", ""]
    for year in (2026, 2027, 2028):
        days = ", ".join(f"{day:%-d %B}" for day in sorted(bank_holidays.bank_holidays(year)))
        lines.append(f"- {year}: {days}")
    return lines


AFTER = {
    "access": who_may_do_what,
    "bank_holidays": coming_bank_holidays,
    "ceilings": manual_access.ceilings_tables,
    "clocks": national_limits,
    "factors": questions,
    "field_classes": manual_access.classes,
    "policy": manual_access.pointed_to,
    "protocol": default_protocol,
    "reasons": codes,
    "redaction": who_sees_what,
    "roles": manual_access.every_role,
}
