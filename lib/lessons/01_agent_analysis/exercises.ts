import { DEFAULT_WEIGHTS, PILLARS, rating, weightedScore } from "../../committee/mod.ts";
import { countWord, listed } from "../../words.ts";
import { type Exercise, firstMistake, near, shownText, wrongContext } from "../kit/exercise.ts";
import type { FilingCase } from "./filing_case.ts";
import { changedScores, type MinuteCase } from "./minute_case.ts";
import { nearRight } from "../kit/near_right.ts";
import { type Notice, notice } from "../kit/notice.ts";
import { chartFault, sentenceFault, speaksOf, wordsOf } from "../kit/own_words.ts";
import type { QuizQuestion } from "../kit/quiz.ts";
import { faultsOf, type SixBallots, VALID } from "./six_ballots.ts";

/** Half of the last decimal that a reader would write. */
const ROUNDING = 0.005;

const scoreAndRating: Exercise = {
  id: "01.1",
  wanted: { score: "number", rating: "number" },
  judge(answer) {
    const given = answer as { score: number; rating: number };
    const subScores = { fundamentals: 2, sentiment: 5, technicals: 4 };
    const right = weightedScore(subScores, DEFAULT_WEIGHTS).score!;
    const mean = (2 + 5 + 4) / 3;
    const rounded = PILLARS.reduce(
      (sum, pillar) => sum + Math.round(DEFAULT_WEIGHTS[pillar] * subScores[pillar]),
      0,
    );
    const is = (value: number, to: number) => near(value, to, ROUNDING);
    if (is(given.score, right)) {
      if (given.rating === rating(right)) {
        return notice(
          "right",
          `0.5 × 2 + 0.25 × 5 + 0.25 × 4 = ${right}, which lies below 3.5 and so rates ` +
            `${rating(right)}.`,
        );
      }
      if (is(given.rating, right)) {
        return notice("mistake", "The score is right. A rating is a whole number from 1 to 5.");
      }
      if (given.rating === Math.ceil(right)) {
        return notice(
          "mistake",
          `The score is right. A rating is the nearest whole number, and ${right} lies nearer to 3.`,
        );
      }
      return notice("hint", "The score is right. To which whole number does it lie nearest?");
    }
    // A share of one written as percent: weights of 50, 25 and 25 make a hundred times the score.
    if (is(given.score / 100, right)) {
      return notice(
        "mistake",
        `${given.score} counts the weights in percent. They are shares: 50 % is 0.5.`,
      );
    }
    if (is(given.score, mean)) {
      return notice(
        "mistake",
        `${mean.toFixed(2)} is the plain mean` +
          (given.rating === rating(mean) ? `, and ${given.rating} its rating` : "") +
          ". Fundamentals count half.",
      );
    }
    if (is(given.score, rounded)) {
      return notice(
        "mistake",
        `${rounded} is what comes out when each pillar is rounded first. Round once, at the end, ` +
          "and only for the rating.",
      );
    }
    if (is(given.score, 2 + 5 + 4)) {
      return notice("mistake", "11 is the bare sum. Each sub-score counts with its weight.");
    }
    const form = nearRight([given.score], [right], { tolerance: ROUNDING });
    if (form) return notice("mistake", `The score: ${form}`);
    return notice(
      "hint",
      "Multiply each sub-score by its weight (0.5, 0.25, 0.25) and add up; then round for the rating.",
    );
  },
};

/** A day as the table writes it; also out of 2019/6/30, 20190630 or 30.6.2019. */
function dayNamed(text: string): string {
  const plain = text.trim().replace(/[T ].*$/, "");
  const [, year, month, day] = /^(\d{4})[-/.]?(\d{1,2})[-/.]?(\d{1,2})$/.exec(plain) ?? [];
  const [, lastDay, lastMonth, lastYear] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(plain) ?? [];
  const parts = year ? [year, month, day] : lastYear ? [lastYear, lastMonth, lastDay] : undefined;
  return parts ? parts.map((part) => part.padStart(2, "0")).join("-") : plain;
}

const newestUsable: Exercise = {
  id: "01.2",
  wanted: "text",
  judge(answer, context) {
    const { decidedAt, filings } = (context ?? {}) as Partial<FilingCase>;
    if (
      typeof decidedAt !== "string" || !Array.isArray(filings) || filings.length === 0 ||
      filings.some((one) =>
        typeof one?.periodEnd !== "string" || typeof one.availableAt !== "string"
      )
    ) {
      wrongContext("the table of filings", 'check("01.2", "…", filings)');
    }
    const ended = filings.filter(({ periodEnd }) => periodEnd <= decidedAt.slice(0, 10));
    const known = ended.filter(({ availableAt }) => availableAt <= decidedAt);
    const right = known[known.length - 1].periodEnd;
    const evening = filings.find(({ availableAt }) =>
      availableAt.slice(0, 10) === decidedAt.slice(0, 10) && availableAt > decidedAt
    )?.periodEnd;
    const given = dayNamed(answer as string);
    if (given === right) {
      return notice("right", `The quarter to ${right} is the newest that was filed by then.`);
    }
    return firstMistake([
      [
        !/^\d{4}-\d{2}-\d{2}$/.test(given),
        `Write the quarter's last day as it stands in the table: "${
          filings[0].periodEnd
        }" is the oldest.`,
      ],
      [
        given === ended[ended.length - 1].periodEnd,
        `That is the newest quarter that had ended. Its report was not filed yet: a period's end ` +
        "is not the day on which one knows.",
      ],
      [
        given === evening,
        "That report was filed the same evening, after the close. The decision was made half an " +
        "hour before.",
      ],
      [
        filings.some(({ availableAt }) => availableAt.slice(0, 10) === given),
        "That is the day of a filing. The quarter is named by its own last day, the first column.",
      ],
      [
        known.some(({ periodEnd }) => periodEnd === given),
        "That quarter was known, but a newer one was known as well.",
      ],
    ], "Strike out every row that was filed after the decision, to the minute.");
  },
};

const LETTERS: readonly string[] = ["A", "B", "C", "D", "E", "F"];

const sixAnswers: Exercise = {
  id: "01.3",
  wanted: Object.fromEntries(LETTERS.map((letter) => [letter, "text" as const])),
  judge(answer, context) {
    const six = context as SixBallots | undefined;
    if (!six?.answers || LETTERS.some((letter) => typeof six.answers[letter] !== "string")) {
      wrongContext("the six answers", 'check("01.3", { … }, six)');
    }
    const given = answer as Record<string, string>;
    const truths = faultsOf(six);
    const wordOf = (letter: string) => given[letter].trim().toLowerCase().replace(/[\s-]+/g, "_");
    const letters = Object.keys(truths);
    const wrong = letters.filter((letter) => !truths[letter].includes(wordOf(letter)));
    if (wrong.length === 0) {
      const failed = letters.filter((letter) => !truths[letter].includes(VALID));
      return notice("right", `${listed(failed)} fail, and none of them is counted as a 3.`);
    }
    const unknown = wrong.find((letter) => ![VALID, ...FAULT_WORDS].includes(wordOf(letter)));
    if (unknown) {
      return notice(
        "mistake",
        `${unknown} has no such rule: write "${VALID}" or one of ${FAULT_WORDS.join(", ")}.`,
      );
    }
    const isAbstention = (letter: string) => six.answers[letter].includes('"abstention"');
    const abstained = wrong.find((letter) =>
      truths[letter].includes(VALID) && isAbstention(letter)
    );
    if (abstained) {
      return notice(
        "mistake",
        `${abstained} abstains on a pillar and says why. That is an answer: its weight goes to the ` +
          "other pillars.",
      );
    }
    const sum = wrong.find((letter) => truths[letter].includes("wrong_sum"));
    if (sum && wordOf(sum) === VALID) {
      return notice(
        "mistake",
        `${sum} looks complete, but it brings a sum of its own. Work the sum out from its sub-scores.`,
      );
    }
    const strict = wrong.find((letter) => truths[letter].includes(VALID));
    if (strict) {
      return notice(
        "mistake",
        `${strict} brings what was asked; what it adds contradicts nothing.`,
      );
    }
    const polite = wrong.find((letter) =>
      truths[letter].includes("missing") && wordOf(letter) === VALID
    );
    if (polite) {
      return notice("mistake", `${polite} is polite and is JSON. Does it hold what was asked for?`);
    }
    return notice(
      "hint",
      `${countWord(letters.length - wrong.length)} of ${letters.length} ${
        letters.length - wrong.length === 1 ? "is" : "are"
      } right. Read ${
        listed(wrong)
      } again: the sector asked about is ${six.sector}, a sub-score is ` +
        "a whole number from 1 to 5.",
    );
  },
};

/** The rules that occur in 01.3, as the text of the exercise lists them. */
const FAULT_WORDS: readonly string[] = ["out_of_range", "wrong_sector", "missing", "wrong_sum"];

const oneMinute: Exercise = {
  id: "01.4",
  wanted: "number",
  judge(answer, context): Notice {
    const found = context as MinuteCase | undefined;
    if (found === undefined) {
      return notice(
        "note",
        "These data hold no report whose minute matters, so there is nothing to count. (Or the third " +
          'argument is missing: check("01.4", …, moved).)',
      );
    }
    if (!found?.onTime?.sectors || !found.late?.sectors) {
      wrongContext("the two views", 'check("01.4", …, moved)');
    }
    const given = answer as number;
    const changed = changedScores(found.onTime, found.late);
    const all = found.onTime.sectors.length;
    if (given === changed.length) {
      return notice(
        "right",
        `${listed(changed)} ${changed.length === 1 ? "gets" : "get"} another score. ` +
          "A minute is enough, for a figure is read against the other sectors'.",
      );
    }
    const share = given > 0 && given < 1 ? " A count is asked for, not a share." : "";
    return firstMistake([
      [
        !Number.isInteger(given) || given < 0 || given > all,
        `There are ${all} sectors; write how many of them.${share}`,
      ],
      [
        given === 0,
        "A minute changes what was known: at 16:01 the report is not there, and an older quarter " +
        "is read in its place.",
      ],
      [
        given === all,
        "All sectors are compared with the one that moved, but a small shift of rank seldom moves " +
        "a sub-score.",
      ],
      [
        given === 1,
        `${found.sector} is the one whose report was moved. The standings of the others are ` +
        "measured against it.",
      ],
    ], "Ask the rules both times, then count the sectors whose score differs.");
  },
};

/** What a question says, by words of which one must occur. */
const QUESTION_PARTS: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  {
    what: "a span of time (over how many days, weeks, months or quarters?)",
    pattern: /\b(day|week|month|quarter|year)(s|ly)?\b|\b(daily|annual|today|yesterday)\b/i,
  },
  {
    what: "a comparison (against what: other sectors, the quarter before, a number?)",
    pattern:
      /\b(than|against|versus|vs|among|beside|relative|compared|rank(s|ed)?|most|least|(high|low|larg|small|strong|weak|cheap)e(r|st)|median|mean|average|above|below|before|previous|all|other|others)\b|\d/i,
  },
];
/** Fewest words of a question that says what is looked at and against what. */
const LEAST_WORDS = 6;

/** What a question for the rubric still lacks. */
function questionFault(question: string): Notice | undefined {
  const words = wordsOf(question);
  if (!question.trim().endsWith("?") || words.length < LEAST_WORDS || new Set(words).size < 5) {
    return notice(
      "hint",
      "Write one whole question with a question mark: which figure, over which time, against what?",
    );
  }
  if ((question.match(/\?/g) ?? []).length > 1) {
    return notice("mistake", "These are two questions; two readers may answer different ones.");
  }
  const missing = QUESTION_PARTS.find(({ pattern }) => !pattern.test(question));
  return missing && notice("hint", `The question names a figure without ${missing.what}`);
}

const ownQuestion: Exercise = {
  id: "01.5",
  wanted: { question: "text", pillar: "text", because: "text" },
  judge(answer) {
    const { question, pillar, because, chart } = answer as {
      question: string;
      pillar: string;
      because: string;
      chart?: unknown;
    };
    if (!(PILLARS as readonly string[]).includes(pillar.trim().toLowerCase())) {
      return notice("mistake", `A question belongs to one pillar: ${PILLARS.join(", ")}.`);
    }
    const asks = "Why would two readers give the same score?";
    const lacks = questionFault(question) ?? sentenceFault(because, { what: "reason", asks }) ??
      chartFault(chart, "lesson.promptChange(…)");
    if (lacks) return lacks;
    if (!shownText(chart).includes(question.trim())) {
      return notice(
        "hint",
        "The prompt shown does not hold your question. Run the lines that make the chart again.",
      );
    }
    // All words of the reason are words of the question: it says the question once more.
    if (wordsOf(because).every((word) => speaksOf(question, word))) {
      return notice("hint", `The reason repeats the question. ${asks}`);
    }
    return notice(
      "complete",
      "A question with a span and a comparison, its pillar, a reason and the prompt. Whether two " +
        "readers agree is for two readers to find out; ask a neighbour to score one sector by it.",
    );
  },
};

/** The exercises of lesson 01, in order. */
export const agentAnalysisExercises: readonly Exercise[] = [
  scoreAndRating,
  newestUsable,
  sixAnswers,
  oneMinute,
  ownQuestion,
];

/** The two places of lesson 01 where the reader guesses before looking. */
export const agentAnalysisPredictions = { "01.1": "count", "01.5": "share" } as const;

/** The three questions that close lesson 01. */
export const agentAnalysisQuiz: readonly QuizQuestion[] = [
  {
    right: "b",
    because: "A quarter counts from its filing, to the minute; before that nobody knew it.",
    again: "When could somebody in the market have read the report?",
  },
  {
    right: "c",
    because: "What cannot be read is a failed ballot: it is kept and counted apart, never as a 3.",
    again: "Is an answer that cannot be read an opinion?",
  },
  {
    right: "a",
    because: "Code adds up, the same way each time; the analyst is asked for judgement alone.",
    again: "Who adds up better, and whose sum can be checked?",
  },
];
