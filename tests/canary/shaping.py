"""What has the right shape to be sent: the least that the API's own description of itself asks for.

A call whose body is refused for its shape never reaches the policy. So each body is made from its
schema, with identifiers of the world in it: the child's own, or those of somebody there is.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from tests.canary.asking import OF_A_PLACE, Objects

WORDS = "Said by whoever asks in the matrix of canaries"
OF_AN_AGENCY = ("agency", "provider", "placement", "school", "health", "council", "authority")
OF_A_PERSON = ("practitioner", "named", "readers", "owner", "worker", "interviewer", "person")
Schema = dict[str, Any]
# Where one of several is asked for, and the description cannot say so: which is sent.
ONE_OF_SEVERAL = {
    "Withhold": "agency_id",
    "LookUp": "given_name",
    "ReporterSaid": "telephone",
}


@dataclass
class Shapes:
    """A body for each call that takes one, by the description the service gives of itself."""

    described: Schema
    objects: Objects
    now: datetime
    bodies: dict[str, Schema] = field(init=False)

    def __post_init__(self) -> None:
        """The schema of what is sent to each route, as its pattern is written."""
        self.bodies = {
            path.lstrip("/").replace("{", "<").replace("}", ">"): asked["post"]["requestBody"][
                "content"
            ]["application/json"]["schema"]
            for path, asked in self.described["paths"].items()
            if "application/json" in asked.get("post", {}).get("requestBody", {}).get("content", {})
        }

    def of(self, route: str, child: UUID) -> str:
        """The least that may be sent there, about this child; nothing where nothing is taken."""
        schema = self.bodies.get(route)
        return json.dumps(self._made(schema, "", child) if schema else {})

    def _made(self, schema: Schema, name: str, child: UUID) -> Any:
        schema = self._resolved(schema)
        if "const" in schema:
            return schema["const"]
        if schema.get("enum"):
            return schema["enum"][self.objects.turns[child] % len(schema["enum"])]
        kind = schema.get("type", "object")
        make: dict[str, Callable[[Schema, str, UUID], Any]] = {
            "object": self._object,
            "array": self._array,
            "string": self._string,
        }
        if kind in make:
            return make[kind](schema, name, child)
        return True if kind == "boolean" else max(schema.get("minimum", 1), 1)

    def _resolved(self, schema: Schema) -> Schema:
        """What a schema stands for: what it points to, of several the first that is not null."""
        while True:
            among = schema.get("allOf") or schema.get("anyOf") or schema.get("oneOf")
            if "$ref" in schema:
                found = self.described
                for step in schema["$ref"].removeprefix("#/").split("/"):
                    found = found[step]
                schema = found
            elif among:
                schema = next(each for each in among if each.get("type") != "null")
            else:
                return schema

    def _object(self, schema: Schema, _name: str, child: UUID) -> Schema:
        one = ONE_OF_SEVERAL.get(schema.get("title", ""))
        wanted = [*schema.get("required", ()), *([one] if one else [])]
        asked = schema.get("properties", {})
        return {each: self._made(asked[each], each, child) for each in wanted}

    def _array(self, schema: Schema, name: str, child: UUID) -> list[Any]:
        least = max(schema.get("minItems", 1), 1)
        return [self._made(schema["items"], name, child) for _number in range(least)]

    def _string(self, schema: Schema, name: str, child: UUID) -> str:
        made = {
            "date-time": lambda: f"{self.now - timedelta(minutes=9):%Y-%m-%dT%H:%M:%SZ}",
            "date": lambda: "2012-03-04",
            "uuid": lambda: self._identifier(name, child),
            "email": lambda: "somebody@canary.invalid",
        }.get(schema.get("format", ""))
        if made:
            return made()
        if name == "reference":
            children = self.objects.children
            other = children[(self.objects.turns[child] + 1) % len(children)]
            return self.objects.reference("children/", other)
        return WORDS[: schema.get("maxLength", len(WORDS))]

    def _identifier(self, name: str, child: UUID) -> str:
        """An identifier of the world for this name: what is the child's, or somebody there is."""
        label = OF_A_PLACE.get(name) or OF_A_PLACE.get(f"{name}_id", "")
        if any(each in name for each in OF_AN_AGENCY):
            label = "agencies.Agency"
        elif any(each in name for each in OF_A_PERSON):
            label = "practitioners.Practitioner"
        elif "post" in name:
            label = "agencies.Post"
        return self.objects.one_of(label, child)
