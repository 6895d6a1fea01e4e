import { answerJsonSchema } from "../committee/mod.ts";

type Json = Readonly<Record<string, unknown>>;

/** Keywords that strict modes refuse or once refused; the full schema checks what they said. */
const BOUNDS = new Set([
  "$schema",
  "default",
  "exclusiveMaximum",
  "exclusiveMinimum",
  "format",
  "maxItems",
  "maxLength",
  "maximum",
  "minItems",
  "minLength",
  "minimum",
  "multipleOf",
  "pattern",
]);

/** Keywords that every strict mode knows. */
const KNOWN = new Set([
  "type",
  "description",
  "properties",
  "required",
  "additionalProperties",
  "items",
  "anyOf",
  "enum",
]);

function isSchema(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function refused(path: string, need: string, got: string): RangeError {
  return new RangeError(`Cannot put a schema on the wire: need ${need} at ${path}, got ${got}`);
}

function strict(schema: Json, path: string): Json {
  const out: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(schema)) {
    if (BOUNDS.has(key)) continue;
    if (key === "const") out.enum = [value];
    else if (key === "oneOf" || key === "anyOf") {
      out.anyOf = (value as readonly Json[]).map((one, i) => strict(one, `${path}.${i}`));
    } else if (key === "items") {
      if (!isSchema(value)) throw refused(path, "one schema for all items", "several");
      out.items = strict(value, `${path}.items`);
    } else if (key === "properties") {
      out.properties = Object.fromEntries(
        Object.entries(value as Record<string, Json>)
          .map(([name, one]) => [name, strict(one, `${path}.${name}`)]),
      );
    } else if (KNOWN.has(key)) out[key] = value;
    else throw refused(path, "a keyword that strict modes know", JSON.stringify(key));
  }
  if (schema.type === "object") {
    const names = Object.keys((schema.properties ?? {}) as Json);
    const required = (schema.required ?? []) as readonly string[];
    const optional = names.find((name) => !required.includes(name));
    if (names.length === 0) throw refused(path, "an object with named keys", "a record");
    if (optional !== undefined) {
      throw refused(
        path,
        "every key required (null where there is nothing)",
        `optional ${optional}`,
      );
    }
    out.required = names;
    out.additionalProperties = false;
  }
  return out;
}

/**
 * A JSON schema as every provider's strict mode takes it: closed objects, all keys required, no
 * bounds. What comes back is checked by the full schema, so a bound that is left out here is not
 * given up.
 *
 * @param schema The full schema; that of an answer by default.
 * @throws {RangeError} If the schema holds what strict modes cannot express: an optional key, a
 *   record, a root that is no object; says where.
 *
 * @example Bounds stay at home
 * ```ts
 * import { wireSchema } from "lab/providers";
 * import { deepEqual, ok } from "node:assert/strict";
 *
 * ok(!JSON.stringify(wireSchema()).includes("maxLength"));
 * deepEqual(
 *   wireSchema({
 *     type: "object",
 *     properties: { score: { type: "integer", minimum: 1 } },
 *     required: ["score"],
 *   }),
 *   {
 *     type: "object",
 *     properties: { score: { type: "integer" } },
 *     required: ["score"],
 *     additionalProperties: false,
 *   },
 * );
 * ```
 */
export function wireSchema(schema: Json = answerJsonSchema()): Json {
  if (schema.type !== "object") throw refused("its root", "an object", String(schema.type));
  return strict(schema, "its root");
}
