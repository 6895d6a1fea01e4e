import { countWord, DISPLAY, number, percent } from "../../charts/mod.ts";
import { minimumTrackRecord } from "../../evidence/mod.ts";
import { percentileAmong } from "../../research/mod.ts";
import { periodsNeeded } from "../../signals/mod.ts";
import { normalQuantile } from "../../stats/mod.ts";
import type { DiceCrowd } from "../dice_committees.ts";
import { type Exercise, judgedNumber } from "../exercise.ts";
import { SHORT_BACKTEST } from "../look_ahead_code.ts";
import { notice } from "../notice.ts";
import type { QuizQuestion } from "../quiz.ts";

/** The ic and the number of names that exercise 1 asks about. */
const IC = 0.05, NAMES = 11;
const WEEKS = 52;
/** Three decimals are asked for. */
const THREE_DECIMALS = 0.0006;
/** Fewest words of a sentence that says something. */
const LEAST_WORDS = 8;

const periodsForT2: Exercise = {
  id: "05.1",
  wanted: "number",
  judge(answer) {
    const right = periodsNeeded(IC, { sd: 1 / Math.sqrt(NAMES - 1) });
    const byEleven = periodsNeeded(IC, { sd: 1 / Math.sqrt(NAMES) });
    const byTrial = right / NAMES;
    return judgedNumber(answer as number, right, {
      tolerance: 0.5,
      praise: `(2 × 0.316 / 0.05)² is ${number(right, { digits: 0 })}: three years of weeks, or ` +
        "twelve years of four weeks.",
      mistakes: [
        {
          value: byEleven,
          why: `${number(byEleven, { digits: 0 })} takes 1/√11 as the deviation by chance. Of ` +
            "eleven ranks only ten are free: it is 1/√10.",
        },
        {
          value: byTrial,
          why: `${number(byTrial, { digits: 0 })} counts each sector as a trial of its own. That ` +
            "there are eleven is in the 0.316 already.",
        },
        {
          value: periodsNeeded(IC, { sd: 1 }),
          why: "This takes a deviation of 1. By chance one date of eleven names has 0.316.",
        },
        {
          value: right / 4,
          why: "This asks for t = 1. For t = 2 the error must be half as large.",
        },
        {
          value: periodsNeeded(IC, { sd: 1 / Math.sqrt(NAMES - 1), power: 0.8 }),
          why: "This gives a chance of 80 % to find it. Asked is where t is 2 on average.",
        },
        {
          value: Math.sqrt(right),
          why: "This is the root. The error falls with the root of the periods, so square it.",
        },
      ],
      hint: "t is the mean over its error, IC / (0.316 / √n). Put in t = 2 and solve for n.",
    });
  },
};

const yearsForSharpe: Exercise = {
  id: "05.2",
  wanted: "number",
  judge(answer) {
    const weekly = { sharpe: 1 / Math.sqrt(WEEKS), periods: WEEKS };
    const right = minimumTrackRecord(weekly)! / WEEKS;
    const twoSided = minimumTrackRecord(weekly, { level: 0.975 })! / WEEKS;
    const unscaled = minimumTrackRecord({ sharpe: 1, periods: WEEKS })!;
    const z = normalQuantile(0.95);
    return judgedNumber(answer as number, right, {
      // 2.7 years of days, 2.75 of weeks: both are what the formula gives.
      tolerance: 0.06,
      praise: `1.645² is ${number(z * z, { digits: 1 })}, and a little more because the ratio is ` +
        "itself estimated. Nobody has so many years of one committee.",
      mistakes: [
        ...[twoSided, normalQuantile(0.975) ** 2].map((value) => ({
          value,
          why: "This takes 1.96, which leaves 2.5 % on either side. Above zero is one side: 1.645.",
        })),
        {
          value: z * z / 0.5 ** 2,
          why: "This is for a ratio of 0.5: half the ratio takes four times as long.",
        },
        {
          value: right * WEEKS,
          why: `${
            number(right * WEEKS, { digits: 0 })
          } is the number of weeks. Years are asked for.`,
        },
        {
          value: unscaled,
          why:
            "This puts 1.0 in as the ratio of one period. A ratio of 1.0 a year is 1.0/√52 a week.",
        },
        {
          value: unscaled / WEEKS,
          why:
            "This puts 1.0 in as the ratio of one week. A ratio of 1.0 a year is 1.0/√52 a week.",
        },
        { value: z, why: "This is the 1.645 itself. The years grow with its square." },
      ],
      hint: "The t of a ratio S a year after T years is S·√T. When is it 1.645?",
    });
  },
};

const plantedLine: Exercise = {
  id: "05.3",
  wanted: "number",
  judge(answer) {
    const line = SHORT_BACKTEST[(answer as number) - 1];
    if (line === undefined) {
      return notice(
        "mistake",
        `There is no line ${answer}; the lines are numbered from 1 to ${SHORT_BACKTEST.length}.`,
      );
    }
    switch (line.role) {
      case "look-ahead":
        return notice(
          "right",
          "The mean over all weeks holds the weeks to come. Taken over the weeks up to the decision " +
            "it would be honest.",
        );
      case "cost":
        return notice(
          "mistake",
          "The costs may be too low, but they are charged on what is traded at the fill. A wrong cost " +
            "is an error of size, not of time.",
        );
      case "seed":
        return notice(
          "mistake",
          "A seed makes chance repeatable. It knows nothing of the market, its future included.",
        );
      case "outcome":
        return notice(
          "mistake",
          "This line uses the coming week, but to earn it, after the target stood. That is what a " +
            "backtest is for; ask instead what the target rests on.",
        );
      case "loop":
        return notice(
          "mistake",
          "The loop ends a week early so that each decision has an outcome, and begins late so that " +
            "each has a past. Neither tells a decision anything.",
        );
      default:
        return notice(
          "hint",
          "Go through what the target is made of: when was each of its parts known?",
        );
    }
  },
};

/** The crowd of section 1, from what the notebook hands along. */
function crowdOf(context: unknown): DiceCrowd {
  const crowd = context as DiceCrowd | undefined;
  if (!Array.isArray(crowd?.sharpes) || typeof crowd.ours?.sharpe !== "number") {
    throw new TypeError('The third argument must be the crowd: check("05.4", …, crowd).');
  }
  return crowd;
}

const percentileOfOurs: Exercise = {
  id: "05.4",
  wanted: "number",
  judge(answer, context) {
    const { sharpes, wealth, ours } = crowdOf(context), n = sharpes.length;
    const right = percentileAmong(ours.sharpe, sharpes);
    const byWealth = percentileAmong(ours.wealth, wealth);
    return judgedNumber(answer as number, right, {
      tolerance: THREE_DECIMALS,
      share: true,
      praise: `Above ${percent(right)} of ${n}. With so few dice the next seed may say something ` +
        "else; the first chart had more.",
      mistakes: [
        {
          value: byWealth,
          why:
            "This ranks by final wealth. A bolder committee ends higher without being better; rank " +
            "by the Sharpe ratio.",
        },
        ...[right * n, right * n + 1, right * n + 0.5].map((below) => ({
          value: below / (n + 1),
          why: `This counts ourselves among the dice: there are ${n} of them, not ${n + 1}.`,
        })),
        {
          value: 1 - right,
          why: "This is the share that did better than ours. Asked is the share below.",
        },
        { value: right * n, why: `This is a count. As a share, divide it by ${n}.` },
      ],
      hint: "How many of crowd.sharpes are smaller than crowd.ours.sharpe, as a share of them?",
    });
  },
};

const clientSentence: Exercise = {
  id: "05.5",
  wanted: { sentence: "text", notProven: "text" },
  judge(answer) {
    const { sentence, notProven, chart } = answer as {
      sentence: string;
      notProven: string;
      chart?: unknown;
    };
    for (const [what, text] of [["sentence", sentence], ["part not proven", notProven]]) {
      const count = text.trim().split(/\s+/).length;
      if (count < LEAST_WORDS) {
        return notice(
          "hint",
          `The ${what} has ${countWord(count).toLowerCase()} word${
            count === 1 ? "" : "s"
          }. Write ` +
            "a whole sentence that somebody could act on.",
        );
      }
    }
    if (!/\d/.test(sentence)) {
      return notice("hint", "The sentence has no figure. Name one, with its interval.");
    }
    if (typeof (chart as Record<symbol, unknown> | null | undefined)?.[DISPLAY] !== "function") {
      return notice("hint", "Add the chart that you would show beside it: chart: intervalDots(…).");
    }
    return notice(
      "right",
      "The form is complete: a figure, what is not proven, and a chart. Read it to a neighbour and ask " +
        "what they now believe.",
    );
  },
};

/** The exercises of lesson 05, in order. */
export const luckExercises: readonly Exercise[] = [
  periodsForT2,
  yearsForSharpe,
  plantedLine,
  percentileOfOurs,
  clientSentence,
];

/** The two places of lesson 05 where the reader guesses before looking. */
export const luckPredictions = { "05.4": "count", "05.7": "share" } as const;

/** The three questions that close lesson 05. */
export const luckQuiz: readonly QuizQuestion[] = [
  {
    right: "c",
    because:
      "The best of many tries is high by chance alone, so the number of tries must be known.",
    again: "What would the best of a hundred coin tossers show?",
  },
  {
    right: "a",
    because: "A decision that moves when only later data were altered has seen them.",
    again: "What could a decision know of data that are altered only after it?",
  },
  {
    right: "b",
    because: "Unknown counts as before: what may be remembered is no evidence.",
    again: "If nobody can say what the model had read, whose evidence is its record?",
  },
];
