import { shown } from "../../arguments.ts";

/**
 * Which limit, or which rule beside the limits: its kind, and of what it is where a kind has several.
 * Plain data; the kinds are those of the catalogue.
 */
export interface LimitId {
  readonly kind: string;
  /** A sector, a style, a cluster or a group by name; `hedge` for what the hedge's fund can carry. */
  readonly of?: string;
  /** Of a kind that counts the sides apart. */
  readonly side?: "long" | "short";
}

/**
 * The name of a limit, by which tables, messages and files refer to it. Nothing reads it back: who
 * must know which limit it is has the identity beside it.
 *
 * @throws {TypeError} If it is no identity.
 *
 * @example
 * ```ts
 * import { limitName } from "lab/portfolio";
 * import { deepEqual } from "node:assert/strict";
 *
 * const ids = [{ kind: "net" }, { kind: "sector", of: "XLK" }, { kind: "side", side: "long" }] as const;
 * deepEqual(ids.map(limitName), ["net", "sector XLK", "long side"]);
 * ```
 */
export function limitName(id: LimitId): string {
  if (typeof id?.kind !== "string") {
    throw new TypeError(`Cannot name a limit: need which one as { kind, of }, got ${shown(id)}`);
  }
  const { kind, of, side } = id;
  if (kind === "group") return of!; // a group's name is the reader's own
  if (kind === "cap") return `${of} ${side}`;
  if (side !== undefined) return `${side} ${kind}`;
  return of === undefined ? kind : `${kind} ${of}`;
}

/** Whether two identities are one limit. */
export function sameLimit(a: LimitId, b: LimitId): boolean {
  return a === b || (a.kind === b.kind && a.of === b.of && a.side === b.side);
}

/** A row about a limit, with which limit it is about as its last field. */
export function identified<Row extends object>(
  row: Row,
  id: LimitId,
): Row & { readonly id: LimitId } {
  return { ...row, id };
}
