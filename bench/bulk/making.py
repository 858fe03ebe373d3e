"""A back record of invented children, of any size, made whole columns at a time.

The same size makes the same record. It holds every table and most columns, and is no likeness of
any country: only as much, and as varied, as is needed to bring it in.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from wayhome.rules import history
from wayhome.rules.history import Column, Holds

PER_CHILD = 3
HOUR = 3_600_000_000  # in microseconds
DAY = 24 * HOUR
FIRST = 1_420_070_400_000_000  # the first of January 2015
BORN = 12_000  # days after 1970 on which the oldest was born
GIVEN = ("Ada", "Bram", "Cleo", "Dev", "Esmé", "Finn", "Gwen", "Hari", "Iris", "Jude")
FAMILY = ("Example", "Sample", "Fictional", "Pretend", "Imaginary")
FORCES = 4
KINDS = ("police", "local_authority", "care_home", "interview_provider")
POSTS = ("duty_sergeant", "social_work_team", "placement_staff", "interviewer")
ARROW = {
    Holds.ROW: pa.int32(),
    Holds.TEXT: pa.string(),
    Holds.CODES: pa.list_(pa.string()),
    Holds.MOMENT: pa.timestamp("us", "UTC"),
    Holds.DAY: pa.date32(),
    Holds.YES_NO: pa.bool_(),
}
Values = Mapping[str, object]


class Record:
    """A back record being written into a folder."""

    def __init__(self, folder: Path, *, episodes: int, name: str = "bench") -> None:
        """Begin one of so many episodes."""
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.name, self.episodes = folder, name, episodes
        self.children = -(-episodes // PER_CHILD)
        self.chance = np.random.default_rng(7)
        self.rows = 0

    def write(self) -> None:
        """Every table."""
        self._who()
        self._children()
        began = self._episodes()
        self._facts(began)
        said = {"version": history.VERSION, "name": self.name}
        (self.folder / history.MANIFEST).write_text(json.dumps(said))

    def table(self, name: str, rows: int, values: Values) -> None:
        """One table: the columns that are not given are empty."""
        columns = [self._column(each, rows, values.get(each.name)) for each in history.TABLES[name]]
        names = [each.name for each in history.TABLES[name]]
        made = pa.table(columns, names=names)
        pq.write_table(made, self.folder / f"{name}.parquet", row_group_size=200_000)
        self.rows += rows

    def _column(self, column: Column, rows: int, values: object) -> pa.Array:
        kind = ARROW[column.holds]
        if values is None:
            if column.may_miss:
                return pa.nulls(rows, kind)
            values = {Holds.TEXT: "", Holds.CODES: [], Holds.YES_NO: False}[column.holds]
        if isinstance(values, str | bool) or column.holds is Holds.CODES:
            return pa.repeat(pa.scalar(values, kind), rows)
        return values.cast(kind) if isinstance(values, pa.Array) else pa.array(values).cast(kind)

    def _any(self, rows: int, words: Sequence[str]) -> pa.Array:
        return pa.array(words).take(pa.array(self.chance.integers(0, len(words), rows)))

    def _who(self) -> None:
        count = FORCES * len(KINDS)
        every = np.arange(count)
        force, kind = every // len(KINDS), every % len(KINDS)
        names = [f"{self.name} {KINDS[k]} {f}" for f, k in zip(force, kind, strict=True)]
        self.table(
            "agencies",
            count,
            {
                "name": names,
                "kind": [KINDS[k] for k in kind],
                "nation": "england",
                "partnership": [f"{self.name} partnership {f}" for f in force],
                "police_force": pa.array(force * len(KINDS), mask=kind == 0),
                "council": pa.array(
                    force * len(KINDS) + 1, mask=kind < len(("police", "local_authority"))
                ),
            },
        )
        posts = {"agency": every, "kind": [POSTS[k] for k in kind], "title": "Whoever is on duty"}
        self.table("posts", count, posts)
        usernames = [f"{self.name}-{each}" for each in every]
        self.table("people", count, {"name": usernames, "username": usernames, "post": every})

    def _of(self, rows: np.ndarray, kind: str) -> np.ndarray:
        """The agency of a kind, and so its post and its person, of the force of each child."""
        return (rows % FORCES) * len(KINDS) + KINDS.index(kind)

    def _children(self) -> None:
        every = np.arange(self.children)
        born = BORN + (every * 7) % 3000
        at = FIRST + np.sort(self.chance.integers(0, 300 * DAY, self.children))
        self.known_at = at
        police, council = self._of(every, "police"), self._of(every, "local_authority")
        recorded = {"recorded_at": at, "recorded_by": police}
        self.table(
            "children",
            self.children,
            {
                "given_name": self._any(self.children, GIVEN),
                "family_name": pa.array([f"{FAMILY[each % 5]} {each}" for each in every.tolist()]),
                "date_of_birth": pa.array(born.astype(np.int32), pa.date32()),
                "sex": self._any(self.children, ("F", "M")),
                "ethnicity": self._any(self.children, ("", "W1", "B2")),
                **recorded,
            },
        )
        numbers = {"child": every, "agency": police, "scheme": "nominal", **recorded}
        values = pa.array([f"B{each}" for each in every.tolist()])
        self.table("identifiers", self.children, numbers | {"value": values})
        self.table(
            "arrangements",
            self.children,
            {
                "child": every,
                "responsible_authority": council,
                "placement": self._of(every, "care_home"),
                "host_force": police,
                "is_looked_after": True,
                "since": at,
                **recorded,
            },
        )
        said = {"name": "A carer", "relationship": "carer", "telephone": "07700 900123"}
        self.table("contacts", self.children, {"child": every, **said, **recorded})
        some = every[::5]
        concern = {"marker": "medical", "evidence": "Asthma", "supplied_by": "A carer"}
        its = {"recorded_at": at[::5], "recorded_by": police[::5]}
        self.table("markers", len(some), {"child": some, **concern, **its})

    def _episodes(self) -> np.ndarray:
        every = np.arange(self.episodes)
        nth, child = every // self.children, every % self.children
        began = self.known_at[child] + (1 + nth) * 400 * DAY
        self.child = child
        self.ended = began + self.chance.integers(HOUR, 40 * HOUR, self.episodes)
        closed = self.ended + 5 * DAY
        self.police = self._of(child, "police")
        self.table(
            "episodes",
            self.episodes,
            {
                "child": child,
                "type": "missing",
                "starting_level": "medium",
                "level": self._any(self.episodes, ("medium", "high")),
                "reported_at": began,
                "recorded_at": began,
                "last_seen_at": began - HOUR,
                "absent_from": began - HOUR,
                "absent_until": self.ended,
                "police_reference": pa.array([f"B/{each}" for each in every.tolist()]),
                "owner_post": self.police,
                "closed_at": closed,
                "closed_by": self.police,
                "closing_summary": "Back, and safe.",
            },
        )
        return began

    def _some(
        self, step: int, at: np.ndarray, after: int, kind: str = "police"
    ) -> dict[str, object]:
        """Which episodes have such a fact, and who wrote it down when."""
        which = np.arange(0, self.episodes, step)
        by = self._of(self.child[which], kind)
        return {"episode": which, "recorded_at": at[which] + after, "recorded_by": by}

    def _facts(self, began: np.ndarray) -> None:
        whole = self._some(1, began, 0)
        parties = [("host_force", "police"), ("responsible_authority", "local_authority")]
        self.table("parties", 2 * self.episodes, self._parties(parties, began))
        self._put(
            "reports",
            whole,
            channel="telephone",
            reporter_name="A carer",
            type="missing",
            reporter_agency=self.police,
            received_at=began,
            last_seen_place="Beckside bus station",
            why_worried="Out of character, and it is cold tonight.",
        )
        self._put(
            "assessments",
            whole,
            side="police",
            level="medium",
            agency=self.police,
            reasons="Out of character; no money and no telephone.",
        )
        every = np.arange(self.episodes)
        self.table(
            "factors",
            self.episodes,
            {
                "assessment": every,
                "factor": "out_of_character",
                "answer": "yes",
                "learned_at": began,
            },
        )
        self._put("ownerships", whole, post=self.police, since=began, how="report")
        later = self._some(1, began, HOUR)
        self._put(
            "notices",
            whole,
            reason="new_episode",
            key="new_episode:once",
            urgency="medium",
            post=self._of(self.child, "local_authority"),
            acknowledge_by=began + HOUR,
            delivered_at=began,
            opened_at=began + HOUR,
            opened_by=self.police,
            acknowledged_at=began + HOUR,
            acknowledged_by=self.police,
        )
        self._put(
            "steps",
            self._some(2, began, 0),
            title="Call the child",
            owner_post=self.police[::2],
            due_at=began[::2] + HOUR,
            done_at=began[::2] + HOUR,
            done_by=self.police[::2],
        )
        self._put(
            "duties",
            later,
            kind="prevention_interview",
            key="once",
            reason="The child is back",
            owner_post=self.police,
            started_at=began,
            due_at=began + DAY,
            met_at=self.ended,
            met_recorded_at=self.ended,
            met_by=self.police,
        )
        self._put(
            "sightings",
            self._some(10, began, HOUR),
            at=began[::10] + HOUR,
            place="The quay",
            certainty="possible",
            source_name="A bus driver",
        )
        self._endings()

    def _parties(self, parts: list[tuple[str, str]], began: np.ndarray) -> Values:
        every = np.repeat(np.arange(self.episodes), len(parts))
        agencies = np.stack([self._of(self.child, kind) for _, kind in parts], axis=1).ravel()
        capacities = pa.array([part for part, _ in parts] * self.episodes)
        by = self.police[every]
        return {
            "episode": every,
            "agency": agencies,
            "capacity": capacities,
            "recorded_at": began[every],
            "recorded_by": by,
        }

    def _endings(self) -> None:
        ended = self.ended
        self._put(
            "located",
            self._some(2, ended, 0),
            at=ended[::2],
            place="A friend's flat",
            found_by="police",
        )
        self._put("returned", self._some(1, ended, 0), at=ended, to="placement")
        self._put(
            "seen", self._some(2, ended, DAY), at=ended[::2], mode="face_to_face", harm=["violence"]
        )
        self._put(
            "police_closed", self._some(4, ended, DAY), at=ended[::4], summary="Seen and well."
        )
        self._put(
            "finalised", self._some(4, ended, DAY), at=ended[::4], summary="Nothing left to do."
        )
        provider = self._of(self.child, "interview_provider")
        self._put(
            "offers",
            self._some(2, ended, HOUR),
            at=ended[::2],
            how="by telephone",
            provider=provider[::2],
            offered_by_name="A worker",
            answer="accepted",
            answered_at=ended[::2] + DAY,
            answered_by=provider[::2],
        )
        self._put(
            "not_offered",
            self._some(50, ended, HOUR),
            reason="in_hospital",
            explanation="Too unwell.",
            authorised_by=self.police[::50],
        )
        self._interviews(provider)
        plans = self._some(5, ended, 3 * DAY)
        self._put("plans", plans, needed=True, summary="Somebody to talk to.")
        count = len(ended[::5])
        self.table(
            "actions",
            count,
            {
                "plan": np.arange(count),
                "what": "Meet weekly",
                "owner_name": "A worker",
                "agency": provider[::5],
                "due_date": (ended[::5] // DAY + 30).astype(np.int32),
                "done_at": ended[::5] + 20 * DAY,
                "done_by": provider[::5],
                "recorded_at": plans["recorded_at"],
                "recorded_by": plans["recorded_by"],
            },
        )

    def _interviews(self, provider: np.ndarray) -> None:
        some = self._some(5, self.ended, 2 * DAY, "interview_provider")
        covered = some.pop("episode")
        count = len(self.ended[::5])
        self.table(
            "interviews",
            count,
            some
            | {
                "child": self.child[::5],
                "held_at": self.ended[::5] + DAY,
                "interviewer": provider[::5],
                "provider": provider[::5],
                "provider_type": "commissioned_independent",
                "push": ["bullying", "school"],
                "own_words": "I wanted to see my friends.",
            },
        )
        self.table("covers", count, some | {"interview": np.arange(count), "episode": covered})

    def _put(self, table: str, some: Mapping[str, object], **values: object) -> None:
        self.table(table, len(some["episode"]), {**some, **values})  # type: ignore[arg-type]
