import { countWord, DISPLAY, number, percent, sharesLabel } from "../../charts/mod.ts";
import { sharpeInterval } from "../../evidence/mod.ts";
import { type Shares, simplexGrid } from "../../sweep/mod.ts";
import { dicePbos } from "../dice_maps.ts";
import { type Exercise, judgedNumber, near, percentForShare } from "../exercise.ts";
import { markedWeights } from "../marked_weights.ts";
import { type Notice, notice } from "../notice.ts";
import type { QuizQuestion } from "../quiz.ts";
import { swept, type SweptWeights, type WeightRecord } from "../weight_record.ts";

/** The step that the first exercise asks about. */
const STEP = 0.05;
/** Shares are read off a map here: half of the finest cell and a little more. */
const READ_OFF = 0.03;
/** Three decimals are asked for. */
const THREE_DECIMALS = 0.0006;
/** How far off a mean and two ends of a hundred committees still count as right. */
const MEAN_OFF = 0.06, END_OFF = 0.15;
/** The ends of a hundred committees that differ by less than this are those of one. */
const NARROW = 0.3;
/** Fewest words of a reason that says something. */
const LEAST_WORDS = 8;

/** The lesson's record, from what the notebook hands along. */
function recordOf(id: string, context: unknown): WeightRecord {
  const record = context as WeightRecord | undefined;
  if (!Array.isArray(record?.cells) || typeof record.seed !== "number") {
    throw new TypeError(
      `The third argument must be the record itself: check("${id}", …, record).`,
    );
  }
  return record;
}

const pointsOfGrid: Exercise = {
  id: "06.1",
  wanted: "number",
  judge(answer) {
    const right = simplexGrid({ step: STEP }).points.length;
    const along = Math.round(1 / STEP) + 1;
    return judgedNumber(answer as number, right, {
      tolerance: 0,
      praise: `${along} + ${along - 1} + … + 1, which is ${along} · ${along + 1} / 2.`,
      mistakes: [
        {
          value: along ** 2,
          why:
            `${along ** 2} lets two weights move freely. With 60 % on one, the other has no more ` +
            "than 40 %: the three must sum to 1.",
        },
        {
          value: (along - 1) * along / 2,
          why:
            `${(along - 1) * along / 2} leaves out one edge. There are ${along} values from 0 to ` +
            `100 %, both ends counted, and not ${along - 1}.`,
        },
        {
          value: along ** 3,
          why: `${along ** 3} lets all three weights move freely. They must sum to 1.`,
        },
        {
          value: (along - 2) * (along - 3) / 2,
          why: "This counts the inside alone. A weight of zero is a weighting too.",
        },
        {
          value: along * (along - 1),
          why: "Count the rows: how many points has the base, and how many the row above it?",
        },
        { value: along, why: `${along} is one edge. How many rows lie above it?` },
      ],
      hint: "With a on the first pillar, how many ways are left to share 1 − a? Add up over a.",
    });
  },
};

const readOff: Exercise = {
  id: "06.2",
  wanted: { first: "number", second: "number", third: "number" },
  judge(answer, context) {
    const { seed, map: { labels } } = recordOf("06.2", context);
    const { first, second, third } = answer as Record<"first" | "second" | "third", number>;
    const given = [first, second, third], right = markedWeights(seed);
    const fits = (shares: readonly number[], tolerance = READ_OFF) =>
      shares.every((share, p) => near(share, right[p], tolerance));
    if (given.some((share) => share > 1) && fits(given.map((share) => share / 100))) {
      return notice("mistake", percentForShare(given.find((share) => share > 1)!));
    }
    const sum = given.reduce((total, share) => total + share, 0);
    if (!near(sum, 1, READ_OFF)) {
      return notice(
        "mistake",
        `These shares sum to ${
          number(sum)
        }. Three weights sum to 1, so the third follows from the ` +
          "other two; one of them was read off the wrong line.",
      );
    }
    if (fits(given)) {
      return notice(
        "right",
        `${sharesLabel(right)}: ${labels[0].toLowerCase()} on the right edge, ${
          labels[1].toLowerCase()
        } on the left, ${labels[2].toLowerCase()} on the base.`,
      );
    }
    const orders = [[1, 2, 0], [2, 0, 1], [1, 0, 2], [0, 2, 1], [2, 1, 0]];
    if (orders.some((order) => fits(order.map((p) => given[p])))) {
      return notice(
        "mistake",
        "The three shares are right, but they were read off the wrong edges. Follow the lean of the " +
          "ticks: a line belongs to the edge along whose ticks it goes on.",
      );
    }
    return notice(
      "hint",
      "From the ring, go along the lines of the grid to each edge. A share is zero on the edge that " +
        "lies opposite its corner.",
    );
  },
};

/** What 06.3 asks, and the two shortcuts that miss it. */
function sharesAlike({ evidence, excess }: SweptWeights) {
  const { weightings, againstBest } = evidence, n = weightings.length;
  const best = weightings.reduce((top, one, i) => one.sharpe > weightings[top].sharpe ? i : top, 0);
  const own = excess.map((series) => sharpeInterval(series, { method: "mertens" }));
  const overlapping = own.filter(({ low, high }) => high >= own[best].low && low <= own[best].high);
  const alone = againstBest.trials.filter(({ low, high }) => low <= 0 && high >= 0).length;
  return {
    n,
    right: againstBest.alike / n,
    overlap: overlapping.length / n,
    alone: alone / n,
  };
}

const plateauShare: Exercise = {
  id: "06.3",
  wanted: "number",
  judge(answer, context) {
    const record = recordOf("06.3", context);
    if (record.flat) return record.flat;
    const { n, right, overlap, alone } = sharesAlike(swept(record));
    const count = Math.round(right * n);
    return judgedNumber(answer as number, right, {
      tolerance: THREE_DECIMALS,
      share: true,
      praise: `${count} of ${n}, the best itself among them.`,
      mistakes: [
        {
          value: alone,
          why:
            `${
              percent(alone)
            } makes no allowance for ${n} trials: it takes the interval that one ` +
            "difference would have if it were the only one looked at.",
        },
        {
          value: overlap,
          why:
            `${percent(overlap)} asks whether two single intervals overlap. Two weightings live ` +
            "through the same weeks: pair their returns and look at the difference.",
        },
        { value: 1 - right, why: "This is the share that can be told from the best." },
        {
          value: (count - 1) / (n - 1),
          why: "This leaves the best itself out. It cannot be told from itself, so it counts.",
        },
        { value: count, why: `This is a count. As a share, divide it by ${n}.` },
      ],
      hint:
        "In how many cells is alike true, as a share of all cells? The key of the first map counts " +
        "them.",
    });
  },
};

const diceOverfitting: Exercise = {
  id: "06.4",
  wanted: { mean: "number", least: "number", most: "number" },
  judge(answer, context) {
    const record = recordOf("06.4", context);
    const { mean, least, most } = answer as Record<"mean" | "least" | "most", number>;
    let found: readonly number[];
    try {
      found = dicePbos(record);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return notice("note", `These data cannot say. ${error.message}.`);
    }
    const average = found.reduce((sum, one) => sum + one, 0) / found.length;
    const low = Math.min(...found), high = Math.max(...found);
    if ([mean, least, most].some((one) => one > 1) && near(mean / 100, average, 2 * MEAN_OFF)) {
      return notice("mistake", percentForShare(mean));
    }
    if (least > most) {
      return notice(
        "mistake",
        `The least is ${number(least)} and the most ${number(most)}: swap them.`,
      );
    }
    if (most - least < NARROW && mean >= least && mean <= most) {
      return notice(
        "mistake",
        "This reads one committee as the answer. Its thousands of splits share the same weeks, so " +
          "they are one draw; throw the dice again.",
      );
    }
    // One half is what theory says, and right as well.
    const meanFits = near(mean, average, MEAN_OFF) || near(mean, 0.5, MEAN_OFF);
    if (!meanFits) {
      return notice(
        "mistake",
        near(mean, 0, MEAN_OFF)
          ? "This expects that a fair test finds nothing where nothing is. It finds what happened by " +
            "chance: without skill the winner falls on either side of the middle."
          : near(mean, 1, MEAN_OFF)
          ? "This expects every winner to fall. Without skill the two halves have nothing to do with " +
            "each other, so the winner falls above the middle as often as below it."
          : near(mean, found[0], 0.005)
          ? "This is the first committee alone. Take the mean of all of them."
          : "Without skill, where does the winner of one half fall in the other, on average?",
      );
    }
    return near(least, low, END_OFF) && near(most, high, END_OFF)
      ? notice(
        "right",
        `${number(average)} on average, from ${number(low)} to ${number(high)} over ` +
          `${found.length} committees. One of them alone says next to nothing.`,
      )
      : notice(
        "hint",
        "The mean is right. How low and how high do single committees go? The least and the most of " +
          "dicePbos(record).",
      );
  },
};

const reasonBefore: Exercise = {
  id: "06.5",
  wanted: { reason: "text" },
  judge(answer) {
    const { weights, reason, chart } = answer as {
      weights?: unknown;
      reason: string;
      chart?: unknown;
    };
    const fault = weightsFault(weights);
    if (fault) return fault;
    const count = reason.trim().split(/\s+/).length;
    if (count < LEAST_WORDS) {
      return notice(
        "hint",
        `The reason has ${countWord(count).toLowerCase()} word${
          count === 1 ? "" : "s"
        }. Write a whole ` +
          "sentence that somebody could disagree with.",
      );
    }
    if (/sharpe|back-?test|in sample|star/i.test(reason)) {
      return notice(
        "hint",
        "This reason speaks of the test. Give one that you could have given before it: what a pillar " +
          "can know, how long that lasts, what it costs to follow.",
      );
    }
    if (typeof (chart as Record<symbol, unknown> | null | undefined)?.[DISPLAY] !== "function") {
      return notice(
        "hint",
        "Add the map with your point on it: chart: ternaryMap(cells, { ...map, trials: [weights] }).",
      );
    }
    return notice(
      "right",
      `The form is complete: ${sharesLabel(weights as Shares)} with a reason and a chart. Ask a ` +
        "neighbour whether the reason would have been given if the map had come out otherwise.",
    );
  },
};

/** What is wrong with three weights that were chosen, if anything. */
function weightsFault(weights: unknown): Notice | undefined {
  const list = Array.isArray(weights) ? weights as readonly unknown[] : [];
  const isList = list.length === 3 && list.every((one) => typeof one === "number" && one >= 0);
  if (!isList) {
    return notice(
      "mistake",
      "The weights are three numbers from 0 in square brackets: weights: [0.5, 0.25, 0.25].",
    );
  }
  const sum = (list as readonly number[]).reduce((total, one) => total + one, 0);
  return near(sum, 1, 1e-9) ? undefined : notice(
    "mistake",
    near(sum, 100, 1e-6)
      ? percentForShare((list as readonly number[]).find((one) => one > 0)!)
      : `The weights sum to ${number(sum)}; three weights sum to 1.`,
  );
}

/** The exercises of lesson 06, in order. */
export const pillarWeightExercises: readonly Exercise[] = [
  pointsOfGrid,
  readOff,
  plateauShare,
  diceOverfitting,
  reasonBefore,
];

/** The two places of lesson 06 where the reader guesses before looking. */
export const pillarWeightPredictions = { "06.3": "weights", "06.5": "number" } as const;

/** The three questions that close lesson 06. */
export const pillarWeightQuiz: readonly QuizQuestion[] = [
  {
    right: "b",
    because:
      "A plateau says that many weightings cannot be told apart, so none of them is the best.",
    again: "What does it mean that the star and most other cells cannot be told apart?",
  },
  {
    right: "c",
    because: "Each further weighting that was tried makes the best of them look better by chance.",
    again: "What happens to the best of many dice when more are thrown?",
  },
  {
    right: "a",
    because: "A holdout that guides a choice is a part of the search, and holds nothing out.",
    again: "Once you choose by what the holdout shows, what is it still good for?",
  },
];
