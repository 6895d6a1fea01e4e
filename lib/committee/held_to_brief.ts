import { outsideLine } from "../outside_text.ts";
import type { Report } from "./analyst.ts";
import type { Ballot, PlantedOrder, SubScore } from "./ballot.ts";
import type { Brief } from "./brief.ts";
import { evidenceFiles } from "./evidence_files.ts";
import {
  type InstructionAttempt,
  instructionAttempts,
  instructionSigns,
  wishedScore,
} from "./injection.ts";
import { type Pillar, PILLARS, type Rubric } from "./rubric.ts";
import { unshownNumbers } from "./unshown_numbers.ts";

/** As much of an order as a ballot quotes. */
const QUOTED_CHARACTERS = 160;
/** Orders that a ballot keeps; a feed full of them is told by a few. */
const MOST_ORDERS = 10;
/** Where the text of a report has no address of its own. */
const REPORT_ADDRESS = "lab:research";

const attemptsIn = new WeakMap<Brief, readonly InstructionAttempt[]>();

/** Headlines that read as orders, looked for once for all who answer the same brief. */
function attemptsOf(brief: Brief): readonly InstructionAttempt[] {
  const known = attemptsIn.get(brief) ?? instructionAttempts(brief);
  attemptsIn.set(brief, known);
  return known;
}

/** The orders in what an analyst read: headlines of its brief, sentences of its report. */
function ordersIn(brief: Brief, report: Report | undefined): readonly PlantedOrder[] {
  const order = (address: string, text: string, signs: readonly string[]): PlantedOrder => {
    const wants = wishedScore(text);
    return {
      address,
      text: outsideLine(text, QUOTED_CHARACTERS),
      signs,
      ...(wants === undefined ? {} : { wants }),
    };
  };
  const sentences = (report?.text ?? "").split(/(?<=[.!?])\s+|\n+/);
  return [
    ...attemptsOf(brief).map(({ address, text, signs }) => order(address, text, signs)),
    ...sentences.flatMap((text) => {
      const signs = instructionSigns(text);
      return signs.length === 0 ? [] : [order(REPORT_ADDRESS, text, signs)];
    }),
  ].slice(0, MOST_ORDERS);
}

/** Pillars on which there was something to read; a headline that gives orders tells nothing. */
function pillarsWithData(brief: Brief, report: Report | undefined): ReadonlySet<Pillar> {
  const orders = new Set(attemptsOf(brief).map(({ address }) => address));
  return new Set(PILLARS.filter((pillar) =>
    brief.facts.some((fact) => fact.pillar === pillar) ||
    (brief.own ?? []).some((own) => own.pillar === pillar && !orders.has(own.address)) ||
    (pillar === "sentiment" && brief.headlines.some(({ address }) => !orders.has(address))) ||
    (report?.cites[pillar] ?? []).length > 0
  ));
}

/**
 * The ballot as it counts: held against the brief that it answers.
 *
 * A score on a pillar for which the brief holds no figure and no headline, and the report cites no
 * address, rests on nothing; it becomes an abstention "no data", whoever gave it. Facts that were read from
 * files bring file, row and hash into the ballot. Numbers that stand
 * nowhere in what was read are listed, and orders in it are noted, for the verdict to weigh. A ballot
 * that was held against its brief before stays as it is.
 *
 * @param ballot The answer about `brief`.
 * @param options.report What was read beside the brief, where there was something.
 * @param options.mayFollow Whether its analyst could follow an order; true by default.
 *
 * @example Five points on nothing
 * ```ts
 * import { briefs, DEFAULT_RUBRIC, heldToBrief, rulesBallot } from "lab/committee";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { deepEqual, match, ok } from "node:assert/strict";
 *
 * const market = { ...simulatedMarket({ seed: 7, years: 2 }), fundamentals: [] };
 * const view = snapshot(market, market.prices.days[400]);
 * const [brief] = briefs(view);
 * const ballot = rulesBallot(brief, DEFAULT_RUBRIC, { askedAt: view.decidedAt });
 * const bold = {
 *   ...ballot,
 *   subScores: { ...ballot.subScores, fundamentals: { kind: "score", score: 5 } },
 * } as const;
 * const held = heldToBrief(bold, brief, DEFAULT_RUBRIC);
 * const { fundamentals } = held.subScores;
 * ok(fundamentals.kind === "abstention");
 * match(fundamentals.reason, /^No data/);
 * deepEqual(held.withoutData, [{ pillar: "fundamentals", score: 5 }]);
 * ```
 */
export function heldToBrief(
  ballot: Ballot,
  brief: Brief,
  rubric: Rubric,
  options: { readonly report?: Report; readonly mayFollow?: boolean } = {},
): Ballot {
  const { report, mayFollow = true } = options;
  const data = pillarsWithData(brief, report);
  const withoutData = [...ballot.withoutData ?? []];
  const held = Object.fromEntries(PILLARS.map((pillar): [Pillar, SubScore] => {
    const given = ballot.subScores[pillar];
    if (given.kind === "abstention" || data.has(pillar)) return [pillar, given];
    withoutData.push({ pillar, score: given.score });
    return [pillar, {
      kind: "abstention",
      reason: `No data: nothing about ${pillar} was there to read; the score of ${given.score} ` +
        "rests on nothing.",
    }];
  })) as Record<Pillar, SubScore>;
  const unshown = ballot.unshownNumbers ??
    unshownNumbers(ballot, brief, rubric, { report: report?.text });
  const orders = ordersIn(brief, report);
  // What it rests on is read off the brief, never taken from the ballot.
  const { files: _, ...given } = ballot;
  return {
    ...given,
    subScores: held,
    ...evidenceFiles(brief, { subScores: held, references: ballot.references }),
    ...(withoutData.length > 0 ? { withoutData } : {}),
    ...(unshown.length > 0 ? { unshownNumbers: unshown } : {}),
    ...(orders.length > 0 ? { planted: { orders, mayFollow } } : {}),
  };
}
