import { horizonReturns } from "lab/committee";
import { addCalendarDays, type Market, type Sector, simulatedMarket, weeklyDays } from "lab/market";
import { type RecordContents, type RecordedBallot, resolvedOutcomes } from "lab/record";
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { recordOf, said } from "./made_records.ts";

/** A world in the place of price files: its first two years. */
const market = simulatedMarket({ seed: 3, years: 2 });
const weeks = weeklyDays(market.prices.days), last = market.prices.days.at(-1)!;
const DATA = "a".repeat(64);
const now = new Date("2026-11-30T12:00:00Z");
const real = (of: Market = market) => ({ market: of, data: DATA });

/** The world with some closes missing or changed. */
function changed(of: (sector: Sector, day: string, close: number) => number): Market {
  const { prices } = market;
  const close = new Map(
    [...prices.close].map(([ticker, values]) => [
      ticker,
      values.map((value, row) => of(ticker as Sector, prices.days[row], value)),
    ]),
  );
  return { ...market, prices: { ...prices, close } };
}

const resolved = (ballots: readonly RecordedBallot[], of?: Market, at = now) =>
  resolvedOutcomes(recordOf({ ballots }), { now: at, real: real(of) });

/** A record after its outcomes were appended. */
function with_(
  contents: RecordContents,
  { outcomes }: ReturnType<typeof resolvedOutcomes>,
): RecordContents {
  return { ...contents, outcomes: [...contents.outcomes, ...outcomes] };
}

Deno.test("resolvedOutcomes() joins close to close over four weeks, with the hash of the prices", () => {
  const on = weeks[20];
  const { outcomes } = resolved([said({ day: on }), said({ day: on, sector: "XLE" })]);
  equal(outcomes.length, 1);
  const [{ day, end, horizonWeeks, returns, market: about, resolvedAt }] = outcomes;
  deepEqual([day, end, horizonWeeks], [on, weeks[24], 4]);
  deepEqual(about, { kind: "real", data: DATA });
  equal(resolvedAt, now.toISOString());
  deepEqual(returns, horizonReturns(market, on));
  // By hand, from the prices themselves.
  const { days, close } = market.prices, prices = close.get("XLE")!;
  equal(returns.XLE, prices[days.indexOf(weeks[24])] / prices[days.indexOf(on)] - 1);
});

Deno.test("resolvedOutcomes() finds nothing more in a second run", () => {
  const contents = recordOf({ ballots: [20, 21, 22].map((w) => said({ day: weeks[w] })) });
  const first = resolvedOutcomes(contents, { now, real: real() });
  equal(first.outcomes.length, 3);
  const second = resolvedOutcomes(with_(contents, first), { now, real: real() });
  deepEqual([second.outcomes.length, second.known, second.differing], [0, 3, []]);
  // Nor by prices that end before: what is joined neither waits nor is open again.
  const before = simulatedMarket({ seed: 3, years: 0.2 });
  const shorter = resolvedOutcomes(with_(contents, first), { now, real: real(before) });
  deepEqual([shorter.known, shorter.waiting, shorter.open], [3, 0, 0]);
});

Deno.test("resolvedOutcomes() leaves open what is not over, by the data and by the clock", () => {
  const late = weeks.at(-3)!, due = addCalendarDays(late, 28);
  const ballots = [said({ day: late }), said({ day: "2031-01-03" })];
  const found = resolved(ballots);
  deepEqual([found.outcomes.length, found.open, found.notes], [0, 1, []]);
  // Prices that end before a horizon does leave no day open that is over: it waits for others.
  deepEqual([found.waiting, found.waitingFor], [1, due]);
  const before = resolved(ballots, market, new Date(`${due}T19:59:59Z`));
  deepEqual([before.waiting, before.waitingFor, before.open], [0, undefined, 2]);
  equal(resolved(ballots, market, new Date(`${due}T20:00:00Z`)).waiting, 1);
  // The close of the last day has not been yet: a file of this morning may hold a price of noon.
  const end = weeks[24];
  const at = (time: string) =>
    resolved([said({ day: weeks[20] })], market, new Date(`${end}T${time}Z`));
  deepEqual([at("19:59:00").outcomes.length, at("19:59:00").open], [0, 1]);
  equal(at("21:00:00").outcomes.length, 1);
});

Deno.test("resolvedOutcomes() names days that are none of the prices' and closes that are missing", () => {
  const on = weeks[20];
  const found = resolved([
    said({ day: "2018-12-25" }),
    said({ day: "2017-01-06" }),
    said({ day: on, sector: "XLE" }),
  ], changed((sector, day, close) => sector === "XLE" && day === weeks[24] ? NaN : close));
  equal(found.outcomes.length, 0);
  deepEqual(found.notes, [
    "2018-12-25, 4 weeks: it is no trading day of these prices",
    `2017-01-06, 4 weeks: these prices begin on ${market.prices.days[0]}`,
    `${on}, 4 weeks: XLE has no close on ${on} or on ${
      weeks[24]
    }; the day waits for prices that have`,
  ]);
});

Deno.test("resolvedOutcomes() goes without a sector that nobody was asked about, and says so", () => {
  const on = weeks[20];
  const { outcomes: [{ returns }], notes } = resolved(
    [said({ day: on, sector: "XLE" })],
    changed((sector, _, close) => sector === "XLC" ? NaN : close),
  );
  equal(Object.keys(returns).length, 10);
  deepEqual(notes, [`${on}, 4 weeks: no closes of XLC; the mean is of the 10 other sectors`]);
});

Deno.test("resolvedOutcomes() joins nothing of a single sector, which has no mean but itself", () => {
  const only = (kept: readonly Sector[]) =>
    resolved(
      [said({ day: weeks[20], sector: "XLE" })],
      changed((sector, _, close) => kept.includes(sector) ? close : NaN),
    );
  deepEqual(only(["XLE"]).outcomes, []);
  deepEqual(only(["XLE"]).notes, [`${weeks[20]}, 4 weeks: fewer than two sectors have closes`]);
  equal(only(["XLE", "XLK"]).outcomes.length, 1);
});

Deno.test("resolvedOutcomes() ends no horizon before a gap of the prices, and forgives one session", () => {
  const { prices } = market, due = prices.days.indexOf(weeks[24]);
  const without = (count: number): Market => {
    const isKept = (_: unknown, row: number) => row <= due - count || row > due;
    const close = new Map(
      [...prices.close].map(([ticker, values]) => [ticker, values.filter(isKept)]),
    );
    return { ...market, prices: { ...prices, days: prices.days.filter(isKept), close } };
  };
  const ballots = [said({ day: weeks[20] })];
  const [one, two] = [1, 2].map((count) => resolved(ballots, without(count)));
  equal(one.outcomes[0].end, prices.days[due - 1]);
  equal(two.outcomes.length, 0);
  deepEqual(two.notes, [
    `${weeks[20]}, 4 weeks: these prices lack the last 2 sessions of its horizon, ${
      prices.days[due - 1]
    } to ${weeks[24]}; the day waits for prices that have them`,
  ]);
});

Deno.test("resolvedOutcomes() names prices that say another outcome, and by how much; rounding is none", () => {
  const contents = recordOf({ ballots: [said({ day: weeks[20] })] });
  const record = with_(contents, resolvedOutcomes(contents, { now, real: real() }));
  const again = (of: Market) => resolvedOutcomes(record, { now, real: real(of) });
  // A later dividend scales all earlier closes alike.
  deepEqual(again(changed((_, __, close) => close * 0.993)).differing, []);
  const { differing, outcomes } = again(
    changed((sector, day, close) => sector === "XLU" && day === weeks[20] ? close * 1.01 : close),
  );
  equal(outcomes.length, 0);
  match(
    differing.join(),
    /^\d{4}-\d\d-\d\d, 4 weeks: beside the outcome joined on 2026-11-30 this one has XLU −[01]\.\d{4} points apart$/,
  );
});

Deno.test("resolvedOutcomes() resolves a world by its own seed, however long the world was", () => {
  const seeds = [3, 4].map((seed) => said({ day: weeks[20], market: { kind: "simulated", seed } }));
  const { outcomes } = resolvedOutcomes(recordOf({ ballots: seeds }), { now });
  deepEqual(outcomes.map(({ market }) => market), seeds.map(({ market }) => market));
  deepEqual(outcomes[0].returns, horizonReturns(market, weeks[20]));
  ok(outcomes[1].returns.XLE !== outcomes[0].returns.XLE);
  // The last day of a world of two years is over in a longer one; no clock holds it up.
  const end = said({ day: last, market: { kind: "simulated", seed: 3 } });
  const far = said({ day: "2041-03-01", market: { kind: "simulated", seed: 3 } });
  equal(resolvedOutcomes(recordOf({ ballots: [end, far] }), { now }).outcomes.length, 2);
});

Deno.test("resolvedOutcomes() without prices counts the real days that wait", () => {
  const ballots = [said({ day: "2026-10-02" }), said({ day: "2026-11-27" })];
  const found = resolvedOutcomes(recordOf({ ballots }), { now });
  deepEqual([found.waiting, found.open, found.outcomes.length], [1, 1, 0]);
  const two = [said({ day: "2026-10-09" }), ...ballots, said({ day: "2026-09-04" })];
  equal(resolvedOutcomes(recordOf({ ballots: two }), { now }).waitingFor, "2026-11-06");
});

Deno.test("resolvedOutcomes() does not wait for a sector that was not listed on the day", () => {
  const early = simulatedMarket({ seed: 3, years: 1, from: "2016-01-04" as never });
  const on = weeklyDays(early.prices.days)[2];
  const { outcomes } = resolved(
    [said({ day: on, sector: "XLK" }), said({ day: on, sector: "XLC" })],
    early,
  );
  equal(outcomes.length, 1);
});
