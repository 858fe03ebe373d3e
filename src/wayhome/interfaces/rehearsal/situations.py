"""Situations: an invented child brought to one point of the journey, named for that point.

Each function takes a scene whose clock stands at the end of the situation ("now"), plays what
went before it at the times it happened, and gives the episode. Afterwards the clock stands
where it stood.
"""

from wayhome.interfaces.rehearsal import (
    answers,
    children,
    endings,
    hearings,
    history,
    nights,
    scenes,
    verbs,
)
from wayhome.journey import time_passed
from wayhome.rules import told
from wayhome.rules.vocabulary import Level

AMIRA = children.AMIRA


def reported_just_now(
    scene: scenes.Scene, portrait: children.Portrait = AMIRA, *, last_seen_hours: float = 3
) -> scenes.Missing:
    """Reported this minute; nobody has assessed. Nights away before this are over and closed."""
    with nights.earlier(scene, days=max(portrait.nights_before, default=0) + 30):
        known = children.introduce(scene, portrait)
    if portrait.brought_in:
        history.bring_in(scene, portrait, days=portrait.brought_in)
    for days in portrait.nights_before:
        with nights.earlier(scene, days=days):
            nights.night_before(scene, known, portrait=portrait)
    return verbs.report(
        scene, known, by=portrait.team.reporter, last_seen_at=scene.ago(hours=last_seen_hours)
    )


def reported_an_hour_ago(
    scene: scenes.Scene, portrait: children.Portrait = AMIRA, *, hours: float = 1
) -> scenes.Missing:
    """Reported an hour ago; nobody has assessed."""
    with nights.earlier(scene, hours=hours):
        return reported_just_now(scene, portrait)


def reported_and_nobody_acted(
    scene: scenes.Scene, portrait: children.Portrait = AMIRA
) -> scenes.Missing:
    """Reported five hours ago; notices unread, duties overdue and up their ladders."""
    missing = reported_an_hour_ago(scene, portrait, hours=5)
    time_passed.record(now=scene.now)
    return missing


def unknown_child(scene: scenes.Scene, *, council: str = "Harrowfell Council") -> scenes.Missing:
    """A child nobody can name, reported by a call handler."""
    said = told.Child(description="A boy of ten or twelve, red school jumper, crying")
    return verbs.report(
        scene, by="asha", child_said=said, council=council, why="Seen alone at night"
    )


def out_of_area_child(scene: scenes.Scene) -> scenes.Missing:
    """A Harrowfell child placed in Tideway House: two councils and two forces have a part."""
    return reported_just_now(scene, children.OUT_OF_AREA)


def unsafe_parent(scene: scenes.Scene) -> scenes.Missing:
    """One parent must not be told, and the decision is recorded."""
    return reported_an_hour_ago(scene, children.UNSAFE_FATHER)


def marked_for_exploitation(scene: scenes.Scene) -> scenes.Missing:
    """A known concern: starts at high, and asks for a strategy discussion."""
    return reported_an_hour_ago(scene, children.MARKED)


def repeat_three_in_thirty_days(scene: scenes.Scene) -> scenes.Missing:
    """The third time in thirty days, reported now: a strategy discussion is asked for."""
    return reported_just_now(scene, children.OFTEN_AWAY)


def second_report(scene: scenes.Scene, portrait: children.Portrait = AMIRA) -> scenes.Missing:
    """Reported twice: the second report joined the first."""
    missing = reported_an_hour_ago(scene, portrait)
    with nights.earlier(scene, hours=0.5):
        verbs.report_again(scene, missing, by=portrait.team.police)
    return missing


def assessed_by_police_only(
    scene: scenes.Scene, portrait: children.Portrait = AMIRA
) -> scenes.Missing:
    """The police have assessed; children's services have not, and may not see it yet."""
    missing = reported_an_hour_ago(scene, portrait, hours=0.5)
    with nights.earlier(scene, hours=0.2):
        verbs.assess(scene, missing, by=portrait.team.police)
    return missing


def assessed_apart_by_two_levels(
    scene: scenes.Scene, portrait: children.Portrait = AMIRA
) -> scenes.Missing:
    """Police say low and children's services say high: a challenge is open."""
    team = portrait.team
    missing = reported_an_hour_ago(scene, portrait, hours=1.5)
    with nights.earlier(scene, hours=0.5):
        verbs.assess(
            scene, missing, by=team.police, level=Level.LOW, reasons="Often out late, comes back"
        )
        verbs.assess(
            scene,
            missing,
            by=team.social_worker,
            level=Level.HIGH,
            reasons="Older men have been waiting outside school",
            worries=("sexual_exploitation", "adults"),
        )
    return missing


def joint_level_waits_for_a_signature(
    scene: scenes.Scene, portrait: children.Portrait = AMIRA
) -> scenes.Missing:
    """Both have assessed; the police have put a level forward and the council has not signed."""
    team = portrait.team
    missing = reported_an_hour_ago(scene, portrait, hours=2)
    with nights.earlier(scene, hours=1):
        verbs.assess(scene, missing, by=team.police)
        verbs.assess(scene, missing, by=team.social_worker)
        verbs.propose(scene, missing, by=team.police)
    return missing


def agreed_high(
    scene: scenes.Scene, portrait: children.Portrait = AMIRA, *, hours: float = 3
) -> scenes.Missing:
    """Both sides agreed high; steps are taken."""
    team = portrait.team
    missing = reported_an_hour_ago(scene, portrait, hours=hours)
    with nights.earlier(scene, hours=hours - 0.8):
        nights.agree(scene, missing, team=team, level=Level.HIGH)
        answers.take_steps(scene, missing, by=team.police)
    return missing


def sighted(scene: scenes.Scene, portrait: children.Portrait = AMIRA) -> scenes.Missing:
    """High, sighted half an hour ago: both sides are asked to assess again."""
    missing = agreed_high(scene, portrait, hours=6)
    with nights.earlier(scene, hours=0.5):
        verbs.suppose(scene, missing, by=portrait.team.police_coordinator)
        verbs.sight(scene, missing, by=portrait.team.police)
    return missing


def awaiting_handover(scene: scenes.Scene, portrait: children.Portrait = AMIRA) -> scenes.Missing:
    """Offered to the coordinator an hour ago, who has not answered; the giver still owns it."""
    team = portrait.team
    missing = agreed_high(scene, portrait, hours=8)
    with nights.earlier(scene, hours=1):
        agency = scene.person(team.police).agency_name
        answers.hand_over(scene, missing, by=team.police, agency=agency)
    time_passed.record(now=scene.now)
    return missing


def away_three_days(scene: scenes.Scene, portrait: children.Portrait = AMIRA) -> scenes.Missing:
    """Still missing after 73 hours: other forces and the national unit are told."""
    missing = agreed_high(scene, portrait, hours=73)
    time_passed.record(now=scene.now)
    return missing


def located_not_returned(
    scene: scenes.Scene, portrait: children.Portrait = AMIRA
) -> scenes.Missing:
    """Found two hours ago, and will not come back."""
    missing = agreed_high(scene, portrait, hours=10)
    with nights.earlier(scene, hours=2):
        endings.locate(
            scene, missing, by=portrait.team.police, circumstances="At a friend's; will not leave"
        )
    return missing


def returned_not_seen(scene: scenes.Scene, portrait: children.Portrait = AMIRA) -> scenes.Missing:
    """Back an hour ago; the police have not seen the child yet."""
    missing = agreed_high(scene, portrait, hours=12)
    with nights.earlier(scene, hours=1):
        nights.come_back(scene, missing, portrait=portrait)
    return missing


def returned_not_offered_60_hours_ago(
    scene: scenes.Scene, portrait: children.Portrait = AMIRA
) -> scenes.Missing:
    """Back for 60 hours and seen, and nobody has offered an interview: 12 hours are left."""
    missing = _returned(scene, portrait, hours=60)
    time_passed.record(now=scene.now)
    return missing


def never_offered(scene: scenes.Scene, portrait: children.Portrait = AMIRA) -> scenes.Missing:
    """Back for 80 hours and nobody has offered an interview: overdue, and up the ladder."""
    missing = _returned(scene, portrait, hours=80)
    time_passed.record(now=scene.now)
    return missing


def _returned(scene: scenes.Scene, portrait: children.Portrait, *, hours: float) -> scenes.Missing:
    """Missing for nine hours, back so long ago, seen by police, referred to a charity."""
    team = portrait.team
    missing = agreed_high(scene, portrait, hours=hours + 9)
    with nights.earlier(scene, hours=hours):
        nights.come_back(scene, missing, portrait=portrait)
    with nights.earlier(scene, hours=hours - 2):
        endings.see(scene, missing, by=team.police)
        answers.tell_family(scene, missing, by=team.police)
        hearings.refer(scene, missing, by=team.council_coordinator, to=team.provider)
    return missing


def offered_and_unanswered(
    scene: scenes.Scene, portrait: children.Portrait = AMIRA
) -> scenes.Missing:
    """Offered yesterday; the child has not said yes or no."""
    missing = _returned(scene, portrait, hours=48)
    with nights.earlier(scene, hours=24):
        hearings.offer(scene, missing, by=portrait.team.interviewer)
    with nights.earlier(scene, hours=3):
        hearings.try_to_reach(scene, missing, by=portrait.team.interviewer)
    return missing


def declined_once(scene: scenes.Scene, portrait: children.Portrait = AMIRA) -> scenes.Missing:
    """Declined once, with a reason: a second offer is owed."""
    by = portrait.team.interviewer
    missing = _returned(scene, portrait, hours=72)
    with nights.earlier(scene, hours=48):
        hearings.decline(scene, missing, hearings.offer(scene, missing, by=by), by=by)
    return missing


def interview_accepted(scene: scenes.Scene, portrait: children.Portrait = AMIRA) -> scenes.Missing:
    """The child said yes; the interview is still to be held."""
    by = portrait.team.interviewer
    missing = _returned(scene, portrait, hours=48)
    with nights.earlier(scene, hours=20):
        hearings.accept(scene, missing, hearings.offer(scene, missing, by=by), by=by)
    return missing


def interview_held_not_released(
    scene: scenes.Scene, portrait: children.Portrait = AMIRA, *, hours: float = 96
) -> scenes.Missing:
    """Held yesterday; nobody has decided what may be shared."""
    by = portrait.team.interviewer
    missing = _returned(scene, portrait, hours=hours)
    with nights.earlier(scene, hours=hours - 20):
        hearings.accept(scene, missing, hearings.offer(scene, missing, by=by), by=by)
    with nights.earlier(scene, hours=24):
        hearings.hold(scene, missing, by=by)
    return missing


def findings_released(scene: scenes.Scene, portrait: children.Portrait = AMIRA) -> scenes.Missing:
    """The shareable part and the intelligence are released; support is still to be agreed."""
    missing = interview_held_not_released(scene, portrait)
    with nights.earlier(scene, hours=20):
        hearings.release_all(scene, missing, by=portrait.team.interviewer)
    return missing


def support_agreed(scene: scenes.Scene, portrait: children.Portrait = AMIRA) -> scenes.Missing:
    """Support is agreed; the records are still open."""
    team = portrait.team
    missing = findings_released(scene, portrait)
    with nights.earlier(scene, hours=12):
        endings.agree_support(scene, missing, by=team.social_worker, agency=team.council)
    return missing


def closed(scene: scenes.Scene, portrait: children.Portrait = AMIRA) -> scenes.Missing:
    """Home, heard, helped and closed."""
    missing = support_agreed(scene, portrait)
    with nights.earlier(scene, hours=2):
        nights.finish(scene, missing, team=portrait.team)
    return missing
