import { z } from "zod";

/**
 * An object of a settings file that knows every one of its fields: what is unknown is refused, beside
 * the names that would be right.
 *
 * @param shape What each field holds.
 * @param elsewhere What a message adds about fields that are read elsewhere.
 *
 * @example A slip of the pen
 * ```ts
 * import { strictFields } from "./strict_fields.ts";
 * import { z } from "zod";
 * import { match } from "node:assert/strict";
 *
 * const found = strictFields({ baseUrl: z.string().optional(), name: z.string() })
 *   .safeParse({ baseURL: "http://127.0.0.1", name: "box" });
 * match(found.error!.message, /the fields are baseUrl, name/);
 * ```
 */
export function strictFields<T extends z.core.$ZodLooseShape>(shape: T, elsewhere = "") {
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== "unrecognized_keys") return undefined;
      const keys = issue.keys as readonly string[];
      const named = keys.map((key) => `"${key}"`).join(", ");
      return `Unrecognized key${keys.length > 1 ? "s" : ""}: ${named}; the fields are ` +
        `${Object.keys(shape).join(", ")}${elsewhere}`;
    },
  });
}
