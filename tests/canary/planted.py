"""Bugs that the gate must catch, one a row. To add one, add a row.

Each is one place where the policy, a query, a view, a presenter or the ledger is wrong, as a tired
person could make it wrong. What each part of the house keeps is then known to be kept by a test.
"""

from django.db.models import Q

from tests.canary.planting import (
    Bug,
    Made,
    added,
    both,
    forgets,
    put,
    rewritten,
    the_database_forgets,
)
from wayhome.rules.redaction import Section

PAGE = ("episodes/<str:reference>/",)
CALL = ("api/v1/episodes/<reference>",)
BOTH = PAGE + CALL
LISTS = ("episodes/", "api/v1/episodes", "notices/")
CHILD = ("children/<str:reference>/",)
CHILD_CALL = ("api/v1/children/<reference>",)
TIMELINE = ("api/v1/episodes/<reference>/timeline",)
SEEN_BY = "wayhome.rules.redaction.SEEN_BY"
VISIBILITY = "wayhome.records.episodes.visibility"
REDACTION = "wayhome.rules.redaction"
PRESENTERS = "wayhome.interfaces.pages.episode.presenters"
SECTIONS = "wayhome.interfaces.api.v1.presenters.sections"
PROTECTION = "wayhome.records.protection.queries"
EMERGENCY = "wayhome.records.emergency.queries"
GLASS = "wayhome.journey.glass_reviewed"
EXPORTS = "wayhome.records.exports.queries"
EVERY_PART = """
SELECT DISTINCT agency_id, capacity FROM parts_in_child(%(child)s) WHERE ended_at IS NULL
"""
KNOWN_TO = ', protection.known_to(viewer, child="child_id")'
LEDGER = "not in the ledger"
THERE = "told that it is there"
HOME, SCHOOL, NURSE = ("joss", "wendy", "tariq"), ("grace",), ("isla",)
AROUND = SCHOOL + NURSE
FORCE = ("ines", "lowri", "femi")
COUNCIL = ("nadia", "sol", "elin")
CHARITY = ("ben", "zofia", "mei")

RULES = (
    Bug(
        "a council reads the intelligence of interviews",
        added(SEEN_BY, "INTELLIGENCE", "RESPONSIBLE_AUTHORITY"),
        BOTH,
        COUNCIL,
    ),
    Bug("a home reads the risk assessments", added(SEEN_BY, "RISK", "PLACEMENT"), BOTH, HOME),
    Bug("a school reads the family contacts", added(SEEN_BY, "FAMILY", "SCHOOL"), BOTH, SCHOOL),
    Bug("a nurse reads the missing report", added(SEEN_BY, "REPORT", "HEALTH"), BOTH, NURSE),
    Bug(
        "the national desk reads the steps and duties",
        added(SEEN_BY, "RESPONSE", "NATIONAL_UNIT"),
        BOTH,
        ("harri",),
    ),
    Bug(
        "a provider reads the steps and duties",
        added(SEEN_BY, "RESPONSE", "INTERVIEW_PROVIDER"),
        BOTH,
        CHARITY,
    ),
    Bug(
        "a reporter reads how the child was found",
        added(SEEN_BY, "FOUND", "REPORTER"),
        BOTH,
        ("tariq", "grace", "isla", "marek", "joss", "asha"),
        shows="found.",
    ),
    Bug(
        "a home reads the shared findings",
        added(SEEN_BY, "INTERVIEW_SHAREABLE", "PLACEMENT"),
        BOTH,
        HOME,
    ),
    Bug(
        "every fact of the child's record is open to every part",
        rewritten(f"{REDACTION}.child_facts_for", "if opened.by & readable", "if True"),
        CHILD + CHILD_CALL,
        AROUND + CHARITY,
    ),
    Bug(
        "a home learns what became of the child after the episode closed",
        rewritten(f"{REDACTION}.record_until", "return closed_at", "return None"),
        BOTH,
        HOME,
        shows="children.ChildDetail",
    ),
    Bug(
        "any coordinator reads the whole of any interview",
        rewritten(f"{REDACTION}.reads_all", "is_of_agency and ", ""),
        BOTH,
        ("priya", "hana", "carys"),
    ),
    Bug(
        "what the child has since asked to be held back is still read of the past",
        rewritten(f"{REDACTION}.parts_readable", "and part in released_now", ""),
        BOTH,
        ("tomas", "sol", "ines", "nadia"),
    ),
    Bug(
        "every part of an interview counts as released",
        rewritten(
            "wayhome.stages.interviews.queries.released", "return ", "return set(InterviewPart) or "
        ),
        BOTH,
        COUNCIL + FORCE,
        shows="interviews.Interview",
    ),
    Bug(
        "the two sides read each other before both have judged",
        rewritten("wayhome.rules.risk.may_see_other_side", "return ", "return True or "),
        BOTH,
        FORCE + COUNCIL,
    ),
)

QUERIES = (
    Bug(
        "a part that has ended still shows the episode",
        rewritten(f"{VISIBILITY}.has_part", ", ended_at__isnull=True", ""),
        LISTS,
    ),
    Bug(
        "any agency's part shows the episode",
        rewritten(f"{VISIBILITY}.has_part", "agency_id=viewer.agency_id, ", ""),
        LISTS,
    ),
    Bug(
        "somebody who holds no post sees the agency's episodes",
        rewritten(f"{VISIBILITY}._may", "return ", "return True or "),
        LISTS,
        ("dev",),
    ),
    Bug(
        "one episode is found without asking whose it is",
        rewritten(f"{VISIBILITY}.episode", "episodes(viewer)", "Episode.objects"),
        BOTH,
        FORCE + COUNCIL,
        THERE,
        of="unknown",
    ),
    Bug(
        "one child is found without asking whose it is",
        rewritten(f"{VISIBILITY}.child", "children(viewer)", "Child.objects"),
        CHILD + CHILD_CALL,
        FORCE + COUNCIL,
        THERE,
        of="unknown",
    ),
    Bug(
        "whoever cared for the child before still finds the record",
        both(
            rewritten(f"{VISIBILITY}._cared_for_by", "~Exists(newest),", ""),
            the_database_forgets(
                "wall_cares_for(uuid)", "ORDER BY since DESC, id DESC", "ORDER BY 1 DESC NULLS LAST"
            ),
        ),
        CHILD_CALL,
        ("joss", "wendy"),
        THERE,
        of="cared for before",
    ),
    Bug(
        "an episode that is closed still opens the record to those around the child",
        both(
            put(f"{VISIBILITY}._COUNTS_FOR_RECORD", Q()),
            put(f"{VISIBILITY}.PARTS_THAT_COUNT", EVERY_PART),
        ),
        CHILD_CALL,
        ("ben", "mei"),
        of="had a part in",
    ),
    Bug(
        "a post that was given up still counts",
        rewritten(
            "wayhome.records.practitioners.viewers._with_what_stands",
            "Q(until__isnull=True) | Q(until__gt=now)",
            "Q()",
        ),
        LISTS,
        ("dev",),
    ),
    Bug(
        "a token that was taken away still opens the API",
        rewritten(
            "wayhome.records.practitioners.viewers._good",
            ", revoked_at__isnull=True",
            "",
        ),
        ("api/v1/episodes", "api/v1/me"),
        ("bea",),
    ),
    Bug(
        "a token that has run out still opens the API",
        rewritten(
            "wayhome.records.practitioners.viewers._good",
            "expires_at__gt=now",
            "created_at__lte=now",
        ),
        ("api/v1/episodes", "api/v1/me"),
        ("nora",),
    ),
    Bug(
        "an agency reads back what others reported too",
        rewritten(
            "wayhome.stages.intake.queries.own",
            "reporter_agency_id=viewer.agency_id, episode__child__in=known",
            "episode__child__in=known",
        ),
        ("report/<str:reference>/received", "api/v1/missing-reports/<reference>"),
        FORCE + COUNCIL + HOME,
        of="any",
    ),
    Bug(
        "a draft is anybody's",
        rewritten("wayhome.stages.intake.queries.draft", "practitioner_id=practitioner_id, ", ""),
        ("report/",),
    ),
)

SHOWN = (
    Bug(
        "the page reads every section for everybody",
        rewritten(f"{PRESENTERS}.asked.Asked.reads", "return ", "return True or "),
        PAGE,
        AROUND + CHARITY,
    ),
    Bug(
        "the page shows the other side's judgement",
        rewritten(f"{PRESENTERS}.asked.Asked.sees", "both or ", "True or "),
        PAGE,
        FORCE + COUNCIL,
        shows="risk.Assessment",
    ),
    Bug(
        "the page tells every part who was told of the family",
        rewritten(
            f"{PRESENTERS}.timeline.done.family", "if not asked.reads", "if False and asked.reads"
        ),
        PAGE,
        AROUND + CHARITY,
    ),
    Bug(
        "the child's page opens every fact",
        rewritten(
            "wayhome.interfaces.pages.child.opened.Child.may_know",
            "self.readable.may_know",
            "frozenset(purposes.OF_FACT)",
        ),
        CHILD,
        AROUND + CHARITY,
    ),
    Bug(
        "the API answers every section",
        rewritten(
            "wayhome.interfaces.api.v1.presenters.episodes._sections",
            "if section in may_read else None",
            "",
        ),
        CALL,
        AROUND + CHARITY + HOME,
    ),
    Bug(
        "the API gives every fact of the child",
        rewritten(f"{SECTIONS}._known", "not in {*may_know, *NOT_OF_THE_CHILD}", "in ()"),
        CALL + CHILD_CALL,
        (*AROUND, "harri"),
    ),
    Bug(
        "the API says why the type was changed to every part",
        rewritten(
            "wayhome.interfaces.api.v1.presenters.episodes._types",
            "if Section.RESPONSE in may_read",
            "if True",
        ),
        CALL,
        AROUND + CHARITY,
    ),
    Bug(
        "the API gives the words an episode was closed with to every part",
        rewritten(
            "wayhome.interfaces.api.v1.presenters.episodes._closing",
            "and Section.RESPONSE in may_read",
            "",
        ),
        CALL,
        AROUND + CHARITY + ("joss",),
    ),
    Bug(
        "the API names the family to whoever opens the record",
        rewritten(
            "wayhome.interfaces.api.v1.children._record",
            'contacts if "contacts" in may_know else None',
            "contacts",
        ),
        CHILD_CALL,
        AROUND + CHARITY,
    ),
    Bug(
        "the API gives where an interview was held to whoever reads its offers",
        rewritten(f"{SECTIONS}.interview", "_if(own, held", "_if(True, held"),
        CALL,
        HOME + COUNCIL,
        shows="interviews.Interview.p",
    ),
    Bug(
        "the API's timeline tells every section",
        rewritten(
            "wayhome.interfaces.api.v1.presenters.timeline.entries",
            "if kind.section in may_read",
            "",
        ),
        TIMELINE,
        AROUND + CHARITY,
    ),
    Bug(
        "a list names a child to a home as they are called since",
        rewritten("wayhome.records.episodes.named.child_of", "if until is None", "if True"),
        ("api/v1/episodes", "notices/"),
        HOME + AROUND,
    ),
    Bug(
        "a notice is read by an agency whose part has ended",
        rewritten(
            "wayhome.interfaces.pages.notices.views._that_may_be_read",
            "Q(visibility.of_an_episode(viewer)) | ",
            "Q() | ~",
        ),
        ("notices/",),
    ),
    Bug(
        "what earlier reviews found is read by whoever may answer a duty",
        rewritten(
            "wayhome.interfaces.pages.response.past_views.past_review",
            "if not here.reads(redaction.Section.RESPONSE)",
            "if False",
        ),
        ("episodes/<str:reference>/past-review",),
        CHARITY,
    ),
    Bug(
        "a past moment is told with what was recorded since",
        rewritten(
            "wayhome.interfaces.pages.episode.views.episode",
            "as_of=back.at or now)",
            "as_of=now)",
        ),
        PAGE,
        FORCE + COUNCIL,
        "later than was asked",
    ),
    Bug(
        "what others may do names the home to those who may not know it",
        rewritten(f"{PRESENTERS}.deeds._who", "asked.named_parties", "asked.parties"),
        PAGE,
        AROUND,
        "home",
    ),
    Bug(
        "a moment that cannot be told is answered with now",
        rewritten("wayhome.interfaces.pages.episode.views.episode", "if back.error", "if False"),
        PAGE,
        FORCE + COUNCIL,
        "later than was asked",
    ),
    Bug(
        "the heading of every page describes the child",
        rewritten(
            "wayhome.interfaces.pages.shared.naming.child",
            "return ",
            "return getattr(record, 'description', '') or ",
        ),
        LISTS + PAGE,
        (*AROUND, "harri"),
    ),
)

LEDGERS = (
    Bug(
        "the page of an episode is not entered",
        forgets("wayhome.interfaces.pages.episode.views.episode", "viewing.log_look"),
        PAGE,
        FORCE,
        LEDGER,
    ),
    Bug(
        "a page for doing something is not entered",
        forgets("wayhome.interfaces.pages.shared.desk.open_episode", "viewing.log_look"),
        ("episodes/<str:reference>/sightings", "episodes/<str:reference>/assess"),
        FORCE,
        LEDGER,
    ),
    Bug(
        "the child's page is not entered",
        forgets("wayhome.interfaces.pages.child.opened.open_child", "viewing.log_look"),
        CHILD,
        FORCE + COUNCIL,
        LEDGER,
    ),
    Bug(
        "what the API answers of one record is not entered",
        forgets("wayhome.interfaces.api.v1.reading.looked", "ledger.write"),
        CALL + CHILD_CALL,
        FORCE,
        LEDGER,
    ),
    Bug(
        "a list of the API is not entered",
        forgets("wayhome.interfaces.api.v1.reading.listed", "ledger.write_many"),
        ("api/v1/episodes",),
        FORCE,
        LEDGER,
    ),
    Bug(
        "the last child of a list is not entered",
        rewritten(
            "wayhome.platform.audit.ledger.write_many", "list(child_ids)", "list(child_ids)[:-1]"
        ),
        LISTS,
        FORCE,
        LEDGER,
    ),
    Bug(
        "a list on a screen is not entered when it is opened",
        forgets("wayhome.interfaces.pages.shared.viewing.log_list_on_screen", "log_list"),
        LISTS,
        FORCE,
        LEDGER,
    ),
    Bug(
        "an entry does not say of which child",
        rewritten("wayhome.platform.audit.ledger.write", "child_id=child_id", "child_id=None"),
        BOTH,
        FORCE,
        LEDGER,
    ),
    Bug(
        "an entry is of nobody",
        rewritten(
            "wayhome.platform.audit.ledger.write",
            "practitioner_id=by.practitioner_id if by else None",
            "practitioner_id=None",
        ),
        BOTH,
        FORCE,
        LEDGER,
    ),
    Bug(
        "a refusal is answered as if there were a record",
        rewritten(
            "wayhome.interfaces.api.v1.reading.episode",
            "return visibility.episode(",
            "visibility.Episode.objects.filter(reference=reference).exists() and "
            "access.require(auth.caller(request).viewer, access.Deed.SEE_EPISODE, parties=())\n"
            "    return visibility.episode(",
        ),
        CALL,
        FORCE + COUNCIL,
        THERE,
        of="unknown",
    ),
)

GUARDED = (
    Bug(
        "a sealed child, and one who is kept from somebody, is in their lists",
        rewritten(f"{VISIBILITY}.episodes", KNOWN_TO, ""),
        LISTS,
        ("owen", "moira", "callum"),
    ),
    Bug(
        "the episode of a sealed child is found by its reference",
        rewritten(f"{VISIBILITY}.episodes", KNOWN_TO, ""),
        BOTH,
        caught=THERE,
        of="guarded",
    ),
    Bug(
        "the past of a sealed child is told",
        rewritten(f"{VISIBILITY}.episodes", KNOWN_TO, ""),
        TIMELINE,
        of="had a part in",
    ),
    Bug(
        "the record of a sealed child is found by its reference",
        rewritten(f"{VISIBILITY}.children", "protection.known_to(viewer), ", ""),
        CHILD + CHILD_CALL,
        caught=THERE,
        of="guarded",
    ),
    Bug(
        "whoever is on some list is on every list",
        rewritten(f"{PROTECTION}.hidden_from", ", practitioner_id=practitioner_id", ""),
        BOTH,
        ("owen", "moira", "callum", "asha", "isla"),
        THERE,
        of="guarded",
    ),
    Bug(
        "the lists forget whom a child is kept from",
        rewritten(f"{PROTECTION}.known_to", " & ~Q(**kept_from)", ""),
        LISTS,
        ("ines", "nadia", "lowri", "ben"),
    ),
    Bug(
        "nobody is kept from any child",
        rewritten(
            "wayhome.records.practitioners.viewers._as_viewer",
            "kept_from=kept.children",
            "kept_from=frozenset()",
        ),
        BOTH,
        ("ines", "priya", "tomas", "lowri", "ben", "moira"),
        THERE,
        of="guarded",
    ),
    Bug(
        "an agency is told what must not be disclosed to it",
        rewritten(f"{REDACTION}.sections_for", "seen.difference(*withheld)", "seen"),
        BOTH,
        ("tariq", "ffion", "grace", "zofia", "ben"),
        of="guarded",
    ),
    Bug(
        "an emergency look shows the family and the intelligence",
        put(f"{REDACTION}.SEEN_IN_AN_EMERGENCY", frozenset(Section)),
        BOTH + CHILD_CALL,
        ("lowri", "sol"),
        of="guarded",
    ),
    Bug(
        "an emergency look goes on after its hour",
        rewritten(f"{EMERGENCY}.open_to_an_account", "ends_at__gt=now,", ""),
        CHILD_CALL,
        ("nadia", "elin"),
        THERE,
        of="looked at before",
    ),
    Bug(
        "the emergency looks of everybody are in the list of each",
        rewritten(f"{EMERGENCY}.mine", "practitioner_id=viewer.practitioner_id", ""),
        ("emergency-looks/", "api/v1/emergency-looks"),
        ("tomas", "nadia", "lowri"),
    ),
    Bug(
        "a look waits for whoever manages the home where the child lives",
        both(
            rewritten(f"{GLASS}.waiting", "children_led(by)", "children(by)"),
            rewritten(f"{GLASS}.as_shown", "children_led(by)", "children(by)"),
        ),
        ("emergency-looks/", "api/v1/emergency-looks/to-review"),
        ("joss", "wendy"),
    ),
    Bug(
        "a look at a child who was sealed since stays in the list of whoever looked",
        rewritten(
            "wayhome.journey.emergency.newest",
            'rows.filter(Q(child=None) | protection.known_to(by, child="child_id"))',
            "rows",
        ),
        ("emergency-looks/", "api/v1/emergency-looks"),
        ("abel", "carys"),
    ),
    Bug(
        "the sealed inbox is everybody's",
        rewritten(f"{PROTECTION}._words", 'known_to(viewer, child="child_id"), Exists(named)', ""),
        ("sealed/",),
        ("owen", "moira", "callum"),
    ),
    Bug(
        "a joined record is named to whoever may know of the other",
        rewritten("wayhome.journey.records_joined.seen", "if other[row.id].id in known", ""),
        ("children/<str:reference>/protection", "api/v1/children/<reference>/protection"),
        ("lowri", "femi", "elin", "joan"),
    ),
    Bug(
        "a join is shown to whoever has its address",
        rewritten(
            "wayhome.journey.records_joined.to_be_parted",
            "if visibility",
            "if False and visibility",
        ),
        ("sealed/joins/<uuid:joined_id>",),
        ("idris", "femi", "grace"),
        "reference",
        of="any",
    ),
    Bug(
        "a source and legal advice are read without a list",
        rewritten(
            "wayhome.journey.text_protected.may_read",
            "return by.practitioner_id in queries.readers(child_id, of)",
            "return True",
        ),
        (
            "children/<str:reference>/protection",
            "api/v1/children/<reference>/protected-texts",
        ),
        ("ines", "leon", "nadia", "sol"),
    ),
    Bug(
        "whoever opens the record reads who must not know of the child",
        rewritten("wayhome.interfaces.pages.safety.views.apart", "deeds=[KEEP]", "deeds=[]"),
        ("children/<str:reference>/apart/",),
        ("nadia", "sol", "tomas", "joss"),
    ),
    Bug(
        "a parent who is not told is named to those who read nothing of the family",
        rewritten(
            "wayhome.interfaces.pages.safety.presenters.withheld",
            '"contacts" in here.may_know',
            "True",
        ),
        ("children/<str:reference>/apart/",),
        NURSE,
    ),
    Bug(
        "an export is fetched by whoever has its number",
        rewritten(f"{EXPORTS}.asked_by", "asked_by=viewer.practitioner_id, ", ""),
        ("exports/<str:reference>/file",),
        ("tomas", "leon", "sol", "nadia", "lowri"),
        method="post",
        caught=THERE,
        of="any",
    ),
    Bug(
        "what is taken out is not asked about again when it is fetched",
        rewritten(
            "wayhome.journey.export_fetched.record",
            "if not exporting.still_shown",
            "if False and not exporting.still_shown",
        ),
        ("api/v1/exports/<reference>/file",),
        ("callum",),
        of="any",
    ),
    Bug(
        "that an export was fetched is not entered",
        forgets("wayhome.journey.export_fetched.record", "disclosures.disclosed"),
        ("api/v1/exports/<reference>/file",),
        ("sol", "tomas", "nadia"),
        LEDGER,
        of="any",
    ),
    Bug(
        "every file of a child is listed to whoever opens the record",
        rewritten(
            "wayhome.journey.file_opened.those_seen",
            "if any(_shows(file, way, by=by, now=now) for way in ways)",
            "",
        ),
        ("children/<str:reference>/files/",),
        (*AROUND, "joss", "nadia"),
        shows="files.File",
    ),
    Bug(
        "a page that says what a file is called is not entered",
        forgets("wayhome.interfaces.pages.files.views._seen", "viewing.log_look"),
        ("files/<uuid:file_id>/withdraw", "files/<uuid:file_id>/replace"),
        ("sol", "nadia", "tomas"),
        LEDGER,
    ),
    Bug(
        "a page that names a joined record is not entered for it",
        forgets("wayhome.interfaces.pages.protection.views.protection", "viewing.log_list"),
        ("children/<str:reference>/protection",),
        ("leon", "dina", "owen"),
        LEDGER,
    ),
)

CHECKED = "wayhome.journey.report_held"
HELD = ("report/held/<uuid:held_id>",)
HELD_LIST = ("report/held/",)
JOURNALLED = (
    Bug(
        "another force reads a report that could not be recorded",
        rewritten("wayhome.platform.journal.holding.waiting", "filter(theirs, ", "filter("),
        HELD,
        ("marek", "lowri", "femi"),
        of="any",
    ),
    Bug(
        "another force is told of a report that could not be recorded",
        rewritten("wayhome.platform.journal.holding.waiting", "filter(theirs, ", "filter("),
        HELD_LIST,
        ("marek", "lowri", "femi"),
        THERE,
    ),
    Bug(
        "whoever may not check reports reads one of their force",
        rewritten(f"{CHECKED}._require_to_know", "if not access.decide(by, DEED).allowed", "if 0"),
        HELD,
        ("callum", "owen", "dina"),
        of="any",
    ),
    Bug(
        "whoever may not check reports is told that one waits",
        forgets(f"{CHECKED}.waiting", "access.require"),
        HELD_LIST,
        ("callum", "owen", "dina"),
        THERE,
    ),
    Bug(
        "a report that somebody has dealt with is read on",
        rewritten(
            "wayhome.platform.journal.holding.waiting", "theirs, settled_at__isnull=True", "theirs"
        ),
        HELD,
        ("asha", "tomas", "ines"),
        of="any",
    ),
    Bug(
        "what became of a report is told to whoever has its key",
        rewritten("wayhome.platform.journal.holding.of_key", ", claimed_by_id=claimed_by", ""),
        ("report/waiting/<uuid:key>",),
        ("joss", "tariq", "callum"),
        of="any",
    ),
    Bug(
        "a look at a report that could not be recorded is not entered",
        forgets(f"{CHECKED}.look", "ledger.write"),
        HELD,
        ("asha", "tomas", "lowri"),
        LEDGER,
        of="any",
    ),
    Bug(
        "the list of reports that could not be recorded is not entered",
        forgets(f"{CHECKED}.waiting", "ledger.write"),
        HELD_LIST,
        ("asha", "tomas", "lowri"),
        LEDGER,
    ),
)

BUGS = RULES + QUERIES + SHOWN + LEDGERS + GUARDED + JOURNALLED

TAKEN_OUT = (
    Made(
        "an export holds what the agency it is for does not read",
        rewritten(
            "wayhome.rules.exports.Between.viewers",
            "return asker, recipient",
            "return asker, asker",
        ),
        "tomas",
        "Homeward Voices",
        "read by the recipient",
    ),
    Made(
        "an export holds what must not be disclosed to the agency it is for",
        rewritten("wayhome.journey.exporting._between", "safety.withheld_from(to)", "frozenset()"),
        "nadia",
        "Tideway House",
        "withheld from the recipient",
    ),
    Made(
        "an export holds a sealed child",
        rewritten(f"{VISIBILITY}.episodes", KNOWN_TO, ""),
        "owen",
        "Northmoor Police",
        "guarded from the asker",
    ),
)
