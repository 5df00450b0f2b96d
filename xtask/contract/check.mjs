// `node check.mjs PACKAGE`: what is wrong with definitions, by the JSON Schemas of their versions and by four rules that no schema
// can say. The names of files come on standard input, a line each. A line for each file: what is wrong first, or nothing.
import fs from "node:fs";
import { pathToFileURL } from "node:url";

const [entry] = process.argv.slice(2);
const { Validator } = await import(pathToFileURL(entry));
const validator = new Validator();
const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

const at = (root, reference) =>
  decodeURIComponent(reference.slice(1))
    .split("/")
    .slice(1)
    .reduce((value, key) => value?.[key.replaceAll("~1", "/").replaceAll("~0", "~")], root);

const followed = (root, value) => {
  for (let far = 0; far < 20 && typeof value?.$ref === "string" && value.$ref.startsWith("#"); far += 1) value = at(root, value.$ref);
  return value;
};

function* references(value, inExample = false) {
  if (Array.isArray(value)) for (const item of value) yield* references(item, inExample);
  else if (value && typeof value === "object") {
    if (typeof value.$ref === "string" && !inExample) yield value.$ref;
    for (const [key, item] of Object.entries(value)) {
      // What is in these is data.
      if (!["example", "examples", "default", "enum", "const", "value"].includes(key) || "$ref" in Object(item)) yield* references(item, inExample);
    }
  }
}

function* faults(root) {
  for (const reference of references(root)) {
    if (reference.startsWith("#/") && at(root, reference) === undefined) yield `${reference} leads nowhere`;
  }
  const ids = new Set();
  for (const [path, given] of Object.entries(root.paths ?? {})) {
    if (path.startsWith("x-")) continue;
    const item = followed(root, given) ?? {};
    for (const [method, operation] of Object.entries({ ...item, ...item.additionalOperations })) {
      if (!METHODS.includes(method) && !item.additionalOperations?.[method]) continue;
      const id = operation?.operationId;
      if (id !== undefined && ids.has(id)) yield `the operation id ${id} is there twice`;
      ids.add(id);
      const own = [...(item.parameters ?? []), ...(operation?.parameters ?? [])].map((one) => followed(root, one));
      const declared = new Set(own.filter((one) => one?.in === "path").map((one) => one.name));
      const named = new Set([...path.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name));
      for (const name of named) if (!declared.has(name)) yield `${name} is not declared at ${method} ${path}`;
      for (const name of declared) if (!named.has(name)) yield `${name} is not in the template at ${method} ${path}`;
      const twice = (operation?.parameters ?? []).map((one) => followed(root, one)).map((one) => `${one?.in} ${one?.name}`);
      const second = twice.find((one, index) => twice.indexOf(one) !== index);
      if (second) yield `the parameter ${second} is there twice at ${method} ${path}`;
    }
  }
}

for (const file of fs.readFileSync(0, "utf8").trimEnd().split("\n")) {
  let found = "";
  try {
    const root = JSON.parse(fs.readFileSync(file, "utf8"));
    const { valid, errors } = await validator.validate(root);
    if (valid) found = faults(root).next().value ?? "";
    else if (Array.isArray(errors)) {
      // The deepest place says most.
      const [error] = [...errors].sort((one, other) => other.instancePath.split("/").length - one.instancePath.split("/").length);
      const more = error.params?.additionalProperty ?? error.params?.unevaluatedProperty;
      found = `${error.instancePath} ${error.message}${more ? `: ${more}` : ""}`;
    } else found = String(errors);
  } catch (error) {
    found = String(error.message);
  }
  console.log(found.replace(/\s+/g, " "));
}
