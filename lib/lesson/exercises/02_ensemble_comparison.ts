import { countWord, DISPLAY, number, percent } from "../../charts/mod.ts";
import {
  analystErrors,
  type BallotOutcome,
  centres,
  errorCorrelation,
  houseBias,
  mostAlike,
} from "../../committee/mod.ts";
import { correlation, wilsonInterval } from "../../stats/mod.ts";
import type { BiasQuestion } from "../bias_question.ts";
import { type Exercise, judgedNumber, near, percentForShare } from "../exercise.ts";
import { type Notice, notice } from "../notice.ts";
import type { QuizQuestion } from "../quiz.ts";

/** Four scores of one sector in 02.1. */
const FOUR_SCORES: readonly number[] = [5, 4, 3, 1];
/** Scores are shown with two decimals. */
const TWO_DECIMALS = 0.0051;
/** 02.3: right calls, calls, sectors of one decision, and half a point of room for rounding. */
const CALLS = { right: 23, of: 40, sectors: 11, tolerance: 0.0051 };

const medianOfFour: Exercise = {
  id: "02.1",
  wanted: "number",
  judge(answer) {
    const { mean, median } = centres(FOUR_SCORES);
    return judgedNumber(answer as number, median, {
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
    });
  },
};

function biasQuestionOf(context: unknown): BiasQuestion {
  const question = context as Partial<BiasQuestion> | null | undefined;
  if (!Array.isArray(question?.scores) || typeof question.committee !== "number") {
    throw new TypeError(
      'The third argument must be the question itself: check("02.2", …, question).',
    );
  }
  return question as BiasQuestion;
}

const withoutOwnBias: Exercise = {
  id: "02.2",
  wanted: "number",
  judge(answer, context) {
    const { scores, committee } = biasQuestionOf(context);
    const last = scores[scores.length - 1];
    const sum = scores.reduce((total, score) => total + score - 3, 0);
    const bias = sum / scores.length, right = last - bias;
    return judgedNumber(answer as number, right, {
      tolerance: TWO_DECIMALS,
      praise: `The bias is ${number(bias, { signed: true })} and ${number(last)} minus that is ${
        number(right)
      }.`,
      mistakes: [
        {
          value: right - committee,
          why:
            `Here the committee's mean bias (${number(committee, { signed: true })}) was taken ` +
            "off as well. Only the analyst's own habit is asked for; the committee's is part of it.",
        },
        {
          value: last - sum,
          why:
            `${number(sum, { signed: true })} is the sum of the ${scores.length} distances from ` +
            "3. A mean is the sum divided by the count.",
        },
        {
          value: last - committee,
          why: "This takes off the committee's mean bias in place of the analyst's own.",
        },
        {
          value: last + bias,
          why: "The bias was added. What is liked too much must come down.",
        },
        {
          value: last - (bias + 3),
          why: "This takes off the mean score itself. The bias is what the mean has beyond 3.",
        },
        { value: bias, why: "This is the bias. What is left of the last score without it?" },
      ],
      hint: "Take the mean of the scores, less 3: that is the bias. Take it off the last score.",
    });
  },
};

/** Yes or no, in the ways they are written; nothing for anything else. */
function yesOrNo(text: string): boolean | undefined {
  const word = text.trim().toLowerCase().replace(/[.!]$/, "");
  return word === "yes" ? true : word === "no" ? false : undefined;
}

const betterThanChance: Exercise = {
  id: "02.3",
  wanted: { better: "text", low: "number", high: "number" },
  judge(answer) {
    const given = answer as { better: string; low: number; high: number };
    const { right, of, sectors, tolerance } = CALLS;
    const better = yesOrNo(given.better);
    if (better === undefined) {
      return notice("mistake", `Write better: "yes" or better: "no", not "${given.better}".`);
    }
    const asPercent = [given.low, given.high].find((share) => Math.abs(share) > 1.5);
    if (asPercent !== undefined) return notice("mistake", percentForShare(asPercent));
    const matches = (to: { readonly low: number; readonly high: number }) =>
      near(given.low, to.low, tolerance) && near(given.high, to.high, tolerance);
    const wilson = wilsonInterval(right, of);
    const shown = `${percent(wilson.low)} to ${percent(wilson.high)}`;
    if (matches(wilson)) {
      return better
        ? notice(
          "mistake",
          `The interval is right, ${shown}. A coin's 50 % lies inside it: can chance be ruled out?`,
        )
        : notice("right", `No: the interval is ${shown}, and a coin's 50 % lies inside it.`);
    }
    if (matches({ low: wilson.high, high: wilson.low })) {
      return notice("mistake", "Low and high are exchanged.");
    }
    const share = right / of, half = 1.96 * Math.sqrt(share * (1 - share) / of);
    if (matches({ low: share - half, high: share + half })) {
      return notice(
        "mistake",
        "This is the normal rule, share ± 1.96 standard errors, used without saying so. Wilson's " +
          "interval is asked for: wilsonInterval(successes, trials).",
      );
    }
    if (matches(wilsonInterval(right * sectors, of * sectors))) {
      return notice(
        "mistake",
        `This counts the ${sectors} sectors of one week as ${sectors} independent calls. They ` +
          `share one market: there are ${of} decisions.`,
      );
    }
    if (matches(wilsonInterval(right, of, { level: 0.9 }))) {
      return notice("mistake", "This is the interval at 90 %. 95 % is asked for.");
    }
    return notice(
      "hint",
      "wilsonInterval of lab/stats takes the number of right calls and the number of calls. Then " +
        "see on which side of 0.5 the interval lies.",
    );
  },
};

function maskedRows(context: unknown): readonly BallotOutcome[] {
  const rows = context as readonly Partial<BallotOutcome>[] | null | undefined;
  if (!Array.isArray(rows) || rows.some((row) => typeof row?.analyst !== "string")) {
    throw new TypeError('The third argument must be the masked record: check("02.4", …, masked).');
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
        (answer as string).toUpperCase().replace(/\bAND\b/g, " ").replace(/[^A-Z]/g, ""),
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

const committeeOfThree: Exercise = {
  id: "02.5",
  wanted: { members: "text", because: "text" },
  judge(answer, context): Notice {
    const { members, because, chart } = answer as {
      members: string;
      because: string;
      chart?: unknown;
    };
    const known = Array.isArray(context)
      ? context.map((one: string | { readonly name: string }) =>
        typeof one === "string" ? one : one.name
      )
      : [];
    const named = known.filter((name) => members.toLowerCase().split(/[^a-z]+/).includes(name));
    if (named.length !== 3) {
      return notice(
        "mistake",
        `${countWord(named.length)} of the analysts ${named.length === 1 ? "is" : "are"} named; ` +
          `write three of ${known.join(", ")}, with commas between them.`,
      );
    }
    const count = because.trim().split(/\s+/).length;
    if (count < 8) {
      return notice(
        "hint",
        `The reason has ${countWord(count).toLowerCase()} words. Write a whole sentence: what do ` +
          "these three know that two of them would not?",
      );
    }
    if (typeof (chart as Record<symbol, unknown> | null | undefined)?.[DISPLAY] !== "function") {
      return notice("hint", "Add the chart that defends it: chart: errorLines(…), for instance.");
    }
    return notice(
      "right",
      "The form is complete: three names, a sentence and a chart. Would you have chosen them " +
        "before you saw the record? A neighbour will ask.",
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
