"""What is guarded in the world: sealed and joined records, whom a child is kept from, and the rest.

Each is a row of a table below: which child, of whom, by whom. The steps are those of the journey.
Children who are sealed or joined are of their own; the others are of the world as it was.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from wayhome.interfaces.pages.intake import kept, refusing
from wayhome.interfaces.pages.shared import in_language
from wayhome.interfaces.rehearsal import children, nights, scenes, situations, verbs
from wayhome.journey import (
    child_kept_from,
    child_sealed,
    disclosure_withheld,
    export_asked,
    export_decided,
    export_made,
    export_revoked,
    file_added,
    file_withdrawn,
    glass_broken,
    glass_reviewed,
    key_destroyed,
    look_reviewed,
    looks_considered,
    protection_lowered,
    records_joined,
    report_held,
    text_protected,
    word_of_sealed,
)
from wayhome.platform.audit import sealing
from wayhome.platform.models import new_id
from wayhome.platform.unsent import keeping
from wayhome.records.children import queries as child_queries
from wayhome.records.looks.models import LookReview
from wayhome.records.protection.models import Word
from wayhome.records.safety import queries as safety
from wayhome.rules import told
from wayhome.rules.exports import MOST_CHILDREN_ALONE, ExportFormat, ExportKind, Wanted
from wayhome.rules.files import FileSubject
from wayhome.rules.vocabulary import (
    Conflict,
    Emergency,
    Finding,
    Lowered,
    Matter,
    Protected,
    Purpose,
    ReviewOutcome,
    SealKind,
)

Portraits = dict[str, children.Portrait]
# Of several posts and agencies; others of the same posts and agencies are not on it.
OF_NORTHMOOR = ("tomas", "ines", "dina", "nadia", "priya", "leon")
WITH_A_CHARITY = (*OF_NORTHMOOR, "zofia", "ben")
WITH_EASTVALE = (*OF_NORTHMOOR, "lowri", "femi", "joan", "elin", "abel", "tariq")


class Guarded:
    """Guards what it is told to, in one world, and knows the children it made by name."""

    def __init__(self, scene: scenes.Scene, episodes: dict[str, Any], cases: Portraits) -> None:
        """Begin with the world as it is without anything guarded."""
        self.scene, self.episodes, self.cases = scene, episodes, cases
        self.made = 0

    # ------------------------------------------------------------ children of their own

    def missing(self, case: str, situation: Callable) -> scenes.Missing:
        """A child of a case, carried to a point of the path."""
        return situation(self.scene, self._portrait(case))

    def never_missing(self, case: str) -> UUID:
        """A child of a case whom nobody has reported."""
        with nights.earlier(self.scene, days=30):
            return children.introduce(self.scene, self._portrait(case)).child_id

    def _portrait(self, case: str) -> children.Portrait:
        self.made += 1
        portrait = self.cases[case]
        born = portrait.born or (self.scene.now - timedelta(days=5600 + self.made)).date()
        return replace(portrait, given=f"{portrait.given}g{chr(96 + self.made)}", born=born)

    def child_of(self, name: str) -> UUID:
        """The child of an episode of the world, by its name there."""
        return self.episodes[name].child_id

    # ------------------------------------------------------------ sealed and joined

    def seal(self, child_id: UUID, listed: Sequence[str], *, by: str = "leon") -> UUID:
        """Seal a record to a list of people."""
        return child_sealed.record(
            child_id,
            SealKind.WITNESS,
            why="A witness",
            named=[self.scene.cast.people[each] for each in listed],
            by=self._now(by),
            now=self.scene.now,
        )

    def join(self, one: UUID, other: UUID, *, by: str = "leon") -> UUID:
        """Say that two records are of one child."""
        return records_joined.join(
            one, other, why="The same scar", by=self._now(by), now=self.scene.now
        )

    def part(self, joined: UUID, *, by: str = "leon") -> None:
        """Say that they are not."""
        records_joined.part(joined, why="Two sisters", by=self._now(by), now=self.scene.now)

    def keep(self, child_id: UUID, of: Protected, by: str, *readers: str) -> None:
        """Keep a protected text, for these readers."""
        text_protected.keep(
            child_id,
            of,
            said={"text": "Kept", "kept_from": "An uncle", "why": "He follows"},
            readers=[self.scene.cast.people[each] for each in readers],
            by=self._now(by),
            now=self.scene.now,
        )

    def sealed_and_joined(self) -> None:
        """Sealed alone; sealed and joined; sealed, joined and parted; joined; joined and parted."""
        alone = self.missing("quiet", situations.findings_released)
        searched = self.missing("quiet", situations.sighted)
        self.episodes["sealed: sighted"] = searched
        mark = self.seal(alone.child_id, WITH_A_CHARITY)
        self.seal(searched.child_id, OF_NORTHMOOR)
        self._protected_texts(searched.child_id, readers=("dina", "tomas"), advice=("leon",))
        protection_lowered.ask(
            alone.child_id,
            mark,
            Lowered.LIFT,
            why="The trial is over",
            by=self._now("leon"),
            now=self.scene.now,
        )
        here = self.missing("at home", situations.agreed_high)
        there = self.missing("out of area", situations.agreed_high)
        self.seal(here.child_id, WITH_EASTVALE)
        self.join(here.child_id, there.child_id)
        once, twice = self.never_missing("at home"), self.never_missing("out of area")
        self.seal(once, OF_NORTHMOOR)
        self.part(self.join(once, twice))
        open_here = self.missing("at home", situations.second_report)
        open_there = self.missing("out of area", situations.second_report)
        self.join(open_here.child_id, open_there.child_id)
        apart = self.never_missing("at home"), self.never_missing("out of area")
        self.part(self.join(*apart))
        self._word_of(searched.child_id)

    def _protected_texts(
        self, child_id: UUID, *, readers: Sequence[str], advice: Sequence[str]
    ) -> None:
        self.keep(child_id, Protected.ADDRESS, "nadia")
        self.keep(child_id, Protected.SOURCE, readers[0], *readers)
        self.keep(child_id, Protected.ADVICE, advice[0], *advice)

    def _word_of(self, child_id: UUID) -> None:
        """Somebody who is not on the list reports the child: it waits for the list."""
        known = child_queries.known(child_id).child
        said = told.Child(known.given_name, known.family_name, date_of_birth=known.date_of_birth)
        self.episodes["word of a sealed child"] = verbs.report(
            self.scene, by="marek", child_said=said, council="Eastvale County Council"
        )
        word_of_sealed.gather(now=self.scene.now)
        (first, *_more) = Word.objects.filter(child_id=child_id).order_by("id")
        word_of_sealed.settled(
            first.id, outcome="Not the same", by=self._now("tomas"), now=self.scene.now
        )

    def protected_texts_in_the_open(self) -> None:
        """Of children who are not sealed: an address, a source and advice; and keys destroyed."""
        child = self.child_of("at larch: sighted")
        self.keep(child, Protected.ADDRESS, "sol")
        self.keep(child, Protected.SOURCE, "dina", "owen")
        self.keep(child, Protected.ADVICE, "peter", "yusra")
        self.keep(self.child_of("quiet: sighted"), Protected.ADDRESS, "nadia")
        for is_agreed in (False, True):
            other = self.never_missing("at home")
            self.keep(other, Protected.ADDRESS, "nadia")
            key_destroyed.ask(other, why="Erased", by=self._now("owen"), now=self.scene.now)
            if is_agreed:
                key_destroyed.agree(other, by=self._now("ruth"), now=self.scene.now)

    # ------------------------------------------------------------ kept from people and agencies

    def kept_from_people(self) -> None:
        """Readers of most posts are each kept from a child their agency has a part in."""
        for name, by, whom in KEPT_FROM:
            for username in whom:
                child_kept_from.keep_from(
                    self.child_of(name),
                    told.Someone(username, username=username),
                    kind=Conflict.RELATIVE,
                    reason="A cousin",
                    by=self._now(by),
                    now=self.scene.now,
                )
        child = self.child_of("at home: second_report")
        asked, lifted = self._conflicts(child)
        for conflict, whose in ((asked, ("leon",)), (lifted, ("leon", "owen"))):
            for by in whose:
                child_kept_from.ask_to_lift(
                    child, conflict, reason="A mistake", by=self._now(by), now=self.scene.now
                )
        self._declared()

    def _conflicts(self, child_id: UUID) -> tuple[UUID, UUID]:
        """Of those kept from this child, the first two."""
        first, second, *_rest = reversed(safety.conflicts_of(child_id))
        return first.id, second.id

    def _declared(self) -> None:
        """Somebody says of themselves that they must not look: of a known child, and of nobody."""
        known = child_queries.known(self.child_of("at larch: closed")).child
        for by, named in (
            ("callum", (known.given_name, known.family_name, known.date_of_birth)),
            ("joan", ("Nobody", "Here", known.date_of_birth)),
        ):
            child_kept_from.declare(
                told.NamedChild(*named),
                kind=Conflict.PARTNER,
                reason="My own",
                by=self._now(by),
                now=self.scene.now,
            )

    def withheld_from_agencies(self) -> None:
        """Whole children, and matters of others, are not disclosed to an agency or a parent."""
        for name, by, matter, whom in WITHHELD:
            contact = child_queries.known(self.child_of(name)).standing_contacts[0]
            of = (
                told.WithheldFrom(agency_id=self.scene.cast.agencies[whom])
                if whom
                else told.WithheldFrom(contact_id=contact.id)
            )
            disclosure_withheld.withhold(
                self.child_of(name),
                matter,
                of=of,
                reason="A threat",
                by=self._now(by),
                now=self.scene.now,
            )
        self._disclosed_again()

    def _disclosed_again(self) -> None:
        child = self.child_of("quiet: second_report")
        (row, *_more) = safety.withheld_of(child)
        disclosure_withheld.disclose_again(
            child, row.id, reason="No threat", by=self._now("owen"), now=self.scene.now
        )

    # ------------------------------------------------------------ looks

    def looked_at_in_an_emergency(self) -> None:
        """Looks that are open now, over by the clock, ended, reviewed, and asked for in vain."""
        for by, name, hours, reviewed_by in EMERGENCIES:
            with nights.earlier(self.scene, hours=hours):
                self._looked(by, name)
            if reviewed_by:
                glass_reviewed.review(
                    self.look_id,
                    Finding.AVOIDABLE,
                    findings="It could wait",
                    by=self._now(reviewed_by),
                    now=self.scene.now,
                )

    def _looked(self, by: str, name: str) -> None:
        child = child_queries.known(self.child_of(name)).child if name else None
        opened = glass_broken.ask(
            told.ExactChild(reference=child.reference if child else "22222-22222-2"),
            told.EmergencyLook(
                Emergency.CHILD_WITH_ME, "EV-INVENTED-1", "A child at the station gives this name."
            ),
            by=self._now(by),
            now=self.scene.now,
        )
        self.look_id = opened.look_id
        assert (opened.child is None) == (child is None), name

    def sealed_since(self) -> None:
        """A child who was looked at in an emergency is sealed, another kept from who looked."""
        self.seal(self.child_of("quiet: away_three_days"), OF_NORTHMOOR)
        child_kept_from.keep_from(
            self.child_of("at larch: away_three_days"),
            told.Someone("carys", username="carys"),
            kind=Conflict.HARM,
            reason="Harm",
            by=self._now("peter"),
            now=self.scene.now,
        )

    def looks_reviewed(self) -> None:
        """Looks are put up for review; of those, some are opened, and some answered."""
        sealing.seal(now=self.scene.now)
        looks_considered.record(now=self.scene.now)
        waiting = LookReview.objects.filter(assigned_to__isnull=False).order_by("looked_at", "id")
        usernames = {key: name for name, key in self.scene.cast.people.items()}
        outcomes = (ReviewOutcome.NOT_EXPLAINED, ReviewOutcome.EXPLAINED)
        for number, review in enumerate(waiting[:24]):
            by = self._now(usernames[review.assigned_to_id])
            if number % 3 == 0:
                look_reviewed.open_child(review.id, why="To ask", by=by, now=self.scene.now)
            if number % 3 < 2:
                look_reviewed.record(
                    review.id,
                    outcomes[number % 2],
                    explanation="Asked and told",
                    by=by,
                    now=self.scene.now,
                )

    # ------------------------------------------------------------ files, and what was not sent

    def files(self, picture: bytes) -> None:
        """One of each subject, of a child and of an episode; one withdrawn."""
        for name, by, subject, of_episode in FILES:
            missing = self.episodes[name]
            sent = file_added.Sent(
                picture, subject, "A title", episode_id=missing.episode_id if of_episode else None
            )
            made = file_added.record(
                missing.child_id, sent, by=self._now(by), now=self.scene.now
            ).made_id
        file_withdrawn.record(made, why="Another child", by=self._now("leon"), now=self.scene.now)

    def unsent(self) -> None:
        """What was sent from a locked screen, on the page of an episode and elsewhere."""
        sighting = self.episodes["at larch: sighted"].reference
        for by, page in (("tomas", f"/episodes/{sighting}/sightings"), ("joss", "/report/")):
            keeping.keep(self.scene.cast.people[by], page, {"place": ["typed"]}, at=self.scene.now)

    def held(self) -> None:
        """What came out of the journal and could not be recorded; of one it is said what became."""
        for by, why, is_settled in HELD:
            entry = self._entry(by)
            report_held.hold(
                entry,
                claimed_by=self.scene.cast.people[by] if by else None,
                why=why,
                problems=["Choose the child again"],
                now=self.scene.now,
            )
            if is_settled:
                report_held.settle(
                    UUID(entry["id"]),
                    how="Recorded",
                    by=self._now("asha"),
                    now=self.scene.now,
                )

    def _entry(self, by: str) -> dict[str, Any]:
        """A report as the journal holds it: of a page, and where nobody is known of a program."""
        typed = {"reporter_name": ["Somebody"], "given_name": ["Wren"], "why_worried": ["Alone"]}
        body = {"reporter": {"name": "Somebody"}, "answers": [{"topic": "worry", "answer": "x"}]}
        return {
            "id": str(new_id()),
            "way": kept.WAY if by else "api",
            "key": str(new_id()),
            "received_at": (self.scene.now - timedelta(hours=1)).isoformat(),
            **({"typed": typed} if by else {"body": body}),
        }

    # ------------------------------------------------------------ what is taken out

    def taken_out(self) -> None:
        """Exports of several kinds, formats, purposes and recipients. Once the canaries are in."""
        for by, kind, form, purpose, about, recipient in EXPORTS:
            self._ask(by, kind, form, purpose, about, recipient)
        waiting, declined, approved = (
            self._ask(by, ExportKind.AREA, ExportFormat.CSV, Purpose.OVERSIGHT, "", to)
            for by, to in (
                ("callum", "Northmoor Police"),
                ("priya", "Harrowfell Council"),
                ("ines", "Northmoor Police"),
            )
        )
        assert all(each.children > MOST_CHILDREN_ALONE for each in (waiting, declined, approved))
        now = self.scene.now
        export_decided.declined(declined.reference, why="No", by=self._now("moira"), now=now)
        export_decided.approved(approved.reference, by=self._now("owen"), now=now)
        export_made.record(now=now, say_in=in_language.say_in)
        ended = self._ask(*EXPORTS[0])
        export_revoked.record(ended.reference, by=self._now(EXPORTS[0][0]), now=now)
        # Made for somebody who is not on the list of the seal that came after.
        self._ask("callum", *EXPORTS[2][1:4], "quiet: located_not_returned", "Northmoor Police")
        self.seal(self.child_of("quiet: located_not_returned"), OF_NORTHMOOR)

    def _ask(  # whom, what, how, what for, of whom, for which agency
        self,
        by: str,
        kind: ExportKind,
        form: ExportFormat,
        purpose: Purpose,
        about: str,
        recipient: str,
    ) -> Any:
        missing = self.episodes[about] if about else None
        wanted = Wanted(
            kind,
            form,
            purpose,
            reason="For the meeting",
            recipient_name="A. Recipient",
            recipient_agency_id=self.scene.cast.agencies[recipient],
            child_id=missing.child_id if missing and kind is ExportKind.CHILD else None,
            episode_id=missing.episode_id if missing and kind is ExportKind.EPISODE else None,
        )
        return export_asked.record(
            wanted, by=self._now(by), now=self.scene.now, say=in_language.say_in("en")
        )

    def _now(self, username: str) -> Any:
        """A person as they are now: whom they are kept from has changed since the scene began."""
        return self.scene.cast.viewer(username, now=self.scene.now)


KEPT_FROM: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("at home: second_report", "leon", ("asha", "maud", "ines", "priya", "grace", "sefton")),
    (
        "at larch: second_report",
        "peter",
        ("tomas", "wendy", "joss", "kit", "northmoor-system", "owen"),
    ),
    ("quiet: findings_released", "leon", ("nadia", "ben", "moira", "dina")),
    ("out of area: second_report", "leon", ("lowri", "ffion", "elin", "eastvale-system")),
    ("eastvale: offered_and_unanswered", "abel", ("mei", "isla", "femi")),
    ("quiet: away_three_days", "leon", ("harri",)),
)
WITHHELD: tuple[tuple[str, str, Matter, str], ...] = (
    ("at home: away_three_days", "leon", Matter.EVERYTHING, "Beckside Academy"),
    ("at larch: returned_not_seen", "peter", Matter.RETURN, "Fellside Health Trust"),
    ("out of area: located_not_returned", "leon", Matter.WHEREABOUTS, "Tideway House"),
    ("at larch: located_not_returned", "peter", Matter.PLACEMENT, "Beckside Academy"),
    ("at larch: support_agreed", "peter", Matter.WHEREABOUTS, "Homeward Voices"),
    ("quiet: second_report", "leon", Matter.WHEREABOUTS, "Fellside Health Trust"),
    ("at home: second_report", "leon", Matter.WHEREABOUTS, ""),
)
# Who looked at whom, how many hours ago, and who has reviewed it. A look lasts an hour.
EMERGENCIES: tuple[tuple[str, str, float, str], ...] = (
    ("lowri", "at larch: assessed_apart_by_two_levels", 0.25, ""),
    ("elin", "at larch: sighted", 3, "peter"),
    ("nadia", "eastvale: sighted", 2, ""),
    ("sol", "eastvale: second_report", 0.5, ""),
    ("abel", "quiet: away_three_days", 0.4, ""),
    ("carys", "at larch: away_three_days", 0.3, ""),
    ("femi", "", 1, ""),
)
# Who says that they sent it, why it waits, and whether somebody has dealt with it. The agency of
# the last names no force.
HELD: tuple[tuple[str, str, bool], ...] = (
    ("joss", refusing.NOT_KNOWN, False),
    ("tariq", refusing.TO_PUT_RIGHT, False),
    ("", refusing.NOT_KNOWN, False),
    ("sol", refusing.NOT_THERE, False),
    ("wendy", refusing.NOT_THERE, True),
    ("isla", refusing.NOT_THERE, False),
)
EXPORTS: tuple[tuple[str, ExportKind, ExportFormat, Purpose, str, str], ...] = (
    (
        *("sol", ExportKind.CHILD, ExportFormat.CSV, Purpose.STRATEGY),
        *("at larch: sighted", "Millbrook Council"),
    ),
    (
        *("tomas", ExportKind.EPISODE, ExportFormat.XLSX, Purpose.STRATEGY),
        *("at larch: sighted", "Millbrook Council"),
    ),
    (
        *("nadia", ExportKind.EPISODE, ExportFormat.CSV, Purpose.SEARCH),
        *("out of area: sighted", "Eastvale Police"),
    ),
    (
        *("lowri", ExportKind.EPISODE, ExportFormat.PDF, Purpose.ASSESS),
        *("eastvale: findings_released", "Eastvale County Council"),
    ),
    (
        *("femi", ExportKind.OVERDUE_DUTIES, ExportFormat.CSV, Purpose.SEARCH),
        *("", "Eastvale Police"),
    ),
    (
        *("leon", ExportKind.CHILD, ExportFormat.XLSX, Purpose.STRATEGY),
        *("sealed: sighted", "Northmoor Police"),
    ),
    (
        *("ines", ExportKind.EPISODE, ExportFormat.XLSX, Purpose.ASSESS),
        *("at home: findings_released", "Homeward Voices"),
    ),
    (
        *("sol", ExportKind.EPISODE, ExportFormat.CSV, Purpose.SUPPORT),
        *("at larch: declined_once", "Homeward Voices"),
    ),
    (
        *("priya", ExportKind.EPISODE, ExportFormat.CSV, Purpose.SUPPORT),
        *("out of area: located_not_returned", "Tideway House"),
    ),
)
FILES: tuple[tuple[str, str, FileSubject, bool], ...] = (
    ("at larch: findings_released", "sol", FileSubject.PHOTOGRAPH, False),
    ("at larch: findings_released", "joss", FileSubject.FAMILY, False),
    ("at larch: findings_released", "joss", FileSubject.INTELLIGENCE, True),
    ("quiet: findings_released", "tomas", FileSubject.VOICE, True),
    ("quiet: findings_released", "tomas", FileSubject.HEALTH, True),
    ("quiet: findings_released", "nadia", FileSubject.ABSENCE, True),
    ("out of area: offered_and_unanswered", "nadia", FileSubject.PHOTOGRAPH, False),
    ("out of area: offered_and_unanswered", "tariq", FileSubject.ABSENCE, True),
    ("quiet: away_three_days", "nadia", FileSubject.PHOTOGRAPH, True),
    ("at home: sighted", "leon", FileSubject.PHOTOGRAPH, False),
)
