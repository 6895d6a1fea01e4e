import { existsSync } from "node:fs";
import { type PoolClock, runSweep, sweepPlan, sweepPool } from "lab/sweep";
import { deepEqual, equal, match, rejects, throws } from "node:assert/strict";
import { join } from "node:path";
import { inFolder, SMALL } from "./small_sweeps.ts";

/** Address of a worker that dies, and how it does. */
function dying(how: string, mark: string): string {
  Deno.env.set("LAB_TEST_DEATH", `${how}|${mark}`);
  return new URL("./dying_worker.ts", import.meta.url).href;
}

/** A clock that stands still until a file is there, and then is an hour further, once. */
function hourAfter(mark: string): PoolClock {
  let ms = 0;
  return {
    now: () => ms,
    every: (_, look) => {
      const timer = setInterval(() => {
        if (ms > 0 || !existsSync(mark)) return;
        look(); // what the worker last said
        ms = 3_600_000;
        look();
      }, 1);
      return () => clearInterval(timer);
    },
  };
}

for (const [how, why] of [["throw", "out of memory"], ["close", "no sign of life for 60 s"]]) {
  Deno.test(`a worker that dies (${how}) is reported, and its shard goes to another`, () =>
    inFolder(async (folder) => {
      const mark = join(folder, "mark");
      const clock = hourAfter(how === "close" ? mark : join(folder, "never"));
      const pool = sweepPool(1, { url: dying(how, mark), clock });
      try {
        const result = await runSweep(SMALL, { pool });
        const whole = await runSweep(SMALL, { workers: 0 });
        deepEqual(result.rows, whole.rows);
        equal(result.warnings.length, 1);
        match(
          result.warnings[0],
          new RegExp(`^A worker died at a shard \\(.*${why}.*went to another`),
        );
      } finally {
        pool.close();
      }
    }));
}

Deno.test("a shard of which three workers died ends the sweep with a sentence", () =>
  inFolder(async (folder) => {
    const pool = sweepPool(1, { url: dying("always", join(folder, "mark")) });
    try {
      await rejects(runSweep(SMALL, { pool }), {
        name: "LabError",
        message:
          /^Cannot go on with the sweep: 3 workers died of a shard, the last one with: .*memory/,
      });
    } finally {
      pool.close();
    }
  }));

Deno.test("a fault of the data comes out of a worker as the error that it is", async () => {
  const pool = sweepPool(1);
  try {
    const short = { ...SMALL, data: { ...SMALL.data, years: 1 } } as typeof SMALL;
    await rejects(runSweep(short, { pool }), {
      name: "DataError",
      message: /need more than 252 rows/,
    });
  } finally {
    pool.close();
  }
});

Deno.test("Stop ends a sweep at once, and its workers serve the next one", async () => {
  const pool = sweepPool(1), stop = new AbortController();
  try {
    const sweep = runSweep(SMALL, {
      pool,
      signal: stop.signal,
      onProgress: ({ stage }) => stage === "weightings" && stop.abort(new Error("Stop")),
    });
    await rejects(sweep, /Stop/);
    await rejects(runSweep(SMALL, { pool, signal: stop.signal }), /Stop/);
    equal((await runSweep(SMALL, { pool })).rows.length, 66);
  } finally {
    pool.close();
  }
});

Deno.test("a task that was dropped before its turn takes nobody's turn", async () => {
  const pool = sweepPool(1), stop = new AbortController();
  stop.abort(new Error("Stop"));
  try {
    const [recipe] = sweepPlan(SMALL).recipes, panel = { kind: "panel", recipe } as const;
    const [first, dropped, last] = await Promise.allSettled([
      pool.run(panel),
      pool.run(panel, { signal: stop.signal }),
      pool.run(panel),
    ]);
    deepEqual([first, dropped, last].map(({ status }) => status), [
      "fulfilled",
      "rejected",
      "fulfilled",
    ]);
  } finally {
    pool.close();
  }
});

Deno.test("sweepPool() refuses a number of workers that is none, and work after its end", () => {
  throws(() => sweepPool(1.5), /need a whole number from 0 to 256, got 1.5/);
  const pool = sweepPool(0);
  pool.close();
  throws(() => pool.run({ kind: "panel", recipe: {} as never }), /these workers were closed/);
});
