import { deepEqual, match, rejects } from "node:assert/strict";
import { join } from "node:path";
import { weeksOfFile } from "../../../lib/cli/availability/weeks_file.ts";

const WEEK = { seconds: 12.5, breaches: [] as string[] };
const RUN = {
  times: 1,
  summary: { share: 1 },
  weeks: [WEEK, { seconds: 400, breaches: ["Net is 21 %."] }],
};
const FILE = {
  format: "sector-committee-lab/availability/1",
  seed: 4,
  runs: [{ ...RUN, times: 3, weeks: [WEEK] }, RUN],
};

async function read(content: unknown) {
  const dir = await Deno.makeTempDir();
  try {
    const path = join(dir, "availability.json");
    await Deno.writeTextFile(path, typeof content === "string" ? content : JSON.stringify(content));
    return await weeksOfFile(path);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

Deno.test("weeksOfFile() takes the run at the stated rates, with its hash and no path", async () => {
  const { records, file } = await read(FILE);
  deepEqual(records.weeks, [{ seconds: 12.5, isValid: true }, { seconds: 400, isValid: false }]);
  match(
    records.source,
    /^Simulated: 2 weeks of a chain of two models at stated rates of faults, seed 4\.$/,
  );
  deepEqual(file.file, "availability.json");
  match(file.sha256, /^[0-9a-f]{64}$/);
});

Deno.test("weeksOfFile() refuses other files and spoilt ones, with what would be right", async () => {
  const right = /need availability\.json, as deno task availability writes it$/;
  for (
    const content of [
      "{",
      "[]",
      {},
      { ...FILE, format: "sector-committee-lab/scorecard/1" },
      { ...FILE, runs: [] },
      { ...FILE, runs: [{ ...RUN, weeks: [] }] },
      { ...FILE, runs: [{ ...RUN, weeks: [{ seconds: -1, breaches: [] }] }] },
      { ...FILE, runs: [{ ...RUN, weeks: [{ seconds: "12", breaches: [] }] }] },
      { ...FILE, runs: [{ ...RUN, weeks: [{ seconds: 12 }] }] },
      { ...FILE, runs: [FILE.runs[0]] },
    ]
  ) {
    await rejects(read(content), right);
  }
  await rejects(read({ ...FILE, runs: [FILE.runs[0]] }), /no run of it is at the stated rates/);
  await rejects(weeksOfFile("/nowhere/availability.json"), /availability\.json/);
});
