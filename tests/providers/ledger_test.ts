/** The parts between a question and a paid call, each by itself. */
import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import { join } from "node:path";
import { BudgetError, LabError } from "lab/errors";
import { type Booking, openCallStore, openLedger } from "lab/providers";
import { randomStream } from "lab/stats";
import type { Day } from "lab/units";

const BOOKING: Booking = {
  sweep: "s",
  sector: "XLK",
  analyst: "a",
  day: "2026-11-20" as Day,
  sample: 0,
  stage: "ballot",
  provider: "p",
  model: "m",
  key: "k",
};

Deno.test("openLedger() lets no line be changed, removed or written over", () => {
  const store = openCallStore(":memory:");
  const ledger = openLedger(store, { now: () => 0 });
  const first = ledger.reserve(BOOKING, 1);
  ledger.settle(first, 0.25, "usage");
  for (
    const sql of [
      "UPDATE entries SET settled_nano = 0",
      "DELETE FROM entries",
      "INSERT OR REPLACE INTO entries SELECT * FROM entries WHERE id = 1",
    ]
  ) throws(() => store.run(sql), /append-only/);
  throws(() => ledger.settle(first, 0.1, "usage"), /append-only/);
  deepEqual(ledger.balance(), { settledUsd: 0.25, openUsd: 0 });
  // A line without its reservation is none.
  ledger.settle(99, 5, "usage");
  equal(ledger.entries().length, 2);
  store.close();
});

Deno.test("openLedger() adds to the nanodollar where binary fractions drift", () => {
  const store = openCallStore(":memory:");
  const ledger = openLedger(store, { now: () => 0, caps: { sector: 100 } });
  for (let i = 0; i < 1000; i++) ledger.settle(ledger.reserve(BOOKING, 0.001), 0.0001, "usage");
  // 1000 times 0.0001 in binary is 0.10000000000000184.
  deepEqual(ledger.balance(), { settledUsd: 0.1, openUsd: 0 });
  store.close();
});

Deno.test("openLedger() counts what is reserved under each cap, and writes nothing for a refused call", () => {
  const caps = { day: 10, sweep: 6, sector: 4 };
  const store = openCallStore(":memory:");
  let now = Date.UTC(2026, 10, 23);
  const ledger = openLedger(store, { now: () => now, caps });
  const refusal = (booking: Booking, usd: number) => {
    try {
      ledger.reserve(booking, usd);
    } catch (error) {
      ok(error instanceof BudgetError);
      return error;
    }
    throw new Error("it was not refused");
  };
  const first = ledger.reserve(BOOKING, 3);
  const sector = refusal(BOOKING, 1.01);
  deepEqual(
    [sector.cap, sector.allowedUsd, sector.spentUsd, sector.reservedUsd, sector.neededUsd],
    ["sector", 4, 0, 3, 1.01],
  );
  match(
    sector.message,
    /\$1\.01.*cap of \$4\.00 per sector \$0\.00 are spent and \$3\.00 reserved/,
  );
  ledger.settle(first, 0.5, "usage");
  // Settled for less: the rest is free again, to the last cent.
  ledger.reserve(BOOKING, 3.5);
  const energy = { ...BOOKING, sector: "XLE" } as const;
  equal(refusal(energy, 2.01).cap, "sweep");
  ledger.reserve(energy, 2);
  const next = { ...energy, sweep: "next" } as const;
  ledger.reserve(next, 4);
  equal(refusal({ ...next, sector: "XLB" }, 1).cap, "day");
  equal(ledger.entries().filter(({ kind }) => kind === "reserve").length, 4);
  // Another day (UTC), another cap of the day; the sweep's stays.
  now += 86_400_000;
  ledger.reserve({ ...next, sector: "XLB" }, 1);
  equal(refusal(energy, 0.01).cap, "sweep");
  // What is free stands in nobody's way.
  ledger.reserve(energy, 0);
  store.close();
});

Deno.test("openLedger() counts under one cap what two programs spend in one file", async () => {
  const folder = await Deno.makeTempDir();
  const stores = [0, 1].map(() => openCallStore(join(folder, "calls.sqlite")));
  const ledgers = stores.map((store) => openLedger(store, { now: () => 0, caps: { sector: 1 } }));
  let made = 0;
  for (let i = 0; i < 10; i++) {
    try {
      ledgers[i % 2].reserve(BOOKING, 0.3);
      made++;
    } catch (error) {
      ok(error instanceof BudgetError);
    }
  }
  equal(made, 3);
  deepEqual(ledgers[0].balance(), ledgers[1].balance());
  for (const store of stores) store.close();
  await Deno.remove(folder, { recursive: true });
});

Deno.test("openLedger() keeps a call without a price open, until it is known", () => {
  const store = openCallStore(":memory:");
  const ledger = openLedger(store, { now: () => 0 });
  const lost = ledger.reserve(BOOKING, 1);
  ledger.noteUnknown(lost, "deadline");
  deepEqual(ledger.balance(), { settledUsd: 0, openUsd: 1 });
  const written = ledger.reserve(BOOKING, 2);
  ledger.noteBackground(written, "resp_1");
  deepEqual(ledger.openAnswer("k"), {
    reservation: written,
    provider: "p",
    model: "m",
    id: "resp_1",
  });
  ledger.settle(written, 0.5, "usage");
  equal(ledger.openAnswer("k"), undefined);
  deepEqual(ledger.balance({ sweep: "s", sector: "XLK" }), { settledUsd: 0.5, openUsd: 1 });
  deepEqual(ledger.balance({ bookedOn: "1970-01-01" as Day }), { settledUsd: 0.5, openUsd: 1 });
  store.close();
});

Deno.test("openLedger() has the sums of its lines by day, sweep and sector, over seeded draws and a reopening", async () => {
  const folder = await Deno.makeTempDir();
  const path = join(folder, "calls.sqlite");
  const random = randomStream(3);
  let now = 0;
  const caps = { day: 1e6, sweep: 1e6, sector: 1e6 };
  let store = openCallStore(path);
  let ledger = openLedger(store, { now: () => now, caps });
  const sectors = ["XLB", "XLK"] as const, sweeps = ["s", "XLK s"];
  for (let i = 0; i < 150; i++) {
    now += random.integer(3_600_000);
    const booking = { ...BOOKING, sector: sectors[i % 2], sweep: sweeps[random.integer(2)] };
    const worst = random.uniform();
    const one = ledger.reserve(booking, worst);
    if (random.uniform() < 0.7) ledger.settle(one, worst * random.uniform(), "usage");
    else ledger.noteUnknown(one, "deadline");
  }
  for (const round of ["as kept", "as made anew"]) {
    const lines = ledger.entries();
    const same = (
      of: (line: (typeof lines)[number]) => boolean,
      balance: ReturnType<typeof ledger.balance>,
    ) => {
      const chosen = lines.filter(of);
      ok(chosen.length > 0);
      const settled = chosen.reduce((sum, { settledUsd }) => sum + settledUsd, 0);
      const open = chosen.reduce((sum, { openUsd }) => sum + openUsd, 0);
      ok(Math.abs(settled - balance.settledUsd) < 1e-8, round);
      ok(Math.abs(open - balance.openUsd) < 1e-8, round);
    };
    same(() => true, ledger.balance());
    for (const sweep of sweeps) {
      same((line) => line.sweep === sweep, ledger.balance({ sweep }));
      for (const sector of sectors) {
        same(
          (line) => line.sweep === sweep && line.sector === sector,
          ledger.balance({ sweep, sector }),
        );
      }
    }
    // Lines of one day: settlements at once, so that they carry the day of their reservation.
    same(
      (line) => line.at.startsWith("1970-01-02"),
      ledger.balance({ bookedOn: "1970-01-02" as Day }),
    );
    store.close();
    store = openCallStore(path);
    ledger = openLedger(store, { now: () => now, caps });
  }
  store.close();
  await Deno.remove(folder, { recursive: true });
});

Deno.test("openLedger() refuses amounts and caps that are none", () => {
  const store = openCallStore(":memory:");
  const ledger = openLedger(store, { now: () => 0 });
  for (const usd of [NaN, -0.01, -Infinity]) {
    throws(() => ledger.reserve(BOOKING, usd), RangeError);
  }
  // A price without measure is refused by the caps, and ends no sweep.
  for (const usd of [1e8, 1e300, Infinity]) throws(() => ledger.reserve(BOOKING, usd), BudgetError);
  throws(() => openLedger(store, { now: () => 0, caps: { day: NaN } }), /cap per day/);
  store.close();
});

Deno.test("openCallStore() names a file that is no ledger, and the remedy", async () => {
  const folder = await Deno.makeTempDir();
  const path = join(folder, "calls.sqlite");
  await Deno.writeTextFile(path, "x".repeat(5000));
  throws(
    () => openCallStore(path),
    (error) =>
      error instanceof LabError && /is damaged.*Move it away.*not a database/.test(error.message),
  );
  await Deno.remove(folder, { recursive: true });
});
