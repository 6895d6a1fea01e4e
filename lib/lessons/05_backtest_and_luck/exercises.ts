import { minimumTrackRecord } from "../../evidence/mod.ts";
import { percentileAmong } from "../../research/mod.ts";
import { periodsNeeded } from "../../signals/mod.ts";
import { normalQuantile } from "../../stats/mod.ts";
import { number, percent } from "../../words.ts";
import type { CrowdFigures, DiceCrowd } from "./dice_committees.ts";
import { type Exercise, numberExercise, wrongContext } from "../kit/exercise.ts";
import { type LineRole, SHORT_BACKTEST } from "./look_ahead_code.ts";
import { notice } from "../kit/notice.ts";
import { numberInText } from "../kit/number_in_text.ts";
import { chartFault, sentenceFault } from "../kit/own_words.ts";
import type { QuizQuestion } from "../kit/quiz.ts";

/** The ic and the number of names that exercise 1 asks about. */
const IC = 0.05, NAMES = 11;
const WEEKS = 52;
/** Three decimals are asked for. */
const THREE_DECIMALS = 0.0006;
const periodsForT2 = numberExercise("05.1", () => {
  const right = periodsNeeded(IC, { sd: 1 / Math.sqrt(NAMES - 1) });
  const byEleven = periodsNeeded(IC, { sd: 1 / Math.sqrt(NAMES) });
  const byTrial = right / NAMES;
  return {
    right,
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
  };
});

const yearsForSharpe = numberExercise("05.2", () => {
  const weekly = { sharpe: 1 / Math.sqrt(WEEKS), periods: WEEKS };
  const right = minimumTrackRecord(weekly)! / WEEKS;
  const twoSided = minimumTrackRecord(weekly, { level: 0.975 })! / WEEKS;
  const unscaled = minimumTrackRecord({ sharpe: 1, periods: WEEKS })!;
  const z = normalQuantile(0.95);
  return {
    right,
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
        why: `${number(right * WEEKS, { digits: 0 })} is the number of weeks. Years are asked for.`,
      },
      {
        value: unscaled,
        why:
          "This puts 1.0 in as the ratio of one period. A ratio of 1.0 a year is 1.0/√52 a week.",
      },
      {
        value: unscaled / WEEKS,
        why: "This puts 1.0 in as the ratio of one week. A ratio of 1.0 a year is 1.0/√52 a week.",
      },
      { value: z, why: "This is the 1.645 itself. The years grow with its square." },
    ],
    hint: "The t of a ratio S a year after T years is S·√T. When is it 1.645?",
  };
});

/** What is said of each kind of line. */
const LINE_SAID: Readonly<Record<LineRole, Parameters<typeof notice>>> = {
  "look-ahead": [
    "right",
    "The mean over all weeks holds the weeks to come. Taken over the weeks up to the decision " +
    "it would be honest.",
  ],
  cost: [
    "mistake",
    "The costs may be too low, but they are charged on what is traded at the fill. A wrong cost " +
    "is an error of size, not of time.",
  ],
  seed: [
    "mistake",
    "A seed makes chance repeatable. It knows nothing of the market, its future included.",
  ],
  outcome: [
    "mistake",
    "This line uses the coming week, but to earn it, after the target stood. That is what a " +
    "backtest is for; ask instead what the target rests on.",
  ],
  loop: [
    "mistake",
    "The loop ends a week early so that each decision has an outcome, and begins late so that " +
    "each has a past. Neither tells a decision anything.",
  ],
  other: [
    "hint",
    "Go through what the target is made of: when was each of its parts known?",
  ],
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
    return notice(...LINE_SAID[line.role]);
  },
};

/** The crowd of section 1, from what the notebook hands along. */
function crowdOf(context: unknown): DiceCrowd {
  const crowd = context as DiceCrowd | null | undefined;
  const isKnown = (of?: CrowdFigures) =>
    Array.isArray(of?.sharpes) && Array.isArray(of.wealth) && typeof of.ours?.sharpe === "number";
  if (!isKnown(crowd?.lastYear) || !isKnown(crowd?.whole)) {
    wrongContext("the crowd", 'check("05.4", …, crowd)');
  }
  return crowd!;
}

const percentileOfOurs = numberExercise("05.4", (context) => {
  const { lastYear: { sharpes, wealth, ours }, whole } = crowdOf(context), n = sharpes.length;
  const right = percentileAmong(ours.sharpe, sharpes);
  return {
    right,
    tolerance: THREE_DECIMALS,
    quantity: "share",
    largest: 1,
    praise: `Above ${percent(right)} of ${n}: whoever shows the best of this year would have ` +
      `shown another. With so few dice the next seed may say something else.`,
    mistakes: [
      {
        value: percentileAmong(ours.wealth, wealth),
        why: "This ranks by final wealth. A bolder committee ends higher without being better; " +
          "rank by the ratio.",
      },
      {
        value: percentileAmong(whole.ours.sharpe, whole.sharpes),
        why: "This is our place over the whole record. Asked is the year in which the best was " +
          "found: crowd.lastYear.",
      },
      ...[(right * n + 1) / (n + 1), (right * n + 0.5) / (n + 1), right * n / (n + 1)].map((
        value,
      ) => ({
        value,
        why: `This counts ourselves among the dice. They are ${n}, not ${n + 1}.`,
      })),
      {
        value: 1 - right,
        why: "This is the share that did better than ours. Asked is the share below.",
      },
      { value: right * n, why: `This is a count. As a share, divide it by ${n}.` },
    ],
    hint: "How many of crowd.lastYear.sharpes are smaller than crowd.lastYear.ours.sharpe, as a " +
      "share of them?",
  };
});

/** A figure of the run with its interval. */
interface KnownFigure {
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
}

function figuresIn(context: unknown): readonly KnownFigure[] {
  const rows = context as readonly KnownFigure[];
  if (
    !Array.isArray(rows) || rows.length === 0 || rows.some((row) => typeof row?.value !== "number")
  ) {
    wrongContext("figures with their intervals", 'check("05.5", { … }, plain.rows)');
  }
  return rows;
}

/** A figure named more coarsely than to one decimal is any small number. */
const COARSEST = 0.05;

/**
 * All numbers of a sentence, a percent also as a share, with what half of their last decimal is. A
 * hyphen after a number parts the ends of a range, and is no minus: 0.12-0.56.
 */
function numbersIn(text: string): readonly { readonly value: number; readonly half: number }[] {
  return [
    ...text.matchAll(/(?:(?<![\d%][\s\u00a0]?)[-−])?(?:\d+(?:[.,]\d+)?|(?<![\d.])\.\d+)\s*%?/g),
  ].flatMap(([found]) => {
    const inside = numberInText(found);
    if (inside === undefined) return [];
    const decimals = /[.,](\d+)/.exec(found)?.[1].length ?? 0;
    const unit = found.includes("%") ? 0.01 : 1;
    return [{ value: inside.value, half: unit * 0.5 * 10 ** -decimals }];
  });
}

const clientSentence: Exercise = {
  id: "05.5",
  wanted: { sentence: "text", notProven: "text" },
  judge(answer, context) {
    const { sentence, notProven, chart } = answer as {
      sentence: string;
      notProven: string;
      chart?: unknown;
    };
    const figures = figuresIn(context), given = numbersIn(sentence);
    const says = (figure: number | undefined) =>
      figure !== undefined &&
      given.some(({ value, half }) => half <= COARSEST && Math.abs(value - figure) <= half + 1e-9);
    const lacks = sentenceFault(sentence, {
      what: "sentence",
      asks: "Which figure, over which time, after which costs?",
    });
    if (lacks) return lacks;
    if (given.length === 0) {
      return notice("hint", "The sentence has no figure. Name one, with its interval.");
    }
    const known = figures.find(({ value, low, high }) => says(value) && says(low) && says(high));
    if (!known) {
      return notice(
        "hint",
        figures.some(({ value }) => says(value))
          ? "The figure is there and its interval is not: from where to where?"
          : "The sentence has no figure of this run with both ends of its interval; section 9 " +
            "shows five, plain.rows has them.",
      );
    }
    return sentenceFault(notProven, {
      what: "part not proven",
      asks: "What might a client conclude that this record does not show?",
    }) ??
      (notProven.trim() === sentence.trim()
        ? notice("hint", "The part not proven repeats the sentence. What does the record not show?")
        : undefined) ??
      chartFault(chart, "charts.intervalDots(…)") ?? notice(
        "complete",
        `The figure ${number(known.value)} and its interval are this run's` +
          (known.low! <= 0 && known.high! >= 0 ? ", and zero lies inside it" : "") +
          ". Read it to a neighbour and ask what they now believe.",
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
