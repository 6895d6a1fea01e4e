import { addressesOf, type Brief, briefs, type FactName, factOf, FACTS } from "lab/committee";
import {
  addCalendarDays,
  type FundamentalReport,
  type Market,
  readIndustries,
  type Sector,
  SECTORS,
  simulatedMarket,
  snapshot,
  tradingDaysFrom,
  weeklyDays,
} from "lab/market";
import { day, instant } from "lab/units";
import { deepEqual, equal, ok } from "node:assert/strict";
import { exchanged, smallMarket } from "./small_market.ts";

const days = tradingDaysFrom(day("2020-01-02"), 300);
const last = days[days.length - 1];
/** The index goes up and down by one percent in turn; today it rises. */
const index = days.map((_, i) => i % 2 === 1 ? 0.01 : -0.01);
const sectors = {
  // Twice the index and a tenth of a percent a day of its own: beta is exactly 2.
  XLB: index.map((r) => 2 * r + 0.001),
  XLE: index.map((r) => r),
  XLK: index.map((r) => 0.5 * r - 0.002),
};
const valueOf = (brief: Brief, name: FactName) => factOf(brief, name)?.value;
const reasonOf = (brief: Brief, name: string) =>
  brief.missing.find((gap) => gap.name === name)?.reason;

function lastBriefs(market: Market): readonly Brief[] {
  return briefs(snapshot(market, market.prices.days[market.prices.days.length - 1]));
}

Deno.test("briefs() takes returns after beta: 20 days of 0.1 % of its own are 2 %", () => {
  const [xlb, xle, xlk] = lastBriefs(smallMarket({ days, index, sectors }));
  equal(valueOf(xlb, "residualReturn4w"), 0.02);
  equal(valueOf(xlb, "residualReturn13w"), 0.065);
  equal(valueOf(xlb, "residualReturn26w"), 0.13);
  equal(valueOf(xlb, "residualReturn52w"), 0.26);
  equal(valueOf(xle, "residualReturn4w"), 0);
  equal(valueOf(xlk, "residualReturn4w"), -0.04);
});

Deno.test("briefs() gives each figure its standing among the sectors", () => {
  const [xlb, xle, xlk] = lastBriefs(smallMarket({ days, index, sectors }));
  // R: round(scale(c(0.02, 0, -0.04)), 3)
  const standings = [xlb, xle, xlk].map((brief) => factOf(brief, "residualReturn4w")!.standing);
  deepEqual(standings, [
    { rank: 1, of: 3, z: 0.873 },
    { rank: 2, of: 3, z: 0.218 },
    { rank: 3, of: 3, z: -1.091 },
  ]);
});

Deno.test("briefs() shares ranks among equal values and finds none below three sectors", () => {
  const twins = { XLB: sectors.XLE, XLE: sectors.XLE, XLK: sectors.XLK };
  const ranks = lastBriefs(smallMarket({ days, index, sectors: twins }))
    .map((brief) => factOf(brief, "volatility13w")!.standing!.rank);
  deepEqual(ranks, [1.5, 1.5, 3]);
  const pair = { XLB: sectors.XLB, XLE: sectors.XLE };
  const [xlb] = lastBriefs(smallMarket({ days, index, sectors: pair }));
  equal(factOf(xlb, "volatility13w")!.standing, undefined);
});

Deno.test("briefs() measures the distance to averages on closes", () => {
  // A price that gains 1 % a day; python: round(1.01**49 / (sum(1.01**k for k in range(50))/50) - 1, 6)
  const rising = { ...sectors, XLE: days.map(() => 0.01) };
  const xle = lastBriefs(smallMarket({ days, index, sectors: rising }))[1];
  equal(valueOf(xle, "distanceToAverage50d"), 0.263006);
  equal(valueOf(xle, "volatility13w"), 0);
});

Deno.test("briefs() measures volatility by the year", () => {
  // 65 returns of ±1 %, 33 of the one and 32 of the other sign: sd = 0.01·√(65/64·(1 − 1/65²)).
  const xle = lastBriefs(smallMarket({ days, index, sectors }))[1];
  const sd = 0.01 * Math.sqrt((65 - 1 / 65) / 64);
  equal(valueOf(xle, "volatility13w"), Number((sd * Math.sqrt(252)).toFixed(6)));
});

Deno.test("briefs() weighs up-day against down-day volume by the day", () => {
  // 300 shares on a rising and 100 on a falling day: (300 − 100)/(300 + 100).
  const volumes = { XLE: index.map((r) => r > 0 ? 300 : 100) };
  const [xlb, xle] = lastBriefs(smallMarket({ days, index, sectors, volumes }));
  equal(valueOf(xle, "volumeBalance4w"), 0.5);
  equal(valueOf(xle, "volumeBalance13w"), 0.5);
  equal(reasonOf(xlb, "volumeBalance4w"), "these data hold no volumes");
});

Deno.test("briefs() names what is missing and why, and puts no zero there", () => {
  const [xlb] = lastBriefs(smallMarket({ days, index, sectors }));
  equal(reasonOf(xlb, "earningsYield"), "these data hold no filings");
  equal(reasonOf(xlb, "netFlow1w"), "these data hold no fund flows");
  equal(reasonOf(xlb, "headlines"), "these data hold no headlines");
  equal(xlb.facts.length + xlb.missing.length, Object.keys(FACTS).length + 1);
  ok(xlb.facts.every(({ pillar }) => pillar === "technicals"));
});

Deno.test("briefs() does not bridge a gap: the windows that hold it are missing", () => {
  const gap = sectors.XLE.map((r, i) => i === days.length - 30 ? undefined : r);
  const xle = lastBriefs(smallMarket({ days, index, sectors: { ...sectors, XLE: gap } }))[1];
  equal(valueOf(xle, "residualReturn4w"), 0);
  // A missing close spoils two returns.
  equal(
    reasonOf(xle, "residualReturn13w"),
    "needs 65 days with both returns, 2 of the newest 65 are missing",
  );
  equal(
    reasonOf(xle, "distanceToAverage50d"),
    "needs 50 daily closes, 1 of the newest 50 are missing",
  );
});

Deno.test("briefs() has no figure yet for a young market", () => {
  const young = smallMarket({
    days: days.slice(0, 40),
    index: index.slice(0, 40),
    sectors: { XLB: sectors.XLB.slice(0, 40) },
  });
  const [xlb] = lastBriefs(young);
  equal(xlb.facts.length, 0);
  equal(
    reasonOf(xlb, "residualReturn4w"),
    "no beta to SPY: only 39 pairs of returns, 60 are needed",
  );
  equal(reasonOf(xlb, "volatility13w"), "needs 65 daily returns, 40 are known");
});

const report = (
  sector: Sector,
  periodEnd: string,
  filed: string,
  figures: Partial<FundamentalReport> = {},
): FundamentalReport => ({
  sector,
  periodEnd: day(periodEnd),
  availableAt: instant(day(filed)),
  address: `lab:fundamentals/${sector}/${periodEnd}`,
  earningsYield: 0.05,
  earningsGrowth: 0.1,
  revisionBreadth: 0.2,
  ...figures,
});

Deno.test("briefs() counts a quarter from its filing and compares it with the one before", () => {
  const fundamentals = [
    report("XLB", "2020-09-30", "2020-11-02", { earningsYield: 0.06 }),
    report("XLB", "2020-06-30", "2020-08-03", { earningsYield: 0.045 }),
    report("XLB", "2020-03-31", "2020-05-04"),
  ];
  const market = smallMarket({ days, index, sectors, fundamentals });
  const on = (date: string) => briefs(snapshot(market, day(date)))[0];
  equal(valueOf(on("2020-10-30"), "earningsYield"), 0.045);
  equal(valueOf(on("2020-10-30"), "earningsYieldChange"), -0.005);
  const filed = factOf(on("2020-11-02"), "earningsYield")!;
  equal(filed.value, 0.06);
  equal(filed.asOf, "2020-09-30");
  equal(filed.address, "lab:fundamentals/XLB/2020-09-30#earningsYield");
  equal(valueOf(on("2020-11-02"), "earningsYieldChange"), 0.015);
});

Deno.test("briefs() shows no change over a quarter that was not filed, and no stale report", () => {
  const fundamentals = [
    report("XLB", "2020-09-30", "2020-11-02"),
    report("XLB", "2020-03-31", "2020-05-04"),
    report("XLE", "2020-03-31", "2020-05-04"),
  ];
  const market = smallMarket({ days, index, sectors, fundamentals });
  const [xlb, xle, xlk] = briefs(snapshot(market, last));
  equal(valueOf(xlb, "earningsGrowth"), 0.1);
  equal(
    reasonOf(xlb, "earningsGrowthChange"),
    "the quarter before 2020-09-30 was not filed; the one before it ended on 2020-03-31",
  );
  equal(
    reasonOf(xle, "earningsGrowth"),
    "the newest filed quarter of XLE ended on 2020-03-31, more than 270 days ago",
  );
  equal(reasonOf(xlk, "earningsGrowth"), `no quarter of XLK was filed by ${last}T16:00`);
});

Deno.test("briefs() lets a corrected filing replace the first one", () => {
  const fundamentals = [
    report("XLB", "2020-09-30", "2020-12-01", { earningsGrowth: 0.3 }),
    report("XLB", "2020-09-30", "2020-11-02", { earningsGrowth: 0.1 }),
  ];
  const market = smallMarket({ days, index, sectors, fundamentals });
  equal(valueOf(briefs(snapshot(market, day("2020-11-30")))[0], "earningsGrowth"), 0.1);
  equal(valueOf(briefs(snapshot(market, last))[0], "earningsGrowth"), 0.3);
});

Deno.test("briefs() sums four weeks of flows and refuses three", () => {
  const weeks = weeklyDays(days).slice(-6);
  const flow = (week: typeof weeks[number], flowShare: number) => ({
    sector: "XLB" as const,
    week,
    flowShare,
    availableAt: instant(addCalendarDays(week, 1), "08:00"),
    address: `lab:flows/XLB/${week}`,
  });
  const flows = weeks.slice(0, 5).map((week, i) => flow(week, [0.1, 0.01, 0.02, -0.005, 0.004][i]));
  const [xlb, xle] = lastBriefs(smallMarket({ days, index, sectors, flows }));
  equal(valueOf(xlb, "netFlow1w"), 0.004);
  equal(valueOf(xlb, "netFlow4w"), 0.029);
  ok(reasonOf(xle, "netFlow4w")!.startsWith("no flow of XLE is known"));
  const gappy = flows.filter((_, i) => i !== 2);
  const [thin] = lastBriefs(smallMarket({ days, index, sectors, flows: gappy }));
  equal(valueOf(thin, "netFlow1w"), 0.004);
  equal(reasonOf(thin, "netFlow4w"), `the 4 weeks to ${weeks[4]} are not all known`);
});

Deno.test("briefs() holds the headlines of 28 days, oldest first, each to the minute", () => {
  const headline = (on: string, clock: string) => ({
    sector: "XLB" as const,
    text: `Miners of ${on} ${clock}`,
    availableAt: instant(day(on), clock),
    address: `lab:headlines/XLB/${on}/${clock}`,
  });
  const edge = addCalendarDays(last, -28);
  const market = smallMarket({
    days,
    index,
    sectors,
    headlines: [
      headline(last, "16:01"),
      headline(last, "16:00"),
      headline(edge, "23:59"),
      headline(addCalendarDays(edge, 1), "00:00"),
    ],
  });
  const [xlb, xle] = briefs(snapshot(market, last));
  deepEqual(xlb.headlines.map(({ availableAt }) => availableAt), [
    `${addCalendarDays(edge, 1)}T00:00`,
    `${last}T16:00`,
  ]);
  equal(reasonOf(xle, "headlines"), `no headline about XLE in the 28 days to ${last}`);
});

Deno.test("briefs() gives a model the same bytes after JSON, and every address once", () => {
  const market = simulatedMarket({ seed: 5, years: 2 });
  const view = snapshot(market, market.prices.days[450]);
  for (const brief of briefs(view)) {
    deepEqual(JSON.parse(JSON.stringify(brief)), brief);
    equal(addressesOf(brief).size, brief.facts.length + brief.headlines.length);
    ok([...addressesOf(brief)].every((address) => address.startsWith("lab:")));
    for (const { value, availableAt } of brief.facts) {
      ok(Number.isFinite(value) && availableAt <= brief.decidedAt);
    }
  }
});

Deno.test("briefs() tells nothing of the simulator: no seed, no signal, no regime", () => {
  const market = simulatedMarket({ seed: 987654321, years: 2 });
  const text = JSON.stringify(briefs(snapshot(market, market.prices.days[450])));
  ok(!/987654321|seed|simulated|signal|planted|regime/i.test(text));
});

Deno.test("briefs() does not change when the future does", () => {
  const market = simulatedMarket({ seed: 6, years: 2 });
  const today = market.prices.days[400];
  const spoilt = (column: Float64Array) => column.map((x, i) => i > 400 ? x * 3 : x);
  const each = (map: ReadonlyMap<string, Float64Array>) =>
    new Map([...map].map(([ticker, column]) => [ticker, spoilt(column)]));
  const altered: Market = {
    ...market,
    prices: {
      ...market.prices,
      close: each(market.prices.close),
      volume: each(market.prices.volume),
    },
    fundamentals: market.fundamentals.map((one) =>
      one.availableAt > instant(today) ? { ...one, earningsYield: 9 } : one
    ),
    headlines: market.headlines.map((one) =>
      one.availableAt > instant(today) ? { ...one, text: "crash" } : one
    ),
    flows: market.flows.map((one) =>
      one.availableAt > instant(today) ? { ...one, flowShare: 9 } : one
    ),
  };
  deepEqual(briefs(snapshot(altered, today)), briefs(snapshot(market, today)));
});

Deno.test("briefs() does not change when all prices double or all volumes grow eightfold", () => {
  const market = simulatedMarket({ seed: 8, years: 2 });
  const times = (map: ReadonlyMap<string, Float64Array>, factor: number) =>
    new Map([...map].map(([ticker, column]) => [ticker, column.map((x) => x * factor)]));
  const scaled: Market = {
    ...market,
    prices: {
      ...market.prices,
      close: times(market.prices.close, 2),
      volume: times(market.prices.volume, 8),
    },
  };
  const today = market.prices.days[400];
  deepEqual(briefs(snapshot(scaled, today)), briefs(snapshot(market, today)));
});

Deno.test("briefs() of exchanged sectors are exchanged figures", () => {
  const market = simulatedMarket({ seed: 9, years: 2 });
  const today = market.prices.days[400];
  const figures = (of: Market, sector: Sector) =>
    briefs(snapshot(of, today)).find((brief) => brief.sector === sector)!.facts
      .map(({ name, value, standing }) => ({ name, value, standing }));
  for (const other of SECTORS.filter((sector) => sector !== "XLK").slice(0, 3)) {
    const swapped = exchanged(market, "XLK", other);
    deepEqual(figures(swapped, "XLK"), figures(market, other));
    deepEqual(figures(swapped, other), figures(market, "XLK"));
  }
});

Deno.test("briefs() of the monthly industries hold returns after beta and say what needs days", async () => {
  const market = await readIndustries();
  const all = briefs(snapshot(market, day("1999-12-31")));
  equal(all.length, 10);
  for (const brief of all) {
    deepEqual(brief.facts.map(({ name }) => name), [
      "residualReturn4w",
      "residualReturn13w",
      "residualReturn26w",
      "residualReturn52w",
    ]);
    equal(
      reasonOf(brief, "volumeBalance4w"),
      "needs daily prices, these data are monthly",
    );
  }
});
