"""Which words about a child are questioned, and why.

Nothing is refused or changed: the writer is asked, told the reason and offered other words.
A phrase is matched whole, in any case, with any spacing or hyphens between its words.
"""

import re
from dataclasses import dataclass
from datetime import date

from wayhome.rules import sources

LANGUAGE_GUIDE = sources.Source(
    "Child exploitation and abuse: an appropriate language guide (CSE Taskforce)",
    "terms that imply a child is responsible for what is done to them",
    sources.Binding.PROFESSIONAL_PRACTICE,
    date(2024, 11, 14),
    "https://www.childrenssociety.org.uk/information/professionals/resources/"
    "child-exploitation-language-guide",
)
LANGUAGE_THAT_CARES = sources.Source(
    "Language That Cares (TACT)",
    "glossary made with children and young people in care",
    sources.Binding.PROFESSIONAL_PRACTICE,
    date(2019, 3, 1),
    "https://tactfostering.org.uk/knowledge-centre/language-that-cares",
)
ABSENT_INQUIRY = sources.Source(
    "Inquiry into the safeguarding of absent children (APPG for Runaway and Missing Children)",
    "no category of missing child without a response",
    sources.Binding.DESIGN,
    date(2016, 5, 26),
    "https://anncoffeymp.com/archives/473",
)
HOUSE_WORDS = sources.Source(
    "Wayhome", "plain words, the child first", sources.Binding.DESIGN, date(2026, 11, 1)
)


@dataclass(frozen=True, slots=True)
class Caution:
    """A group of phrases that are questioned for one reason."""

    phrases: tuple[str, ...]
    reason: str
    suggestion: str
    source: sources.Source


@dataclass(frozen=True, slots=True)
class Question:
    """One phrase as the writer typed it, with why it is questioned and what to write instead."""

    phrase: str
    reason: str
    suggestion: str
    source: sources.Source


CAUTIONS: tuple[Caution, ...] = (
    Caution(
        ("absconder", "absconders", "abscond", "absconds", "absconded", "absconding"),
        "It makes going missing sound like an offence. Children say it feels like blame.",
        "Went missing, ran away, or left without saying.",
        LANGUAGE_THAT_CARES,
    ),
    Caution(
        ("misper", "mispers"),
        "It turns a child into an abbreviation.",
        "The child, the young person, or their name.",
        HOUSE_WORDS,
    ),
    Caution(
        ("attention seeking", "attention seeker", "seeking attention"),
        "It dismisses a child who may be asking for help.",
        "Say what the child did and what they may need: attachment, comfort, safety.",
        LANGUAGE_THAT_CARES,
    ),
    Caution(
        ("lifestyle choice", "lifestyle choices", "life style choice", "chosen lifestyle"),
        "A child cannot choose to be abused or exploited.",
        "Say who is harming or controlling the child, and how.",
        LANGUAGE_GUIDE,
    ),
    Caution(
        (
            "putting herself at risk",
            "putting himself at risk",
            "putting themselves at risk",
            "putting themself at risk",
            "puts herself at risk",
            "puts himself at risk",
            "put herself at risk",
            "put himself at risk",
            "places herself at risk",
            "places himself at risk",
            "placing herself at risk",
            "placing himself at risk",
            "placing themselves at risk",
        ),
        "It puts the blame on the child. The risk comes from the person who may do harm.",
        "Say who or what is the danger: the child may be harmed by …",
        LANGUAGE_GUIDE,
    ),
    Caution(
        ("promiscuous", "sexually active with adults", "sleeping around"),
        "It judges the child and hides possible abuse. A child cannot consent to abuse.",
        "Say what is known, and that the child may be being sexually exploited.",
        LANGUAGE_GUIDE,
    ),
    Caution(
        ("child prostitute", "prostituting herself", "prostituting himself", "child prostitution"),
        "A child cannot be a prostitute. The child is being abused.",
        "The child is being sexually exploited.",
        LANGUAGE_GUIDE,
    ),
    Caution(
        ("older boyfriend", "older girlfriend", "adult boyfriend", "adult girlfriend"),
        "An older person called a partner may be someone who is exploiting the child.",
        "Say who the person is, their age, and that the child calls them a partner.",
        LANGUAGE_GUIDE,
    ),
    Caution(
        ("drug runner", "drug running", "drug dealer", "running drugs"),
        "A child who carries drugs for adults may be a victim of criminal exploitation.",
        "The child may be being criminally exploited by adults who deal in drugs.",
        LANGUAGE_GUIDE,
    ),
    Caution(
        ("streetwise", "street wise", "can look after herself", "can look after himself"),
        "It makes a child sound safer than a child is. No child is able to keep off all harm.",
        "Say what the child knows and who they can turn to, and keep the risk as it is.",
        LANGUAGE_GUIDE,
    ),
    Caution(
        ("refuses to engage", "refusing to engage", "not engaging", "will not engage"),
        "It says the child failed. Help may not have been offered in a way the child can use.",
        "Say what was offered, how, how often, and what the child said.",
        LANGUAGE_GUIDE,
    ),
    Caution(
        ("challenging behaviour", "challenging behavior", "problem child"),
        "It names the child as the problem.",
        "Say what happened. The child may be distressed or finding it hard to cope.",
        LANGUAGE_THAT_CARES,
    ),
    Caution(
        ("time waster", "time wasting", "crying wolf", "usual behaviour", "does this all the time"),
        "Going missing often does not make it safer. Each time is a new risk.",
        "Say what is different and what is the same this time.",
        ABSENT_INQUIRY,
    ),
    Caution(
        ("no apparent risk", "just absent", "only absent"),
        "There is no absent. Every missing child has a level, an owner, steps and a review.",
        "Record the level and the reasons for it.",
        ABSENT_INQUIRY,
    ),
    Caution(
        ("streetwalker", "slag", "slut", "toe rag", "scumbag", "little madam"),
        "It insults a child, and the child may read this one day.",
        "Say what happened.",
        HOUSE_WORDS,
    ),
    Caution(
        ("awol", "frequent flyer", "regular misper", "serial runaway"),
        "It treats a child as a nuisance.",
        "Missing; say how many times and since when.",
        HOUSE_WORDS,
    ),
)


def _pattern(phrase: str) -> re.Pattern[str]:
    words = r"[\s\-\u2010-\u2015]+".join(re.escape(word) for word in phrase.split())
    return re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)


_TABLE: tuple[tuple[re.Pattern[str], Caution], ...] = tuple(
    (_pattern(phrase), caution)
    for caution in CAUTIONS
    for phrase in sorted(caution.phrases, key=len, reverse=True)
)


def questions_about(text: str) -> tuple[Question, ...]:
    """The words in a text that should be questioned, in the order they are written.

    Each caution is raised once, at its first and longest phrase. Nothing found is an empty
    tuple. The text is never changed.
    """
    found: dict[Caution, tuple[int, Question]] = {}
    for pattern, caution in _TABLE:
        match = pattern.search(text)
        if match is None or (caution in found and found[caution][0] <= match.start()):
            continue
        asked = Question(match.group(), caution.reason, caution.suggestion, caution.source)
        found[caution] = (match.start(), asked)
    return tuple(asked for _, asked in sorted(found.values(), key=lambda pair: pair[0]))
