import { answerJsonSchema } from "lab/committee";
import { wireSchema } from "lab/providers";
import { deepEqual, equal, ok, throws } from "node:assert/strict";

Deno.test("wireSchema() of an answer closes every object, requires every key and has no bound", () => {
  const allowed = new Set([
    "type",
    "description",
    "properties",
    "required",
    "additionalProperties",
    "items",
    "anyOf",
    "enum",
  ]);
  let objects = 0;
  // deno-lint-ignore no-explicit-any
  const walk = (schema: any, path: string) => {
    for (const key of Object.keys(schema)) ok(allowed.has(key), `${path} has ${key}`);
    if (schema.type === "object") {
      objects++;
      equal(schema.additionalProperties, false, path);
      deepEqual(schema.required, Object.keys(schema.properties), path);
      for (const [key, one] of Object.entries(schema.properties)) walk(one, `${path}.${key}`);
    }
    if (schema.items) walk(schema.items, `${path}[]`);
    for (const one of schema.anyOf ?? []) walk(one, path);
  };
  const schema = wireSchema();
  walk(schema, "");
  equal(objects, 10, "answer, sub-scores, three times two kinds, rationale item, reference");
  deepEqual(Object.keys(schema.properties as object), answerJsonSchema().required);
});

Deno.test("wireSchema() refuses what strict modes cannot express, with the place", () => {
  const object = (properties: Record<string, unknown>, required = Object.keys(properties)) => ({
    type: "object",
    properties,
    required,
  });
  throws(() => wireSchema({ type: "array" }), /need an object at its root, got array/);
  throws(() => wireSchema(object({ a: { type: "string" } }, [])), /every key required.*optional a/);
  throws(
    () => wireSchema(object({ a: { type: "object", additionalProperties: {} } })),
    /at its root\.a, got a record/,
  );
  throws(() => wireSchema(object({ a: { $ref: "#/x" } })), /strict modes know at its root\.a/);
});
