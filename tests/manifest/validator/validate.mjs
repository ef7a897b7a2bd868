// Judges one Microsoft 365 app manifest by Microsoft's own schema, offline.
// Reads the manifest from standard input, prints the problems as a JSON list of strings: an empty list is a valid manifest.

import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";

const require = createRequire(import.meta.url);
const { AppManifestUtils } = require("@microsoft/app-manifest");
const SCHEMAS = join(dirname(require.resolve("@microsoft/app-manifest")), "json-schemas", "teams");

// The package fetches a schema that it does not carry from the network: only the carried ones get that far.
function carriedSchemaProblem(manifest) {
  const version = manifest?.manifestVersion;
  if (!/^\d+\.\d+$/.test(version ?? "")) {
    return `manifestVersion ${JSON.stringify(version)} is not a version such as "1.22".`;
  }
  if (!existsSync(join(SCHEMAS, `v${version}`, "MicrosoftTeams.schema.json"))) {
    return `Microsoft's package carries no schema for manifestVersion ${version}.`;
  }
  const expected = `https://developer.microsoft.com/json-schemas/teams/v${version}/MicrosoftTeams.schema.json`;
  return manifest.$schema === expected ? null : `$schema is not ${expected}.`;
}

async function problems(manifest) {
  const problem = carriedSchemaProblem(manifest);
  return problem ? [problem] : AppManifestUtils.validateAgainstSchema(manifest);
}

console.log(JSON.stringify(await problems(JSON.parse(await text(process.stdin)))));
