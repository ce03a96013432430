// Reads a JSON Schema in Ajv's strict mode, which refuses unknown keywords and types that are only
// implied; what it refuses ends it with an error. Then says whether the data, if any, are valid.
import { readFileSync } from "node:fs";
import Ajv from "ajv/dist/2020.js";

const { schema, data } = JSON.parse(readFileSync(0, "utf8"));
const validate = new Ajv({ strict: true }).compile(schema);
console.log(JSON.stringify({ valid: validate(data) }));
