/** Whether this run has time for full counts: `deno task soak`. */
export const SOAK: boolean = Deno.env.get("LAB_SOAK") === "1";

/**
 * A test that belongs to the soak alone. Elsewhere it does not exist, so that it is not counted as
 * skipped: a seeded part of the same law runs there.
 */
export function soakTest(name: string, fn: () => void | Promise<void>): void {
  if (SOAK) Deno.test(name, fn);
}
