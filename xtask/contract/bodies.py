"""`bodies.py DEFINITION RESULTS`: every body that a server answered is valid by its schema.

RESULTS is a list of objects: `operation` (method and path of the definition), `status`, `body`. Prints a line for each that is not,
and how many were looked at."""

import json
import sys
from urllib.parse import unquote

from jsonschema import Draft4Validator, Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4, DRAFT202012

# What holds values, and no schemas.
VALUES = {"const", "default", "enum", "example", "examples"}


def at(definition, reference):
    found = definition
    for key in unquote(reference.removeprefix("#")).split("/")[1:]:
        found = found[int(key)] if isinstance(found, list) else found[key.replace("~1", "/").replace("~0", "~")]
    return found


def followed(definition, value):
    while isinstance(value, dict) and "$ref" in value:
        value = at(definition, value["$ref"])
    return value


def operation_of(definition, operation):
    """The operation. What has a method beyond those of path items, or a path that is there twice, has a mark behind its path."""
    method, path = operation.split(" ", 1)
    for written in (path, path.split("#", 1)[0]):
        item = followed(definition, definition["paths"].get(written, {}))
        others = {name.lower(): value for name, value in item.get("additionalOperations", {}).items()}
        found = item.get(method.lower()) or others.get(method.lower())
        if found:
            return found
    return {}


def schema_of(definition, operation, status):
    responses = followed(definition, operation_of(definition, operation).get("responses", {}))
    keys = (str(status), f"{status // 100}XX", "default")
    response = followed(definition, next((responses[key] for key in keys if key in responses), {}))
    if "swagger" in definition:
        return response.get("schema")
    content = response.get("content", {})
    media = [value for name, value in content.items() if "json" in name or name == "*/*"]
    return followed(definition, media[0]).get("schema") if media else None


def with_null(value):
    """The schemas with `x-nullable` and `nullable` as what they mean, and no word of an API alone."""
    if isinstance(value, list):
        return [with_null(item) for item in value]
    if not isinstance(value, dict):
        return value
    schema = {key: item if key in VALUES and not isinstance(item, dict) else with_null(item) for key, item in value.items()}
    if isinstance(schema.get("x-one-of"), list):
        schema["anyOf"] = schema.pop("x-one-of")
        schema.pop("type", None)
    if schema.get("type") == "file":
        del schema["type"]
    if schema.get("x-nullable") is True or schema.get("nullable") is True:
        return {"anyOf": [{"type": "null"}, schema]}
    return schema


def main():
    definition, results = (json.load(open(path, encoding="utf-8")) for path in sys.argv[1:])
    is_json_schema = str(definition.get("openapi", "")).startswith(("3.1", "3.2"))
    validator, draft = (Draft202012Validator, DRAFT202012) if is_json_schema else (Draft4Validator, DRAFT4)
    document = with_null(definition)
    registry = Registry().with_resource("definition:", Resource.from_contents(document, default_specification=draft))
    failed = 0
    for result in results:
        schema = schema_of(definition, result["operation"], result["status"])
        if schema is None:
            continue
        whole = json.loads(json.dumps(with_null(schema)).replace('"#/', '"definition:#/'))
        for error in list(validator(whole, registry=registry).iter_errors(result["body"]))[:3]:
            failed += 1
            print(f"{result['operation']}: {result['status']}: {'/'.join(map(str, error.path))}: {error.message[:200]}")
    print(f"{len(results)} bodies, {failed} faults")
    sys.exit(1 if failed else 0)


main()
