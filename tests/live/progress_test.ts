import { equal, match, ok, rejects, throws } from "node:assert/strict";
import { progress, type ProgressSurface, progressText, stoppable, StoppedError } from "lab/live";
import { press } from "../../lib/live/stop.ts";

/** A surface that keeps its lines, with a clock that the test moves. */
function testSurface(): ProgressSurface & { lines: [string, boolean][]; time: number } {
  const surface = {
    lines: [] as [string, boolean][],
    time: 0,
    now: () => surface.time,
    show: (text: string, isFirst: boolean) => void surface.lines.push([text, isFirst]),
  };
  return surface;
}

Deno.test("progress() shows one line in place, and none for quick work", async () => {
  const slow = testSurface();
  const work = progress("Reading", 10, slow);
  for (let i = 0; i < 10; i++) {
    slow.time += 200;
    await work.advance();
  }
  await work.end();
  equal(slow.lines[0][0], "Reading: 3 of 10 (30 %), about 1.4 s left. Stop (■) ends it.");
  equal(slow.lines.at(-1)![0], "Reading: 10 of 10 in 2.0 s.");
  equal(slow.lines.filter(([, isFirst]) => isFirst).length, 1);

  const quick = testSurface();
  const little = progress("Reading", 3, quick);
  for (let i = 0; i < 3; i++) {
    quick.time += 100;
    await little.advance();
  }
  await little.end();
  equal(quick.lines.length, 0);
});

Deno.test("progress() ends with a StoppedError at Stop, and says how far it came", async () => {
  const surface = testSurface();
  const work = progress("Reading", 10, surface);
  surface.time = 1_000;
  await work.advance();
  press();
  await rejects(work.advance(), StoppedError);
  equal(surface.lines.at(-1)![0], "Reading: stopped after 2 of 10.");
  // A later piece of work starts with a clean slate.
  await progress("Reading", 1, surface).advance();
});

Deno.test("progress() refuses a total that is no count", () => {
  throws(() => progress("Reading", 0), /must be a whole number of at least 1, got 0/);
  throws(() => progress("Reading", NaN), /got NaN/);
});

Deno.test("progressText() gives the time left at the pace so far", () => {
  match(progressText("A", 1, 3, 90), /\(33 %\), about 3 min left/);
  match(progressText("A", 0, 3, 1), /0 of 3 \(0 %\)\. Stop/);
});

Deno.test("stoppable() gives the result, the work's own error, or its deadline", async () => {
  const wait = { label: "an answer", deadlineSeconds: 5 };
  equal(await stoppable(() => Promise.resolve(7), wait), 7);
  await rejects(stoppable(() => Promise.reject(new TypeError("bad")), wait), TypeError);
  let signal: AbortSignal | undefined;
  await rejects(
    stoppable((given) => {
      signal = given;
      return new Promise(() => {});
    }, { label: "an answer", deadlineSeconds: 0.02 }),
    /^LabError: Gave up waiting for an answer: no answer within 0\.02 s$/,
  );
  ok(signal?.aborted, "the work is told");
  await rejects(
    stoppable(() => Promise.resolve(1), { label: "x", deadlineSeconds: 0 }),
    /deadline must lie in \(0, 86400\] seconds, got 0/,
  );
});
