import { bookText, capacity, type Plan, rebalance, viewToOrder, viewToOrderText } from "lab/desk";
import { SECTORS, simulatedMarket, snapshot } from "lab/market";
import { fitBook, relaxedBook } from "lab/portfolio";
import { settings } from "lab/settings";
import { randomStream } from "lab/stats";
import type { BenchRow } from "./bench_row.ts";

const SETS = 100;
const ROUNDS = 12;

/** Median over sets, best quarter of the rounds: what it takes when nobody else uses the machine. */
function medianMs(run: (set: number) => void): number {
  const medians: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const times: number[] = [];
    for (let set = 0; set < SETS; set++) {
      const start = performance.now();
      run(set);
      times.push(performance.now() - start);
    }
    medians.push(times.sort((a, b) => a - b)[SETS >> 1]);
  }
  return medians.sort((a, b) => a - b)[ROUNDS >> 2];
}

/** All that can be said of a plan, its book fitted anew: what was worked out once is kept by the book. */
function explained(plan: Plan): readonly unknown[] {
  const { sectors, tilts, betas, limits } = plan.book;
  const book = fitBook({ sectors, tilts, betas, limits });
  const { readings, remedies, tradeRemedies, effects, summary } = book;
  const anew = { ...plan, book };
  return [
    readings,
    remedies,
    tradeRemedies,
    effects,
    summary,
    bookText(anew),
    sectors.map((sector) => viewToOrderText(viewToOrder(anew, sector))),
  ];
}

/** Explanations in full, relaxed limits, and the same views in accounts of four sizes. */
export function explanationBench(): BenchRow[] {
  const market = simulatedMarket({ seed: 7 });
  const today = snapshot(market, market.prices.days.at(-1)!);
  const draw = randomStream(5);
  const views = Array.from(
    { length: SETS },
    () => SECTORS.map((sector) => ({ sector, score: 1 + draw.integer(5), confidence: 1 })),
  );
  const plansWith = (side: number) =>
    views.map((one) => rebalance(today, one, { settings: settings({ mandate: { side } }) }));
  const full = plansWith(0.6), reduced = plansWith(0.4);
  const fullMs = medianMs((set) => explained(full[set]));
  const reducedMs = medianMs((set) => explained(reduced[set]));
  const relaxedMs = medianMs((set) => {
    const { sectors, tilts, betas, limits } = reduced[set].book;
    return relaxedBook({ sectors, tilts, betas, limits }, { order: ["sector", "net", "side"] });
  });
  const start = performance.now();
  for (const one of views.slice(0, 10)) capacity(today, one);
  const capacityMs = (performance.now() - start) / 10;
  const ms = (value: number) => `${value.toFixed(2)} ms`;
  return [
    {
      what: "full explanation: readings, waterfall and paragraph of 11 sectors",
      measured: ms(fullMs),
      beside: "promised: under 1 ms",
    },
    {
      what: "the same of a reduced book, with the single fix of every limit",
      measured: ms(reducedMs),
      beside: "promised: under 1 ms",
    },
    {
      what: "a reduced book with limits relaxed in a stated order",
      measured: ms(relaxedMs),
      beside: "no promise",
    },
    { what: "capacity: the desk at four sizes", measured: ms(capacityMs), beside: "no promise" },
  ];
}
