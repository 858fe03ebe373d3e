"""Names of nobody: given names from several languages, and family names that were made up here.

Agencies write one name in several ways. `written` gives another way an agency might write it: a
letter doubled or not, an accent left out, a name spelt as it sounds, or two letters changed over.
"""

import unicodedata
from collections.abc import Sequence
from itertools import product

import numpy as np

from wayhome.simulation.chance import Whole, YesNo, steady

# By ethnicity as in `published`: given names of girls, of boys, and the two halves of family names.
_WELSH_AND_ENGLISH = (
    "Amelia Catrin Chloe Daisy Eleri Ellie Erin Evie Ffion Freya Grace Hollie Isla Jasmine Katie "
    "Keira Lowri Lucy Maisie Megan Mia Molly Niamh Nia Phoebe Poppy Ruby Siân Sophie Zoë",
    "Alfie Archie Callum Connor Dylan Ethan Finley Gethin Harvey Iwan Jack Jacob Jamie Jayden Joe "
    "Kai Kieran Lewis Liam Logan Luke Mason Owain Reece Rhys Riley Rory Seán Tomos Tyler",
    "Ash Brack Cold Dun Elder Fern Gorse Hather Ing Kestle Lark Mar Nettle Oak Pen Quill Rush "
    "Stan Thorn Under Wend Yarrow",
    "beck combe dale field ford grave hallow holt keld lea mere moor ridge shaw thwaite well",
)
_SOUTH_ASIAN = (
    "Aaliyah Aisha Anjali Fatima Hafsa Inaya Jaspreet Kiran Maryam Nadia Priya Rukhsana Safa "
    "Simran Zainab Zara",
    "Abdullah Ali Arjun Bilal Faisal Gurpreet Hamza Ibrahim Imran Kabir Mohammed Muhammad Omar "
    "Rohan Usman Yusuf",
    "Ahlu Bhan Chor Dhila Fara Gul Hashi Jat Kharo Lohi Mirza Nava Qadi Rana Sohal Tarn",
    "ani bir dar gar khel malik pal purwala rai war",
)
_AFRICAN_AND_CARIBBEAN = (
    "Abena Adaeze Amara Ayaan Blessing Chidera Destiny Efua Ifeoma Imani Kezia Makeda Naomi Ngozi "
    "Shanice Temi",
    "Ade Chinedu Daniel Elijah Emeka Isaiah Jermaine Josiah Kofi Kwame Malachi Nathaniel Obinna "
    "Samuel Tariq Tobi",
    "Ade Boa Chuk Diba Eze Fola Gyan Ika Kone Lumu Mensa Nko Oba Quay Sowa Uche",
    "badu boye dele fori kwu lade mba ndu nkrumi ola ranti tunde",
)
_OTHER = (
    "Ana Bahar Daria Elif Hana Ioana Leila Lin Mei Oksana Rojin Sara Thi Yasmin Zofia Zhila",
    "Ahmad Aram Besnik Ciprian Dilshad Ermal Farhad Hoang Karwan Luca Mateusz Minh Nurullah Rezan "
    "Stefan Zabi",
    "Arba Baz Dren Gjor Hova Jan Kor Lesh Miro Nguy Osman Pavlo Shir Tra Vard Zand",
    "aj anu ari escu eta inh ko lari oglu ov ski zai",
)
_MIXED = tuple(
    " ".join((one, other))
    for one, other in zip(_WELSH_AND_ENGLISH, _AFRICAN_AND_CARIBBEAN, strict=True)
)
_OF = (_WELSH_AND_ENGLISH, _MIXED, _SOUTH_ASIAN, _AFRICAN_AND_CARIBBEAN, _OTHER)
_AS_IT_SOUNDS = (
    ("Moham", "Muham"), ("Zai", "Zay"), ("ffi", "fi"), ("ow", "ou"), ("ee", "ie"), ("ck", "k"),
    ("ph", "f"), ("ie", "y"), ("ay", "ey"), ("dh", "d"), ("gh", "g"), ("lea", "leigh"),
)  # fmt: skip


def _lists(part: int) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(each[part].split()) for each in _OF)


_GIRLS, _BOYS = _lists(0), _lists(1)
_FAMILIES = tuple(
    tuple(first + last for first, last in product(each[2].split(), each[3].split())) for each in _OF
)
GIVEN: tuple[str, ...] = tuple(sorted({name for names in (*_GIRLS, *_BOYS) for name in names}))
FAMILY: tuple[str, ...] = tuple(sorted({name for names in _FAMILIES for name in names}))


def written(name: str) -> str:
    """Another way to write the name; always the same one."""
    plain = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    if plain != name:
        return plain
    for one, other in _AS_IT_SOUNDS:
        for this, that in ((one, other), (other, one)):
            if this in name:
                return name.replace(this, that, 1)
    for at in range(1, len(name) - 1):
        if name[at] == name[at + 1]:
            return name[:at] + name[at + 1 :]
    return name[:-2] + name[-1] + name[-2]


def given(ethnicity: Whole, is_girl: YesNo, key: Whole, *, seed: int) -> Whole:
    """Places in GIVEN for children of those ethnicities; `key` tells one child from another."""
    drawn = steady(seed, "given", key)
    return np.where(
        is_girl,
        _drawn(_GIRLS, GIVEN, ethnicity, drawn),
        _drawn(_BOYS, GIVEN, ethnicity, drawn),
    )


def family(ethnicity: Whole, key: Whole, *, seed: int) -> Whole:
    """Places in FAMILY; children of one `key` are of one family."""
    return _drawn(_FAMILIES, FAMILY, ethnicity, steady(seed, "family", key))


def _drawn(
    of: Sequence[Sequence[str]], among: Sequence[str], ethnicity: Whole, drawn: np.ndarray
) -> Whole:
    place = {name: at for at, name in enumerate(among)}
    lengths = np.array([len(names) for names in of])
    starts = np.r_[0, np.cumsum(lengths)[:-1]]
    flat = np.array([place[name] for names in of for name in names])
    at = starts[ethnicity] + np.floor(drawn * lengths[ethnicity]).astype(np.int64)
    found: Whole = flat[at]
    return found
