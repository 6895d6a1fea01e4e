import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import type { SectorView } from "lab/committee";
import { rebalance } from "lab/desk";
import { DataError } from "lab/errors";
import { type Market, SECTORS, simulatedMarket, snapshot } from "lab/market";
import { type Holding, holdingsAfter, MANDATES } from "lab/portfolio";
import { settings, type SettingsInput } from "lab/settings";
import { randomStream } from "lab/stats";
import { SOAK } from "../soak.ts";

const market = simulatedMarket({ seed: 7 });
const today = snapshot(market, market.prices.days.at(-1)!);
const views = (seed: number): SectorView[] => {
  const draw = randomStream(seed);
  return SECTORS.map((sector) => ({ sector, score: 1 + draw.integer(5), confidence: 1 }));
};
const mandate = (given: SettingsInput["mandate"]) => ({ settings: settings({ mandate: given }) });

/** A mandate that says everything the language can say. */
const EVERYTHING = {
  from: "cautious",
  names: { XLK: { long: 0.1 }, XLU: { short: 0 } },
  styles: { size: { target: 0, max: 0.05 }, momentum: { target: 0, max: 0.1 } },
  correlated: { max: 0.4, threshold: 0.6 },
  volatility: { max: 0.03 },
  groups: [{ name: "energy and materials", coefficients: { XLB: 1, XLE: 1 }, max: 0.1 }],
} as const;

Deno.test("rebalance() measures nothing where the mandate asks for nothing", () => {
  deepEqual(rebalance(today, views(1)).risk, {});
});

Deno.test("rebalance() keeps a mandate of every limit there is, by the independent checker", () => {
  const statuses = new Set<string>();
  let bound = 0;
  for (let seed = 0; seed < (SOAK ? 1_000 : 60); seed++) {
    const plan = rebalance(today, views(seed), mandate(EVERYTHING));
    ok(plan.judgement.holds);
    statuses.add(`${plan.book.status}, ${plan.trades.status}`);
    for (const reading of plan.book.readings) ok(reading.slack >= -1.01e-9, reading.sentence);
    const rules = plan.judgement.findings.map(({ rule }) => rule);
    for (const rule of ["style size", "style momentum", "volatility", "energy and materials"]) {
      ok(rules.includes(rule), rule);
    }
    ok(rules.some((rule) => rule.startsWith("correlated ")), rules.join());
    const names = plan.readings.map(({ name }) => name);
    ok(
      ["volatility", "style size", "capital used"].every((name) => names.includes(name)),
      names.join(),
    );
    if (plan.book.readings.some(({ name, binds }) => name === "volatility" && binds)) bound++;
  }
  ok(statuses.has("full, orders") || statuses.has("reduced, orders"), [...statuses].join("; "));
  ok(bound > 3, `volatility bound ${bound} times`);
});

Deno.test("rebalance() keeps each shipped mandate, and the fullest one, week after week", () => {
  for (const given of [...MANDATES.map(({ name }) => name), EVERYTHING]) {
    const name = JSON.stringify(given);
    const draw = randomStream(40);
    const scores = SECTORS.map(() => 1 + draw.integer(5));
    let holdings: readonly Holding[] = [];
    for (let week = 0; week < (SOAK ? 100 : 12); week++) {
      const view = snapshot(market, market.prices.days[1500 + 5 * week]);
      for (let k = 0; k < 2; k++) scores[draw.integer(11)] = 1 + draw.integer(5);
      const own = SECTORS.map((sector, i) => ({ sector, score: scores[i], confidence: 1 }));
      const plan = rebalance(view, own, { holdings, ...mandate(given) });
      if (plan.trades.orders.length > 0) ok(plan.judgement.holds, name);
      holdings = holdingsAfter(holdings, plan.trades, plan.account);
    }
    ok(holdings.length > 3, name);
  }
});

Deno.test("rebalance() reduces a book to the capital that the mandate allows", () => {
  const statuses = new Set<string>();
  let bound = 0;
  for (let seed = 0; seed < (SOAK ? 1_000 : 40); seed++) {
    for (const given of [{ capital: 0.6 }, { accounting: "free" }] as const) {
      const plan = rebalance(today, views(seed), mandate(given));
      statuses.add(plan.trades.status);
      ok(plan.judgement.holds);
      ok(plan.trades.capitalUsed <= plan.settings.mandate.capital + 1e-9);
      const capital = plan.book.readings.find(({ name }) => name === "capital")!;
      if (capital.binds) bound++;
    }
  }
  deepEqual([...statuses], ["orders"]);
  ok(bound > 10, `capital bound ${bound} times`);
});

Deno.test("rebalance() says which rules on trades gave way, and to what", () => {
  const first = rebalance(today, views(3));
  const holdings = holdingsAfter([], first.trades, first.account);
  const turned = views(3).map((view) => ({ ...view, score: 6 - view.score }));
  const plan = rebalance(today, turned, { holdings, ...mandate({ minimumHoldingDays: 0 }) });
  equal(plan.book.status, "over budget");
  ok(plan.gaveWay.some(({ rule }) => rule === "turnover"));
  for (const { sentence } of plan.gaveWay) ok(plan.notes.includes(sentence), sentence);
  const turnover = plan.readings.find(({ name }) => name === "turnover in 30 days")!;
  ok(turnover.slack < 0);
  ok(plan.judgement.holds, "what gave way openly is no breach");
});

Deno.test("rebalance() refuses a limit that the market cannot measure, by name and reason", () => {
  const refused = (
    view: Parameters<typeof rebalance>[0],
    given: SettingsInput["mandate"],
    message: RegExp,
  ) =>
    throws(() => rebalance(view, views(1), mandate(given)), (error: unknown) => {
      ok(error instanceof DataError);
      match(error.message, message);
      return true;
    });
  const styles = (name: string) => ({ styles: { [name]: { target: 0, max: 0.1 } } });
  refused(
    today,
    styles("quality"),
    /^Cannot keep the limit "style quality" on \S+: nobody measures this style; .* size, value, mom/,
  );
  const bare: Market = { ...market, styles: [] };
  const unstyled = snapshot(bare, market.prices.days.at(-1)!);
  refused(unstyled, styles("size"), /"style size" on \S+: .*no returns of style factors/);
  const early = snapshot(market, market.prices.days[30]);
  refused(early, { volatility: { max: 0.1 } }, /"volatility" on \S+: the history is too short/);
  refused(early, { correlated: { max: 0.4, threshold: 0.7 } }, /"correlated" on \S+: /);
});

Deno.test("rebalance() closes a sector that cannot be measured for a limit, and says so", () => {
  const days = market.prices.days;
  const young: Market = {
    ...market,
    listedFrom: { XLC: days.at(-20)! },
    prices: {
      ...market.prices,
      close: new Map([...market.prices.close].map(([ticker, close]) => [
        ticker,
        ticker === "XLC" ? close.map((value, i) => i < days.length - 20 ? NaN : value) : close,
      ])),
    },
  };
  const view = snapshot(young, days.at(-1)!);
  const plan = rebalance(view, views(5), mandate({ volatility: { max: 0.1 } }));
  equal(plan.book.weights[plan.book.sectors.indexOf("XLC")], 0);
  ok(plan.setAside.some(({ sector }) => sector === "XLC"));
  ok(plan.judgement.holds);
});
