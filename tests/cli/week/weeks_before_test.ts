import { deepEqual, equal, match } from "node:assert/strict";
import { join } from "node:path";
import { weekBeforeLines, weeksBefore } from "../../../lib/cli/week/weeks_before.ts";
import { day } from "../../../lib/units.ts";

async function withWeeks(days: readonly string[], act: (out: string) => void): Promise<void> {
  const out = await Deno.makeTempDir();
  try {
    for (const one of days) await Deno.mkdir(join(out, one));
    await act(out);
  } finally {
    await Deno.remove(out, { recursive: true });
  }
}

Deno.test("weeksBefore() are the folders named like days before one, the oldest first", async () => {
  await withWeeks(["2026-11-27", "2026-11-13", "2026-11-20", "notes", "2026-11-20b"], (out) => {
    deepEqual(weeksBefore(out, day("2026-11-27")), ["2026-11-13", "2026-11-20"]);
    deepEqual(weeksBefore(join(out, "none"), day("2026-11-27")), []);
  });
});

Deno.test("weekBeforeLines() count weeks from Monday to Sunday", async () => {
  // 20 November 2026 is a Friday, 22 a Sunday, 23 a Monday; what lies before the newest counts for nothing.
  await withWeeks(["2026-10-02", "2026-11-20"], (out) => {
    const skipped = (on: string) => weekBeforeLines(out, day(on)).length - 1;
    deepEqual(
      ["2026-11-21", "2026-11-23", "2026-11-29", "2026-11-30"].map(skipped),
      [0, 0, 0, 1],
    );
    match(weekBeforeLines(out, day("2026-11-30"))[1], /1 week between 2026-11-20 and 2026-11-30/);
    match(weekBeforeLines(out, day("2026-12-07"))[1], /2 weeks between/);
    match(weekBeforeLines(out, day("2026-11-20"))[1], /6 weeks between 2026-10-02/);
    deepEqual(weekBeforeLines(out, day("2026-10-02")), []);
  });
  await withWeeks(["2026-11-22"], (out) => {
    equal(weekBeforeLines(out, day("2026-11-23")).length, 1);
    equal(weekBeforeLines(out, day("2026-11-30")).length, 2);
  });
});

Deno.test("a week before that cannot be read stops no other", async () => {
  await withWeeks(["2026-11-20"], (out) => {
    Deno.writeTextFileSync(join(out, "2026-11-20", "6_approval.json"), "{");
    match(
      weekBeforeLines(out, day("2026-11-27"))[0],
      /2026-11-20: what was decided on it cannot be read/,
    );
  });
});
