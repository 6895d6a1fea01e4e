import { PILLARS, type SectorVerdict, type Verdict } from "../committee/mod.ts";
import { bookText, type Plan, tradeRows } from "../desk/mod.ts";
import { SECTOR_LABELS, SECTORS, sourceLine } from "../market/mod.ts";
import type { RecordFigure, RecordSummary } from "../record/mod.ts";
import type { AgedView, ChangeOfMind, ChangesOfMind } from "../week/mod.ts";
import { counted, number, percent, plainNumber } from "../words.ts";
import { doubtsOf } from "./doubts.ts";
import type {
  MemoData,
  MemoDecision,
  MemoFigure,
  MemoRecord,
  MemoScore,
  MemoSpending,
} from "./memo_data.ts";
import { weightyReferences } from "./weighty_references.ts";

/** A change of score that is none. */
const UNSEEN = 0.005;
/** So many changes of mind are told. */
const NEAREST = 4;

/** What somebody put in the place of a verdict. */
export interface Override {
  readonly sector: Verdict["sectors"][number]["sector"];
  /** A score from 1 to 5, or no position. */
  readonly score: number | "closed";
  readonly because: string;
}

/** What a memo is made from; every part as the lab makes it. */
export interface MemoParts {
  readonly plan: Plan;
  readonly verdict: Verdict;
  /** The verdict before, to say what moved. */
  readonly last?: Pick<Verdict, "day" | "sectors">;
  readonly changes?: ChangesOfMind;
  readonly spending: MemoSpending;
  readonly record?: Pick<RecordSummary, "groups" | "level">;
  readonly overrides?: readonly Override[];
  /** From `agedViews`, where answers were missing. */
  readonly aged?: { readonly views: readonly AgedView[]; readonly sentences: readonly string[] };
  /** Limit price of each ticker's order. */
  readonly limitPrices?: Readonly<Record<string, number>>;
  readonly decision?: MemoDecision;
  readonly inputs?: Readonly<Record<string, string>>;
}

/**
 * The figures of a week's memo, put together from what the run has made; `memoPage` writes them.
 *
 * @param parts See {@linkcode MemoParts}.
 *
 * @example From a plan and a verdict alone
 * ```ts
 * import { convene, views } from "lab/committee";
 * import { rebalance } from "lab/desk";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { memoOf } from "lab/memo";
 * import { equal } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7 });
 * const today = snapshot(market, market.prices.days.at(-1)!);
 * const verdict = await convene(today), plan = rebalance(today, views(verdict));
 * const spending = { settledUsd: 0, openUsd: 0, unknown: 0, answers: 0, kept: 0 };
 * equal(memoOf({ plan, verdict, spending }).scores.length, 11);
 * ```
 */
export function memoOf(parts: MemoParts): MemoData {
  const { plan, verdict, last, changes, spending, record, decision, inputs = {} } = parts;
  const { book, trades, account } = plan;
  const weights = Object.fromEntries(book.sectors.map((sector, i) => [sector, book.weights[i]]));
  const targets = new Map(book.sectors.map((sector, i) => [sector as string, book.targets[i]]));
  return {
    day: plan.day,
    summary: bookText(plan),
    decision: decision ?? { state: trades.status === "orders" ? "proposed" : "held" },
    ...(last ? { comparedWith: last.day } : {}),
    scores: scoresOf(parts),
    doubts: doubtsOf(verdict.sectors),
    references: weightyReferences(verdict.ballots, weights),
    positions: tradeRows(plan).map(({ scope, label, before, after }) => ({
      label,
      before,
      ...(scope === "market" ? {} : { aim: targets.get(scope)! * (book.aim ?? 1) }),
      after,
    })),
    figures: figuresOf(plan),
    limits: plan.readings.filter(({ binds }) => binds).map(({ sentence }) => sentence),
    orders: trades.orders.map(({ ticker, action, shares, dollars, cost, note, reason }) => ({
      ticker,
      action,
      ...(shares === undefined ? {} : { shares }),
      ...(parts.limitPrices?.[ticker] === undefined
        ? {}
        : { limitPrice: parts.limitPrices[ticker] }),
      dollars,
      ...(cost.totalUsd === undefined ? {} : { costUsd: cost.totalUsd }),
      note: [reason, note].filter((text) => text !== undefined).join("; "),
    })),
    ...(trades.costUsd === undefined ? {} : { costUsd: trades.costUsd }),
    knownCostUsd: trades.knownCostUsd,
    equityUsd: account.equityUsd,
    spending,
    mind: changes ? mindOf(changes) : [],
    record: record ? recordOf(record) : [],
    notes: [
      // In full here: the table has room for a word or two.
      ...(parts.overrides ?? []).map((one) =>
        `${SECTOR_LABELS[one.sector]} ${
          overrideText(one, verdict.sectors.find(({ sector }) => sector === one.sector))
        }.`
      ),
      ...parts.aged?.sentences ?? [],
      ...[...plan.setAside, ...plan.closedShorts].map(({ reason }) =>
        `${reason.replace(/\.$/, "")}.`
      ),
      ...plan.notes,
    ],
    source: sourceLine(plan.source),
    inputs,
  };
}

function scoresOf({ plan, verdict, last, overrides = [], aged }: MemoParts): readonly MemoScore[] {
  const lastOf = new Map(last?.sectors.map((one) => [one.sector, one]));
  const followed = new Map(plan.views.map((view) => [view.sector, view]));
  const ours = new Map(verdict.sectors.map((one) => [one.sector, one]));
  return SECTORS.filter((sector) => ours.has(sector) || followed.has(sector)).map((sector) => {
    const own = ours.get(sector), before = lastOf.get(sector);
    const override = overrides.find((one) => one.sector === sector);
    const old = aged?.views.find((view) => view.sector === sector && view.ageDays > 0);
    const score = override?.score === "closed"
      ? undefined
      : followed.get(sector)?.score ?? own?.score;
    const confidence = followed.get(sector)?.confidence;
    const why = [
      ...(override ? [override.score === "closed" ? "closed by hand" : "set by hand"] : []),
      ...(old ? [`answer of ${old.from}, ${counted(old.ageDays, "day")} old`] : []),
      ...(old || !own || !before ? [] : movesOf(own, before)),
      ...(confidence === undefined || confidence === 1
        ? []
        : [`confidence ${plainNumber(confidence, 2)}`]),
    ].join("; ");
    return {
      sector,
      label: SECTOR_LABELS[sector],
      ...(score === undefined ? {} : { score }),
      ...(before?.score === undefined ? {} : { before: before.score }),
      why,
    };
  });
}

function overrideText({ score, because }: Override, own: SectorVerdict | undefined): string {
  const instead = own?.score === undefined ? "no score" : `${plainNumber(own.score, 2)}`;
  return `${
    score === "closed" ? "closed" : "set"
  } by hand for the committee's ${instead}: ${because}`;
}

/** Which pillars moved, such as `sentiment 3 → 4`. */
function movesOf(now: SectorVerdict, before: SectorVerdict): readonly string[] {
  return PILLARS.flatMap((pillar) => {
    const is = now.pillars[pillar].median, was = before.pillars[pillar].median;
    if (is === was || (is !== undefined && was !== undefined && Math.abs(is - was) < UNSEEN)) {
      return [];
    }
    const text = (median?: number) => median === undefined ? "none" : plainNumber(median, 1);
    return [`${pillar} ${text(was)} → ${text(is)}`];
  });
}

function figuresOf({ account, trades, book }: Plan): readonly MemoFigure[] {
  const sum = (exposures: readonly number[], part: (one: number) => number) =>
    exposures.reduce((total, one) => total + part(one), 0);
  const before = [...book.sectors.map((sector) => account.weights[sector] ?? 0), account.hedge];
  const after = [...trades.weights, trades.hedge];
  const betaOf = (exposures: readonly number[]) => {
    let beta = exposures[exposures.length - 1];
    for (let i = 0; i < book.sectors.length; i++) {
      if (exposures[i] !== 0) beta += exposures[i] * book.betas[i];
    }
    return Number.isFinite(beta) ? beta : undefined;
  };
  const row = (label: string, of: (exposures: readonly number[]) => number): MemoFigure => ({
    label,
    unit: "share of equity",
    before: of(before),
    after: of(after),
  });
  const betas = { before: betaOf(before), after: betaOf(after) };
  return [
    row("Gross", (all) => sum(all, Math.abs)),
    row("Long", (all) => sum(all, (one) => Math.max(one, 0))),
    row("Short", (all) => sum(all, (one) => Math.max(-one, 0))),
    row("Net", (all) => sum(all, (one) => one)),
    {
      label: "Beta",
      unit: "beta",
      ...(betas.before === undefined ? {} : { before: betas.before }),
      ...(betas.after === undefined ? {} : { after: betas.after }),
    },
  ];
}

const points = (change: number) => `${change > 0 ? "+" : "−"}${plainNumber(Math.abs(change), 2)}`;

function mindOf({ rows, smallest }: ChangesOfMind): readonly string[] {
  const held = rows.filter(({ side, turns, leaves }) => side !== "none" && (turns ?? leaves));
  const away = ({ turns, leaves }: ChangeOfMind) => Math.abs((turns ?? leaves)!.change);
  const near = held.toSorted((a, b) => away(a) - away(b)).slice(0, NEAREST);
  const first = smallest
    ? [
      `${SECTOR_LABELS[smallest.sector]} is nearest to turning: ${points(smallest.turns.change)} ` +
      `in its score (to ${plainNumber(smallest.turns.to, 2)}) and it is ` +
      `${smallest.side === "long" ? "short" : "long"}.`,
    ]
    : ["No score of a single sector turns a position over."];
  return [
    ...first,
    ...near.filter(({ sector }) => sector !== smallest?.sector).map((row) => {
      const { sector, side, turns, leaves } = row, label = SECTOR_LABELS[sector];
      if (turns) {
        return `${label}, ${side}: turns at ${plainNumber(turns.to, 2)} (${points(turns.change)}).`;
      }
      return `${label}, ${side}: closed at ${plainNumber(leaves!.to, 2)} (${
        points(leaves!.change)
      }), ` +
        "never on the other side.";
    }),
  ];
}

function figureText(figure: RecordFigure, level: number, text: (value: number) => string): string {
  const { value, low, high, n, of, reason } = figure;
  if (value === undefined) return reason ?? "not known";
  const between = low === undefined || high === undefined
    ? reason ?? "no interval"
    : `${percent(level, { digits: 0 })} interval ${text(low)} to ${text(high)}`;
  return `${text(value)} (${between}; n = ${number(n, { digits: 0 })} ${of})`;
}

/** What was asked before the fact, voice by voice; what was asked about the past proves nothing here. */
function recordOf({ groups, level }: NonNullable<MemoParts["record"]>): readonly MemoRecord[] {
  return groups.filter(({ names }) => names.asked.every((asked) => asked === "forward"))
    .flatMap(({ names, hitRate, edgeBps }): readonly MemoRecord[] => {
      const who = names.analyst.join(", ");
      const bp = (value: number) => `${plainNumber(value, 1)} bp`;
      return [
        {
          who,
          figure: "hit rate",
          text: figureText(hitRate, level, (value) => percent(value, { digits: 0 })),
        },
        { who, figure: "edge a decision, before costs", text: figureText(edgeBps, level, bp) },
      ];
    });
}
