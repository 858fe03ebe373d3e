"""The part of the list of rules that is about how an absence ends (see `contents`)."""

from wayhome.rules import sources as s

ROWS: tuple[tuple[str, str, tuple[s.Source, ...]], ...] = (
    (
        "Where an episode stands is worked out from what is recorded, strongest outcome first.",
        "episode_state.state_of",
        (s.DEFINITION, s.RETURN_INTERVIEW),
    ),
    (
        "An interview is settled when it was held, declined twice, or not offered for a reason "
        "someone authorised.",
        "episode_state.interview_is_settled",
        (s.RETURN_INTERVIEW, s.SECOND_OFFER),
    ),
    (
        "A return or a death recorded by mistake is withdrawn and the absence goes on, unless the "
        "child was heard, answered an offer, or is missing again since.",
        "withdrawing.why_not_return",
        (s.DEFINITION, s.RETURN_INTERVIEW),
    ),
    (
        "A find is withdrawn only after the return and the sight by police that rest on it.",
        "withdrawing.why_not_find",
        (s.DEFINITION, s.CONTRADICTIONS),
    ),
    (
        "That police saw the child is not withdrawn while their record is closed on it.",
        "withdrawing.why_not_seen",
        (s.PREVENTION_INTERVIEW, s.CONTRADICTIONS),
    ),
    (
        "Nobody owes what only a return, a find or a sight asks for once that is withdrawn.",
        "withdrawing.not_owed_now",
        (s.DEFINITION, s.RETURN_INTERVIEW, s.PREVENTION_INTERVIEW),
    ),
    (
        "An episode is not closed while something that must be done first is undone.",
        "episode_state.closing_blockers",
        (s.DEFINITION, s.PREVENTION_INTERVIEW, s.RETURN_INTERVIEW, s.SHARED_FINDINGS),
    ),
)
