// `node validate.mjs PARSER FILE…`: whether each file is a valid definition; a line for each that is none.
import { createRequire } from "node:module";

const [parser, ...files] = process.argv.slice(2);
const SwaggerParser = createRequire(import.meta.url)(parser);
let failed = 0;
for (const file of files) {
  try {
    await (SwaggerParser.validate ?? SwaggerParser.default.validate).call(SwaggerParser.default ?? SwaggerParser, file, { resolve: { http: false } });
  } catch (error) {
    failed += 1;
    console.log(`${file}: ${String(error.message).replace(/\s+/g, " ")}`);
  }
}
process.exit(failed ? 1 : 0);
