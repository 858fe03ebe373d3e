"""The whole journey, in any order, by anybody, against the real database: nothing is lost.

Rules are the steps; people are drawn at random, right ones and wrong ones; time moves on, over
the nights the clocks change. A refusal is an answer; an error without a name is a fault. After
every step what must always be true is asked of the database itself.

WAYHOME_LONG_TESTS=400 plays so many, longer and different each time.
"""

import os
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import hypothesis
import pytest
from django.db import ProgrammingError, connection, transaction
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests.journey import oracle, world

from wayhome.interfaces.rehearsal import cast as casting
from wayhome.journey import (
    account,
    challenge_answered,
    child_introduced,
    child_located,
    child_returned,
    child_seen,
    correction_made,
    duty_answered,
    end_withdrawn,
    episode_closed,
    family_told,
    handover_offered,
    hypothesis_recorded,
    interview_corrected,
    interview_held,
    interview_not_offered,
    interview_offered,
    joint_risk_agreed,
    notice_answered,
    records_ended,
    report_received,
    response_agreed,
    review_held,
    risk_assessed,
    sighting_received,
    support_agreed,
    support_worked,
    time_passed,
    type_changed,
    words_corrected,
)
from wayhome.records.children import queries as children
from wayhome.records.episodes import queries as episodes
from wayhome.rules import access, told
from wayhome.rules.reasons import DeclineReason, NotOfferedReason
from wayhome.rules.vocabulary import (
    Answer,
    Certainty,
    EpisodeType,
    FoundBy,
    InterviewPart,
    Level,
    Marker,
    OfferAnswer,
    PreventionMode,
    ProviderType,
    ReturnedTo,
)

pytestmark = pytest.mark.django_db

PEOPLE = [person.username for person in casting.PEOPLE]
BEGINNINGS = [
    datetime(2026, 3, 28, 19, 30, tzinfo=UTC),  # the clocks go forward that night
    datetime(2026, 10, 24, 19, 30, tzinfo=UTC),  # and back
    datetime(2026, 12, 24, 12, 0, tzinfo=UTC),  # into bank holidays
]
WAITS = [1, 7, 45, 130, 400, 1000, 1500, 4400]
LONG = int(os.environ.get("WAYHOME_LONG_TESTS", "0"))
EPISODE = st.integers(min_value=0, max_value=5)
COMPETENT = st.integers(min_value=0, max_value=3).map(bool)
WHO = st.integers(min_value=0, max_value=len(PEOPLE) - 1)
AGO = st.sampled_from([-30, 0, 0, 0, 2, 30, 90, 300, 2000])
WORDS = st.sampled_from(["said plainly", "another reason", "", "ŵ ’ 🙂"])
PICK = st.integers(min_value=0, max_value=20)


class Nothing(RuntimeError):
    """There is nothing yet for this step to be about."""


class Journey(RuleBasedStateMachine):
    """Children who go missing, and everybody around them."""

    def __init__(self):
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.children, self.known, self.pasts, self.keys = [], {}, [], 0
        self.episodes = []

    def teardown(self):
        try:
            oracle.check_every_past_moment(self.pasts)
        finally:
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    @initialize(beginning=st.sampled_from(BEGINNINGS))
    def begin(self, beginning):
        self.now = beginning
        self.cast = casting.find()
        self.people = {}
        for _ in range(2):
            child = world.introduce(self.cast, now=self.now, age_stated=15)
            self.children.append(child)
        answer = world.report(self.cast, self.children[0], now=self.now, key="first")
        self.episodes.append(episodes.locked(answer["episode_id"]).id)

    # ------------------------------------------------------------ who, what, when

    def viewer(self, name):
        if name not in self.people:
            self.people[name] = self.cast.viewer(name, now=self.now)
        return self.people[name]

    def somebody(self, deed, *, competent, who, episode=None):
        """A person by number: among those who may do this, or anybody at all."""
        parties = episodes.parties_of(episode) if episode else None
        able = [
            name
            for name in PEOPLE
            if access.decide(self.viewer(name), deed, parties=parties).allowed
        ]
        among = able if competent and able else PEOPLE
        return self.viewer(among[who % len(among)])

    def episode(self, number):
        if not self.episodes:
            raise Nothing
        return self.episodes[-1 - number % len(self.episodes)]

    def whole(self, episode_id):
        return account.whole_of(episodes.locked(episode_id), as_of=self.now)

    def one_of(self, things, number):
        if not things:
            raise Nothing
        return things[number % len(things)]

    def at(self, ago):
        return self.now - timedelta(minutes=ago)

    def take(self, step, *arguments, **named):
        """Take a step as the application does: whole, or not at all; a refusal has a name."""
        with suppress(*world.NAMED), transaction.atomic():
            answer = step(*arguments, now=self.now, **named)
            world.settle()
            return answer
        return None

    def try_to(self, deed, step, number, *rest, competent, who, **named):
        episode_id = self.episode(number)
        by = self.somebody(deed, competent=competent, who=who, episode=episode_id)
        return self.take(step, episode_id, *rest, by=by, **named)

    # ------------------------------------------------------------ time

    @rule(minutes=st.sampled_from(WAITS))
    def time_goes_by(self, minutes):
        self.now += timedelta(minutes=minutes)

    @rule()
    def the_sweep_comes_round(self):
        self.take(time_passed.record)

    # ------------------------------------------------------------ reports and children

    @rule(child=PICK, ago=AGO, seen=AGO, type_=st.sampled_from(EpisodeType), who=WHO, fit=COMPETENT)
    def somebody_reports_a_child_missing(self, child, ago, seen, type_, who, fit):
        self.keys += 1
        known = child % 4 < 3
        details = {} if known else {"given_name": "Wil", "family_name": "Sample"}
        said = told.MissingReport(
            reporter=told.Reporter("A carer"),
            why_worried="Not home",
            child=told.Child(**details),
            child_id=self.children[child % len(self.children)] if known else None,
            type=type_,
            received_at=self.at(ago) if ago else None,
            last_seen_at=self.at(ago + seen) if seen else None,
            council_id=self.cast.agencies["Millbrook Council"],
            answers=(told.TopicAnswer("worry", "Not home"),),
        )
        by = self.viewer("joss") if fit else self.viewer(PEOPLE[who])
        first = self.take(report_received.record, said, key=str(self.keys), by=by)
        again = self.take(report_received.record, said, key=str(self.keys), by=by)
        assert first is None or again == first
        if first and not first["joined"]:
            episode = episodes.locked(first["episode_id"])
            self.episodes.append(episode.id)

    @rule(child=PICK, unsafe=st.booleans(), words=WORDS, who=WHO, correct=st.booleans())
    def a_parent_becomes_known(self, child, unsafe, words, who, correct):
        child_id = self.children[child % len(self.children)]
        contacts = children.known(child_id).contacts
        self.take(
            child_introduced.learned,
            child_id,
            told.Child(),
            supplied_by="a carer",
            contact=told.Contact("Sara Example", "mother", "", "", unsafe, words),
            corrects_contact_id=contacts[0].id if contacts and correct else None,
            by=self.viewer("joss" if who % 2 else PEOPLE[who]),
        )

    @rule(
        child=PICK,
        council=st.sampled_from(["Harrowfell Council", "Eastvale County Council"]),
        who=st.sampled_from(["nadia", "elin", "tomas", "joss"]),
    )
    def care_changes_hands(self, child, council, who):
        self.take(
            child_introduced.learned,
            self.children[child % len(self.children)],
            told.Child(),
            supplied_by="the council",
            arrangement=told.Arrangement(
                responsible_authority_id=self.cast.agencies[council],
                placement_id=self.cast.agencies["Larch House"],
                is_looked_after=True,
            ),
            concern=told.Concern(Marker.SELF_HARM, "Said so", "a carer"),
            by=self.viewer(who),
        )

    @rule(number=EPISODE, type_=st.sampled_from(EpisodeType), words=WORDS, fit=COMPETENT, who=WHO)
    def the_type_changes(self, number, type_, words, fit, who):
        with suppress(Nothing):
            self.try_to(
                access.Deed.CHANGE_TYPE,
                type_changed.record,
                number,
                type_,
                reason=words,
                competent=fit,
                who=who,
            )

    # ------------------------------------------------------------ risk

    @rule(
        number=EPISODE,
        police=st.booleans(),
        level=st.sampled_from(Level),
        twice=st.booleans(),
        fit=COMPETENT,
        who=WHO,
    )
    def a_side_assesses(self, number, police, level, twice, fit, who):
        deed = (
            access.Deed.ASSESS_FOR_POLICE if police else access.Deed.ASSESS_FOR_CHILDRENS_SERVICES
        )
        factors = (told.Factor("weather", Answer.NOT_KNOWN),) * (2 if twice else 1)
        said = told.Assessment(level, "As seen", factors=factors)
        with suppress(Nothing):
            self.try_to(deed, risk_assessed.record, number, said, competent=fit, who=who)

    @rule(number=EPISODE, level=st.sampled_from(Level), words=WORDS, police=st.booleans(), who=WHO)
    def a_joint_level_is_put_forward(self, number, level, words, police, who):
        deed = (
            access.Deed.ASSESS_FOR_POLICE if police else access.Deed.ASSESS_FOR_CHILDRENS_SERVICES
        )
        said = told.JointAssessment(level, "Together", explanation=words)
        with suppress(Nothing):
            made = self.try_to(
                deed, joint_risk_agreed.propose, number, said, competent=True, who=who
            )
            other = (
                access.Deed.ASSESS_FOR_CHILDRENS_SERVICES
                if police
                else access.Deed.ASSESS_FOR_POLICE
            )
            if made and who % 3:
                self.try_to(
                    other,
                    joint_risk_agreed.sign,
                    number,
                    made.made_id,
                    explanation=words,
                    competent=True,
                    who=who,
                )

    @rule(number=EPISODE, pick=PICK, words=WORDS, fit=COMPETENT, who=WHO, police=st.booleans())
    def a_joint_level_is_signed(self, number, pick, words, fit, who, police):
        deed = (
            access.Deed.ASSESS_FOR_POLICE if police else access.Deed.ASSESS_FOR_CHILDRENS_SERVICES
        )
        with suppress(Nothing):
            joint = self.one_of(self.whole(self.episode(number)).risk.joint, pick)
            self.try_to(
                deed,
                joint_risk_agreed.sign,
                number,
                joint.id,
                explanation=words,
                competent=fit,
                who=who,
            )

    @rule(number=EPISODE, fit=COMPETENT, who=WHO)
    def a_challenge_is_answered(self, number, fit, who):
        with suppress(Nothing):
            self.try_to(
                access.Deed.ANSWER_CHALLENGE,
                challenge_answered.record,
                number,
                answer="We stand by it",
                level=None,
                competent=fit,
                who=who,
            )

    # ------------------------------------------------------------ response

    @rule(number=EPISODE, ago=AGO, pick=PICK, fit=COMPETENT, who=WHO)
    def a_step_is_added(self, number, ago, pick, fit, who):
        with suppress(Nothing):
            post = self.one_of(self.whole(self.episode(number)).response.steps, pick).owner_post_id
            said = told.Step("Look again", post, self.now + timedelta(minutes=ago - 10))
            self.try_to(
                access.Deed.ADD_STEP, response_agreed.add, number, said, competent=fit, who=who
            )

    @rule(number=EPISODE, pick=PICK, finish=st.booleans(), fit=COMPETENT, who=WHO)
    def a_step_is_worked(self, number, pick, finish, fit, who):
        with suppress(Nothing):
            step = self.one_of(self.whole(self.episode(number)).response.steps, pick)
            deed = access.Deed.WORK_STEP
            if finish:
                self.try_to(
                    deed,
                    response_agreed.done,
                    number,
                    step.id,
                    outcome="Done",
                    competent=fit,
                    who=who,
                )
            else:
                self.try_to(deed, response_agreed.take, number, step.id, competent=fit, who=who)

    @rule(number=EPISODE, times=st.integers(1, 3), fit=COMPETENT, who=WHO)
    def a_review_is_held(self, number, times, fit, who):
        with suppress(Nothing):
            for _ in range(times):
                self.try_to(
                    access.Deed.REVIEW,
                    review_held.record,
                    number,
                    findings="Nothing new",
                    competent=fit,
                    who=who,
                )

    @rule(number=EPISODE, pick=PICK, meet=st.booleans(), words=WORDS, fit=COMPETENT, who=WHO)
    def a_duty_is_answered(self, number, pick, meet, words, fit, who):
        with suppress(Nothing):
            duty = self.one_of(self.whole(self.episode(number)).response.duties, pick)
            deed = access.Deed.ANSWER_DUTY
            if meet:
                self.try_to(deed, duty_answered.meet, number, duty.id, competent=fit, who=who)
            else:
                self.try_to(
                    deed,
                    duty_answered.decline,
                    number,
                    duty.id,
                    reason=words,
                    competent=fit,
                    who=who,
                )

    @rule(number=EPISODE, pick=PICK, tell=st.booleans(), words=WORDS, fit=COMPETENT, who=WHO)
    def the_family_is_told_or_not(self, number, pick, tell, words, fit, who):
        with suppress(Nothing):
            contact = self.one_of(self.whole(self.episode(number)).child.contacts, pick)
            step = family_told.told if tell else family_told.not_told
            how = {"how": "telephone"} if tell else {"reason": words}
            self.try_to(
                access.Deed.TELL_FAMILY, step, number, contact.id, competent=fit, who=who, **how
            )

    @rule(number=EPISODE, pick=PICK, only_open=st.booleans(), who=WHO)
    def a_notice_is_answered(self, number, pick, only_open, who):
        with suppress(Nothing):
            notice = self.one_of(self.whole(self.episode(number)).response.notices, pick)
            holders = [
                name for name in PEOPLE if notice.post_id in self.viewer(name).post_ids
            ] or PEOPLE
            by = self.viewer(holders[who % len(holders)])
            step = notice_answered.opened if only_open else notice_answered.acknowledged
            self.take(step, notice.id, by=by)

    @rule(number=EPISODE, pick=PICK, fit=COMPETENT, who=WHO, again=st.booleans())
    def a_handover_is_offered(self, number, pick, fit, who, again):
        with suppress(Nothing):
            episode_id = self.episode(number)
            whole = self.whole(episode_id)
            post = self.one_of(
                [duty.owner_post_id for duty in whole.response.duties]
                + [notice.post_id for notice in whole.response.notices],
                pick * 7,
            )
            owner = whole.episode.owner_agency_id
            owners = [name for name in PEOPLE if self.viewer(name).agency_id == owner]
            by = self.viewer(owners[who % len(owners)] if fit else PEOPLE[who])
            for _ in range(1 + again):
                self.take(handover_offered.offer, episode_id, post, why="End of shift", by=by)

    @rule(
        number=EPISODE,
        how=st.sampled_from(["accept", "decline", "withdraw"]),
        words=WORDS,
        pick=PICK,
        who=WHO,
    )
    def a_handover_is_answered(self, number, how, words, pick, who):
        with suppress(Nothing):
            episode_id = self.episode(number)
            offered = self.one_of(self.whole(episode_id).response.handovers[::-1], pick // 7)
            post = offered.from_post_id if how == "withdraw" else offered.to_post_id
            holders = [name for name in PEOPLE if post in self.viewer(name).post_ids] or PEOPLE
            by = self.viewer(holders[who % len(holders)] if who % 4 else PEOPLE[who])
            step = getattr(handover_offered, how)
            said = {"accept": {}, "decline": {"reason": words}, "withdraw": {"why": words}}[how]
            self.take(step, episode_id, offered.id, by=by, **said)

    # ------------------------------------------------------------ search and found

    @rule(number=EPISODE, ago=AGO, fit=COMPETENT, who=WHO, pick=PICK, correct=st.booleans())
    def somebody_sees_the_child(self, number, ago, fit, who, pick, correct):
        said = told.Sighting(self.at(ago), "Town park", Certainty.POSSIBLE, "A driver")
        deed = access.Deed.RECORD_SIGHTING
        with suppress(Nothing):
            before = self.whole(self.episode(number)).search.sightings
            if correct and before:
                self.try_to(
                    deed,
                    words_corrected.sighting,
                    number,
                    self.one_of(before, pick).id,
                    said,
                    why="Another day",
                    competent=fit,
                    who=who,
                )
            else:
                self.try_to(deed, sighting_received.record, number, said, competent=fit, who=who)

    @rule(number=EPISODE, pick=PICK, words=WORDS)
    def an_answer_is_corrected(self, number, pick, words):
        with suppress(Nothing):
            given = self.one_of(self.whole(self.episode(number)).intake.answers, pick)
            self.try_to(
                access.Deed.REPORT,
                words_corrected.answer,
                number,
                given.id,
                told.TopicAnswer("worry", "Said otherwise"),
                why=words,
                competent=True,
                who=pick,
            )

    @rule(number=EPISODE, fit=COMPETENT, who=WHO)
    def somebody_has_an_idea(self, number, fit, who):
        said = told.Hypothesis("At a friend's", "Has been before")
        with suppress(Nothing):
            self.try_to(
                access.Deed.RECORD_HYPOTHESIS,
                hypothesis_recorded.record,
                number,
                said,
                competent=fit,
                who=who,
            )

    @rule(number=EPISODE, ago=AGO, correct=st.booleans(), fit=COMPETENT, who=WHO)
    def the_child_is_located(self, number, ago, correct, fit, who):
        said = told.Located(self.at(ago), "A flat", FoundBy.POLICE)
        step, why = child_located.record, {}
        if correct:
            step, why = correction_made.located, {"why": "A slip"}
        with suppress(Nothing):
            self.try_to(
                access.Deed.RECORD_LOCATED, step, number, said, competent=fit, who=who, **why
            )

    @rule(
        number=EPISODE,
        ago=AGO,
        to=st.sampled_from([ReturnedTo.PLACEMENT, ReturnedTo.HOME, *ReturnedTo]),
        correct=st.booleans(),
        words=WORDS,
        fit=COMPETENT,
        who=WHO,
    )
    def the_child_returns(self, number, ago, to, correct, words, fit, who):
        said = told.Returned(self.at(ago), to)
        step, why = child_returned.record, {}
        if correct:
            step, why = correction_made.returned, {"why": words}
        with suppress(Nothing):
            self.try_to(
                access.Deed.RECORD_RETURN, step, number, said, competent=fit, who=who, **why
            )

    @rule(number=EPISODE, ago=AGO, correct=st.booleans(), fit=COMPETENT, who=WHO)
    def the_police_see_the_child(self, number, ago, correct, fit, who):
        said = told.PreventionInterview(self.at(ago), PreventionMode.FACE_TO_FACE)
        step, why = child_seen.record, {}
        if correct:
            step, why = correction_made.seen, {"why": "A slip"}
        with suppress(Nothing):
            self.try_to(
                access.Deed.RECORD_PREVENTION_INTERVIEW,
                step,
                number,
                said,
                competent=fit,
                who=who,
                **why,
            )

    @rule(
        number=EPISODE,
        end=st.sampled_from(["returned", "located", "seen", "returned"]),
        words=WORDS,
        fit=COMPETENT,
        who=WHO,
    )
    def an_end_recorded_by_mistake_is_withdrawn(self, number, end, words, fit, who):
        deed = {
            "located": access.Deed.RECORD_LOCATED,
            "returned": access.Deed.RECORD_RETURN,
            "seen": access.Deed.RECORD_PREVENTION_INTERVIEW,
        }[end]
        step = getattr(end_withdrawn, end)
        with suppress(Nothing):
            self.try_to(deed, step, number, why=words, competent=fit, who=who)

    @rule(number=EPISODE, police=st.booleans(), fit=COMPETENT, who=WHO)
    def a_record_ends(self, number, police, fit, who):
        step = records_ended.close_police_record if police else records_ended.finalise
        deed = access.Deed.CLOSE_POLICE_RECORD if police else access.Deed.FINALISE
        with suppress(Nothing):
            self.try_to(deed, step, number, summary="Safe", competent=fit, who=who)

    # ------------------------------------------------------------ heard and helped

    @rule(number=EPISODE, fit=COMPETENT, who=WHO)
    def the_interview_is_referred(self, number, fit, who):
        provider = self.cast.agencies["Homeward Voices" if who % 5 else "Larch House"]
        with suppress(Nothing):
            self.try_to(
                access.Deed.REFER_INTERVIEW,
                interview_offered.refer,
                number,
                provider,
                note="",
                competent=fit,
                who=who,
            )

    @rule(number=EPISODE, ago=AGO, tried=st.booleans(), fit=COMPETENT, who=WHO)
    def the_interview_is_offered(self, number, ago, tried, fit, who):
        with suppress(Nothing):
            if tried:
                said = told.Attempt(self.at(ago), "by telephone", "No answer")
                step = interview_offered.tried
            else:
                said = told.Offer(self.at(ago), "by telephone")
                step = interview_offered.offered
            self.try_to(access.Deed.OFFER_INTERVIEW, step, number, said, competent=fit, who=who)

    @rule(
        number=EPISODE,
        pick=PICK,
        answer=st.sampled_from([*OfferAnswer, OfferAnswer.DECLINED]),
        why=st.sampled_from([*DeclineReason, None]),
        fit=COMPETENT,
        who=WHO,
    )
    def the_child_answers(self, number, pick, answer, why, fit, who):
        with suppress(Nothing):
            offers = self.whole(self.episode(number)).interviews.offers[::-1]
            self.try_to(
                access.Deed.OFFER_INTERVIEW,
                interview_offered.answered,
                number,
                self.one_of(offers, pick // 7).id,
                answer,
                reason=why,
                competent=fit,
                who=who,
            )

    @rule(number=EPISODE, words=WORDS, who=WHO)
    def it_is_authorised_not_to_offer(self, number, words, who):
        with suppress(Nothing):
            self.try_to(
                access.Deed.AUTHORISE_NO_OFFER,
                interview_not_offered.record,
                number,
                told.NotOffered(next(iter(NotOfferedReason)), words),
                competent=True,
                who=who,
            )

    @rule(number=EPISODE, back=st.booleans(), words=WORDS, fit=COMPETENT, who=WHO)
    def what_was_authorised_is_put_right(self, number, back, words, fit, who):
        said = () if back else (told.NotOffered(next(iter(NotOfferedReason)), words),)
        step = interview_not_offered.taken_back if back else interview_not_offered.corrected
        with suppress(Nothing):
            self.try_to(
                access.Deed.AUTHORISE_NO_OFFER,
                step,
                number,
                *said,
                why=words,
                competent=fit,
                who=who,
            )

    @rule(
        number=EPISODE,
        pick=PICK,
        ago=AGO,
        answer=st.sampled_from([*OfferAnswer, None]),
        words=WORDS,
        who=WHO,
    )
    def an_offer_or_its_answer_is_corrected(self, number, pick, ago, answer, words, who):
        with suppress(Nothing):
            offers = self.whole(self.episode(number)).interviews.offers[::-1]
            wrong = self.one_of(offers, pick // 7)
            if answer is None:
                step, said = interview_corrected.offer, told.Offer(self.at(ago), "by letter")
            else:
                step = interview_corrected.answer
                said = told.Answered(answer, DeclineReason.NOT_NOW)
            self.try_to(
                access.Deed.OFFER_INTERVIEW,
                step,
                number,
                wrong.id,
                said,
                why=words,
                competent=True,
                who=who,
            )

    @rule(number=EPISODE, ago=AGO, both=st.booleans(), fit=COMPETENT, who=WHO)
    def the_interview_is_held(self, number, ago, both, fit, who):
        with suppress(Nothing):
            episode_id = self.episode(number)
            by = self.somebody(
                access.Deed.HOLD_INTERVIEW, competent=fit, who=who, episode=episode_id
            )
            about = [episode_id, self.episodes[0]] if both else [episode_id]
            said = told.Interview(
                self.at(ago),
                by.practitioner_id if who % 3 else self.viewer("ben").practitioner_id,
                ProviderType.COMMISSIONED_INDEPENDENT,
                own_words="I went to see my brother.",
            )
            self.take(interview_held.record, about, said, by=by)

    @rule(number=EPISODE, part=st.sampled_from(InterviewPart), out=st.booleans(), words=WORDS)
    def a_part_is_released(self, number, part, out, words):
        with suppress(Nothing):
            episode_id = self.episode(number)
            held = self.whole(episode_id).interviews.interviews
            names = [
                name
                for name in PEOPLE
                if held and self.viewer(name).agency_id == held[0].provider_id
            ]
            by = self.viewer(names[-1] if names else "ben")
            self.take(interview_held.release, episode_id, part, released=out, reason=words, by=by)

    @rule(number=EPISODE, needed=st.booleans(), words=WORDS, fit=COMPETENT, who=WHO)
    def support_is_agreed_or_not_needed(self, number, needed, words, fit, who):
        deed = access.Deed.AGREE_SUPPORT
        with suppress(Nothing):
            if needed:
                council = self.cast.agencies["Harrowfell Council"]
                action = told.PlanAction("See brother", "Nadia", council, self.now.date())
                said = told.Plan("Weekly visits", (action,), ("See my brother",))
                self.try_to(deed, support_agreed.record, number, said, competent=fit, who=who)
            else:
                self.try_to(
                    deed,
                    support_agreed.not_needed,
                    number,
                    because=words,
                    competent=fit,
                    who=who,
                )

    @rule(number=EPISODE, asked=st.booleans(), fit=COMPETENT, who=WHO)
    def something_promised_is_done(self, number, asked, fit, who):
        deed = access.Deed.AGREE_SUPPORT
        with suppress(Nothing):
            plan = self.whole(self.episode(number)).support
            if asked:
                thing, step, said = self.one_of(plan.asked, 0), support_agreed.we_did, "answer"
            else:
                thing, step = self.one_of(plan.actions, 0), support_worked.done
                said = "outcome"
            self.try_to(
                deed, step, number, thing.id, competent=fit, who=who, **{said: "Every week"}
            )

    @rule(number=EPISODE, fit=COMPETENT, who=WHO)
    def the_episode_closes(self, number, fit, who):
        with suppress(Nothing):
            self.try_to(
                access.Deed.CLOSE,
                episode_closed.record,
                number,
                summary="Home",
                competent=fit,
                who=who,
            )

    # ------------------------------------------------------------ somebody tries to cheat

    @precondition(lambda self: self.known)
    @rule(number=PICK, remove=st.booleans())
    def somebody_tries_to_rewrite_what_was_said(self, number, remove):
        table, fact = sorted(self.known, key=str)[number * 31 % len(self.known)]
        what = f"DELETE FROM {table}" if remove else f"UPDATE {table} SET recorded_at = now()"
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"{what} WHERE id = %s", [fact])

    # ------------------------------------------------------------ what must always be true

    @invariant()
    def every_fact_is_still_there(self):
        facts = world.all_facts()
        oracle.check_nothing_lost(self.known, facts)
        self.known = facts

    @invariant()
    def every_episode_is_kept(self):
        self.now += timedelta(seconds=1)
        for episode_id in self.episodes:
            episode = episodes.locked(episode_id)
            whole = account.whole_of(episode, as_of=self.now)
            oracle.check_no_dead_end(whole)
            oracle.check_what_is_stored(whole)
            oracle.check_level(whole)
            oracle.check_clocks(whole)
            self.pasts.append(oracle.past_of(whole))
        self.now += timedelta(seconds=1)


def test_nothing_is_lost_whatever_anybody_does_in_whatever_order():
    world.assemble(BEGINNINGS[0])
    run_state_machine_as_test(
        Journey,
        settings=hypothesis.settings(
            max_examples=LONG or 10,
            stateful_step_count=60 if LONG else 30,
            deadline=None,
            derandomize=not LONG,
            database=None,
            suppress_health_check=list(hypothesis.HealthCheck),
        ),
    )
