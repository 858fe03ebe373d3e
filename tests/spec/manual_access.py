"""docs/access.md and docs/data-map.md: the policy post by post, and every column that is stored.

The first is written from the rules, the second from the rules and the models.
"""

from collections import defaultdict

import django
from django.apps import apps

from wayhome.platform import handling
from wayhome.rules import access, ceilings, field_classes, policy, redaction, relations, roles
from wayhome.rules.field_classes import FieldClass
from wayhome.rules.redaction import Section
from wayhome.rules.vocabulary import Capacity, PostKind, Purpose

HEAD = "<!-- Written by script/docs from the rules and the models. Do not edit. -->\n"
SHORT = {
    Capacity.HOME_FORCE: "home force",
    Capacity.HOST_FORCE: "lead force",
    Capacity.RESPONSIBLE_AUTHORITY: "responsible council",
    Capacity.HOST_AUTHORITY: "host council",
    Capacity.PLACEMENT: "placement",
    Capacity.SCHOOL: "school",
    Capacity.HEALTH: "health",
    Capacity.INTERVIEW_PROVIDER: "interview provider",
    Capacity.NATIONAL_UNIT: "national unit",
    Capacity.OTHER_FORCES: "other forces",
    Capacity.REPORTER: "reporter",
}
KINDS = (
    ("ForeignKey", "points to "),
    ("OneToOneField", "points to "),
    ("DateTimeField", "a moment"),
    ("DateField", "a day"),
    ("BooleanField", "yes or no"),
    ("Coded", "a code of a closed list"),
    ("EmailField", "an email address"),
    ("TextField", "words"),
    ("ArrayField", "a list"),
    ("JSONField", "a document"),
    ("BinaryField", "a hash or a signature"),
    ("UUIDField", "an identifier"),
)


# ------------------------------------------------------------------ docs/access.md


def access_page():
    """What each post may do and see, and why."""
    lines = [
        HEAD,
        "# Who may do and see what, and why",
        "",
        "A practitioner acts through a post, in an agency that has a part in the child's episode, "
        "for a purpose. The post decides what may be done; the part decides which sections are "
        "read; the purpose decides which classes of fact. What is not allowed is denied, with the "
        "reason. Every look and every change is in the [ledger](ledger.md).",
        "",
        "The rules, with their sources: [access](rules/access.md), "
        "[redaction](rules/redaction.md), [ceilings](rules/ceilings.md), "
        "[policy](rules/policy.md). Every column that is stored: [data map](data-map.md).",
        "",
        "A child's record and an episode, on their pages and through the API, ask "
        "`purposes.readable`, which asks `policy.decide` of each section and class: what the "
        "purpose does not open is left out, and it is said what. A page on which something is to "
        "be recorded is opened for that deed and is not narrowed.",
        "",
        "A record opened in an emergency is read for an hour, by one person, without a part. Of a "
        "child whose address is protected such a look shows neither the address nor the home: it "
        "says that there is one, and whom to telephone for it, the lead police force and the "
        "responsible council. Nothing else is answered with a pointer yet.",
        "",
        *_parts(),
        *_purposes(),
        *_relations(),
        "",
        "## Post by post",
    ]
    for post in PostKind:
        lines += _post(post)
    lines += [
        "",
        "## Not here yet",
        "",
        "A parent or carer and a child may hold a post here and are refused every page and every "
        "deed: no pages for families are built yet. A researcher reads what is published, and "
        "nothing is published yet.",
    ]
    return "\n".join(lines) + "\n"


def _parts():
    lines = ["## What each part reads", "", "| The agency is | It reads |", "| --- | --- |"]
    lines += [f"| {part.label} | {_read_as(part)} |" for part in Capacity]
    return [
        *lines,
        "",
        "Of a section a part may read less than all: the child's own record is opened fact by "
        "fact, and a part of an interview only while it is released. The interviewer and their "
        "agency's coordinator read all of an interview. What a person's own agency has to do it "
        "reads, whatever its part. Once an episode is closed, a home, school, health service, "
        "provider or reporter learns no more of the child by it.",
    ]


def _purposes():
    lines = ["", "## What each purpose may show", ""]
    lines += ["| Purpose | Classes, at most | Why |", "| --- | --- | --- |"]
    return lines + [
        f"| {purpose.label} | {_classes(row.classes)} | {row.why} |"
        for purpose, row in ceilings.CEILING.items()
    ]


def _relations():
    lines = ["", "## What gives a part, from when until when", ""]
    lines += [
        "| Relation | Held by | Begins | Ends | Known from |",
        "| --- | --- | --- | --- | --- |",
    ]
    return lines + [
        f"| {kind} | {row.held_by} | {row.begins} | {row.ends} | {row.known_from} |"
        for kind, row in relations.RELATIONS.items()
    ]


def _post(post):
    role = roles.ROLES[post]
    label = post.label
    lines = ["", f"### {label[:1].upper()}{label[1:]}", "", role.why, ""]
    may = defaultdict(list)
    for deed in access.Deed:
        if post in access.MAY[deed]:
            may[_where(deed, role)].append(str(deed))
    order = sorted(may, key=lambda where: (where != "With no part in the child", where))
    lines += [f"- {where}, may: {'; '.join(may[where])}." for where in order if where]
    reads = defaultdict(list)
    for part in Capacity:
        if part in role.parts:
            reads[_read_as(part)].append(part.label)
    return lines + [f"- As {' or '.join(parts)}, reads: {what}." for what, parts in reads.items()]


def _where(deed, role):
    """The parts in which this post may do a deed; empty where its agency never plays one."""
    if deed in access.WITHOUT_AN_EPISODE:
        return "With no part in the child"
    needed = access.PART_NEEDED.get(deed, frozenset(Capacity)) & role.parts
    if needed == role.parts:
        return "In any part its agency plays"
    return f"As {' or '.join(part.label for part in Capacity if part in needed)}" if needed else ""


def _read_as(part):
    left_out = [section for section in Section if part not in redaction.SEEN_BY[section]]
    if not left_out:
        return "every section"
    if len(left_out) <= 2:
        return "every section but " + " and ".join(left_out)
    return "; ".join(section for section in Section if section not in left_out)


# ------------------------------------------------------------------ docs/data-map.md


def data_map():
    """Every column of every table: what it is, its class, and whom it reaches."""
    if not apps.ready:
        django.setup()
    models = sorted(apps.get_models(include_auto_created=True), key=lambda model: model._meta.label)
    declared = {model: _declared(model) for model in models}
    lines = [
        HEAD,
        "# Data map",
        "",
        "Every column that is stored, one table a model. The class of a field is declared beside "
        "the model; a field without one, or with two, fails the tests.",
        "",
        "- **Reaches** are the parts an agency may have in a child's episode; nobody else reads "
        "it, but for whom the model names. What each post may do: [access](access.md).",
        "- **For** are the purposes that may show the class at all. A page leaves out the rest.",
        "- **Kept** says how long. For most that is not decided yet, and until it is, it stays.",
        "- Nothing is sent outside but messages to posts, and to agencies' own systems, which say "
        "that something waits behind sign-in.",
        "",
        *_class_table(declared),
        *_section_table(),
    ]
    for model in models:
        lines += _table(model, declared[model])
    return "\n".join(lines) + "\n"


def _declared(model):
    """A model's own declaration and what it inherits, as classes and the declaration itself."""
    from wayhome.platform.models import Fact

    own = getattr(model, "HANDLING", None) or handling.OF_THE_FRAMEWORK[model._meta.label]
    inherited = handling.OF_EVERY_FACT if issubclass(model, Fact) else handling.Fields()
    counted = own.may_be_counted() | inherited.may_be_counted()
    return own, inherited.of_each() | own.of_each(), counted


def _class_table(declared):
    held = defaultdict(int)
    for _own, classes, _counted in declared.values():
        for each in classes.values():
            held[each] += 1
    lines = ["## The classes", "", "| Class | Holds | Apart because | Columns |"]
    lines += ["| --- | --- | --- | --- |"]
    lines += [
        f"| {_words(each)} | {kept.holds} | {kept.apart} | {held[each] or 'none yet'} |"
        for each, kept in field_classes.CLASSES.items()
    ]
    lines += ["", "In no section:", ""]
    return lines + [f"- {_words(each)}: {why}" for each, why in ceilings.IN_NO_SECTION.items()]


def _section_table():
    lines = ["", "## What each section shows", "", "| Section | Classes | Why |"]
    lines += ["| --- | --- | --- |"]
    lines += [
        f"| {section} | {_classes(row.classes)} | {row.why} |"
        for section, row in ceilings.SHOWN_IN.items()
    ]
    lines += ["", "## What is shown with no part", "", "| To | Classes | Why |"]
    lines += ["| --- | --- | --- |"]
    return lines + [
        f"| {deed} | {_classes(row.classes) or 'none'} | {row.why} |"
        for deed, row in ceilings.SHOWN_TO_NO_PART.items()
    ]


def _table(model, declaration):
    own, classes, counted = declaration
    about = (model.__doc__ or "").strip().splitlines()[0]
    lines = ["", f"## {model._meta.label}", ""]
    if not about.startswith(f"{model.__name__}(") and model.__module__.startswith("wayhome."):
        lines += [about, ""]
    lines += [f"- Table: `{model._meta.db_table}`", f"- Kept: {own.kept}"]
    lines += [f"- Read also by: {own.also}"] if own.also else []
    lines += ["", "| Column | What it is | Class | Read in | Reaches | For |"]
    lines += ["| --- | --- | --- | --- | --- | --- |"]
    for field in model._meta.concrete_fields:
        sections = own.sections_of(field.name, field.attname)
        held = classes[field.name]
        what = _what(field) + ("; may be counted" if field.name in counted else "")
        lines.append(
            f"| `{field.column}` | {what} | {_words(held)} | {'; '.join(sections) or 'none'} "
            f"| {_reaches(sections)} | {_for(held) if sections else 'none'} |"
        )
    return lines


def _what(field):
    if field.primary_key and not field.remote_field:
        return "the row's own identifier"
    for base in type(field).__mro__:
        for kind, words in KINDS:
            if base.__name__ == kind:
                return words + (field.related_model.__name__ if field.remote_field else "")
    return f"a line of up to {field.max_length} characters" if field.max_length else "a number"


def _reaches(sections):
    readers = set().union(*(redaction.SEEN_BY[section] for section in sections))
    left_out = [part for part in Capacity if part not in readers]
    if not readers:
        return "no part"
    if len(left_out) <= 3:
        return "every part" + (" but " if left_out else "") + ", ".join(map(SHORT.get, left_out))
    return ", ".join(SHORT[part] for part in Capacity if part in readers)


def _for(held):
    shown = [purpose for purpose in Purpose if held in ceilings.CEILING[purpose].classes]
    left_out = [purpose for purpose in Purpose if purpose not in shown]
    names = ", ".join(_words(purpose) for purpose in left_out)
    if not shown:
        return "none"
    if len(left_out) <= 3:
        return "all" + (f" but {names}" if names else "")
    return ", ".join(_words(purpose) for purpose in shown)


def _classes(held):
    return ", ".join(_words(each) for each in FieldClass if each in held)


def _words(code):
    return str(code).replace("_", " ")


# ------------------------------------------------------------------ docs/rules


def classes():
    """Every class, what it holds and why it is apart."""
    lines = ["## The thirteen classes", "", "| Class | Holds | Apart because |"]
    lines += ["| --- | --- | --- |"]
    return lines + [
        f"| {_words(each)} | {kept.holds} | {kept.apart} |"
        for each, kept in field_classes.CLASSES.items()
    ]


def ceilings_tables():
    """What sections, purposes and deeds without a part may show."""
    return [*_section_table()[1:], *_purposes()]


def every_role():
    """Each post, the parts its agency may play, and why."""
    lines = ["## The posts", "", "| Post | Its agency may be | Why |", "| --- | --- | --- |"]
    return lines + [
        f"| {post.label} | {'; '.join(part.label for part in Capacity if part in role.parts)} "
        f"| {role.why} |"
        for post, role in roles.ROLES.items()
    ]


def pointed_to():
    """What a reader is pointed to, and what not even that."""
    held = [each for each in FieldClass if each in ceilings.POINTED_TO]
    never = [each for each in FieldClass if each not in ceilings.POINTED_TO]
    deeds = "; ".join(sorted(policy.OF_THE_CHILDS_RECORD))
    return [
        "## Whom to ask",
        "",
        f"- Whoever may not read these is told which parts do: {_classes(held)}.",
        f"- Of these not even that is told: {_classes(never)}.",
        f"- About the child's own record, where a part ends with its episode: {deeds}.",
    ]
