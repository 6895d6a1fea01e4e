import { countWord, DISPLAY, number, percent } from "../../charts/mod.ts";
import { isSector, type Sector, SECTOR_LABELS, SECTORS } from "../../market/mod.ts";
import { fitBook, targetWeights } from "../../portfolio/mod.ts";
import { correlation } from "../../stats/mod.ts";
import { type Exercise, judgedNumber, near, percentForShare } from "../exercise.ts";
import { ADDED_LIMITS, type LimitProblem, refit } from "../limit_steps.ts";
import { type Notice, notice } from "../notice.ts";
import type { QuizQuestion } from "../quiz.ts";
import type { SideReturns } from "../side_returns.ts";

/** Worked out with a pencil: half a tenth of a point is room for rounding. */
const PENCIL = 0.0005;
/** A correlation is asked for to two decimals. */
const TWO_DECIMALS = 0.005;
/** A multiplier below this is the noise of the arithmetic. */
const PRICED = 1e-9;

const FOUR_TILTS: Readonly<Partial<Record<Sector, number>>> = {
  XLK: 1.6,
  XLV: 0.8,
  XLP: -0.6,
  XLE: -1,
};
const FOUR = Object.keys(FOUR_TILTS) as Sector[];

const fourWeights: Exercise = {
  id: "03.1",
  wanted: Object.fromEntries(FOUR.map((sector) => [sector, "number" as const])),
  judge(answer) {
    const given = FOUR.map((sector) => (answer as Record<string, number>)[sector]);
    const tilts = FOUR.map((sector) => FOUR_TILTS[sector]!);
    const right: readonly number[] = targetWeights(tilts);
    const sum = (of: readonly number[]) => of.reduce((total, one) => total + one, 0);
    const longs = sum(tilts.map((tilt) => Math.max(tilt, 0)));
    const shorts = sum(tilts.map((tilt) => Math.max(-tilt, 0)));
    const matches = (to: readonly number[]) =>
      to.every((value, i) => near(given[i], value, PENCIL));
    const sides = tilts.map((tilt) => tilt / (tilt > 0 ? longs : shorts));
    if (matches(right)) {
      return notice(
        "right",
        `The sizes of the tilts add up to ${number(longs + shorts)}; each is divided by that.`,
      );
    }
    if (matches(right.map((weight) => 100 * weight))) {
      return notice("mistake", percentForShare(given[0]));
    }
    if (matches(right.map(Math.abs))) {
      return notice("mistake", "The sizes are right. A short has a weight below zero.");
    }
    if (matches(tilts.map((tilt) => tilt / sum(tilts)))) {
      return notice(
        "mistake",
        `These are divided by the signed sum of the tilts, ${
          number(sum(tilts))
        }, where longs and ` +
          "shorts cancel. Gross adds up sizes.",
      );
    }
    if (matches(sides) || matches(sides.map((share) => share / 2))) {
      return notice(
        "mistake",
        "Each side is scaled by itself here, so that both become equally large. The views are " +
          "stronger on the long side, and the target keeps that.",
      );
    }
    return notice("hint", "Weights in proportion to the tilts, whose sizes add up to 1.");
  },
};

const allFives: Exercise = {
  id: "03.2",
  wanted: { long: "number", hedge: "number" },
  judge(answer) {
    const given = answer as { long: number; hedge: number };
    // Worked out by the solver itself, not remembered.
    const book = fitBook({
      sectors: SECTORS,
      tilts: SECTORS.map(() => 2),
      betas: SECTORS.map(() => 1),
    });
    const right = { long: book.weights.reduce((sum, w) => sum + w, 0), hedge: book.hedge };
    const { beta, side } = book.limits;
    const is = (long: number, hedge: number) =>
      near(given.long, long, PENCIL) && near(given.hedge, hedge, PENCIL);
    if (is(right.long, right.hedge)) {
      return notice(
        "right",
        `Long ${percent(right.long)} and hedge ${
          percent(right.hedge)
        }: together 100 % gross, and ` +
          `what is left of beta is the ${number(beta.max)} that the mandate allows.`,
      );
    }
    if (is(100 * right.long, 100 * right.hedge)) {
      return notice("mistake", percentForShare(given.long));
    }
    const isSide = (share: number, size: number) =>
      near(Math.abs(given.hedge), size, PENCIL) && near(given.long, share, PENCIL);
    if (isSide(right.long, -right.hedge)) {
      return notice("mistake", "The sizes are right. A hedge against longs is short, below zero.");
    }
    if (isSide(0.5, 0.5)) {
      return notice(
        "mistake",
        `Half and half has a beta of zero. The mandate allows ${number(beta.max)}, and the views ` +
          "want to be as long as they may.",
      );
    }
    if (isSide(side, 1 - side)) {
      return notice(
        "mistake",
        `${percent(side)} long keeps the side limit and forgets beta: with every beta at 1 this ` +
          `book has a beta of ${number(2 * side - 1)}.`,
      );
    }
    if (isSide(1, 0)) {
      return notice("mistake", "That is the target before any limit: long only, with a beta of 1.");
    }
    if ([given.long, given.hedge].some((share) => Math.abs(share) > 3)) {
      return notice(
        "mistake",
        percentForShare(Math.abs(given.long) > 3 ? given.long : given.hedge),
      );
    }
    return notice(
      "hint",
      "Two equations: long plus the size of the hedge is 1, long minus it is the beta that is " +
        "allowed.",
    );
  },
};

/** The cap from which and to which the exercise turns, shares of equity. */
const CAP_FROM = 0.3, CAP_TO = 0.2;

function problemIn(context: unknown): LimitProblem {
  const problem = context as Partial<LimitProblem> | null | undefined;
  if (!Array.isArray(problem?.tilts) || !problem?.limits) {
    throw new TypeError('The third argument must be the problem: check("03.3", …, problem).');
  }
  return problem as LimitProblem;
}

/** The name of a limit as a reading has it: a sector by ticker or label is its cap. */
function limitNamed(text: string): string {
  const bare = text.trim().replace(/^(the )?(cap on|sector cap on|cap of|sector)\s+/i, "");
  const upper = bare.toUpperCase();
  const sector = isSector(upper)
    ? upper
    : SECTORS.find((one) => SECTOR_LABELS[one].toUpperCase() === upper);
  return sector ? `sector ${sector}` : bare.toLowerCase();
}

const risingPrice: Exercise = {
  id: "03.3",
  wanted: "text",
  judge(answer, context) {
    const problem = problemIn(context);
    const from = refit(problem, { sector: CAP_FROM }), to = refit(problem, { sector: CAP_TO });
    const rising = to.readings.filter(({ multiplier, name }, i) =>
      name !== "gross" && multiplier > PRICED && from.readings[i].multiplier <= PRICED
    ).map(({ name }) => name);
    const name = limitNamed(answer as string);
    if (rising.length === 0 && name === "none") {
      return notice("right", "With these views the lower cap gives no limit a price it had not.");
    }
    if (rising.includes(name)) {
      const price = to.readings.find((reading) => reading.name === name)!.multiplier;
      return notice(
        "right",
        `The multiplier of ${name} rises from zero to ${number(price, { digits: 3 })}` +
          (rising.length === 1
            ? "."
            : `; so ${rising.length === 2 ? "does" : "do"} ${
              rising.filter((one) => one !== name).join(" and ")
            }.`),
      );
    }
    const known = from.readings.find((reading) => reading.name === name);
    if (!known) {
      return notice(
        "mistake",
        name === "none"
          ? "One does. Solve again with the lower cap and compare the multipliers."
          : `No limit is called ${JSON.stringify(answer)}; write a name such as "net", "beta" or ` +
            'the ticker of a sector for its cap, or "none".',
      );
    }
    if (name.startsWith("sector ")) {
      const sector = name.slice(7) as Sector, tilt = problem.tilts[problem.sectors.indexOf(sector)];
      const isClosed = problem.closed?.includes(sector);
      if (tilt === 0 || isClosed) {
        return notice(
          "mistake",
          `${sector} has ${
            tilt === 0 ? "no view" : "a view that cannot be followed"
          }, so it has no position that a cap could hold back.`,
        );
      }
    }
    if (known.multiplier > PRICED || known.binds) {
      return notice(
        "mistake",
        `${name} is tight before the change already. Asked for is a price that rises from zero.`,
      );
    }
    return notice(
      "hint",
      "Which positions lie between the new cap and the old one, and where must their exposure go?",
    );
  },
};

const sideCorrelation: Exercise = {
  id: "03.4",
  wanted: "number",
  judge(answer, context) {
    const sides = context as Partial<SideReturns> | undefined;
    if (context === undefined) return notOfThisBook();
    if (!Array.isArray(sides?.long) || !Array.isArray(sides?.short)) {
      throw new TypeError('The third argument must be both sides: check("03.4", …, sides).');
    }
    const { long, short } = sides as SideReturns;
    const right = correlation(long, short);
    if (right === undefined) return notOfThisBook();
    const value = (returns: readonly number[]) => {
      let now = 1;
      return returns.map((one) => now *= 1 + one);
    };
    const ofPrices = correlation(value(long), value(short));
    return judgedNumber(answer as number, right, {
      tolerance: TWO_DECIMALS,
      share: true,
      praise:
        `${number(right)}. The two sides move ${
          right > 0.2 ? "together" : right < -0.2 ? "against each other" : "nearly independently"
        }` + (right > 0.2 ? ", which is what lets a long-short book be calmer than either." : "."),
      mistakes: [
        {
          value: -right,
          why: "The size is right. These are returns of what is held short; with the returns of " +
            "the shorts themselves the sign turns around.",
        },
        ...(ofPrices === undefined ? [] : [{
          value: ofPrices,
          why: "This is the correlation of prices. Prices wander, and two that wander look " +
            "related or opposed by chance; take returns.",
        }]),
      ],
      hint: "One number from the two lists: lab/stats has a function called correlation.",
    });
  },
};

function notOfThisBook(): Notice {
  return notice(
    "note",
    "This does not apply here: the book of these choices has no second side, so there is nothing " +
      "to correlate. Run the cell above first if you have not, or follow more views.",
  );
}

const ownObjective: Exercise = {
  id: "03.5",
  wanted: { because: "text" },
  judge(answer) {
    const { because, chart } = answer as { because: string; chart?: unknown };
    const count = because.trim().split(/\s+/).length;
    if (count < 8) {
      return notice(
        "hint",
        `The reason has ${
          countWord(count).toLowerCase()
        } words. Write a whole sentence: what does ` +
          "your objective want, and which limit stood in its way?",
      );
    }
    if (typeof (chart as Record<symbol, unknown> | null | undefined)?.[DISPLAY] !== "function") {
      return notice("hint", "Add the chart that shows it: chart: dumbbell(…).");
    }
    return notice(
      "right",
      "The form is complete: a sentence and a chart. Whether the objective is a good one is yours " +
        "to judge; compare it with a neighbour's.",
    );
  },
};

/** The exercises of lesson 03, in order. */
export const constructionExercises: readonly Exercise[] = [
  fourWeights,
  allFives,
  risingPrice,
  sideCorrelation,
  ownObjective,
];

/** The two places of lesson 03 where the reader guesses before looking. */
export const constructionPredictions = { "03.3": ADDED_LIMITS, "03.5": "share" } as const;

/** The three questions that close lesson 03. */
export const constructionQuiz: readonly QuizQuestion[] = [
  {
    right: "b",
    because: "The cut takes away exposure that the hedge was sized for, so beta moves.",
    again: "What was the hedge sized against, and is it still there after the cut?",
  },
  {
    right: "a",
    because: "A limit with slack has a price of zero: widening it moves nothing.",
    again: "What would the solver do with more room that it does not use already?",
  },
  {
    right: "c",
    because: "Gross gives way and the rest stays in cash; no other limit is broken to fill it.",
    again: "Which of the limits may give way, and which never does?",
  },
];
