import { countWord, DISPLAY, percent } from "../../charts/mod.ts";
import { isSector, type Sector, SECTORS } from "../../market/mod.ts";
import { fitBook, tilts } from "../../portfolio/mod.ts";
import type { Wanted } from "../answer_fault.ts";
import type { QuizQuestion } from "../quiz.ts";
import { type Exercise, judgedNumber, near, percentForShare } from "../exercise.ts";
import { notice } from "../notice.ts";

/** Shares are read off a chart here, so half a point counts as right. */
const READ_OFF = 0.005;

/** What 00.2 reads from the run: the solved book. */
interface ReadBook {
  readonly weights: readonly number[];
  readonly hedge: number;
}

function readBook(context: unknown): ReadBook {
  const book = context as Partial<ReadBook> | null | undefined;
  if (!Array.isArray(book?.weights) || typeof book.hedge !== "number") {
    throw new TypeError(
      'The third argument must be the book itself: check("00.2", { long: …, short: … }, book).',
    );
  }
  return book as ReadBook;
}

const tiltOfFive: Exercise = {
  id: "00.1",
  wanted: "number",
  judge(answer) {
    const score = 5, confidence = 0.8;
    const [right] = tilts([{ score, confidence }]);
    return judgedNumber(answer as number, right, {
      tolerance: 1e-9,
      praise: `A 5 lies 2 above the middle, and 2 × ${confidence} is ${right}.`,
      mistakes: [
        {
          value: score - 3,
          why: `${score - 3} is the tilt of a 5 held with full confidence; this one is ` +
            `${confidence}.`,
        },
        {
          value: score * confidence,
          why: `${score * confidence} multiplies the score itself. A 3 is no view, so count ` +
            "from 3 first.",
        },
        {
          value: -right,
          why: "The size is right. A 5 lies above the middle, and above is positive.",
        },
      ],
      hint: "The tilt is the distance of the score from 3, times the confidence.",
    });
  },
};

const sidesAfterHedge: Exercise = {
  id: "00.2",
  wanted: { long: "number", short: "number" },
  judge(answer, context) {
    const { weights, hedge } = readBook(context);
    const given = answer as { long: number; short: number };
    const sum = (sign: 1 | -1, of: readonly number[]) =>
      of.reduce((total, weight) => total + Math.max(sign * weight, 0), 0);
    const all = [...weights, hedge];
    const right = { long: sum(1, all), short: sum(-1, all) };
    const bare = { long: sum(1, weights), short: sum(-1, weights) };
    const matches = (to: { long: number; short: number }) =>
      near(given.long, to.long, READ_OFF) && near(given.short, to.short, READ_OFF);
    const stated = `${percent(right.long)} long and ${percent(right.short)} short`;
    if (matches(right)) return notice("right", `After the hedge the book is ${stated}.`);
    if (given.short < 0 && matches({ long: right.long, short: -right.short })) {
      return notice("right", `${stated}; as sizes of the two sides both are written without sign.`);
    }
    // No side of a book is three times its equity: such a number was meant in percent.
    const asPercent = [given.long, given.short].find((share) => Math.abs(share) > 3);
    if (asPercent !== undefined) return notice("mistake", percentForShare(asPercent));
    if (matches({ long: right.short, short: right.long })) {
      return notice("mistake", "The two sides are exchanged: right of zero is long.");
    }
    if (matches(bare)) {
      return notice(
        "mistake",
        "These are the sectors alone. The hedge is a position too and counts on its side.",
      );
    }
    const net = right.long - right.short;
    if ([given.long, given.short].some((share) => near(Math.abs(share), Math.abs(net), READ_OFF))) {
      return notice(
        "mistake",
        `${percent(Math.abs(net))} is the net, long minus short. Each side is asked for by itself.`,
      );
    }
    return notice(
      "hint",
      "Add up all bars right of zero, then all bars left of zero; the green bar counts on its side.",
    );
  },
};

const noViewAtAll: Exercise = {
  id: "00.3",
  wanted: { status: "text", gross: "number" },
  judge(answer) {
    const given = answer as { status: string; gross: number };
    // Worked out by the solver itself, not remembered: what it does without any view.
    const book = fitBook({
      sectors: SECTORS,
      tilts: SECTORS.map(() => 0),
      betas: SECTORS.map(() => 1),
    });
    const gross = book.weights.reduce(
      (sum, weight) => sum + Math.abs(weight),
      Math.abs(book.hedge),
    );
    const status = given.status.trim().toLowerCase();
    if (status === book.status && near(given.gross, gross, READ_OFF)) {
      return notice("right", "No view is a result, not an accident: the account stays in cash.");
    }
    if (["error", "throws", "exception", "infeasible"].includes(status)) {
      return notice(
        "mistake",
        "Nothing breaks: eleven threes are a valid set of scores. Which book has no position?",
      );
    }
    if (near(given.gross, 1, READ_OFF) || status === "full") {
      return notice(
        "mistake",
        "Equal weights would be eleven views. A 3 gives a tilt of zero, and zero tilt no position.",
      );
    }
    if (status === book.status) {
      return notice(
        "mistake",
        "The status is right. What is the sum of weights that are all zero?",
      );
    }
    return notice("hint", "Work out the tilt of a 3, then ask what a book of such tilts can hold.");
  },
};

function sectorsOf(context: unknown): readonly Sector[] {
  return Array.isArray(context) && context.every((one) => typeof one === "string" && isSector(one))
    ? context as Sector[]
    : SECTORS;
}

const twoLimitsBind: Exercise = {
  id: "00.4",
  wanted: (context): Wanted => ({
    scores: Object.fromEntries(sectorsOf(context).map((sector) => [sector, "number" as const])),
    because: "text",
  }),
  judge(answer, context) {
    const { scores, because, chart } = answer as {
      scores: Record<string, number>;
      because: string;
      chart?: unknown;
    };
    for (const sector of sectorsOf(context)) {
      if (!(scores[sector] >= 1 && scores[sector] <= 5)) {
        return notice("mistake", `A score lies between 1 and 5; ${sector} has ${scores[sector]}.`);
      }
    }
    const count = because.trim().split(/\s+/).length;
    if (count < 8) {
      return notice(
        "hint",
        `The reason has ${countWord(count).toLowerCase()} words. Write a whole sentence: which ` +
          "two limits, and what pushes against them?",
      );
    }
    if (typeof (chart as Record<symbol, unknown> | null | undefined)?.[DISPLAY] !== "function") {
      return notice("hint", "Add the chart that shows it: chart: limitGauges(…).");
    }
    return notice(
      "right",
      "The form is complete: scores, a sentence and a chart. Whether the reason holds is yours to " +
        "judge; compare it with a neighbour's.",
    );
  },
};

/** The exercises of lesson 00, in order. */
export const quickstartExercises: readonly Exercise[] = [
  tiltOfFive,
  sidesAfterHedge,
  noViewAtAll,
  twoLimitsBind,
];

/** The two places of lesson 00 where the reader guesses before looking. */
export const quickstartPredictions = { "00.4": "sector", "00.7": "share" } as const;

/** The three questions that close lesson 00. */
export const quickstartQuiz: readonly QuizQuestion[] = [
  {
    right: "b",
    because: "A 3 is no view, so neither confidence nor anything else can make a position of it.",
    again: "Which number does the tilt count from?",
  },
  {
    right: "c",
    because: "Equal dollars leave the difference of the betas, and that moves with the market.",
    again: "Do all sectors fall by the same when the market falls?",
  },
  {
    right: "a",
    because: "The sectors share one gross and one beta, so a new view moves the others too.",
    again: "What do all the weights have to share?",
  },
];
