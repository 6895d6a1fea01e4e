import type { Tally } from "./tally.ts";

/**
 * The tally in a JUnit report of `deno test`.
 *
 * Steps inside a test are reported as tests of their own; they count as such.
 *
 * @param report The XML text.
 */
export function junitTally(report: string): Tally {
  let passed = 0;
  let failed = 0;
  let skipped = 0;
  // Deno writes one element per test, and inside it what became of it.
  for (
    const [, body] of report.matchAll(/<testcase\b(?:[^>]*\/>|[^>]*[^/]>([\s\S]*?)<\/testcase>)/g)
  ) {
    if (/<(failure|error)\b/.test(body ?? "")) failed++;
    else if (/<skipped\b/.test(body ?? "")) skipped++;
    else passed++;
  }
  return { passed, failed, skipped };
}
