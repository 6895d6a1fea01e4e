import {
  type MarketChoice,
  openMarket,
  readIndustries,
  readPrices,
  simulatedMarket,
  sourceLine,
} from "lab/market";
import { deepEqual, equal, match, rejects } from "node:assert/strict";
import { join } from "node:path";

/** Weekdays from 2 January 2020, four funds each, with a distribution of XLF that was not adjusted for. */
const lines = [
  "date,XLE,XLF,XLK,SPY",
  ...["02", "03", "06", "07", "08"].map((day, row) =>
    `2020-01-${day},60,${row < 2 ? 40 : 30},92,324`
  ),
];

async function inFolder(act: (path: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir(), path = join(folder, "p.csv");
  try {
    await Deno.writeTextFile(path, lines.join("\n"));
    await act(path);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("openMarket() makes the world of a seed and brings the industries, with nothing to tell of either", async () => {
  const made = await openMarket({ kind: "simulated", seed: 3, years: 1 });
  deepEqual(made.market.prices.days, simulatedMarket({ seed: 3, years: 1 }).prices.days);
  const brought = await openMarket({ kind: "industries" });
  deepEqual(brought.market.source, (await readIndustries()).source);
  for (const { files, warnings } of [made, brought]) deepEqual([files, warnings], [[], []]);
});

Deno.test("openMarket() tells files by their bytes, and what is odd in them, accepted or not", () =>
  inFolder(async (path) => {
    const { market, files, warnings } = await openMarket({ kind: "prices", prices: [path] });
    equal(market.source.kind === "real" && market.source.dividends, true);
    deepEqual(files.map(({ name }) => name), ["p.csv"]);
    match(files[0].sha256, /^[0-9a-f]{64}$/);
    const jump = (all: typeof warnings) => all.find(({ kind }) => kind === "jumps")!;
    equal(jump(warnings).accepted ?? false, false);
    const checked = await openMarket({
      kind: "prices",
      prices: [path],
      dividends: false,
      accept: ["jumps:XLF"],
    });
    equal(checked.market.source.kind === "real" && checked.market.source.dividends, false);
    equal(jump(checked.warnings).accepted, true);
  }));

Deno.test("openMarket() calls prices old by the moment it is told, and says nothing without one", () =>
  inFolder(async (path) => {
    const kinds = async (now?: Date) =>
      (await openMarket({ kind: "prices", prices: [path] }, now)).warnings.map(({ kind }) => kind);
    equal((await kinds()).includes("stale prices"), false);
    equal((await kinds(new Date("2020-02-03T15:00:00Z"))).includes("stale prices"), true);
  }));

/** The folder of a price file with filings of one sector beside it. */
async function withFilings(
  act: (prices: string, folder: string) => Promise<void>,
  rows: readonly string[],
) {
  await inFolder(async (path) => {
    const folder = join(path, "..", "evidence");
    await Deno.mkdir(folder);
    await Deno.writeTextFile(join(folder, "fundamentals.csv"), rows.join("\n"));
    await act(path, folder);
  });
}

const FILINGS = [
  "sector,period_end,available_at,earnings_yield",
  "XLK,2019-09-30,2020-01-03 16:30,0.04",
  "XLK,2019-09-30,2020-01-03 16:30,0.04",
];

Deno.test("openMarket() joins evidence to prices: data, files, warnings, source line", () =>
  withFilings(async (path, evidence) => {
    const { market, files, warnings } = await openMarket({
      kind: "prices",
      prices: [path],
      evidence,
      accept: ["evidence-duplicates:fundamentals.csv"],
    });
    deepEqual(files.map(({ name }) => name), ["p.csv", "fundamentals.csv"]);
    equal(market.fundamentals.length, 1);
    deepEqual(market.fundamentals[0].origin, {
      file: "fundamentals.csv",
      row: 2,
      sha256: files[1].sha256,
    });
    equal(market.warnings, warnings);
    const twice = warnings.find(({ kind }) => kind === "evidence duplicates")!;
    equal(twice.accepted, true);
    match(
      sourceLine(market.source),
      /^Source: real, p\.csv, as total returns, 2020-01-02 to 2020-01-08; evidence: fundamentals\.csv\.$/,
    );
    await rejects(
      openMarket({ kind: "prices", prices: [path], evidence, accept: ["evidence-future"] }),
      /no such warning; there are .*evidence-duplicates/,
    );
  }, FILINGS));

Deno.test("openMarket() takes a lag where rows do not say when they could be read, and every source line says so", () =>
  withFilings(
    async (path, evidence) => {
      const prices = [path];
      await rejects(
        openMarket({ kind: "prices", prices, evidence }),
        /fundamentals\.csv, line 1: column "available_at" is missing: period_end says .* --known-after DAYS/,
      );
      const { market, warnings } = await openMarket({
        kind: "prices",
        prices,
        evidence,
        knownAfterDays: 45,
      });
      equal(market.fundamentals[0].availableAt, "2019-11-15T09:30");
      match(
        sourceLine(market.source),
        /; evidence: fundamentals\.csv \(taken as known 45 days after each period's end\)\.$/,
      );
      equal(warnings.filter(({ kind }) => kind === "evidence lag").length, 1);
      await rejects(
        openMarket({ kind: "prices", prices, knownAfterDays: 45 }),
        /knownAfterDays says when rows of evidence count, and no folder/,
      );
    },
    ["sector,period_end,earnings_yield", "XLK,2019-09-30,0.04"],
  ));

Deno.test("openMarket() refuses a choice that is none, and rows that are no days", async () => {
  // What a notebook may pass: its cells are not type-checked.
  const open = (choice: unknown) => openMarket(choice as MarketChoice);
  await rejects(
    open({ kind: "real" }),
    /kind of the choice must be "simulated", "industries" or "prices", got "real"/,
  );
  await rejects(open(undefined), /kind of the choice must be/);
  await rejects(
    open({ kind: "prices", prices: ["p.csv"], years: 3 }),
    /the choice has no "years"; it has kind, prices, dividends, accept, evidence, knownAfterDays/,
  );
  await rejects(
    open({ kind: "prices", prices: ["p.csv"], dividends: "no" }),
    /^TypeError: Cannot open a market: dividends must be true or false, got "no"/,
  );
  await rejects(
    openMarket({ kind: "prices", prices: ["p.csv"] }, new Date(NaN)),
    /^TypeError: Cannot open a market: now must be a moment/,
  );
  await inFolder(async (path) => {
    const weekly = ["2020-01-03", "2020-01-10", "2020-01-17"].map((on) => `${on},60,30,92,324`);
    await Deno.writeTextFile(path, [lines[0], ...weekly].join("\n"));
    await rejects(
      openMarket({ kind: "prices", prices: [path] }),
      /^DataError: Cannot use p\.csv: need one row per trading day/,
    );
  });
});

Deno.test("closes that are not adjusted count no dividends, whatever else is said", () =>
  inFolder(async (path) => {
    for (
      const [options, counts] of [
        [{}, true],
        [{ adjusted: true, dividends: false }, false],
        [{ adjusted: false }, false],
        [{ adjusted: false, dividends: true }, false],
      ] as const
    ) {
      const { source } = await readPrices(path, options);
      equal(source.kind === "real" && source.dividends, counts, JSON.stringify(options));
    }
  }));
