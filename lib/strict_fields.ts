import { z } from "zod";
import { meantName } from "./near_name.ts";
import { quotedValue } from "./outside_text.ts";

/** What a message adds about what is unknown. */
interface StrictOptions {
  /** About fields that are read elsewhere, behind those that are known. */
  readonly elsewhere?: string;
  /** About one field, right behind it; the name that is near where it says nothing. */
  readonly hint?: (field: string) => string | undefined;
}

/**
 * An object of a settings file that knows every one of its fields: what is unknown is refused, beside
 * the names that would be right.
 *
 * @param shape What each field holds.
 *
 * @example A slip of the pen
 * ```ts
 * import { strictFields } from "./strict_fields.ts";
 * import { z } from "zod";
import { meantName } from "./near_name.ts";
import { quotedValue } from "./outside_text.ts";
 * import { match } from "node:assert/strict";
 *
 * const found = strictFields({ baseUrl: z.string().optional(), name: z.string() })
 *   .safeParse({ baseURL: "http://127.0.0.1", name: "box" });
 * match(found.error!.message, /the fields are baseUrl, name/);
 * ```
 */
export function strictFields<T extends z.core.$ZodLooseShape>(
  shape: T,
  { elsewhere = "", hint }: StrictOptions = {},
) {
  return z.strictObject(shape, {
    error: (issue) => {
      const fields = Object.keys(shape);
      if (issue.code === "invalid_type") {
        const { input } = issue, kind = Array.isArray(input) ? "array" : typeof input;
        return `Invalid input: expected object with the fields ${fields.join(", ")}${elsewhere}, ` +
          `received ${input === null ? "null" : kind}`;
      }
      if (issue.code !== "unrecognized_keys") return undefined;
      const keys = issue.keys as readonly string[];
      const named = keys.map((key) => quotedValue(key) + (hint?.(key) ?? meantName(key, fields)))
        .join(", ");
      return `Unrecognized key${keys.length > 1 ? "s" : ""}: ${named}; the fields are ` +
        `${fields.join(", ")}${elsewhere}`;
    },
  });
}

/** What is wrong with one value of a settings file. */
export interface Fault {
  /** Where it stands, such as `["spending", "capsUsd", "sweep"]`. */
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/**
 * All that a schema found wrong; where a name or an object may stand, what is wrong with the one that was
 * meant.
 *
 * @example
 * ```ts
 * import { faultsOf, strictFields } from "./strict_fields.ts";
 * import { z } from "zod";
 * import { deepEqual } from "node:assert/strict";
 *
 * const role = z.union([z.string(), strictFields({ model: z.string() })]);
 * const found = strictFields({ fast: role }).safeParse({ fast: { model: 3 } });
 * deepEqual(faultsOf(found.error!).map(({ path }) => path.join(".")), ["fast.model"]);
 * ```
 */
export function faultsOf({ issues }: z.ZodError): readonly Fault[] {
  return issues.flatMap((issue) => ofIssue(issue, []));
}

/** What zod says where a union says nothing of its own. */
const UNION_ALONE = "Invalid input";

function ofIssue(issue: z.core.$ZodIssue, above: readonly PropertyKey[]): readonly Fault[] {
  const path = [...above, ...issue.path];
  if (issue.code !== "invalid_union" || issue.message !== UNION_ALONE) {
    return [{ path, message: issue.message }];
  }
  const meant = issue.errors.find((branch) =>
    branch.every((one) => one.path.length > 0 || one.code === "unrecognized_keys")
  );
  return meant
    ? meant.flatMap((one) => ofIssue(one, path))
    : [{ path, message: "need a name, or an object in braces" }];
}

/** Faults as one sentence, each behind its place. */
export function faultsText(faults: readonly Fault[]): string {
  return faults.map(({ path, message }) =>
    `${path.length > 0 ? `${path.map(String).join(".")}: ` : ""}${message}`
  ).join("; ");
}
