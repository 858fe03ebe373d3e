"""The steps of an episode, in order. Read this first.

Each module is one thing that happened, with one or a few functions named for it. All have
the same shape: allowed? → record → restate → clocks → who must be told → ledger (acting.py).
"""

STEPS: tuple[tuple[str, str], ...] = (
    ("partnership_formed", "agencies, posts, people and a protocol are set up"),
    ("child_introduced", "a child's record is made or added to, before or during an episode"),
    ("child_kept_from", "a child is kept from a person; two people of two agencies take it back"),
    ("disclosure_withheld", "something of a child is not disclosed to somebody, and is again"),
    ("glass_broken", "a record is opened in an emergency, and the look ends"),
    ("glass_reviewed", "another agency reviews an emergency look"),
    ("report_received", "a child is reported missing; an episode opens, or a report joins one"),
    ("type_changed", "the type of episode changes, with its history kept"),
    ("risk_assessed", "one side records its assessment"),
    ("joint_risk_agreed", "a joint level is put forward, and signed by the other side"),
    ("challenge_answered", "a rung of the ladder answers a difference"),
    ("response_agreed", "a step is added, taken or finished"),
    ("review_held", "a review is held and the next one is set"),
    ("past_review_held", "a record of the past that was labelled absent is looked at"),
    ("duty_answered", "a duty is met, or declined with a reason"),
    ("family_told", "a parent or carer is told, or it is decided not to tell them"),
    ("notice_answered", "a notice is delivered, opened or acknowledged"),
    ("handover_offered", "the episode is offered to another post, and accepted or declined"),
    ("sighting_received", "somebody saw, or may have seen, the child"),
    ("hypothesis_recorded", "an idea of where the child may be"),
    ("child_located", "whereabouts become known"),
    ("child_returned", "the child is back, and the 72 hours start"),
    ("child_seen", "the police hold the prevention interview"),
    ("correction_made", "a moment recorded wrongly is corrected, and its clocks counted again"),
    ("end_withdrawn", "a find, a return or a death recorded by mistake is withdrawn"),
    ("words_corrected", "a sighting or an answer that was recorded wrongly is corrected"),
    ("records_ended", "the police record is closed; the council's record is finalised"),
    ("interview_offered", "the return home interview is referred, offered, tried and answered"),
    ("interview_not_offered", "why no offer could be made: authorised, corrected or taken back"),
    ("interview_corrected", "an offer, its answer or a try that was recorded wrongly is corrected"),
    ("interview_held", "the interview is held, and its parts are released or held back"),
    ("support_agreed", "support is agreed, or why none is needed; we did what was asked"),
    ("support_worked", "who was asked to give support did, or says why not"),
    ("episode_closed", "the episode closes, once nothing stands in the way"),
    ("time_passed", "nobody acted: what is overdue climbs its ladder"),
)
