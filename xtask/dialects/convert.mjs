// `node convert.mjs PACKAGES FOLDER…`: beside the `swagger.json` of each folder, the same definition as `openapi-3.0.json` and as
// `openapi-3.1.json`, each by a converter of others. A line for each that cannot be converted.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [packages, ...folders] = process.argv.slice(2);
const require = createRequire(path.join(packages, "none.js"));
const swagger2openapi = require("swagger2openapi");
const parser = path.join(packages, "@scalar/openapi-parser");
const { exports } = JSON.parse(fs.readFileSync(path.join(parser, "package.json"), "utf8"));
const { upgrade } = await import(pathToFileURL(path.join(parser, exports["."].import ?? exports["."].default)));

// No converter knows what stands in an extension: webhooks are converted as paths are.
const WEBHOOKS = "x-webhooks";
const START = `/${WEBHOOKS}/`;

function asPaths({ [WEBHOOKS]: webhooks = {}, ...definition }) {
  const paths = Object.fromEntries(Object.entries(webhooks).map(([name, item]) => [START + name, item]));
  return { ...definition, paths: { ...definition.paths, ...paths } };
}

function asWebhooks(definition) {
  const isWebhook = ([name]) => name.startsWith(START);
  const all = Object.entries(definition.paths ?? {});
  const webhooks = all.filter(isWebhook).map(([name, item]) => [name.slice(START.length), item]);
  const paths = Object.fromEntries(all.filter((entry) => !isWebhook(entry)));
  return webhooks.length ? { ...definition, paths, [WEBHOOKS]: Object.fromEntries(webhooks) } : definition;
}

for (const folder of folders) {
  const write = (name, value) => fs.writeFileSync(path.join(folder, name), JSON.stringify(asWebhooks(value), null, 1));
  try {
    const definition = JSON.parse(fs.readFileSync(path.join(folder, "swagger.json"), "utf8"));
    const { openapi } = await swagger2openapi.convertObj(WEBHOOKS in definition ? asPaths(definition) : definition, { patch: true, warnOnly: true });
    write("openapi-3.0.json", openapi);
    const upgraded = upgrade(structuredClone(openapi), "3.1");
    write("openapi-3.1.json", upgraded.specification ?? upgraded);
  } catch (error) {
    console.log(`${folder}: ${String(error.message).replace(/\s+/g, " ")}`);
  }
}
