"""`bodies.py DEFINITION RESULTS`: every body that a server answered is valid by its schema.

RESULTS is a list of objects: `operation` (method and path of the definition), `status`, `body`. Prints a line for each that is not,
and how many were looked at."""

import json
import sys

from jsonschema import Draft4Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4


def responses_of(definition, operation):
    method, path = operation.split(" ", 1)
    return definition["paths"][path][method.lower()]["responses"]


def schema_of(definition, operation, status):
    responses = responses_of(definition, operation)
    response = responses.get(str(status)) or responses.get("default") or {}
    while "$ref" in response:
        response = response_at(definition, response["$ref"])
    return response.get("schema")


def response_at(definition, reference):
    found = definition
    for key in reference.removeprefix("#/").split("/"):
        found = found[key.replace("~1", "/").replace("~0", "~")]
    return found


def with_null(value):
    """The schemas with `x-nullable` as what it means, and no word of an API alone."""
    if isinstance(value, list):
        return [with_null(item) for item in value]
    if not isinstance(value, dict):
        return value
    schema = {key: with_null(item) for key, item in value.items()}
    if isinstance(schema.get("x-one-of"), list):
        schema["anyOf"] = schema.pop("x-one-of")
        schema.pop("type", None)
    if schema.get("type") == "file":
        del schema["type"]
    if schema.get("x-nullable") is True:
        return {"anyOf": [{"type": "null"}, schema]}
    return schema


def main():
    definition, results = (json.load(open(path, encoding="utf-8")) for path in sys.argv[1:])
    document = {**definition, "definitions": with_null(definition.get("definitions", {}))}
    registry = Registry().with_resource("definition:", Resource.from_contents(document, default_specification=DRAFT4))
    failed = 0
    for result in results:
        schema = schema_of(definition, result["operation"], result["status"])
        if schema is None:
            continue
        whole = json.loads(json.dumps(with_null(schema)).replace('"#/', '"definition:#/'))
        validator = Draft4Validator(whole, registry=registry)
        for error in list(validator.iter_errors(result["body"]))[:3]:
            failed += 1
            print(f"{result['operation']}: {result['status']}: {'/'.join(map(str, error.path))}: {error.message[:200]}")
    print(f"{len(results)} bodies, {failed} faults")
    sys.exit(1 if failed else 0)


main()
