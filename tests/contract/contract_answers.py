"""Responses generated from Nova's schemas, from minimal to complete; deterministic.

``nova_contract`` checks them against the schema with Nova's own validator.
"""

from __future__ import annotations

from typing import Any, Final, Literal

Schema = dict[str, Any]
#: ``empty`` has no rows and only what is required, ``sparse`` one row and null wherever it may be,
#: ``full`` every field and two rows.
Size = Literal["empty", "sparse", "full"]
SIZES: Final[tuple[Size, ...]] = ("empty", "sparse", "full")

#: A text of each format, and of each pattern that has no shorter name.
_FORMATS: Final = {
    "base64": "bm92YQ==",
    "cidr": "10.0.0.0/24",
    "date-time": "2026-01-02T03:04:05Z",
    "ipv4": "10.0.0.4",
    "ipv6": "fd00::4",
    "mac-address": "fa:16:3e:00:00:04",
    "uri": "http://nova.example/v2.1/servers",
    "url": "http://nova.example/v2.1/servers",
}
_PATTERNS: Final = {
    r"(^/dev/x{0,1}[a-z]{0,1}d{0,1})([a-z]+)[0-9]*$": "/dev/vda",
    r"^/[0-9a-f.:]+$": "/10.0.0.4",
    r"^[0-9]+$": "7",
}


def maximum_variants(schema: Any) -> int:
    """How many instances it takes for each alternative of a schema to be in one of them."""
    if isinstance(schema, list):
        return max(map(maximum_variants, schema), default=1)
    if not isinstance(schema, dict):
        return 1
    own = max(
        len(schema.get(key, ())) if isinstance(schema.get(key, ()), list) else 1
        for key in ("oneOf", "anyOf", "type")
    )
    return max(1, own, *map(maximum_variants, schema.values()))


class Answers:
    """Makes one instance of a schema.

    :param size: how much of it.
    :param variant: which of the alternatives, where there are several; counted round.
    """

    def __init__(self, size: Size, variant: int = 0) -> None:
        self.size = size
        self.variant = variant
        self._serial = 0

    def make(self, schema: Schema) -> Any:
        """An instance of a schema."""
        schema = self._settled(schema)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return self._one_of(schema["enum"])
        kind = self._type(schema)
        make = getattr(self, f"_{kind}", None)
        return make(schema) if make else None

    def _settled(self, schema: Schema) -> Schema:
        """A schema without alternatives: one of them is taken."""
        for key in ("oneOf", "anyOf"):
            if key in schema:
                rest = {name: value for name, value in schema.items() if name != key}
                chosen = self._settled(self._one_of(schema[key]))
                return self._settled(_merged(rest, chosen))
        if "allOf" in schema:
            rest = {name: value for name, value in schema.items() if name != "allOf"}
            for part in schema["allOf"]:
                rest = _merged(rest, part)
            return self._settled(rest)
        return schema

    def _one_of(self, options: list[Any]) -> Any:
        if self.size != "full" and None in options:
            return None
        known = [option for option in options if option is not None] or options
        return known[self.variant % len(known)]

    def _type(self, schema: Schema) -> str:
        declared = schema.get("type", "object" if "properties" in schema else "null")
        kinds = declared if isinstance(declared, list) else [declared]
        if self.size != "full" and "null" in kinds:
            return "null"
        kinds = [kind for kind in kinds if kind != "null"] or kinds
        return str(kinds[self.variant % len(kinds)])

    def _object(self, schema: Schema) -> dict[str, Any]:
        properties = schema.get("properties", {})
        required = schema.get("required", ())
        made = {
            name: self.make(part)
            for name, part in properties.items()
            if name in required or self.size == "full"
        }
        open_ended = list(schema.get("patternProperties", {}).items())
        extra = schema.get("additionalProperties")
        if isinstance(extra, dict):
            open_ended.append((".*", extra))
        if self.size == "full" or schema.get("minProperties"):
            made |= {_PATTERNS.get(pattern, "key"): self.make(part) for pattern, part in open_ended}
        return made

    def _array(self, schema: Schema) -> list[Any]:
        if "prefixItems" in schema:
            return [self.make(part) for part in schema["prefixItems"]]
        rows = {"empty": 0, "sparse": 1, "full": 2}[self.size]
        rows = max(rows, schema.get("minItems", 0))
        rows = min(rows, schema.get("maxItems", rows))
        return [self.make(schema.get("items", {"type": "string"})) for _ in range(rows)]

    def _string(self, schema: Schema) -> str:
        self._serial += 1
        if "pattern" in schema:
            return _PATTERNS.get(schema["pattern"], f"text{self._serial}")
        if schema.get("format") == "uuid":
            return f"00000000-0000-4000-8000-{self._serial:012d}"
        if schema.get("format") in _FORMATS:
            return _FORMATS[schema["format"]]
        text = f"text-{self._serial}"
        least = schema.get("minLength", 0)
        if self.size == "empty" and not least:
            return ""
        return text.ljust(least, "x")[: schema.get("maxLength", max(least, len(text)))]

    def _integer(self, schema: Schema) -> int:
        return int(max(schema.get("minimum", 0), min(1, schema.get("maximum", 1))))

    def _number(self, schema: Schema) -> float:
        return self._integer(schema) + (0.5 if self.size == "full" else 0)

    def _boolean(self, schema: Schema) -> bool:
        return self.size == "full"


def _merged(schema: Schema, other: Schema) -> Schema:
    """Both schemas merged, recursively for fields that both have."""
    merged = schema | other
    for key in ("properties", "patternProperties"):
        if key in schema and key in other:
            both = schema[key] | other[key]
            for name in schema[key].keys() & other[key].keys():
                both[name] = _merged(schema[key][name], other[key][name])
            merged[key] = both
    if "required" in schema and "required" in other:
        merged["required"] = [*schema["required"], *other["required"]]
    return merged
