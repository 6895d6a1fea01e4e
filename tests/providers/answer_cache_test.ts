/** The parts between a question and a paid call, each by itself. */
import { deepEqual, equal, match } from "node:assert/strict";
import { answerCache, openCallStore, type PaidReply } from "lab/providers";

const REPLY: PaidReply = {
  finish: "complete",
  text: "{}",
  model: "m",
  usage: { inputTokens: 10, outputTokens: 20 },
  costUsd: 0.001,
  asked: { at: 900, latencyMs: 100 },
};

Deno.test("answerCache() gives an answer back for four hours, and no longer", () => {
  const store = openCallStore(":memory:");
  let now = 1000;
  const cache = answerCache(store, { now: () => now });
  cache.keep("k", { ...REPLY, limits: { requestsLeft: 3 } });
  now += 4 * 3_600_000 - 1;
  deepEqual(cache.get("k"), REPLY);
  now += 1;
  equal(cache.get("k"), undefined);
  // A clock that was corrected by a little changes nothing; one that was set back far, all.
  now = 1000 - 60_000;
  deepEqual(cache.get("k"), REPLY);
  now = 1000 - 3_600_000;
  equal(cache.get("k"), undefined);
  // A refusal is no answer, nor is what was given up.
  for (const finish of ["failed", "refused", "filtered", "pending"] as const) {
    cache.keep(finish, { ...REPLY, finish });
    equal(cache.get(finish), undefined);
  }
  store.close();
});

Deno.test("answerCache() sets a spoilt answer aside with a warning, whatever is wrong with it", () => {
  const spoil = [
    "UPDATE answers SET reply = replace(reply, '{}', '{ }')",
    "UPDATE answers SET reply = 'not json'",
    "UPDATE answers SET kept_at = kept_at + 1",
    "UPDATE answers SET sha256 = ''",
    "UPDATE answers SET call_key = 'k' WHERE call_key = 'other'",
  ];
  for (const sql of spoil) {
    const store = openCallStore(":memory:");
    const warnings: string[] = [];
    const cache = answerCache(store, { now: () => 5, onWarning: (text) => warnings.push(text) });
    cache.keep(sql.includes("other") ? "other" : "k", REPLY);
    store.run(sql);
    equal(cache.get("k"), undefined, sql);
    equal(warnings.length, 1);
    match(warnings[0], /spoilt/);
    equal(store.rows("SELECT * FROM spoilt_answers").length, 1);
    // It is gone for good, and a new one takes its place.
    equal(cache.get("k"), undefined);
    equal(warnings.length, 1);
    cache.keep("k", REPLY);
    deepEqual(cache.get("k"), REPLY);
    store.close();
  }
});

Deno.test("answerCache() gives up the sweeps of others that nobody took up for a year", () => {
  const store = openCallStore(":memory:");
  const year = 365 * 24 * 3_600_000;
  let now = 0;
  const of = (sweep: string) => answerCache(store, { now: () => now, sweep });
  const sweeps = () =>
    store.rows("SELECT DISTINCT sweep FROM sweep_answers ORDER BY sweep").map(({ sweep }) => sweep);
  const begun = [[0, "old"], [0, "mine"], [0, "again"], [year / 2, "young"], [0, "long"]] as const;
  for (const [at, name] of begun) {
    now = at;
    const cache = of(name);
    cache.begin();
    cache.keep(name, REPLY);
    if (name !== "long") continue;
    now = year / 2;
    cache.keep("long, later", REPLY);
  }
  now = year + 1;
  const mine = of("mine"), again = of("again");
  deepEqual(mine.get("mine"), REPLY);
  // All that is asked again is there still, so nothing new is kept.
  again.begin();
  deepEqual(again.get("again"), REPLY);
  mine.begin();
  // Nothing was kept by this time: the clock may have been set ahead.
  equal(sweeps().length, begun.length);
  mine.keep("mine, later", REPLY);
  mine.begin();
  deepEqual(sweeps(), ["again", "long", "mine", "young"]);
  deepEqual(of("long").get("long"), REPLY);
  deepEqual(again.get("again"), REPLY);
  deepEqual(mine.get("mine"), REPLY);
  equal(of("old").get("old"), undefined);
  for (const name of ["again", "long", "mine", "young"]) of(name).finish();
  for (const table of ["sweep_answers", "sweeps_begun"]) {
    equal(store.rows(`SELECT * FROM ${table}`).length, 0, table);
  }
  store.close();
});
