import { deepEqual, equal } from "node:assert/strict";
import { z } from "zod";
import { faultsOf, faultsText, strictFields } from "../lib/strict_fields.ts";

const found = (schema: z.ZodType, value: unknown) =>
  faultsText(faultsOf(schema.safeParse(value).error!));

Deno.test("strictFields() names what is unknown, the name that is near, and all that are known", () => {
  const schema = strictFields({ side: z.number().optional(), net: z.number().optional() });
  equal(
    found(schema, { sides: 1, colour: 2 }),
    'Unrecognized keys: "sides" (did you mean "side"?), "colour"; the fields are side, net',
  );
  const hinted = strictFields({ side: z.number().optional() }, {
    elsewhere: ", and in a file spending",
    hint: (field) => field === "cap" ? " (it belongs there)" : undefined,
  });
  equal(
    found(hinted, { cap: 1, sid: 2 }),
    'Unrecognized keys: "cap" (it belongs there), "sid" (did you mean "side"?); the fields are side' +
      ", and in a file spending",
  );
});

Deno.test("faultsOf() names each fault by its place, that of a union in the branch that was meant", () => {
  const role = z.union([z.string(), strictFields({ model: z.string() })]);
  const schema = strictFields({ fast: role, count: z.number() });
  const faults = faultsOf(schema.safeParse({ fast: { model: 3 }, count: "1" }).error!);
  deepEqual(faults.map(({ path }) => path.join(".")), ["fast.model", "count"]);
  equal(found(schema, { fast: 3, count: 1 }), "fast: need a name, or an object in braces");
  const own = z.union([z.literal("a"), strictFields({ b: z.number() })], { error: "need a or b" });
  equal(found(own, { c: 1 }), "need a or b");
});
