"""The closed lists by which a child is protected from people: read them as `vocabulary`'s.

From whom a child is kept and why, what is sealed or enciphered, who opened a record in an
emergency, and what a review of a look found.
"""

from wayhome.rules.labelled import Labelled


class WhyReviewed(Labelled):
    """Why a look is reviewed."""

    BREAK_GLASS = "break_glass", "a record was asked for in an emergency"
    NO_RELATION = "no_relation", "the agency had nothing to do with the child"
    NO_REFERENCE = "no_reference", "nothing was given that it belongs to"
    JUNK_REASON = "junk_reason", "the reason given says nothing"
    AT_RANDOM = "at_random", "chosen at random"


class PassedOn(Labelled):
    """Why a look passes from its reviewer to another."""

    NO_LONGER_REVIEWS = "no_longer_reviews", "they review no looks any more, or not this one"
    MUST_NOT_KNOW = "must_not_know", "the child is kept from them"
    NOT_ON_THE_LIST = "not_on_the_list", "they are not on the list of a sealed record"


class ReviewOutcome(Labelled):
    """What a reviewer found."""

    EXPLAINED = "explained", "explained"
    NOT_EXPLAINED = "not_explained", "not explained"


class SealKind(Labelled):
    """Why a child's record is sealed to a named list."""

    PROTECTED_ADDRESS = "protected_address", "an address or placement is kept from somebody"
    ADOPTION = "adoption", "adoption"
    WITNESS = "witness", "a protected witness"
    STAFF_RELATIVE = "staff_relative", "a relative of somebody who works with the record"


class Lowered(Labelled):
    """How the protection of a sealed record may be lowered, by two people of two agencies."""

    LIFT = "lift", "lift the seal"
    NAME = "name", "add somebody to the named list"


class SealedWord(Labelled):
    """What came in that may be of a child whose record is sealed."""

    RECORD = "record", "a record of the same name and date of birth"
    REPORT = "report", "a missing report"
    SIGHTING = "sighting", "a sighting"


class Protected(Labelled):
    """Text about a child that is kept enciphered."""

    ADDRESS = "address", "protected address"
    SOURCE = "source", "confidential source"
    ADVICE = "advice", "legal advice"


class Conflict(Labelled):
    """Why a person must not know of a child."""

    RELATIVE = "relative", "a relative"
    PARTNER = "partner", "a partner of the child, or of a parent"
    HARM = "harm", "a parent or carer who is the harm"
    EXPLOITER = "exploiter", "an alleged exploiter"
    KNOWN_PRIVATELY = "known_privately", "somebody who knows the child or family privately"
    ALLEGATION = "allegation", "a member of staff about whom something is alleged"


class Matter(Labelled):
    """What of a child is not disclosed to somebody."""

    EVERYTHING = "everything", "anything at all"
    RETURN = "return", "that the child is back"
    WHEREABOUTS = "whereabouts", "where the child may be or was found"
    PLACEMENT = "placement", "where the child lives"


class Emergency(Labelled):
    """Why a record is opened without a part in it."""

    DANGER_NOW = "danger_now", "a child is in danger now"
    CHILD_WITH_ME = "child_with_me", "a child is with me and I must know how to keep them safe"
    SEARCH_NOW = "search_now", "I am searching for a child and nobody who knows them answers"
    COURT_OR_PROTECTION = (
        "court_or_protection",
        "an order or protection decision is due within hours",
    )


class Finding(Labelled):
    """What a review of an emergency look found."""

    RIGHT = "right", "the look was right"
    AVOIDABLE = "avoidable", "the look was honest, but could have been avoided"
    WRONG = "wrong", "the look was wrong"
