import { type IntervalDot, number } from "../../charts/mod.ts";
import { type Cutoff, splitByCutoff } from "../../evidence/mod.ts";
import { headlineInterval, rankIcs, relativeOutcomes } from "../../signals/mod.ts";
import { mean, randomStream, standardDeviation } from "../../stats/mod.ts";
import { signalRows } from "../../study/mod.ts";
import type { LuckRecord } from "./luck_record.ts";

/** How much of the coming outcome a pretended model remembers, in deviations of its scores. */
const REMEMBERED = 0.35;
/** Where the two pretended models stop to remember, as a share of the record. */
const KNOWN_CUTOFF = 0.5, HIDDEN_CUTOFF = 0.75;

/** Pretended models before and after what they may remember. */
interface MemoryRows {
  readonly rows: readonly IntervalDot[];
  readonly title: string;
  /** The cutoff of the model that states one. */
  readonly cutoff: string;
}

/**
 * What a model that remembers looks like: an illustration, made from the reader's own market.
 *
 * Two pretended models score as our committee does; up to their cutoff they also remember a part of
 * the outcome. One states its cutoff, the other does not, so that all of it counts as remembered. They
 * are nobody's product, and how much they remember was chosen for this chart.
 *
 * @param record The committee that they pretend to be.
 * @param options.seed Of what they remember badly.
 *
 * @example
 * ```ts
 * import { luckRecord, memoryRows } from "lab/lesson/05";
 * import { simulatedMarket } from "lab/market";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 4 });
 * const record = await luckRecord(market, { until: market.prices.days.at(-1)!, years: 2 });
 * const { rows } = memoryRows(record, { seed: 1 });
 * equal(rows.filter(({ hollow }) => hollow).length, 2);
 * ```
 */
export function memoryRows(
  record: LuckRecord,
  { seed }: { readonly seed: number },
): MemoryRows {
  const { days, periodName } = record, { table } = signalRows(record.panel, record.table);
  const outcomes = relativeOutcomes(table.returns, 1);
  const spread = (row: readonly (number | undefined)[]) => {
    const known = row.filter((value) => value !== undefined);
    return known.length < 2 ? 0 : standardDeviation(known);
  };
  const icsOf = (shard: number, rememberedUntil: number) => {
    const stream = randomStream(seed, shard);
    const scores = table.scores.map((row, k) => {
      const size = spread(row), outcomeSize = spread(outcomes[k]);
      return row.map((score, i) => {
        const outcome = outcomes[k][i], noise = stream.normal();
        if (score === undefined || outcome === undefined || k > rememberedUntil) return score;
        // Where all scores are alike a memory still has an opinion, of half a point.
        const memory = outcome / (outcomeSize || 1) + noise;
        return score + REMEMBERED * (size || 0.5) * memory;
      });
    });
    return rankIcs(scores, outcomes).byDate;
  };
  const at = (share: number) => Math.floor(share * (days.length - 2));
  const cutoff = days[at(KNOWN_CUTOFF)];
  const analysts: readonly {
    name: string;
    cutoff?: Cutoff;
    ics: readonly (number | undefined)[];
  }[] = [
    { name: "rules", cutoff: "no memory", ics: icsOf(70, -1) },
    { name: "model A", cutoff, ics: icsOf(71, at(KNOWN_CUTOFF)) },
    { name: "model B", ics: icsOf(72, at(HIDDEN_CUTOFF)) },
  ];
  const rows = analysts.flatMap(({ name, cutoff: own, ics }): IntervalDot[] => {
    const dated = ics.flatMap((ic, k) =>
      ic === undefined ? [] : [{ day: days[k] as string, answeredBy: name, ic }]
    );
    const split = splitByCutoff(dated, () => own);
    const labels = own === undefined
      ? { before: `${name}, cutoff unknown` }
      : own === "no memory"
      ? { after: `${name}, no memory` }
      : { before: `${name}, before its cutoff`, after: `${name}, after it` };
    return [
      ...dot(labels.before, split.contaminated, periodName, true),
      ...dot(labels.after, split.after, periodName, false),
    ];
  });
  const value = (label: string) => rows.find((row) => row.label === label)?.value;
  const [before, after] = [value("model A, before its cutoff"), value("model A, after it")];
  const shown = (ic: number | undefined) => number(ic, { digits: 3 });
  return {
    rows,
    cutoff,
    title:
      `Model A shows an IC of ${shown(before)} before its cutoff and ${shown(after)} after it; ` +
      "only the second may be quoted",
  };
}

function dot(
  label: string | undefined,
  rows: readonly { readonly ic: number }[],
  periodName: string,
  hollow: boolean,
): IntervalDot[] {
  if (label === undefined || rows.length === 0) return [];
  const ics = rows.map(({ ic }) => ic);
  const interval = headlineInterval(ics, { horizon: 1, level: 0.95 });
  return [{
    label,
    value: mean(ics),
    ...(interval && { low: interval.low, high: interval.high }),
    note: `${rows.length} ${periodName}`,
    hollow,
  }];
}

/**
 * The words around the rows.
 *
 * @example
 * ```ts
 * import { memoryWords } from "lab/lesson/05";
 * import { day } from "lab/units";
 * import { match } from "node:assert/strict";
 *
 * const memory = { rows: [], title: "Nothing is remembered", cutoff: day("2024-06-28") };
 * match(memoryWords(memory, { periodName: "weeks" }).caption, /cutoff is 2024-06-28/);
 * ```
 */
export function memoryWords(memory: MemoryRows, record: Pick<LuckRecord, "periodName">) {
  return {
    title: memory.title,
    subtitle:
      `Mean IC over ${record.periodName}, 95 % intervals; hollow: may be remembered, no evidence`,
    caption: `Pretended models; model A's cutoff is ${memory.cutoff}.`,
  };
}
