import { convene, type Verdict, views } from "lab/committee";
import { bookOfViews, rebalance } from "lab/desk";
import { SECTORS, simulatedMarket, snapshot } from "lab/market";
import type { MemoData, MemoParts } from "lab/memo";
import { type RandomStream } from "lab/stats";
import { changesOfMind } from "lab/week";

const HOLDINGS = [
  { ticker: "XLE", shares: 150 },
  { ticker: "XLK", shares: 40 },
  { ticker: "XLF", shares: 200 },
  { ticker: "SH", shares: 90 },
];

/** A week of the rule analyst on a simulated market, a week after another one. */
export async function memoParts(): Promise<MemoParts & { readonly last: Verdict }> {
  const market = simulatedMarket({ seed: 7, years: 3 });
  const { days } = market.prices;
  const today = snapshot(market, days.at(-1)!), before = snapshot(market, days.at(-6)!);
  const verdict = await convene(today), last = await convene(before);
  const followed = views(verdict), options = { holdings: HOLDINGS, equityUsd: 120_000 };
  return {
    plan: rebalance(today, followed, options),
    verdict,
    last,
    changes: changesOfMind(followed, bookOfViews(today, options), { step: 0.25 }),
    spending: { settledUsd: 0.0421, openUsd: 0, unknown: 0, answers: 11, kept: 3 },
    inputs: { "prices.csv": "ab".repeat(32), "verdict.json": "cd".repeat(32) },
  };
}

const LONG =
  "A sentence that goes on and on because somebody had much to say, with figures 12.5 % ";

/** More of everything than a page has room for. */
export function fullData(from: MemoData): MemoData {
  const many = (count: number) =>
    Array.from({ length: count }, (_, i) => `${i + 1}. ${LONG.repeat(3)}`);
  return {
    ...from,
    summary: LONG.repeat(12),
    decision: { state: "approved", by: "W".repeat(80), because: LONG.repeat(3) },
    scores: SECTORS.map((sector) => ({
      sector,
      label: "Consumer discretionary and more",
      score: 4.37,
      before: 1.12,
      why: LONG.repeat(2),
    })),
    doubts: many(30),
    limits: many(12),
    notes: many(20),
    mind: many(12),
    positions: Array.from({ length: 20 }, () => ({
      label: "Consumer discretionary",
      before: -0.2999,
      aim: 0.3333,
      after: 0.2999,
    })),
    orders: Array.from({ length: 40 }, (_, i) => ({
      ticker: `LONGTICKER${i}`,
      action: "sell" as const,
      shares: 1_234_567,
      limitPrice: 12_345.67,
      dollars: 123_456_789,
      note: LONG,
    })),
    references: Array.from({ length: 30 }, (_, i) => ({
      title: LONG,
      url: `https://example.org/${"w".repeat(200)}/${i}`,
      sectors: [...SECTORS],
      share: 0.03,
    })),
    record: many(12).map((text) => ({ who: "W".repeat(60), figure: "hit rate", text })),
    spending: { settledUsd: 1234.5, openUsd: 67.8, unknown: 9, answers: 1100, kept: 11 },
    source: LONG.repeat(5),
    inputs: Object.fromEntries(many(20).map((name) => [name, "ef".repeat(32)])),
  };
}

const WORDS =
  ("the gross Exposure of XLE is 12.34 % beyond its limit and openai/fast thought −0.25 points " +
    "nearer WMMW 1,234,567 to median (Technology), because of headlines").split(" ");

/** As much of everything as chance will have it. */
export function randomData(full: MemoData, draw: RandomStream): MemoData {
  const text = (most: number) => {
    let said = "";
    for (const length = 1 + draw.integer(most); said.length < length;) {
      said += `${WORDS[draw.integer(WORDS.length)]} `;
    }
    return said;
  };
  const some = (count: number, most: number) =>
    Array.from({ length: draw.integer(count + 1) }, () => text(most));
  return {
    ...full,
    summary: text(800),
    doubts: some(30, 260),
    limits: some(12, 300),
    notes: some(15, 300),
    mind: some(6, 140),
    orders: full.orders.slice(0, draw.integer(18)).map((one) => ({
      ...one,
      ticker: "XLRE",
      note: draw.uniform() < 0.5 ? "" : text(80),
    })),
    scores: full.scores.map((one) => ({ ...one, why: draw.uniform() < 0.4 ? "" : text(60) })),
    references: full.references.slice(0, draw.integer(12)),
    record: some(8, 150).map((said) => ({ who: "openai/fast", figure: "hit rate", text: said })),
    positions: full.positions.slice(0, draw.integer(14)),
  };
}
