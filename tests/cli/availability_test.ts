import { deepEqual, equal, match, ok, rejects, throws } from "node:assert/strict";
import { join } from "node:path";
import { availabilitySummary } from "lab/availability";
import { AVAILABILITY, runAvailability } from "../../lib/cli/availability.ts";
import { weeksOfFile } from "../../lib/cli/availability/weeks_file.ts";
import { console } from "../../lib/cli/console.ts";
import { readOptions } from "../../lib/cli/options/read_options.ts";

/** Runs the command in a folder of its own; gives what it printed. */
async function printed(...args: readonly string[]): Promise<string> {
  const log = console.log, lines: string[] = [];
  console.log = (text: string) => void lines.push(text);
  try {
    await runAvailability(args);
  } finally {
    console.log = log;
  }
  return lines.join("\n");
}

Deno.test("availability prints a row a multiple with what is assumed, and writes every week, the same bytes twice", async () => {
  const dir = await Deno.makeTempDir();
  try {
    const args = ["--weeks", "6", "--times", "0,15", "--seed", "3", "--out", dir];
    const text = await printed(...args);
    match(text, /^ +× 0 +6 +100\.0 % +61\.0 % to 100\.0 %/m);
    match(text, /^ +× 15 +6 /m);
    match(text, /× 0: none was missed\./);
    match(text, /each provider out for 30 minutes, over the run, in 0 % of weeks/);
    match(text, /one try of a question may take 120 seconds/);
    match(text, /Source: simulated, seed 3\./);
    const path = join(dir, "availability.json"), json = await Deno.readTextFile(path);
    const { runs } = JSON.parse(json);
    deepEqual(runs.map(({ weeks }: { weeks: unknown[] }) => weeks.length), [6, 6]);
    // The summary can be worked out again from the weeks beside it.
    for (const { summary, weeks } of runs) deepEqual(availabilitySummary(weeks), summary);
    equal(await printed(...args), text);
    equal(await Deno.readTextFile(path), json);
    ok(!json.includes(dir));
    await rejects(weeksOfFile(path), /no run of it is at the stated rates \(--times 1\)/);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("availability refuses multiples that are none, or twice the same", () => {
  const read = (text: string) => () => readOptions(AVAILABILITY, ["--times", text]);
  for (const text of ["1,1", "1,-1", "21", "x", "", "1,"]) {
    throws(read(text), /different numbers from 0 to 20, such as 1,3/, text);
  }
  deepEqual(readOptions(AVAILABILITY, []).times, [1, 3]);
  deepEqual(readOptions(AVAILABILITY, ["--times", "0.5, 3"]).times, [0.5, 3]);
});
