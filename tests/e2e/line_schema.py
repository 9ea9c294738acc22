"""Checks requests against LINE's own OpenAPI file, sub-types and written limits included.

The file writes polymorphism as a base schema with discriminator.mapping and no oneOf, which a plain JSON-Schema
validator takes for "any object with a type". Here each such base becomes: the plain base, and if type is KEY then
the sub-schema of KEY, and no other type, and no property that neither names.
"""
import copy
import functools
import pathlib
import unicodedata

import jsonschema
import yaml

SPEC = pathlib.Path(__file__).resolve().parent.parent / "data" / "line-openapi" / "messaging-api.yml"
PLAIN = "__plain"


def _mapped(ref):
    return ref.rsplit("/", 1)[-1]


def _strict_schemas(schemas):
    schemas = copy.deepcopy(schemas)
    bases = {name: s["discriminator"] for name, s in schemas.items() if "discriminator" in s and
             "mapping" in s["discriminator"]}
    subs = {_mapped(ref) for d in bases.values() for ref in d["mapping"].values()}

    def walk(node, inside_sub):
        if isinstance(node, list):
            return [walk(x, inside_sub) for x in node]
        if not isinstance(node, dict):
            return node
        node = {k: walk(v, inside_sub) for k, v in node.items() if k not in ("discriminator", "example", "externalDocs")}
        if node.pop("nullable", False) and "type" in node:
            node["type"] = [node["type"], "null"]
        return node

    strict = {}
    for name, schema in schemas.items():
        schema = walk(schema, name in subs)
        if name in subs:  # a sub-type builds upon the plain base, or it would ask itself for ever
            for part in schema.get("allOf", []):
                if _mapped(part.get("$ref", "")) in bases:
                    part["$ref"] += PLAIN
        if name in bases:
            strict[name + PLAIN] = schema
            discriminator = bases[name]
            key, mapping = discriminator["propertyName"], discriminator["mapping"]
            strict[name] = {
                "type": "object", "required": [key],
                "properties": {key: {"enum": sorted(mapping)}},
                "allOf": [{"if": {"properties": {key: {"const": value}}, "required": [key]},
                           "then": {"$ref": ref, "unevaluatedProperties": False}}
                          for value, ref in mapping.items()]}
            continue
        if name not in subs and schema.get("type") == "object" and "properties" in schema:
            schema["additionalProperties"] = False
        strict[name] = schema
    return strict


@functools.lru_cache(maxsize=1)
def _spec():
    spec = yaml.safe_load(SPEC.read_text(encoding="utf-8"))
    schemas = _strict_schemas(spec["components"]["schemas"])
    return spec["paths"], {"components": {"schemas": schemas}}


@functools.lru_cache(maxsize=None)
def _validator(name):
    _, root = _spec()
    schema = {"$ref": f"#/components/schemas/{name}", **root}
    return jsonschema.Draft202012Validator(schema)


def operation(method, path):
    """The (template, operation, parameters) of LINE's API for a request path, or None when there is none."""
    paths, _ = _spec()
    # A path written out goes before one with a parameter: /richmenu/list is no rich menu's id.
    for template, item in sorted(paths.items(), key=lambda entry: entry[0].count("{")):
        want, have = template.strip("/").split("/"), path.strip("/").split("/")
        if len(want) == len(have) and all(w == h or (w.startswith("{") and h) for w, h in zip(want, have)):
            if method.lower() in item:
                values = {w[1:-1]: h for w, h in zip(want, have) if w.startswith("{")}
                return template, item[method.lower()], values
    return None


def body_faults(op, body):
    """What is wrong with a JSON body of an operation, in words."""
    content = op.get("requestBody", {}).get("content", {}).get("application/json")
    if content is None:
        return []
    name = _mapped(content["schema"]["$ref"])
    faults = [f"{'/'.join(str(p) for p in e.absolute_path)}: {e.message[:200]}"
              for e in _validator(name).iter_errors(body)]
    if isinstance(body, dict):
        for message in body.get("messages", []) if isinstance(body.get("messages"), list) else []:
            faults += message_faults(message)
        for area in body.get("areas", []) if isinstance(body.get("areas"), list) else []:
            faults += _action_faults(area.get("action", {}), 20)
        if "chatBarText" in body and graphemes(body["chatBarText"]) > 14:
            faults.append("chatBarText: over 14 graphemes")
    return faults


def graphemes(text):
    """Near enough for Thai and Latin: marks, sara am and joiners belong to what stands before them."""
    return sum(1 for c in text
               if unicodedata.category(c) not in ("Mn", "Me", "Cf") and c not in "\u0e33\u0eb3")


def utf16(text):
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _action_faults(action, label_limit):
    faults = []
    label = action.get("label")
    if label is not None and not 1 <= graphemes(label) <= label_limit:
        faults.append(f"label {label!r}: {graphemes(label)} graphemes, 1 to {label_limit} allowed")
    if utf16(action.get("data", "")) > 300:
        faults.append("postback data: over 300")
    for field in ("displayText", "fillInText", "text"):
        if field in action and not 1 <= graphemes(action[field]) <= 300:
            faults.append(f"action {field}: not 1 to 300 graphemes")
    return faults


def _flex_faults(node):
    faults = []
    if isinstance(node, dict):
        if node.get("type") == "text" and not node.get("text") and not node.get("contents"):
            faults.append("flex text: empty")
        if node.get("type") == "button":
            faults += _action_faults(node.get("action", {}), 40)
            if not node.get("action", {}).get("label"):
                faults.append("flex button without label")
        for value in node.values():
            faults += _flex_faults(value)
    elif isinstance(node, list):
        for value in node:
            faults += _flex_faults(value)
    return faults


def message_faults(message):
    """Limits that LINE writes in its reference only (LINE.md section 1.2)."""
    if not isinstance(message, dict):
        return ["a message that is no object"]
    faults = []
    kind = message.get("type")
    if kind == "text":
        text = message.get("text", "")
        if not text.strip():
            faults.append("text: empty")
        if utf16(text) > 5000:
            faults.append(f"text: {utf16(text)} UTF-16 units, 5000 allowed")
    if kind in ("flex", "template", "imagemap"):
        alt = message.get("altText", "")
        if not 1 <= utf16(alt) <= 1500:
            faults.append("altText: not 1 to 1500")
    if kind == "flex":
        faults += _flex_faults(message.get("contents", {}))
    if kind == "image":
        for field in ("originalContentUrl", "previewImageUrl"):
            if not str(message.get(field, "")).startswith("https://"):
                faults.append(f"{field}: not https")
    items = (message.get("quickReply") or {}).get("items", [])
    if len(items) > 13:
        faults.append(f"{len(items)} quick replies, 13 allowed")
    for item in items:
        action = item.get("action", {})
        if not action.get("label"):
            faults.append("a quick reply without label")
        faults += _action_faults(action, 20)
    return faults
