import { briefs, factOf } from "lab/committee";
import { type FundamentalReport, simulatedMarket, snapshot } from "lab/market";
import { day, type Instant } from "lab/units";
import { deepEqual, equal } from "node:assert/strict";

const whole = simulatedMarket({ seed: 7, years: 2 });
const on = whole.prices.days.find((one) => one > "2020-05-20")!;

/** A report of a quarter of technology, in the world of 2021. */
function report(
  periodEnd: string,
  availableAt: string,
  figures: Partial<FundamentalReport>,
): FundamentalReport {
  return {
    sector: "XLK",
    periodEnd: day(periodEnd),
    availableAt: availableAt as Instant,
    address: `lab:fundamentals/XLK/${periodEnd}/${availableAt}`,
    earningsYield: NaN,
    earningsGrowth: NaN,
    revisionBreadth: NaN,
    ...figures,
  };
}
const year = on.slice(0, 4);
const [first, second] = [`${Number(year) - 1}-12-31`, `${year}-03-31`];
/** What the brief of a minute of the day holds of earnings. */
function seen(reports: readonly FundamentalReport[], minute = "16:00") {
  const market = { ...whole, fundamentals: reports };
  const decidedAt = `${on}T${minute}` as Instant;
  const brief = briefs(snapshot(market, on, { decidedAt })).find(({ sector }) => sector === "XLK")!;
  return (name: "earningsYield" | "earningsYieldChange" | "revisionBreadth") => {
    const fact = factOf(brief, name);
    return fact === undefined ? undefined : [fact.value, fact.availableAt, fact.asOf];
  };
}

Deno.test("a restated figure counts from its own minute, the first one until then", () => {
  const reports = [
    report(second, `${year}-05-02T16:31`, { earningsYield: 0.04 }),
    report(second, `${on}T16:10`, { earningsYield: 0.05 }),
  ];
  deepEqual(seen(reports, "16:09")("earningsYield"), [0.04, `${year}-05-02T16:31`, second]);
  deepEqual(seen(reports, "16:10")("earningsYield"), [0.05, `${on}T16:10`, second]);
});

Deno.test("a change is known once both of its quarters are, as they stand", () => {
  const reports = [
    report(first, `${year}-02-02T16:31`, { earningsYield: 0.03 }),
    report(second, `${year}-05-02T16:31`, { earningsYield: 0.04 }),
    // The quarter before is restated, later than the newest was filed.
    report(first, `${on}T16:10`, { earningsYield: 0.01 }),
  ];
  deepEqual(seen(reports, "16:09")("earningsYieldChange"), [0.01, `${year}-05-02T16:31`, second]);
  deepEqual(seen(reports, "16:10")("earningsYieldChange"), [0.03, `${on}T16:10`, second]);
});

Deno.test("a filing that leaves a figure empty takes back none of the same quarter, and fills none of another", () => {
  const reports = [
    report(second, `${year}-05-02T16:31`, { earningsYield: 0.04 }),
    report(second, `${year}-05-10T16:31`, { revisionBreadth: 0.2 }),
  ];
  deepEqual(seen(reports)("earningsYield"), [0.04, `${year}-05-02T16:31`, second]);
  deepEqual(seen(reports)("revisionBreadth"), [0.2, `${year}-05-10T16:31`, second]);
  const empty = [
    report(first, `${year}-02-02T16:31`, { earningsYield: 0.03 }),
    report(second, `${year}-05-02T16:31`, { revisionBreadth: 0.2 }),
  ];
  equal(seen(empty)("earningsYield"), undefined);
});
