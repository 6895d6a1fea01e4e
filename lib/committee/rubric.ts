/**
 * The rubric: what every analyst is asked, as data.
 *
 * @module
 */
import { HORIZON_WEEKS } from "../days.ts";
import { quotedValue } from "../outside_text.ts";

/** The three pillars of a ballot, in the one order used everywhere. */
export const PILLARS = ["fundamentals", "sentiment", "technicals"] as const;

/** One of the three things an analyst scores. */
export type Pillar = (typeof PILLARS)[number];

/** What a pillar is called in a table or on an axis. */
export const PILLAR_LABELS: Readonly<Record<Pillar, string>> = {
  fundamentals: "Fundamentals",
  sentiment: "Sentiment",
  technicals: "Technicals",
};

/** One share per pillar, at least 0, together 1. */
export type PillarWeights = Readonly<Record<Pillar, number>>;

/** What is asked about one pillar, and how much the answer counts. */
export interface PillarRubric {
  readonly pillar: Pillar;
  /** Share of the weighted score: 0.5 is half. */
  readonly weight: number;
  /** The questions in the order in which a prompt asks them. */
  readonly questions: readonly string[];
  /** What the lowest, the middle and the highest sub-score mean. */
  readonly anchors: { readonly 1: string; readonly 3: string; readonly 5: string };
}

/** The whole sheet: pillars in the one order, and the horizon that every score looks ahead. */
export interface Rubric {
  readonly horizonWeeks: number;
  readonly pillars: readonly PillarRubric[];
}

/** Design of the lab: fundamentals count half, the other two a quarter each. */
export const DEFAULT_WEIGHTS: PillarWeights = {
  fundamentals: 0.5,
  sentiment: 0.25,
  technicals: 0.25,
};

/** Weights typed by hand (0.1 + 0.2 + 0.7) miss 1 by a few units in the last place. */
const SUM_TOLERANCE = 1e-9;

const QUESTIONS: Readonly<Record<Pillar, Omit<PillarRubric, "pillar" | "weight">>> = {
  fundamentals: {
    questions: [
      "Did earnings improve against the quarter before, more than in the other sectors?",
      "Are analysts' estimates being revised up or down?",
      "Is the sector cheaper or dearer than the other sectors on earnings over price?",
    ],
    anchors: {
      1: "clearly worse than the other sectors",
      3: "no better and no worse than the other sectors",
      5: "clearly better than the other sectors",
    },
  },
  sentiment: {
    questions: [
      "Do the headlines of the last weeks read better or worse than usual?",
      "Does money flow into or out of the sector's fund, against the other sectors?",
    ],
    anchors: {
      1: "clearly negative headlines and outflows",
      3: "mixed, or nothing to read",
      5: "clearly positive headlines and inflows",
    },
  },
  technicals: {
    questions: [
      "After taking out the market's part (beta), did the sector rise or fall?",
      "Was more traded on the days on which it rose than on those on which it fell?",
    ],
    anchors: {
      1: "a clear downtrend of its own, with more traded on falling days",
      3: "no trend of its own",
      5: "a clear uptrend of its own, with more traded on rising days",
    },
  },
};

/**
 * The weights as they came in, if they are three shares of at least 0 that sum to 1.
 *
 * @throws {RangeError} If a weight is missing, negative or no number, or if the sum is not 1; says
 *   so apart when percent were given for shares.
 *
 * @example Percent for a share
 * ```ts
 * import { checkedWeights } from "lab/committee";
 * import { throws } from "node:assert/strict";
 *
 * throws(
 *   () => checkedWeights({ fundamentals: 50, sentiment: 25, technicals: 25 }),
 *   /percent/,
 * );
 * ```
 */
export function checkedWeights(weights: PillarWeights): PillarWeights {
  if (typeof weights !== "object" || weights === null) {
    throw new TypeError(
      `Cannot weigh pillars: need one share for each of ${PILLARS.join(", ")}, ` +
        `got ${weights === null ? "null" : typeof weights}`,
    );
  }
  const stranger = Object.keys(weights).find((key) =>
    !(PILLARS as readonly string[]).includes(key)
  );
  if (stranger !== undefined) {
    throw new RangeError(
      `Cannot weigh pillars: need only ${PILLARS.join(", ")}, got ${quotedValue(stranger)}`,
    );
  }
  let sum = 0;
  for (const pillar of PILLARS) {
    const weight: unknown = weights[pillar];
    if (typeof weight !== "number" || !Number.isFinite(weight) || weight < 0) {
      throw new RangeError(
        `Cannot weigh pillars: the weight of ${pillar} must be a share of at least 0 ` +
          `(0.5 for 50 %), got ${typeof weight === "string" ? JSON.stringify(weight) : weight}`,
      );
    }
    sum += weight;
  }
  if (Math.abs(sum - 1) > SUM_TOLERANCE) {
    const given = PILLARS.map((pillar) => weights[pillar]).join(", ");
    throw new RangeError(
      Math.abs(sum - 100) < 1e-6
        ? `Cannot weigh pillars: need shares that sum to 1, got ${given}, which look like percent; ` +
          `write ${PILLARS.map((pillar) => weights[pillar] / 100).join(", ")}`
        : `Cannot weigh pillars: need shares that sum to 1, got ${given}, which sum to ` +
          `${Number(sum.toFixed(9))}`,
    );
  }
  return weights;
}

/**
 * A rubric with the lab's questions and the weights and horizon of the caller.
 *
 * @param options.weights One share per pillar, by name or as a triple in the order of `PILLARS`;
 *   0.5, 0.25, 0.25 by default.
 * @param options.horizonWeeks Whole weeks that a score looks ahead, 1 to 52; 4 by default.
 * @param options.questions Other questions for some pillars.
 * @throws {RangeError} If the weights do not sum to 1, the horizon is no whole number of weeks, or a
 *   pillar would be asked nothing.
 *
 * @example A committee that looks at prices alone
 * ```ts
 * import { rubric, weightsOf } from "lab/committee";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(weightsOf(rubric({ weights: [0, 0, 1] })), {
 *   fundamentals: 0,
 *   sentiment: 0,
 *   technicals: 1,
 * });
 * ```
 */
export function rubric(
  options: {
    readonly weights?: PillarWeights | readonly [number, number, number];
    readonly horizonWeeks?: number;
    readonly questions?: Partial<Readonly<Record<Pillar, readonly string[]>>>;
  } = {},
): Rubric {
  const { horizonWeeks = HORIZON_WEEKS, questions = {} } = options;
  if (!Number.isInteger(horizonWeeks) || horizonWeeks < 1 || horizonWeeks > 52) {
    throw new RangeError(
      `Cannot make a rubric: need a horizon of 1 to 52 whole weeks, got ${horizonWeeks}`,
    );
  }
  const given = options.weights ?? DEFAULT_WEIGHTS;
  if (Array.isArray(given) && given.length !== PILLARS.length) {
    throw new RangeError(
      `Cannot make a rubric: need ${PILLARS.length} weights (${PILLARS.join(", ")}), ` +
        `got ${given.length}`,
    );
  }
  const weights = checkedWeights(
    (Array.isArray(given)
      ? Object.fromEntries(PILLARS.map((pillar, i) => [pillar, given[i]]))
      : given) as PillarWeights,
  );
  return Object.freeze({
    horizonWeeks,
    pillars: Object.freeze(PILLARS.map((pillar) => {
      const asked = questions[pillar] ?? QUESTIONS[pillar].questions;
      if (asked.length === 0) {
        throw new RangeError(`Cannot make a rubric: need a question about ${pillar}, got none`);
      }
      return Object.freeze({
        pillar,
        weight: weights[pillar],
        questions: Object.freeze([...asked]),
        anchors: QUESTIONS[pillar].anchors,
      });
    })),
  });
}

/** The rubric of the lab: fundamentals 50, sentiment 25, technicals 25 %, four weeks ahead. */
// The mark lets a panel for the browser, which asks nothing, leave the questions out.
export const DEFAULT_RUBRIC: Rubric = /* @__PURE__ */ rubric();

/**
 * The weights of a rubric by pillar, checked once more, for a rubric may have been written by hand.
 *
 * @throws {RangeError} If the weights of a rubric written by hand do not sum to 1.
 *
 * @example The default
 * ```ts
 * import { DEFAULT_RUBRIC, weightsOf } from "lab/committee";
 * import { equal } from "node:assert/strict";
 *
 * equal(weightsOf(DEFAULT_RUBRIC).fundamentals, 0.5);
 * ```
 */
export function weightsOf(rubric: Rubric): PillarWeights {
  return checkedWeights(
    Object.fromEntries(
      rubric.pillars.map(({ pillar, weight }) => [pillar, weight]),
    ) as unknown as PillarWeights,
  );
}
