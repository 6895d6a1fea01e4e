import { sharesLabel } from "../../charts/mod.ts";
import { sharpeInterval } from "../../evidence/mod.ts";
import type { Shares } from "../../stats/mod.ts";
import { simplexGrid } from "../../sweep/mod.ts";
import { number } from "../../words.ts";
import { dicePbos } from "./dice_maps.ts";
import {
  type Exercise,
  near,
  numberExercise,
  numbersExercise,
  wrongContext,
} from "../kit/exercise.ts";
import { markedWeights } from "./marked_weights.ts";
import { nearRight, percentForShare } from "../kit/near_right.ts";
import { type Notice, notice } from "../kit/notice.ts";
import { chartFault, sentenceFault } from "../kit/own_words.ts";
import type { QuizQuestion } from "../kit/quiz.ts";
import { swept, type SweptWeights, type WeightRecord } from "./weight_record.ts";

/** The step that the first exercise asks about. */
const STEP = 0.05;
/** Shares are read off a map here: half of the finest cell and a little more. */
const READ_OFF = 0.03;
/** How far three weights miss a sum of 1 when each is rounded to two decimals. */
const ROUNDED_OFF = 0.015;
/** Three decimals are asked for. */
const THREE_DECIMALS = 0.0006;
/** How far off a mean and two ends of a hundred committees still count as right. */
const MEAN_OFF = 0.06, END_OFF = 0.15;
/** The ends of a hundred committees that differ by less than this are those of one. */
const NARROW = 0.3;
/** The lesson's record, from what the notebook hands along. */
function recordOf(id: string, context: unknown): WeightRecord {
  const record = context as WeightRecord | null | undefined;
  if (
    !Array.isArray(record?.cells) || typeof record.seed !== "number" ||
    !Array.isArray(record.map?.labels) || typeof record.panel?.steps !== "number"
  ) {
    wrongContext("the record itself", `check("${id}", …, record)`);
  }
  return record;
}

const pointsOfGrid = numberExercise("06.1", () => {
  const right = simplexGrid({ step: STEP }).points.length;
  const along = Math.round(1 / STEP) + 1;
  return {
    right,
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
  };
});

const readOff: Exercise = {
  id: "06.2",
  wanted: { first: "number", second: "number", third: "number" },
  judge(answer, context) {
    const { seed, map: { labels } } = recordOf("06.2", context);
    const { first, second, third } = answer as Record<"first" | "second" | "third", number>;
    const given = [first, second, third], right = markedWeights(seed);
    const fits = (shares: readonly number[]) =>
      shares.every((share, p) => near(share, right[p], READ_OFF));
    const rules = { tolerance: READ_OFF, quantity: "share" } as const;
    const form = fits(given) ? undefined : nearRight(given, right, { ...rules, bare: false });
    if (form) return notice("mistake", form);
    const sum = given.reduce((total, share) => total + share, 0);
    const scale = near(sum, 100, 100 * READ_OFF) ? 100 : 1;
    const shares = given.map((share) => share / scale);
    const start = scale === 1 ? "" : `${percentForShare(given[0])} Besides: `;
    if (scale === 1 && !near(sum, 1, READ_OFF)) {
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
    if (orders.some((order) => fits(order.map((p) => shares[p])))) {
      return notice(
        "mistake",
        `${start}The three shares are right, but they were read off the wrong edges. Follow the lean ` +
          "of the ticks: a line belongs to the edge along whose ticks it goes on.",
      );
    }
    return notice(
      "hint",
      "From the ring, go along the lines of the grid to each edge. A share is zero on the edge that " +
        "lies opposite its corner.",
    );
  },
};

/** What 06.3 asks, and the shortcut that misses it. */
function sharesApart({ evidence, excess }: SweptWeights, ranges: WeightRecord["ranges"]) {
  const own = excess.map((series) => sharpeInterval(series, { method: "mertens" }));
  const base = evidence.weightings.findIndex(({ weights }) =>
    weights.every((share, p) => near(share, evidence.base.weights[p], 1e-9))
  );
  const n = ranges.length;
  const isApart = (low: number, high: number) => low > 0 || high < 0;
  return {
    n,
    alone: ranges.filter(({ low, high }) => isApart(low, high)).length / n,
    together: ranges.filter(({ wideLow, wideHigh }) => isApart(wideLow, wideHigh)).length / n,
    byOverlap: base < 0
      ? undefined
      : own.filter(({ low, high }) => high < own[base].low || low > own[base].high).length / n,
  };
}

const clearDifferences = numbersExercise("06.3", ["alone", "together"], (context) => {
  const record = recordOf("06.3", context);
  if (record.flat) return record.flat;
  const { n, alone, together, byOverlap } = sharesApart(swept(record), record.ranges);
  const counts = [alone, together].map((share) => Math.round(share * n));
  const same = near(alone, together, THREE_DECIMALS);
  return {
    right: [alone, together],
    tolerance: THREE_DECIMALS,
    quantity: "share",
    largest: 1,
    praise: `${counts[0]} of ${n} one by one, ${counts[1]} with all of them allowed for. Of ${n} ` +
      `differences without meaning a twentieth, ${
        number(n / 20, { digits: 0 })
      }, would look clear ` +
      "one by one on average.",
    mistakes: [
      ...(same ? [] : [{
        value: [together, alone],
        why: "The two are exchanged: an interval that allows for all trials is the wider one.",
      }, {
        value: [alone, alone],
        why: "The second makes no allowance for the number of trials. Take wideLow and wideHigh.",
      }]),
      ...(byOverlap === undefined ? [] : [alone, together, byOverlap].map((second) => ({
        value: [byOverlap, second],
        why: "The first asks whether two single intervals overlap. Two weightings live through " +
          "the same weeks: the difference has an interval of its own.",
      }))),
      {
        value: [1 - alone, 1 - together],
        why: "These are the shares that hold zero. Asked are those that lie clear of it.",
      },
      { value: counts, why: `These are counts. As shares, divide them by ${n}.` },
    ],
    hint:
      "record.ranges has one row for each other weighting: low and high as if it were the only " +
      "one, wideLow and wideHigh for all. On how many does zero lie outside?",
  };
});

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
    const form = nearRight([mean, least, most], [average, low, high], {
      tolerance: END_OFF,
      quantity: "share",
      bare: false,
    });
    const large = [mean, least, most].find((one) => Math.abs(one) > 1);
    if (form || large !== undefined) return notice("mistake", form ?? percentForShare(large!));
    if ([mean, least, most].some((one) => one < 0)) {
      return notice("mistake", "A share of splits lies between 0 and 1.");
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
    return weightsFault(weights) ?? sentenceFault(reason, {
      what: "reason",
      asks: "What could you have said for these weights before any test was run?",
    }) ?? (OF_THE_TEST.test(reason)
      ? notice(
        "hint",
        "This reason speaks of the test. Give one that you could have given before it: what a pillar " +
          "can know, how long that lasts, what it costs to follow.",
      )
      : undefined) ??
      chartFault(chart, "charts.ternaryMap(cells, { ...map, trials: [weights] })") ?? notice(
        "complete",
        `${
          sharesLabel(weights as Shares)
        } with a reason and a chart. Ask a neighbour whether the ` +
          "reason would have been given if the map had come out otherwise.",
      );
  },
};

/** Words of a reason that could only be given after the sweep. */
const OF_THE_TEST =
  /\b(sharpe|back-?tests?|back-?tested|in[- ]sample|the stars?|plateau|brightest|best cells?|best (on|of) the map)\b/i;

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
      : `The weights sum to ${
        near(sum, 1, 0.005) ? Number(sum.toPrecision(6)) : number(sum)
      }; three weights sum to 1.` +
        (near(sum, 1, ROUNDED_OFF) ? " What rounding took belongs to one of them." : ""),
  );
}

/** The exercises of lesson 06, in order. */
export const pillarWeightExercises: readonly Exercise[] = [
  pointsOfGrid,
  readOff,
  clearDifferences,
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
