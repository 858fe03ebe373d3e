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
    nights,
    scenes,
    verbs,
)
from wayhome.journey import time_passed
from wayhome.rules import told
from wayhome.rules.vocabulary import Level

AMIRA = children.AMIRA


def reported_just_now(
    scene: scenes.Scene, portrait: children.Portrait = AMIRA, *, by: str = "joss"
) -> scenes.Missing:
    """Reported this minute; nobody has assessed."""
    with nights.earlier(scene, days=30):
        known = children.introduce(scene, portrait)
    return verbs.report(scene, known, by=by)


def _reported(
    scene: scenes.Scene, portrait: children.Portrait = AMIRA, *, hours: float, by: str = "joss"
) -> scenes.Missing:
    with nights.earlier(scene, hours=hours):
        return reported_just_now(scene, portrait, by=by)


def reported_and_nobody_acted(scene: scenes.Scene, *, hours: float = 5) -> scenes.Missing:
    """Reported hours ago; notices unread, duties overdue and up their ladders."""
    missing = _reported(scene, hours=hours)
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
    return reported_just_now(scene, children.OUT_OF_AREA, by="tariq")


def unsafe_parent(scene: scenes.Scene) -> scenes.Missing:
    """One parent must not be told, and the decision is recorded."""
    return _reported(scene, children.UNSAFE_FATHER, hours=1)


def marked_for_exploitation(scene: scenes.Scene) -> scenes.Missing:
    """A known concern: starts at high, and asks for a strategy discussion."""
    return _reported(scene, children.MARKED, hours=1)


def assessed_by_police_only(scene: scenes.Scene) -> scenes.Missing:
    """The police have assessed; children's services have not, and may not see it yet."""
    missing = _reported(scene, hours=0.5)
    with nights.earlier(scene, hours=0.2):
        verbs.assess(scene, missing, by="tomas")
    return missing


def assessed_apart_by_two_levels(scene: scenes.Scene) -> scenes.Missing:
    """Police say low and children's services say high: a challenge is open."""
    missing = _reported(scene, hours=1.5)
    with nights.earlier(scene, hours=0.5):
        verbs.assess(scene, missing, by="tomas", level=Level.LOW, reasons="Often stays out")
        verbs.assess(scene, missing, by="sol", level=Level.HIGH, reasons="Older men outside")
    return missing


def joint_level_waits_for_a_signature(scene: scenes.Scene) -> scenes.Missing:
    """Both have assessed; the police have put a level forward and the council has not signed."""
    missing = _reported(scene, hours=2)
    with nights.earlier(scene, hours=1):
        verbs.assess(scene, missing, by="tomas")
        verbs.assess(scene, missing, by="sol")
        verbs.propose(scene, missing)
    return missing


def agreed_high(
    scene: scenes.Scene, portrait: children.Portrait = AMIRA, *, hours: float = 3
) -> scenes.Missing:
    """Both sides agreed high; steps are taken."""
    missing = _reported(scene, portrait, hours=hours)
    with nights.earlier(scene, hours=hours * 2 / 3):
        nights.agree(scene, missing, level=Level.HIGH)
        answers.take_steps(scene, missing, by="tomas")
    return missing


def sighted(scene: scenes.Scene) -> scenes.Missing:
    """High, sighted half an hour ago: both sides are asked to assess again."""
    missing = agreed_high(scene, hours=6)
    with nights.earlier(scene, hours=0.5):
        verbs.sight(scene, missing)
    return missing


def awaiting_handover(scene: scenes.Scene) -> scenes.Missing:
    """Offered to the duty inspector an hour ago, who has not answered; the giver still owns it."""
    missing = agreed_high(scene, hours=8)
    with nights.earlier(scene, hours=1):
        answers.hand_over(scene, missing)
    time_passed.record(now=scene.now)
    return missing


def verbs_handover(scene: scenes.Scene, missing: scenes.Missing) -> None:
    """The sergeant's shift ends."""
    answers.hand_over(scene, missing)


def away_three_days(scene: scenes.Scene) -> scenes.Missing:
    """Still missing after 73 hours: other forces and the national unit are told."""
    missing = agreed_high(scene, hours=73)
    time_passed.record(now=scene.now)
    return missing


def located_not_returned(
    scene: scenes.Scene, portrait: children.Portrait = AMIRA
) -> scenes.Missing:
    """Found two hours ago, and will not come back."""
    missing = agreed_high(scene, portrait, hours=10)
    with nights.earlier(scene, hours=2):
        endings.locate(scene, missing, circumstances="At a friend's; refuses to leave")
    return missing


def returned_not_seen(scene: scenes.Scene) -> scenes.Missing:
    """Back an hour ago; the police have not seen the child yet."""
    missing = agreed_high(scene, hours=12)
    with nights.earlier(scene, hours=1):
        endings.return_home(scene, missing, by="joss")
    return missing


def returned_not_offered_60_hours_ago(scene: scenes.Scene) -> scenes.Missing:
    """Back for 60 hours and seen, and nobody has offered an interview: 12 hours are left."""
    missing = _returned(scene, hours=60)
    time_passed.record(now=scene.now)
    return missing


def _returned(
    scene: scenes.Scene, portrait: children.Portrait = AMIRA, *, hours: float
) -> scenes.Missing:
    """Missing for nine hours, back so long ago, seen by police, referred to a charity."""
    missing = agreed_high(scene, portrait, hours=hours + 9)
    with nights.earlier(scene, hours=hours):
        endings.return_home(scene, missing, by="joss")
    with nights.earlier(scene, hours=hours - 2):
        endings.see(scene, missing)
        answers.tell_family(scene, missing)
        hearings.refer(scene, missing)
    return missing


def offered_and_unanswered(scene: scenes.Scene) -> scenes.Missing:
    """Offered yesterday; the child has not said yes or no."""
    missing = _returned(scene, hours=48)
    with nights.earlier(scene, hours=24):
        hearings.offer(scene, missing)
    with nights.earlier(scene, hours=3):
        hearings.try_to_reach(scene, missing)
    return missing


def declined_once(scene: scenes.Scene) -> scenes.Missing:
    """Declined once, with a reason: a second offer is owed."""
    missing = _returned(scene, hours=72)
    with nights.earlier(scene, hours=48):
        offered = hearings.offer(scene, missing)
        hearings.decline(scene, missing, offered)
    return missing


def interview_accepted(scene: scenes.Scene) -> scenes.Missing:
    """The child said yes; the interview is still to be held."""
    missing = _returned(scene, hours=48)
    with nights.earlier(scene, hours=20):
        hearings.accept(scene, missing, hearings.offer(scene, missing))
    return missing


def interview_held_not_released(
    scene: scenes.Scene, portrait: children.Portrait = AMIRA, *, hours: float = 96
) -> scenes.Missing:
    """Held yesterday; nobody has decided what may be shared."""
    missing = _returned(scene, portrait, hours=hours)
    with nights.earlier(scene, hours=hours - 20):
        hearings.accept(scene, missing, hearings.offer(scene, missing))
    with nights.earlier(scene, hours=24):
        hearings.hold(scene, missing)
    return missing


def findings_released(scene: scenes.Scene, portrait: children.Portrait = AMIRA) -> scenes.Missing:
    """The shareable part and the intelligence are released; support is still to be agreed."""
    missing = interview_held_not_released(scene, portrait)
    with nights.earlier(scene, hours=20):
        hearings.release_all(scene, missing)
    return missing


def support_agreed(scene: scenes.Scene, portrait: children.Portrait = AMIRA) -> scenes.Missing:
    """Support is agreed; the records are still open."""
    missing = findings_released(scene, portrait)
    with nights.earlier(scene, hours=12):
        endings.agree_support(scene, missing)
    return missing


def closed(scene: scenes.Scene, portrait: children.Portrait = AMIRA) -> scenes.Missing:
    """Home, heard, helped and closed."""
    missing = support_agreed(scene, portrait)
    with nights.earlier(scene, hours=2):
        nights.finish(scene, missing)
    return missing


def repeat_three_in_thirty_days(scene: scenes.Scene) -> scenes.Missing:
    """The third time in thirty days, reported now: a strategy discussion is asked for."""
    with nights.earlier(scene, days=60):
        known = children.introduce(
            scene,
            children.Portrait("Rhys", "Pretend", council="Millbrook Council", home="Larch House"),
        )
    for days in (20, 9):
        with nights.earlier(scene, days=days):
            nights.back_by_morning(scene, known)
    return verbs.report(scene, known)
