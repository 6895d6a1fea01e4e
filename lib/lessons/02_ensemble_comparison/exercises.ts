import {
  type AnalystError,
  analystErrors,
  type BallotOutcome,
  centres,
  errorCorrelation,
  houseBias,
  measuredCommitteeErrors,
  mostAlike,
} from "../../committee/mod.ts";
import { correlation, normalQuantile, wilsonInterval } from "../../stats/mod.ts";
import { countWord, number, percent } from "../../words.ts";
import { yesOrNo } from "../kit/answer_fault.ts";
import type { BiasQuestion } from "./bias_question.ts";
import {
  areNumbers,
  type Exercise,
  judgedNumbers,
  near,
  numberExercise,
  wrongContext,
} from "../kit/exercise.ts";
import { exactInterval } from "./exact_interval.ts";
import { type Notice, notice } from "../kit/notice.ts";
import { chartFault, sentenceFault } from "../kit/own_words.ts";
import type { QuizQuestion } from "../kit/quiz.ts";

/** Four scores of one sector in 02.1. */
const FOUR_SCORES: readonly number[] = [5, 4, 3, 1];
/** Scores are shown with two decimals. */
const TWO_DECIMALS = 0.0051;
/** 02.3: right calls, calls, sectors of one decision, and half a point of room for rounding. */
const CALLS = { right: 23, of: 40, sectors: 11, tolerance: 0.0051 };

const medianOfFour = numberExercise("02.1", () => {
  const { mean, median } = centres(FOUR_SCORES);
  return {
    right: median,
    tolerance: 1e-9,
    praise: `Of an even count the median is the mean of the two in the middle: ${median}.`,
    mistakes: [
      {
        value: mean,
        why: `${mean} is the mean. The lab takes the median, so that one voice moves it little.`,
      },
      {
        value: centres(FOUR_SCORES.slice(0, 3)).median,
        why: "This is the median without the dissenter. A low score is a view like any other " +
          "and stays in.",
      },
      {
        value: 3,
        why: "3 is one of the two in the middle. With an even count both of them matter.",
      },
    ],
    hint: "Put the four scores in order and look at the two in the middle.",
  };
});

function biasQuestionOf(context: unknown): BiasQuestion {
  const question = context as Partial<BiasQuestion> | null | undefined;
  if (
    !areNumbers(question?.scores) || question.scores.length === 0 ||
    !Number.isFinite(question.committee)
  ) {
    wrongContext("the question itself", 'check("02.2", …, question)');
  }
  return question as BiasQuestion;
}

const withoutOwnBias = numberExercise("02.2", (context) => {
  const { scores, committee } = biasQuestionOf(context);
  const last = scores[scores.length - 1];
  const sum = scores.reduce((total, score) => total + score - 3, 0);
  const bias = sum / scores.length, right = last - bias;
  return {
    right,
    tolerance: TWO_DECIMALS,
    praise: `The bias is ${number(bias, { signed: true })} and ${number(last)} minus that is ${
      number(right)
    }.`,
    mistakes: [
      {
        value: right - committee,
        why: `Here the committee's mean bias (${number(committee, { signed: true })}) was taken ` +
          "off as well. Only the analyst's own habit is asked for; the committee's is part of it.",
      },
      {
        value: last - sum,
        why: `${number(sum, { signed: true })} is the sum of the ${scores.length} distances from ` +
          "3. A mean is the sum divided by the count.",
      },
      {
        value: last - committee,
        why: "This takes off the committee's mean bias in place of the analyst's own.",
      },
      {
        value: last + bias,
        why: "The bias was added. What is liked too " +
          (bias > 0 ? "much must come down." : "little must come up."),
      },
      {
        value: last - (bias + 3),
        why: "This takes off the mean score itself. The bias is what the mean has beyond 3.",
      },
      { value: bias, why: "This is the bias. What is left of the last score without it?" },
    ],
    hint: "Take the mean of the scores, less 3: that is the bias. Take it off the last score.",
  };
});

/** Ways to put a 95 % interval around a share of calls that are all sound for so many. */
function soundIntervals(right: number, of: number) {
  const share = right / of, z = normalQuantile(0.975);
  const half = z * Math.sqrt(share * (1 - share) / of);
  const wilson = wilsonInterval(right, of);
  return [
    { name: "Wilson's rule", ...wilson },
    {
      name: "the normal rule, share ± 1.96 standard errors",
      low: share - half,
      high: share + half,
    },
    { name: "the exact rule of Clopper and Pearson", ...exactInterval(right, of) },
  ];
}

const betterThanChance: Exercise = {
  id: "02.3",
  wanted: { better: "yes or no", low: "number", high: "number" },
  judge(answer) {
    const given = answer as { better: unknown; low: number; high: number };
    const { right, of, sectors, tolerance } = CALLS;
    const better = yesOrNo(given.better);
    const sound = soundIntervals(right, of), [wilson] = sound;
    const shown = ({ low, high }: typeof wilson) => `${percent(low)} to ${percent(high)}`;
    const own = sound.find(({ low, high }) =>
      near(given.low, low, tolerance) && near(given.high, high, tolerance)
    );
    if (own && better) {
      return notice(
        "mistake",
        `The interval is right, ${
          shown(own)
        }. A coin's 50 % lies inside it: can chance be ruled out?`,
      );
    }
    if (own) {
      return notice(
        "right",
        `No: by ${own.name} the interval is ${shown(own)}, and a coin's 50 % lies inside it.` +
          (own === wilson ? "" : ` Wilson's, which this lab draws, is ${shown(wilson)}.`),
      );
    }
    const counted = soundIntervals(right * sectors, of * sectors);
    const narrow = wilsonInterval(right, of, { level: 0.9 });
    return judgedNumbers([given.low, given.high], [wilson.low, wilson.high], {
      tolerance,
      quantity: "share",
      largest: 1.5,
      praise: "",
      mistakes: [
        ...counted.map(({ low, high }) => ({
          value: [low, high],
          why: `This counts the ${sectors} sectors of one week as ${sectors} independent calls. ` +
            `They share one market: there are ${of} decisions.`,
        })),
        ...sound.map(({ low, high }) => ({
          value: [high, low],
          why: "Low and high are exchanged.",
        })),
        {
          value: [narrow.low, narrow.high],
          why: "This is the interval at 90 %. 95 % is asked for.",
        },
      ],
      hint:
        "wilsonInterval of lab/stats takes the number of right calls and the number of calls. " +
        "Then see on which side of 0.5 the interval lies.",
    });
  },
};

function maskedRows(context: unknown): readonly BallotOutcome[] {
  const rows = context as readonly Partial<BallotOutcome>[] | null | undefined;
  if (
    !Array.isArray(rows) || rows.length === 0 ||
    rows.some((row) => typeof row?.analyst !== "string" || typeof row.day !== "string")
  ) {
    wrongContext("the masked record", 'check("02.4", …, masked)');
  }
  return rows as readonly BallotOutcome[];
}

const samePair = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && [...a].sort().join() === [...b].sort().join();

/** The pair with the largest value. */
function bestPair(
  names: readonly string[],
  value: (a: string, b: string) => number,
): readonly string[] {
  let best: readonly string[] = [], most = -Infinity;
  names.forEach((a, i) =>
    names.slice(i + 1).forEach((b) => {
      const found = value(a, b);
      if (found > most) {
        most = found;
        best = [a, b];
      }
    })
  );
  return best;
}

/** Which two analysts are copies, and which two the usual mistakes would name. */
export function copyPairs(rows: readonly BallotOutcome[]): {
  readonly copies: readonly string[];
  readonly alikeScores: readonly string[];
  readonly alikeBias: readonly string[];
} {
  const found = mostAlike(errorCorrelation(analystErrors(rows)));
  const names = [...new Set(rows.map(({ analyst }) => analyst))];
  const scores = new Map(names.map((name) => [
    name,
    new Map(
      rows.flatMap((row) =>
        row.analyst === name && row.score !== undefined
          ? [[`${row.day} ${row.sector}`, row.score] as const]
          : []
      ),
    ),
  ]));
  const biases = new Map(names.map((name) => [
    name,
    new Map(
      houseBias(rows.filter((row) => row.analyst === name)).map((
        { sector, bias },
      ) => [sector, bias]),
    ),
  ]));
  const shared = <Key>(a: ReadonlyMap<Key, number>, b: ReadonlyMap<Key, number>) =>
    [...a].flatMap(([key, value]) => {
      const other = b.get(key);
      return other === undefined ? [] : [[value, other] as const];
    });
  return {
    copies: found ? [found.a, found.b] : [],
    alikeScores: bestPair(names, (a, b) => {
      const pairs = shared(scores.get(a)!, scores.get(b)!);
      return pairs.length < 2
        ? -Infinity
        : correlation(pairs.map(([x]) => x), pairs.map(([, y]) => y)) ?? -Infinity;
    }),
    alikeBias: bestPair(names, (a, b) => {
      const pairs = shared(biases.get(a)!, biases.get(b)!);
      return -pairs.reduce((sum, [x, y]) => sum + (x - y) ** 2, 0) / Math.max(1, pairs.length);
    }),
  };
}

const whichAreCopies: Exercise = {
  id: "02.4",
  wanted: "text",
  judge(answer, context) {
    const rows = maskedRows(context);
    const letters = new Set(rows.map(({ analyst }) => analyst));
    const given = [
      ...new Set(
        (answer as string).toUpperCase().replace(/\b(AND|ANALYSTS?|COPY|COPIES)\b/g, " ")
          .replace(/[^A-Z]/g, ""),
      ),
    ];
    const stranger = given.find((letter) => !letters.has(letter));
    if (given.length !== 2 || stranger !== undefined) {
      return notice("mistake", `Write two of the letters ${[...letters].join(", ")}: "A and B".`);
    }
    const { copies, alikeScores, alikeBias } = copyPairs(rows);
    if (copies.length === 0) {
      return notice("hint", "These data have too few common outcomes to tell copies apart.");
    }
    if (samePair(given, copies)) {
      return notice(
        "right",
        `${copies.join(" and ")} err together, whatever they add to each sector.`,
      );
    }
    if (samePair(given, alikeBias)) {
      return notice(
        "mistake",
        "These two have the same house bias, a habit per sector. Copies err together, decision by " +
          "decision: take the habit off and compare errors.",
      );
    }
    if (samePair(given, alikeScores)) {
      return notice(
        "mistake",
        "These two have the most similar scores. Scores agree when evidence is plain, too: " +
          "compare the errors.",
      );
    }
    return notice("hint", "Section 2 has the chart: analystErrors, then errorCorrelation.");
  },
};

/** What 02.5 reads from the run: who may sit on the committee, and how each of them erred. */
interface Committee {
  readonly analysts: readonly { readonly name: string }[];
  readonly errors: readonly AnalystError[];
}

function committeeIn(context: unknown): Committee {
  const { analysts, errors } = (context ?? {}) as Partial<Committee>;
  const isNamed = Array.isArray(analysts) &&
    analysts.every((one) => typeof one?.name === "string");
  if (!isNamed || !Array.isArray(errors) || errors.some((one) => typeof one?.error !== "number")) {
    wrongContext("the analysts and their errors", 'check("02.5", { … }, { analysts, errors })');
  }
  return { analysts, errors };
}

/** Root mean square error of the mean score of these analysts; `undefined` without common outcomes. */
function errorOf(errors: readonly AnalystError[], names: readonly string[]): number | undefined {
  return measuredCommitteeErrors(errors.filter(({ analyst }) => names.includes(analyst)))
    .find(({ analysts }) => analysts === names.length)?.error;
}

const SIZE = 3;

const committeeOfThree: Exercise = {
  id: "02.5",
  wanted: { members: "text", because: "text" },
  judge(answer, context): Notice {
    const { members, because, chart } = answer as {
      members: string;
      because: string;
      chart?: unknown;
    };
    const { analysts, errors } = committeeIn(context);
    const known = analysts.map(({ name }) => name);
    const words = members.toLowerCase().split(/[^\p{L}\d]+/u).filter((word) =>
      word !== "" && word !== "and"
    );
    const named = known.filter((name) => words.includes(name.toLowerCase()));
    const stranger = words.find((word) => !known.some((name) => name.toLowerCase() === word));
    if (named.length !== SIZE || stranger !== undefined) {
      return notice(
        "mistake",
        `${countWord(named.length)} of the analysts ${named.length === 1 ? "is" : "are"} named${
          stranger === undefined ? "" : `, and ${JSON.stringify(stranger)} is none of them`
        }; write three of ${known.join(", ")}, with commas between them.`,
      );
    }
    const lacks = sentenceFault(because, {
      what: "reason",
      asks: "What do these three know that two of them would not?",
    }) ?? chartFault(chart, "charts.errorLines(…)");
    if (lacks) return lacks;
    const own = errorOf(errors, named);
    const trios = known.flatMap((a, i) =>
      known.slice(i + 1).flatMap((b, j) => known.slice(i + j + 2).map((c) => [a, b, c]))
    ).map((trio) => errorOf(errors, trio)).filter((one) => one !== undefined);
    const better = own === undefined ? 0 : trios.filter((one) => one < own - 1e-12).length;
    const place = own === undefined
      ? "The record is too short to say how far these three err."
      : `In this record their mean errs by ${number(own)} points; ${
        better === 0 ? "none" : countWord(better).toLowerCase()
      } of the ${trios.length} possible committees of three ${
        better === 1 ? "errs" : "err"
      } by less, and with so many to choose from one looks best by luck.`;
    return notice(
      "complete",
      `${place} Would you have chosen them before you saw the record? A neighbour will ask.`,
    );
  },
};

/** The exercises of lesson 02, in order. */
export const ensembleExercises: readonly Exercise[] = [
  medianOfFour,
  withoutOwnBias,
  betterThanChance,
  whichAreCopies,
  committeeOfThree,
];

/** The two places of lesson 02 where the reader guesses before looking; the first asks twice. */
export const ensemblePredictions = {
  "02.1 mean": "share",
  "02.1 median": "share",
  "02.6": "share",
} as const;

/** The three questions that close lesson 02. */
export const ensembleQuiz: readonly QuizQuestion[] = [
  {
    right: "c",
    because: "Agreement helps only as far as errors are independent; copies always agree.",
    again: "Would five copies of one analyst have agreed as well?",
  },
  {
    right: "a",
    because: "What all share moves no difference between them; only outcomes can judge it.",
    again: "What do you see of a common habit when you compare those who share it?",
  },
  {
    right: "b",
    because:
      "A record decides what a stated confidence is worth, and it is drawn to the base rate.",
    again: "Who says how much a stated 80 % is worth: the analyst or its record?",
  },
];
