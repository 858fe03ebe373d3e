"""The world the canaries live in: some seventy invented children, carried through the journey.

Four homes of a child's case by sixteen points of the path of an episode; beside them the ways in
which an agency can come to have a part, or to have it no more. Every step is taken by the journey
itself; only an end of a part, which the service never sets by itself, is written by the owner.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from django.db import connection

from tests.canary import guarded
from tests.platform.uploads import hostile
from wayhome.interfaces.rehearsal import (
    answers,
    cast,
    children,
    endings,
    hearings,
    history,
    nights,
    scenes,
    situations,
    verbs,
)
from wayhome.journey import (
    child_introduced,
    correction_made,
    draft_kept,
    family_told,
    interview_offered,
    joint_risk_agreed,
    partnership_formed,
    response_agreed,
    risk_assessed,
    rota_gaps,
    signing_in,
    support_worked,
    words_corrected,
)
from wayhome.records.children import queries as child_queries
from wayhome.records.practitioners import rotas
from wayhome.rules import told
from wayhome.rules.factors import FACTORS
from wayhome.rules.vocabulary import (
    AgencyKind,
    Answer,
    Certainty,
    FoundBy,
    InterviewPart,
    Level,
    Marker,
    PostKind,
    ReturnedTo,
)
from wayhome.stages.support import queries as support_queries

NOW = datetime(2026, 3, 10, 21, 0, tzinfo=UTC)  # a Tuesday
LONG_AGO = NOW - timedelta(days=400)
QUIET_HOME = "Quiet House"  # nobody of it works with the record, so only its name says where
PICTURE = hostile.whole("JPEG")
EMPTY_HOME = "Empty House"  # no child lives there: who names it lists every partner

MOTHER = children.Contact("Sara Example", "mother", "01632 960101")
FATHER = children.Contact("Dale Example", "father", "01632 960102", unsafe_because="A court order")
CASES: dict[str, children.Portrait] = {
    "at larch": children.Portrait(
        "Wren", council="Millbrook Council", home="Larch House", school="Beckside Academy"
    ),
    "out of area": children.Portrait(
        "Rowan", council="Harrowfell Council", home="Tideway House", reporter="tariq"
    ),
    "at home": children.Portrait("Linnet", council="Harrowfell Council", school="Beckside Academy"),
    "quiet": children.Portrait(
        "Hazel", council="Harrowfell Council", home=QUIET_HOME, reporter="asha"
    ),
    "eastvale": children.Portrait("Robin", council="Eastvale County Council"),
}
CASES = {
    name: replace(each, contacts=(MOTHER, FATHER), markers=(Marker.MEDICAL,), social_worker="nadia")
    for name, each in CASES.items()
}

Situation = Callable[[scenes.Scene, children.Portrait], scenes.Missing]
PATH: tuple[Situation, ...] = (
    situations.reported_just_now,
    situations.second_report,
    situations.assessed_by_police_only,
    situations.assessed_apart_by_two_levels,
    situations.joint_level_waits_for_a_signature,
    situations.sighted,
    situations.awaiting_handover,
    situations.away_three_days,
    situations.located_not_returned,
    situations.returned_not_seen,
    situations.offered_and_unanswered,
    situations.declined_once,
    situations.interview_held_not_released,
    situations.findings_released,
    situations.support_agreed,
    situations.closed,
)


@dataclass(slots=True)
class World:
    """The scene with everybody in it, and each child's episode by the name of its case."""

    scene: scenes.Scene
    episodes: dict[str, scenes.Missing]


def build(as_owner: Callable) -> World:
    """The whole world, as it is at NOW."""
    people = cast.assemble(now=LONG_AGO)
    world = World(scenes.begin(people, at=NOW), {})
    _quiet_homes(world)
    for case, portrait in CASES.items():
        for situation in PATH:
            name = f"{case}: {situation.__name__}"
            world.episodes[name] = situation(world.scene, _named(portrait, len(world.episodes)))
    for more in (
        _never_missing,
        _care_moved_on,
        _reported_by_others,
        _everything_that_is_written,
        _declined,
        _on_duty,
        _tokens,
    ):
        more(world)
    with as_owner():
        _parts_ended(world)
    _guarded(world)
    return world


def taken_out(world: World) -> None:
    """What is taken out of a world in which the canaries are, so that the files hold them."""
    _guarding(world).taken_out()


TAKEN_OUT = ("exports.Export", "protection.Seal")  # the rows that are made by it


def _guarding(world: World) -> guarded.Guarded:
    return guarded.Guarded(world.scene, world.episodes, CASES)


def _guarded(world: World) -> None:
    """What is sealed, joined, kept from somebody, looked at, filed, not sent yet, or held."""
    of = _guarding(world)
    of.sealed_and_joined()
    of.protected_texts_in_the_open()
    of.looked_at_in_an_emergency()
    of.files(PICTURE)
    of.kept_from_people()
    of.withheld_from_agencies()
    of.sealed_since()
    of.looks_reviewed()
    of.unsent()
    of.held()


def _named(portrait: children.Portrait, number: int) -> children.Portrait:
    """Children of one case are told apart by name and by birth."""
    given = f"{portrait.given}{chr(97 + number // 26)}{chr(97 + number % 26)}"
    return replace(portrait, given=given, born=(LONG_AGO - timedelta(days=4700 + number)).date())


def _quiet_homes(world: World) -> None:
    names = (QUIET_HOME, EMPTY_HOME)
    agencies = world.scene.cast.agencies
    homes = partnership_formed.agencies(
        [
            told.NewAgency(
                name,
                kind=AgencyKind.CARE_HOME,
                posts={PostKind.HOME_MANAGER: "quiet@home.invalid"},
                police_force_id=agencies["Northmoor Police"],
                council_id=agencies["Harrowfell Council"],
            )
            for name in names
        ],
        partnership_name=cast.PARTNERSHIP,
        now=LONG_AGO,
    )
    agencies.update(zip(names, homes, strict=True))


def _never_missing(world: World) -> None:
    """Children whom only those who care for them know, now or formerly."""
    for case, portrait in CASES.items():
        with nights.earlier(world.scene, days=30):
            children.introduce(world.scene, _named(portrait, 200 + len(case)))


def _care_moved_on(world: World) -> None:
    """The child moved, after an episode or without one: whoever cared for them does so no more."""
    scene = world.scene
    with nights.earlier(scene, days=30):
        never_missing = children.introduce(scene, _named(CASES["at larch"], 400))
    child_introduced.learned(
        never_missing.child_id,
        told.Child(),
        supplied_by="the council",
        arrangement=told.Arrangement(
            responsible_authority_id=scene.cast.agencies["Harrowfell Council"],
            placement_id=scene.cast.agencies[QUIET_HOME],
            is_looked_after=True,
            legal_basis="V2",
        ),
        by=scene.person("sol"),
        now=scene.now - timedelta(minutes=5),
    )
    for name in ("at larch: closed", "out of area: support_agreed", "at home: sighted"):
        missing, agencies = world.episodes[name], scene.cast.agencies
        child_introduced.learned(
            missing.child_id,
            told.Child(family_name="Since", known_as="Moved", description="Tall", language="Welsh"),
            supplied_by="the council",
            arrangement=told.Arrangement(
                responsible_authority_id=agencies["Millbrook Council"]
                if "larch" in name
                else agencies["Harrowfell Council"],
                placement_id=agencies[QUIET_HOME],
                is_looked_after=True,
                legal_basis="V2",
            ),
            contact=told.Contact("New Carer", "foster carer", "01632 960123", "new@carer.invalid"),
            concern=told.Concern(Marker.SELF_HARM, "Said to the new carer", "the council"),
            by=scene.person("sol" if "larch" in name else "nadia"),
            now=scene.now - timedelta(minutes=5),
        )


def _reported_by_others(world: World) -> None:
    """Reports that give a part, of a child nobody knew; and none, of a child others know."""
    scene = world.scene
    with nights.earlier(scene, hours=2):
        for by in ("tariq", "grace", "isla", "marek"):
            said = told.Child(given_name=f"Unknown {by}", description="In a red jumper")
            name = f"unknown: {by}"
            world.episodes[name] = verbs.report(
                scene, by=by, child_said=said, council="Harrowfell Council", why=f"Alone ({by})"
            )
        for case, by in (("at home", "marek"), ("eastvale", "joss")):
            portrait = CASES[case]
            known = world.episodes[f"{case}: reported_just_now"]
            row = child_queries.known(known.child_id).child
            said = told.Child(row.given_name, row.family_name, date_of_birth=row.date_of_birth)
            reported = verbs.report(scene, by=by, child_said=said, council=portrait.council)
            world.episodes[f"told only: {by}"] = reported


def _everything_that_is_written(world: World) -> None:
    """What no situation writes: corrections, reviews, attempts, refusals, drafts, old records."""
    scene, episodes = world.scene, world.episodes
    _written_of_a_search(scene, episodes["at larch: sighted"])
    _written_of_a_search(scene, episodes["quiet: sighted"], by=("ines", "nadia"))
    _written_of_a_return(scene, episodes["at larch: returned_not_seen"], episodes)
    born = (LONG_AGO - timedelta(days=5000)).date()
    brought = replace(CASES["at larch"], given="Bryony", family="Brought", born=born)
    children.introduce(scene, brought)
    history.bring_in(scene, brought, days=(200, 90))
    for case in ("at home", "quiet"):
        portrait = _named(CASES[case], 300 + len(case))
        with nights.earlier(scene, days=20):
            closed = nights.night_before(
                scene, children.introduce(scene, portrait), portrait=portrait
            )
        world.episodes[f"{case}: asked again since"] = closed
        hearings.refer(scene, closed, by="priya", to="Open Road Interviews")
    for username, form in (("asha", "report"), ("joss", "report"), ("ben", _form_of(episodes))):
        typed = {"why_worried": ["draft"], "own_words": ["draft"], "given_name": ["draft"]}
        keep = draft_kept.keep_of_interview if form != "report" else None
        if keep is None:
            draft_kept.keep(form, typed, by=scene.person(username), now=scene.now)
        else:
            ident = episodes["at larch: interview_held_not_released"].episode_id
            keep(ident, typed, by=scene.person(username), now=scene.now)


def _tokens(world: World) -> None:
    """Another system's token, with the words it was given for."""
    partnership_formed.token(
        world.scene.cast.people["northmoor-system"],
        label="The force's own system",
        now=LONG_AGO,
        lasts=timedelta(days=800),
    )
    person = world.scene.cast.people["asha"]
    of_session = "a canary's"
    signing_in.begun(person, token=of_session, device="The front desk", now=LONG_AGO)


def _form_of(episodes: dict[str, scenes.Missing]) -> str:
    ident = episodes["at larch: interview_held_not_released"].episode_id
    return draft_kept.interview(ident)


def _written_of_a_search(
    scene: scenes.Scene, missing: scenes.Missing, *, by: tuple[str, str] = ("ines", "sol")
) -> None:
    police, council = by
    verbs.review(scene, missing, by=police)
    verbs.change_type(scene, missing, by=police)
    verbs.sight(scene, missing, by=police)
    verbs.suppose(scene, missing, by=council)
    made = verbs.sight(scene, missing, by=police).made_id
    words_corrected.sighting(
        missing.episode_id,
        made,
        told.Sighting(scene.ago(hours=1), "The weir", Certainty.POSSIBLE, "A walker"),
        why="Misheard",
        by=scene.person(police),
        now=scene.now,
    )
    step = answers.add_step(scene, missing, by=police)
    response_agreed.take(missing.episode_id, step, by=scene.person("callum"), now=scene.now)
    response_agreed.done(
        missing.episode_id, step, outcome="Seen", by=scene.person("callum"), now=scene.now
    )
    _judged_again(scene, missing, police=police, council=council)
    _not_told(scene, missing, by=police)
    offered = answers.hand_over(scene, missing, by=police)
    answers.decline_handover(scene, missing, offered, by=police)


def _judged_again(
    scene: scenes.Scene, missing: scenes.Missing, *, police: str, council: str
) -> None:
    for who in (police, council):
        risk_assessed.record(
            missing.episode_id,
            told.Assessment(
                Level.HIGH,
                "Seen with adults",
                would_change="Word from the child",
                factors=tuple(
                    told.Factor(each.code, Answer.YES, "Said so", "A friend") for each in FACTORS
                ),
            ),
            by=scene.person(who),
            now=scene.now,
        )
    joint = joint_risk_agreed.propose(
        missing.episode_id,
        told.JointAssessment(Level.HIGH, "Agreed", "As before"),
        by=scene.person(police),
        now=scene.now,
    ).made_id
    joint_risk_agreed.sign(
        missing.episode_id, joint, explanation="Yes", by=scene.person(council), now=scene.now
    )


def _not_told(scene: scenes.Scene, missing: scenes.Missing, *, by: str) -> None:
    contact = next(
        each.contact_id
        for each in child_queries.contacts_of(child_queries.known(missing.child_id))
        if not each.unsafe_to_tell
    )
    person = scene.person(by)
    family_told.told(missing.episode_id, contact, how="by telephone", by=person, now=scene.now)
    for decide in (family_told.not_told, family_told.may_be_told):
        decide(missing.episode_id, contact, reason="Asked us", by=person, now=scene.now)


def _written_of_a_return(
    scene: scenes.Scene, missing: scenes.Missing, episodes: dict[str, scenes.Missing]
) -> None:
    endings.see(scene, missing, by="tomas")
    correction_made.returned(
        missing.episode_id,
        told.Returned(scene.ago(minutes=50), ReturnedTo.PLACEMENT, "Later than said", FoundBy.SELF),
        why="The clock was wrong",
        by=scene.person("tomas"),
        now=scene.now,
    )
    unanswered = episodes["at larch: offered_and_unanswered"]
    interview_offered.tried(
        unanswered.episode_id,
        told.Attempt(scene.now, "by letter", "No answer"),
        by=scene.person("ben"),
        now=scene.now,
    )
    hearings.not_offered(scene, episodes["at larch: returned_not_seen"], by="peter")
    _held_back_since(scene, episodes)
    agreed = episodes["at larch: support_agreed"]
    (action,) = support_queries.everything(agreed.episode_id).actions
    support_worked.not_done(
        agreed.episode_id, action.id, reason="Moved", by=scene.person("sol"), now=scene.now
    )
    apart = episodes["at larch: assessed_apart_by_two_levels"]
    verbs.answer_challenge(scene, apart, by="ines")


def _declined(world: World) -> None:
    """Some could not take what their posts were told, of one episode of each case."""
    for case in CASES:
        missing = world.episodes[f"{case}: reported_just_now"]
        for who in world.scene.cast.people:
            answers.decline_notices(world.scene, missing, by=who, reason="With another child")


def _on_duty(world: World) -> None:
    """The inspectors of a force are on duty round the clock, and a sergeant at weekends."""
    scene = world.scene
    for kind, who, days in (
        (PostKind.DUTY_INSPECTOR, "ines", range(7)),
        (PostKind.DUTY_SERGEANT, "tomas", (5, 6)),
    ):
        post = scene.cast.post("Northmoor Police", kind)
        line = rotas.NewShift(
            scene.cast.people[who], frozenset(days), time(7), time(7), LONG_AGO.date()
        )
        rotas.add_shifts(post, line, by=None, at=LONG_AGO)
    rota_gaps.look(now=NOW)


def _held_back_since(scene: scenes.Scene, episodes: dict[str, scenes.Missing]) -> None:
    """What was released is held back again: the child has asked for it since."""
    for case, by in (("at larch", "ben"), ("quiet", "ben"), ("eastvale", "mei")):
        missing = episodes[f"{case}: findings_released"]
        for part in (InterviewPart.SHAREABLE, InterviewPart.INTELLIGENCE):
            hearings.release(scene, missing, by=by, part=part, released=False, reason="Asked us")


ENDED = (
    ("at larch: findings_released", ("placement", "school", "interview_provider", "health")),
    ("at larch: support_agreed", ("responsible_authority", "placement")),
    ("out of area: sighted", ("home_force", "host_authority")),
    ("quiet: findings_released", ("host_force", "health", "interview_provider")),
    ("eastvale: away_three_days", ("national_unit", "other_forces")),
)


_END = (
    "WITH ended AS (UPDATE episodes_party SET ended_at = %(at)s, ended_by_id = %(by)s"
    " WHERE episode_id = %(episode)s AND capacity = ANY(%(parts)s) RETURNING agency_id)"
    " UPDATE response_notice SET acknowledged_at = %(at)s, acknowledged_by_id = %(by)s"
    " WHERE episode_id = %(episode)s AND acknowledged_at IS NULL"
    " AND agency_id IN (SELECT agency_id FROM ended)"
)


def _parts_ended(world: World) -> None:
    """Some parts have ended, once nothing was left to do, and nothing gives them again."""
    with connection.cursor() as cursor:
        for name, capacities in ENDED:
            cursor.execute(
                _END,
                {
                    "at": world.scene.ago(minutes=30),
                    "by": world.scene.cast.people["ines"],
                    "episode": world.episodes[name].episode_id,
                    "parts": list(capacities),
                },
            )
