import { isSector, type Sector, SECTOR_LABELS, SECTORS } from "../../market/mod.ts";
import { quotedValue } from "../../outside_text.ts";
import {
  type Book,
  fitBook,
  limitName,
  type LimitReading,
  type Limits,
  targetWeights,
} from "../../portfolio/mod.ts";
import { correlation } from "../../stats/mod.ts";
import { listed, number, percent } from "../../words.ts";
import {
  areNumbers,
  type Exercise,
  firstMistake,
  near,
  numberExercise,
  numbersExercise,
  wrongContext,
} from "../kit/exercise.ts";
import { FOUR_CHANGES, type FourChange, fourChanges } from "./four_changes.ts";
import { ADDED_LIMITS, type LimitProblem } from "./limit_steps.ts";
import { nearRight } from "../kit/near_right.ts";
import { type Notice, notice } from "../kit/notice.ts";
import { chartFault, sentenceFault, speaksOf } from "../kit/own_words.ts";
import type { QuizQuestion } from "../kit/quiz.ts";
import type { SideReturns } from "./side_returns.ts";

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

const fourWeights = numbersExercise("03.1", FOUR, () => {
  const tilts = FOUR.map((sector) => FOUR_TILTS[sector]!);
  const right: readonly number[] = targetWeights(tilts);
  const sum = (of: readonly number[]) => of.reduce((total, one) => total + one, 0);
  const longs = sum(tilts.map((tilt) => Math.max(tilt, 0)));
  const shorts = sum(tilts.map((tilt) => Math.max(-tilt, 0)));
  const sides = tilts.map((tilt) => tilt / (tilt > 0 ? longs : shorts));
  const alone =
    "Each side is scaled by itself here, so that both become equally large. The views " +
    "are stronger on the long side, and the shares keep that.";
  return {
    right,
    tolerance: PENCIL,
    quantity: "share",
    praise: `The sizes of the tilts add up to ${number(longs + shorts)}; each is divided by that.`,
    mistakes: [
      {
        value: right.map(Math.abs),
        why: "The sizes are right. A short has a weight below zero.",
      },
      {
        value: tilts.map((tilt) => tilt / sum(tilts)),
        why: `These are divided by the signed sum of the tilts, ${number(sum(tilts))}, where ` +
          "longs and shorts cancel. Gross adds up sizes.",
      },
      { value: sides, why: alone },
      { value: sides.map((share) => share / 2), why: alone },
      { value: tilts, why: "These are the tilts themselves. Their sizes add up to more than 1." },
    ],
    hint: "Shares in proportion to the tilts, whose sizes add up to 1.",
  };
});

/** Long, short and hedge of one answer, with their signs. */
interface AllAlike {
  readonly fives: { readonly long: number; readonly hedge: number };
  readonly ones: { readonly short: number; readonly hedge: number };
}

/** What the reader wrote for one of the two sets of scores, turned so that the book is long. */
function judgedSide(
  which: "fives" | "ones",
  sectors: number,
  hedge: number,
  right: { readonly long: number; readonly hedge: number },
  limits: Limits,
): Notice | undefined {
  const { beta, side } = limits;
  const is = (long: number, against: number) =>
    near(sectors, long, PENCIL) && near(hedge, against, PENCIL);
  const isSize = (long: number, against: number) =>
    near(Math.abs(sectors), long, PENCIL) && near(Math.abs(hedge), against, PENCIL);
  if (is(right.long, right.hedge)) return undefined;
  const start = which === "fives" ? "With all fives: " : "With all ones: ";
  const book = which === "fives" ? "long" : "short";
  const sign = which === "fives" ? 1 : -1;
  const written = [sign * sectors, sign * hedge], wanted = [sign * right.long, sign * right.hedge];
  const rules = { tolerance: PENCIL, quantity: "share" } as const;
  const form = [wanted, [sign * 0.5, -sign * 0.5], [sign * side, sign * (side - 1)]]
    .map((target) => nearRight(written, target, { ...rules, bare: false }))
    .find((said) => said !== undefined);
  if (form) return notice("mistake", start + form);
  const rounded = nearRight(written, wanted, rules);
  return firstMistake(
    [
      [
        isSize(right.long, -right.hedge),
        start +
        "the sizes are right. What is short stands below zero, and the hedge stands against " +
        `the ${book}s.`,
      ],
      [
        isSize(0.5, 0.5),
        start +
        `half and half has a beta of zero. The mandate allows ${number(beta.max)}, and the ` +
        `views want to be as ${book} as they may.`,
      ],
      [
        isSize(side, 1 - side),
        start +
        `${percent(side)} ${book} keeps the side limit and forgets beta: with every beta at ` +
        `1 this book has a beta of ${number(sign * (2 * side - 1))}.`,
      ],
      [
        isSize(1, 0),
        start +
        `those are the shares before any limit: ${book} only, with a beta of ${
          number(sign, { digits: 0 })
        }.`,
      ],
      [rounded !== undefined, start + rounded],
    ],
    start + `two equations: ${book} plus the size of the hedge is 1, and ${book} minus it is the ` +
      "beta that is allowed.",
  );
}

const allAlike: Exercise = {
  id: "03.2",
  wanted: {
    fives: { long: "number", hedge: "number" },
    ones: { short: "number", hedge: "number" },
  },
  judge(answer) {
    const { fives, ones } = answer as AllAlike;
    // Worked out by the solver itself, not remembered.
    const of = (tilt: number) =>
      fitBook({ sectors: SECTORS, tilts: SECTORS.map(() => tilt), betas: SECTORS.map(() => 1) });
    const up = of(2), down = of(-2), { limits } = up;
    const sum = (weights: readonly number[]) => weights.reduce((total, w) => total + w, 0);
    const long = { long: sum(up.weights), hedge: up.hedge };
    const short = { long: -sum(down.weights), hedge: -down.hedge };
    if (
      near(ones.short, fives.long, PENCIL) && near(ones.hedge, fives.hedge, PENCIL) &&
      near(fives.long, long.long, PENCIL)
    ) {
      return notice(
        "mistake",
        "With all ones: this is the book of all fives once more. A one is a view against a " +
          "sector, so everything turns around, the hedge too.",
      );
    }
    return judgedSide("fives", fives.long, fives.hedge, long, limits) ??
      judgedSide("ones", -ones.short, -ones.hedge, short, limits) ??
      notice(
        "right",
        `Long ${percent(long.long)} and hedge ${percent(long.hedge)}, or all of it turned ` +
          "around: together 100 % gross, and what is left of beta is the " +
          `${number(limits.beta.max)} that the mandate allows on that side.`,
      );
  },
};

function problemIn(context: unknown): LimitProblem {
  const problem = context as Partial<LimitProblem> | null | undefined;
  if (
    !areNumbers(problem?.tilts) || !areNumbers(problem.betas) || !Array.isArray(problem.sectors) ||
    !problem.sectors.every((one) => typeof one === "string" && isSector(one)) ||
    !problem.limits?.beta
  ) {
    wrongContext("the problem", 'check("03.3", …, problem)');
  }
  return problem as LimitProblem;
}

/** The name of a limit as a reading has it: a sector by ticker or label is its cap. */
function limitNamed(text: string): string {
  const bare = text.trim().replace(/[.!]$/, "")
    .replace(/^(the )?(price of |multiplier of )?(the )?/i, "")
    .replace(/^(cap on|cap of|sector cap on|limit on|limit of|sector)\s+(the )?/i, "")
    .replace(/\s+(cap|sector|limit)$/i, "");
  const upper = bare.toUpperCase(), lower = bare.toLowerCase();
  const sector = isSector(upper)
    ? upper
    : SECTORS.find((one) => SECTOR_LABELS[one].toUpperCase() === upper);
  if (sector) return limitName({ kind: "sector", of: sector });
  if (lower.startsWith("cluster")) return "cluster";
  return ["nothing", "no limit", "nobody", "0"].includes(lower) ? "none" : lower;
}

/** How the exercise calls each change. */
const CHANGE_WORDS: Readonly<Record<FourChange, string>> = {
  cap: "The cap at 20 %",
  beta: "Beta around 0.2",
  cluster: "The cluster at 30 %",
  confidence: "The second strongest view halved",
};
/** Changes of a price that lie so near to the largest count as the largest, relative. */
const TIE = 0.01;

/** Gross, which every change moves, and what is no limit of the mandate. */
const isLeftOut = ({ id }: Pick<LimitReading, "id">) => id.kind === "gross" || id.kind === "fund";
/** How a reader may call them. */
const LEFT_OUT_SAID = /^(gross|fund \w+)$/i;
/** The limit that is changed itself: its own price is no question. All caps change in the first. */
const ITSELF: Readonly<Partial<Record<FourChange, string>>> = { beta: "beta", cluster: "cluster" };

/** Which limits' prices change, the largest change first; gross and the size of funds are left out. */
function priceChanges(problem: LimitProblem, change: FourChange) {
  const { before, after } = fourChanges(problem)[change];
  const from = fitBook(before).readings, to = fitBook(after).readings;
  return to.filter((one) => !isLeftOut(one)).map(({ id, name, multiplier: is }) => {
    const { multiplier: was = 0, binds: wasTight = false } = from.find((one) =>
      one.name === name
    ) ?? {};
    return { id, name, was, is, change: Math.abs(is - was), wasTight };
  }).toSorted((a, b) => b.change - a.change);
}

/** One of the four answers: nothing where it is right. */
function judgedChange(
  change: FourChange,
  answer: string,
  problem: LimitProblem,
): Notice | undefined {
  const itself = ITSELF[change], start = `${CHANGE_WORDS[change]}: `;
  const changes = priceChanges(problem, change);
  const others = changes.filter(({ name }) => name !== itself), most = others[0]?.change ?? 0;
  const found = change === "cap"
    ? changes.filter(({ was, is }) => was <= PRICED && is > PRICED)
    : others.filter((one) => one.change > PRICED && one.change >= (1 - TIE) * most);
  const right = found.length === 0 ? ["none"] : found.map(({ name }) => name);
  const name = limitNamed(answer);
  if (right.includes(name)) return undefined;
  const own = changes.find((one) => one.name === name);
  if (own === undefined) {
    return notice(
      "mistake",
      start +
        (name === "none"
          ? "one does. Solve before and after, and compare the multipliers."
          : LEFT_OUT_SAID.test(name)
          ? "gross and the size of funds are left out of the question; which other limit?"
          : `no limit is called ${quotedValue(answer)}; write a name such as "net", "beta" or ` +
            'the ticker of a sector for its cap, or "none".'),
    );
  }
  const sector = own.id.kind === "sector" ? own.id.of as Sector : undefined;
  const tilt = sector && problem.tilts[problem.sectors.indexOf(sector)];
  const isEmpty = sector !== undefined && (tilt === 0 || problem.closed?.includes(sector) === true);
  return firstMistake(
    [
      [
        name === itself && own.change > PRICED,
        start + `${name} is the limit that was changed. Which other price does that move most?`,
      ],
      [
        isEmpty,
        start +
        `${sector} has ${
          tilt === 0 ? "no view" : "a view that cannot be followed"
        }, so it has no position that a cap could hold back.`,
      ],
      [
        change === "cap" && own.was > PRICED,
        start + `${name} is tight before the change already, and has its price. Asked for is one ` +
        "that rises from zero.",
      ],
      [
        own.change <= PRICED && own.wasTight,
        start +
        `${name} is tight before and after, and its price stays as it was. A tight limit is ` +
        "not yet one whose price moves.",
      ],
      [
        own.change <= PRICED,
        start + `${name} has slack before and after, and so no price at all` +
        (name === change ? ": a limit can be changed without being felt." : "."),
      ],
    ],
    start + `${name} does change, but another changes more. Which positions must give way, and ` +
      "where must their exposure go?",
  );
}

const fourPrices: Exercise = {
  id: "03.3",
  wanted: { cap: "text", beta: "text", cluster: "text", confidence: "text" },
  judge(answer, context) {
    const problem = problemIn(context), given = answer as Record<FourChange, string>;
    for (const change of FOUR_CHANGES) {
      const fault = judgedChange(change, given[change], problem);
      if (fault) return fault;
    }
    const said = FOUR_CHANGES.map((change) => {
      const name = limitNamed(given[change]);
      const own = priceChanges(problem, change).find((one) => one.name === name);
      return `${CHANGE_WORDS[change]}: ${
        own === undefined
          ? change === "cap"
            ? "no price rises from zero"
            : `no ${ITSELF[change] ? "other " : ""}price moves`
          : `${name} goes from ${number(own.was, { digits: 3 })} to ${
            number(own.is, { digits: 3 })
          }`
      }`;
    });
    return notice("right", `${said.join("; ")}.`);
  },
};

const sideCorrelation = numberExercise("03.4", (context) => {
  const sides = context as Partial<SideReturns> | null | undefined;
  if (context === undefined) return notOfThisBook();
  if (!areNumbers(sides?.long) || !areNumbers(sides.short)) {
    wrongContext("both sides", 'check("03.4", …, sides)');
  }
  const { long, short } = sides as SideReturns;
  const right = correlation(long, short);
  if (right === undefined) return notOfThisBook();
  const value = (returns: readonly number[]) => {
    let now = 1;
    return returns.map((one) => now *= 1 + one);
  };
  const ofPrices = correlation(value(long), value(short));
  return {
    right,
    tolerance: TWO_DECIMALS,
    quantity: "share",
    largest: 1,
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
  };
});

function notOfThisBook(): Notice {
  return notice(
    "note",
    "This does not apply here: the book of these choices has no second side, so there is nothing " +
      "to correlate. Run the cell above first if you have not, or follow more views.",
  );
}

/** What 03.5 reads from the run: the book of the week and its problem. */
interface OwnBook {
  readonly book: Pick<Book, "weights" | "hedge">;
  readonly problem: LimitProblem;
}

function ownBook(context: unknown): OwnBook {
  const { book, problem } = (context ?? {}) as Partial<OwnBook>;
  if (!areNumbers(book?.weights) || !Array.isArray(problem?.sectors) || !problem.limits?.beta) {
    wrongContext("the book and its problem", 'check("03.5", { … }, { book, problem })');
  }
  return { book: book as Book, problem };
}

/** Fewer points of exposure than this and nothing has changed. */
const MOVED = 0.001;

const ownObjective: Exercise = {
  id: "03.5",
  wanted: { because: "text" },
  judge(answer, context) {
    const { tilts, because, chart } = answer as {
      tilts?: unknown;
      because: string;
      chart?: unknown;
    };
    const { book, problem } = ownBook(context), { sectors } = problem;
    if (
      !areNumbers(tilts) || tilts.length !== sectors.length ||
      tilts.some((one) => Math.abs(one) > 2)
    ) {
      return notice(
        "mistake",
        `The tilts are ${sectors.length} numbers from −2 to 2, one a sector: tilts: myTilts.`,
      );
    }
    const mine = fitBook({ ...problem, tilts });
    const moved = mine.weights.reduce((sum, w, i) => sum + Math.abs(w - book.weights[i]), 0);
    if (moved < MOVED) {
      return notice(
        "hint",
        "Your objective makes the same book as the views do. A change of all tilts by one factor " +
          "changes nothing; change what they are to each other.",
      );
    }
    const binding = mine.readings.filter(({ id, binds }) => binds && id.kind !== "gross");
    const words = binding.flatMap(limitWordsIn);
    const names = binding.map(({ name }) => name);
    const stood = binding.length === 0
      ? { what: "limits, and that none but gross binds", words: ["no", "none", "not", "limit"] }
      : { what: `what binds: ${listed(names)}`, words };
    return sentenceFault(because, {
      what: "reason",
      asks: "What does your objective want, and which limit stood in its way?",
      about: [stood],
    }) ?? chartFault(chart, "charts.dumbbell(…)") ?? notice(
      "complete",
      `Your book differs in ${percent(moved)} of exposure, and ${
        binding.length === 0 ? "no limit binds in it besides gross" : `${
          listed(
            binding.filter((one) => namedIn(because, one)).map(({ name }) =>
              name
            ),
          )
        } did stand in its way`
      }. Whether the objective is a good one is yours to judge; compare it with a neighbour's.`,
    );
  },
};

/** Words by which a sentence may name a limit: its name and its kind, or a sector's ticker and label. */
const limitWordsIn = ({ id, name }: LimitReading): readonly string[] =>
  id.of !== undefined && isSector(id.of)
    ? [id.kind, id.of, SECTOR_LABELS[id.of]]
    : [name, id.side ?? id.kind];

/** Whether a sentence names a limit. */
const namedIn = (text: string, limit: LimitReading): boolean =>
  limitWordsIn(limit).some((word) => speaksOf(text, word));

/** The exercises of lesson 03, in order. */
export const constructionExercises: readonly Exercise[] = [
  fourWeights,
  allAlike,
  fourPrices,
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
