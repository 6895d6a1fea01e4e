import {
  daysToLiquidate,
  driftedExposure,
  flatIndexReturn,
  fundCapital,
  medianReturn,
  PARTICIPATION,
  stressPnl,
  type StressWindow,
} from "../../hedging/mod.ts";
import { number, percent } from "../../words.ts";
import type { QuizQuestion } from "../kit/quiz.ts";
import { type Exercise, judgedNumber, numberExercise, wrongContext } from "../kit/exercise.ts";

/** A twentieth of a point: an answer rounded to tenths of a percent is right. */
const TENTH_OF_PERCENT = 0.0005;

const SHORT = 0.06;

/** How a share or a return is judged here; none that is asked for is as large as one. */
const SHARE = { quantity: "share", tolerance: TENTH_OF_PERCENT, largest: 1 } as const;

const capitalOfShort = numberExercise("04.1", () => {
  const leverage = -2;
  const right = fundCapital(-SHORT, leverage);
  return {
    ...SHARE,
    right,
    praise: `${percent(right)} of equity buys ${percent(SHORT)} of exposure; the rest of the ` +
      "money is free.",
    mistakes: [
      {
        value: SHORT,
        why: `${percent(SHORT)} is the capital through a −1x fund. Through a −2x fund it would ` +
          `be short ${percent(2 * SHORT)}, twice what was meant.`,
      },
      {
        value: SHORT * 2,
        why: "This multiplies by the leverage. A fund that moves twice as much needs less money.",
      },
      {
        value: -right,
        why: "The size is right. An inverse fund is bought, so the capital is positive.",
      },
    ],
    hint: "A dollar in a −2x fund is two dollars short. How many dollars are needed for 6 %?",
  };
});

const flatYear = numberExercise("04.2", () => {
  const volatility = 0.25;
  const right = flatIndexReturn({ leverage: -2, volatility });
  const single = flatIndexReturn({ leverage: -1, volatility });
  const half = flatIndexReturn({ leverage: -2, volatility, years: 0.5 });
  const median = medianReturn({ leverage: -2, volatility });
  return {
    ...SHARE,
    right,
    quantity: "return",
    praise: `exp(−3 × 0.25²) − 1 is ${percent(right)}: all of it comes from resetting.`,
    mistakes: [
      {
        value: single,
        why: `${percent(single)} is the −1x fund, with the factor ½(L − L²) = −1. What is it ` +
          "for L = −2?",
      },
      {
        value: 0,
        why: "A flat index is no flat fund: after each move the fund resets, buys high and sells " +
          "low.",
      },
      {
        value: median,
        why: `${percent(median)} is what the middle one of all funds loses when the index has no ` +
          "drift. Here the index is known to end where it began: another question.",
      },
      { value: -right, why: "The size is right. Does a zigzag make this fund gain or lose?" },
      {
        value: half,
        why: `${percent(half)} is half a year, as in the chart of section 3. A whole year is ` +
          "asked for.",
      },
      {
        value: -3 * volatility ** 2,
        why: "This is the logarithm, ½(L − L²)σ². Turn it into a return: exp(…) − 1.",
      },
    ],
    hint: "The growth is exp(½(L − L²)σ²T). Put in L = −2, σ = 0.25 and T = 1, then take 1 off.",
  };
});

const exposureNextDay: Exercise = {
  id: "04.3",
  wanted: "number",
  judge(answer) {
    const indexReturns = [-0.1];
    const sizeOf = (leverage: number) =>
      Math.abs(driftedExposure(-SHORT, { leverage, indexReturns }));
    const right = sizeOf(-2), borrowed = sizeOf(1), single = sizeOf(-1);
    // A short may be written with its sign.
    return judgedNumber(Math.abs(answer as number), right, {
      ...SHARE,
      praise:
        `The fund gains 20 %, and so does the exposure: ${percent(right)} of the old equity. ` +
        "It grows when it wins.",
      mistakes: [
        {
          value: borrowed,
          why: `${percent(borrowed)} is a borrowed short, which shrinks when it wins. An inverse ` +
            "fund grows.",
        },
        {
          value: SHORT,
          why: "Each evening the fund resets to twice its own value, and its value has changed.",
        },
        {
          value: single,
          why: `${percent(single)} is a −1x fund, which gains 10 %. By how much does a −2x fund?`,
        },
        {
          value: right / 2,
          why: `${percent(right / 2)} is the capital after the day. The exposure is twice that.`,
        },
      ],
      hint: "What is the fund worth after the day? Its exposure is twice its value, every evening.",
    });
  },
};

/** The window named for its vaccine, from what the notebook hands along. */
function vaccineWindow(context: unknown): StressWindow {
  const found = Array.isArray(context)
    ? (context as StressWindow[]).find((window) => window?.kind === "rotation")
    : undefined;
  if (!Number.isFinite(found?.returns?.XLK) || !Number.isFinite(found?.returns?.XLE)) {
    wrongContext("the windows themselves", 'check("04.4", …, windows)');
  }
  return found!;
}

const vaccineRotation = numberExercise("04.4", (context) => {
  const window = vaccineWindow(context);
  const size = 0.2;
  const pnl = (long: number, short: number) =>
    stressPnl(window, { sectors: ["XLK", "XLE"], weights: [long, short] }).total!;
  const right = pnl(size, -size);
  return {
    ...SHARE,
    right,
    quantity: "return",
    praise: `${percent(right)} of equity in one day, nearly all of it from the short.`,
    mistakes: [
      {
        value: pnl(size, size),
        why: "The short has the wrong sign: a short loses when its sector rises.",
      },
      {
        value: -right,
        why: "The size is right. Which of the two rose, and who was short of it?",
      },
      ...(window.market === undefined ? [] : [
        {
          value: size * window.market,
          why: "This takes the return of SPY. The sectors went their own ways that day.",
        },
        {
          value: window.market,
          why: "This is the return of SPY. The sectors went their own ways that day.",
        },
        {
          value: 0,
          why: "With one return for both the legs would cancel. The sectors went their own ways.",
        },
      ]),
      {
        value: right / size,
        why: "This is the difference of the two returns. Each position is a fifth of equity.",
      },
    ],
    hint: "Add up weight × return over both positions; the weight of a short is negative.",
  };
});

const daysToLeave = numberExercise("04.5", () => {
  const equityUsd = 1_000_000, advUsd = 55_000;
  const days = (positionUsd: number, participation: number) =>
    daysToLiquidate({ positionUsd, advUsd, participation });
  const capital = fundCapital(-SHORT, -2) * equityUsd;
  const right = days(capital, PARTICIPATION);
  const exposure = days(SHORT * equityUsd, PARTICIPATION);
  const wholeVolume = days(capital, 1);
  return {
    right,
    tolerance: 0.06,
    praise: `$30,000 of the fund at $5,500 a day is ${number(right, { digits: 1 })} days.`,
    mistakes: [
      {
        value: exposure,
        why: `${number(exposure, { digits: 1 })} counts the exposure, $60,000. What is sold are ` +
          "the shares of a −2x fund.",
      },
      {
        value: wholeVolume,
        why: `${number(wholeVolume, { digits: 1 })} sells as much as all others trade together. ` +
          "Only a tenth of the volume is yours.",
      },
      {
        value: 7 / 5 * right,
        why: "This counts calendar days. A fund is sold on trading days.",
      },
      {
        value: 100 * right,
        why: `${
          number(100 * right, { digits: 0 })
        } is a hundred times too many: 6 % is 0.06 of the account, not 6 times.`,
      },
      {
        value: 2 * exposure,
        why: "This multiplies by the leverage. A −2x fund needs half of the money.",
      },
    ],
    hint: "How many dollars of the fund are held, and how many of them can be sold in a day?",
  };
});

/** The exercises of lesson 04, in order. */
export const riskExercises: readonly Exercise[] = [
  capitalOfShort,
  flatYear,
  exposureNextDay,
  vaccineRotation,
  daysToLeave,
];

/** The two places of lesson 04 where the reader guesses before looking. */
export const riskPredictions = { "04.3": "share", "04.7": "share" } as const;

/** The three questions that close lesson 04. */
export const riskQuiz: readonly QuizQuestion[] = [
  {
    right: "b",
    because: "A beta of zero takes out the market; what sectors do to each other stays.",
    again: "What is left of a sector's return once the market's part is taken out?",
  },
  {
    right: "a",
    because: "The exposure follows the fund's value, and that grows when the index falls.",
    again: "What happens to the value of an inverse fund when its index falls?",
  },
  {
    right: "c",
    because: "Longs and shorts that move as one cancel; what hurts is when they part.",
    again: "If everything moves as one, what do your longs do to your shorts?",
  },
];
