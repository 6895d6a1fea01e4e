/** Weeks that do not go as usual: clocks, holidays, prices of another day, weeks left out, a full disk. */
import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { join } from "node:path";
import { inWeek, LAST_DAY } from "./week_world.ts";

/** A moment by New York's summer time. */
const inNewYork = (moment: string) => ({ now: () => new Date(`${moment}-04:00`) });

Deno.test("a session that is not over has no closes, and old prices are counted in the exchange's own days", async () => {
  await inWeek(async ({ runAt, write }) => {
    // The prices end on Tuesday, 30 June 2020; Friday, 3 July, is the holiday.
    const two = ["--settings", await write("two.json", '{"week": {"staleDays": 2}}')];
    for (
      const [moment, code, sentence] of [
        ["2020-06-29T18:00", 4, /a day that is not there yet on 2020-06-29/],
        ["2020-06-30T15:59", 4, /whose session is not over yet in New York: they are no closes/],
        ["2020-06-30T16:00", 3, /0 trading days are over since 2020-06-30/],
        // Already 2 July in London, and in UTC.
        ["2020-07-01T23:59", 3, /0 trading days are over/],
        ["2020-07-02T09:00", 3, /1 trading day is over/],
        ["2020-07-03T12:00", 3, /2 trading days are over/],
        ["2020-07-06T23:59", 3, /2 trading days are over/],
        ["2020-07-07T00:00", 4, /3 trading days are over since 2020-06-30, and at most 2 may be/],
      ] as const
    ) {
      const ended = await runAt(inNewYork(moment), ...two);
      equal(ended.code, code, moment);
      match(ended.text, sentence, moment);
    }
    await rejects(
      runAt(inNewYork("2020-06-30T18:00"), "--as-of", "2020-05-25"),
      /it is no trading day of these data; the trading days around it are 2020-05-22 and 2020-05-26/,
    );
  });
});

Deno.test("nobody is paid for a view of prices that may not be traded on", async () => {
  await inWeek(async ({ runAt, write, files }) => {
    // Nobody listens there: a call would leave questions without an answer, code 2.
    const price = { inputUsd: 1, outputUsd: 1 }, model = { model: "m", price };
    const settings = await write(
      "paid.json",
      JSON.stringify({
        providers: [{
          name: "a",
          kind: "compatible",
          baseUrl: "http://127.0.0.1:9",
          roles: { fast: model },
        }],
        analysts: ["a/fast"],
      }),
    );
    const planted = { factory: { readVariable: () => "planted-key" } };
    for (const moment of ["2020-06-30T12:00", "2020-07-07T12:00"]) {
      const { code, text } = await runAt(
        { ...inNewYork(moment), ...planted },
        "--settings",
        settings,
      );
      equal(code, 4, moment);
      match(text, /Refused by a check before anybody is asked: /);
      deepEqual(Object.keys(await files()), []);
    }
    const quoted = await runAt(
      { ...inNewYork("2020-07-07T12:00"), ...planted },
      ...["--settings", settings, "--dry-run"],
    );
    equal(quoted.code, 0);
  });
});

Deno.test("a week says what became of the one before, and which were skipped", async () => {
  await inWeek(async ({ run }) => {
    const earlier = await run("--as-of", "2020-06-12");
    ok(!earlier.text.includes("The week before"));
    const { code, text } = await run();
    equal(code, 3);
    match(text, /The week before, 2020-06-12: nobody has decided on it, and it has no orders\./);
    match(text, /Skipped: 2 weeks between 2020-06-12 and 2020-06-30/);
  });
});

Deno.test("a disk that fills between two stages leaves whole files, and the same command goes on", async () => {
  await inWeek(async ({ run: runIt, files, week }) => {
    // The quote of a week names the record as it was before, which would have grown.
    const run = (...args: string[]) => runIt("--record", "off", ...args);
    equal((await run()).code, 3);
    const whole = await files(), path = (name: string) => join(week, name);
    for (const name of ["2_poll.json", "3_verdict.json", "4_book.json", "5_check.json"]) {
      await Deno.remove(week, { recursive: true });
      await Deno.mkdir(week);
      await Deno.symlink("/dev/full", path(`.${name}.partial`));
      // Of the times of stages nothing can be kept either; no week stops for them.
      await Deno.symlink("/dev/full", path("times.jsonl"));
      await rejects(run(), /Cannot write to .*: the disk is full/, name);
      await Deno.remove(path("times.jsonl"));
      const left = await files();
      ok(!Object.hasOwn(left, name));
      for (const [file, text] of Object.entries(left)) {
        if (!isTimed(file)) equal(text, whole[file], file);
      }
      equal((await run()).code, 3);
      same(await files(), whole);
    }
    for (const name of ["6_approval.json", "orders.csv", "7_orders.json"]) {
      await Deno.symlink("/dev/full", path(`.${name}.partial`));
      const before = await files();
      await rejects(run("--approve", "Ann"), /the disk is full/, name);
      const left = await files();
      // Orders stand there whole or not at all, and never before the yes.
      equal(Object.hasOwn(left, "orders.csv"), name === "7_orders.json");
      equal(Object.hasOwn(left, "6_approval.json"), name !== "6_approval.json");
      for (const file of Object.keys(before)) if (!isTimed(file)) equal(left[file], before[file]);
    }
    equal((await run()).code, 0);
    deepEqual(JSON.parse((await files())["6_approval.json"]).result.decisions.length, 1);
  });
});

/** What the clock leaves, or a decision: it is in no hash. */
const isTimed = (name: string) => /\.jsonl$|\.parquet$|^memo\./.test(name);

function same(one: Readonly<Record<string, string>>, two: Readonly<Record<string, string>>): void {
  deepEqual(Object.keys(one), Object.keys(two));
  for (const [name, text] of Object.entries(one)) if (!isTimed(name)) equal(text, two[name], name);
}

Deno.test("of two people who approve at once one is put on record", async () => {
  const script = new URL("week_process.ts", import.meta.url).pathname;
  const config = new URL("../../../deno.json", import.meta.url).pathname;
  await inWeek(async ({ dir, run, files }) => {
    equal((await run()).code, 3);
    const ends = await Promise.all(["Ann", "Bob"].map((name) =>
      new Deno.Command(Deno.execPath(), {
        args: [
          ...["run", "-A", "--no-check", "--config", config, script, `${LAST_DAY}T22:00:00Z`],
          ...["--prices", join(dir, "prices.csv"), "--record", join(dir, "record")],
          ...["--out", join(dir, "weeks"), "--approve", name],
        ],
        stderr: "piped",
      }).output()
    ));
    // The other came while the first was at work, or after it.
    const said = ends.map(({ stderr }) => new TextDecoder().decode(stderr));
    ok(ends.some(({ code }) => code === 0), said.join());
    for (const [i, { code }] of ends.entries()) {
      if (code !== 0) match(said[i], /another run is at work in its folder \(process \d+ on /);
    }
    equal(JSON.parse((await files())["6_approval.json"]).result.decisions.length, 1);
  });
});

Deno.test("a week is the same bytes whatever the zone of the machine's clock", async () => {
  const script = new URL("week_process.ts", import.meta.url).pathname;
  const config = new URL("../../../deno.json", import.meta.url).pathname;
  await inWeek(async ({ dir }) => {
    const [kiritimati, honolulu] = await Promise.all(
      ["Pacific/Kiritimati", "Pacific/Honolulu"].map(async (zone) => {
        const out = join(dir, zone.slice(8));
        const { code, stderr } = await new Deno.Command(Deno.execPath(), {
          args: [
            ...["run", "-A", "--no-check", "--config", config, script, `${LAST_DAY}T20:00:00Z`],
            ...["--prices", join(dir, "prices.csv"), "--record", "off", "--out", out],
          ],
          env: { TZ: zone },
        }).output();
        equal(code, 3, new TextDecoder().decode(stderr));
        const week = join(out, LAST_DAY);
        const names = [...Deno.readDirSync(week)].map(({ name }) => name);
        return Object.fromEntries(
          names.filter((name) => /^\d_/.test(name)).sort()
            .map((name) => [name, Deno.readTextFileSync(join(week, name))]),
        );
      }),
    );
    deepEqual(Object.keys(kiritimati).length, 5);
    deepEqual(kiritimati, honolulu);
  });
});
