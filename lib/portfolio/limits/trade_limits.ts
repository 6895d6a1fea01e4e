import { shown } from "../../arguments.ts";
import { counted } from "../../words.ts";
import { checkShare, refuse } from "./check_figure.ts";
import type { LimitEntry, LimitTelling } from "./limit_entry.ts";
import { boundOf, percent, plain } from "./typed_figure.ts";

/** The limits on trades and on the funds they are made in, whose cases `orders/trade_readings.ts` finds. */

/** Largest turnover within 30 days, a share of equity: the whole book five times over. */
const LARGEST_TURNOVER = 10;
/** A smaller minimum trade, in bp, was meant as a share of equity; a larger one as something else. */
const SMALLEST_TRADE_BPS = 0.1;
const LARGEST_TRADE_BPS = 1000;
const LONGEST_HOLDING_DAYS = 366;

export const turnover: LimitEntry = {
  kind: "turnover",
  label: () => "The turnover budget",
  check: ({ turnover }) => {
    if (turnover === null) return;
    checkShare("turnover", turnover, LARGEST_TURNOVER, true, "null or a share of equity");
  },
};
export const toldTurnover: LimitTelling = {
  words: () => "the turnover budget (how much may be traded in a month)",
  bounds: ({ turnover }) =>
    boundOf(
      "turnover",
      turnover === null ? "no budget" : percent(turnover),
      "Changes of exposure within 30 days, both sides; gives way to signs and limits.",
    ),
};

/** Turnover with the orders, of which the budget is what the days before have left. */
export const turnoverInMonth: LimitEntry = {
  kind: "turnover in 30 days",
};

export const minimumTrade: LimitEntry = {
  kind: "minimum trade",
  unit: "bp",
  check: ({ minimumTradeBps: trade }) => {
    const isTrade = typeof trade === "number" &&
      (trade === 0 || (trade >= SMALLEST_TRADE_BPS && trade <= LARGEST_TRADE_BPS));
    if (isTrade) return;
    refuse(
      `minimumTradeBps must be 0 or basis points in [${SMALLEST_TRADE_BPS}, ` +
        `${LARGEST_TRADE_BPS}], got ${shown(trade)}` +
        (trade > 0 && trade < SMALLEST_TRADE_BPS
          ? `; for the share ${trade} write ${Number((trade * 1e4).toPrecision(12))}`
          : ""),
    );
  },
};
export const toldMinimumTrade: LimitTelling = {
  bounds: ({ minimumTradeBps }) =>
    boundOf(
      "minimum trade",
      `${plain(minimumTradeBps)} bp`,
      "Smaller changes of an exposure are left out; gives way to signs and limits.",
    ),
};

export const minimumHolding: LimitEntry = {
  kind: "minimum holding",
  unit: "days",
  check: ({ minimumHoldingDays: days }) => {
    if (Number.isInteger(days) && days >= 0 && days <= LONGEST_HOLDING_DAYS) return;
    refuse(
      `minimumHoldingDays must be whole days in [0, ${LONGEST_HOLDING_DAYS}], got ${shown(days)}`,
    );
  },
};
export const toldMinimumHolding: LimitTelling = {
  bounds: ({ minimumHoldingDays }) =>
    boundOf(
      "minimum holding",
      counted(minimumHoldingDays, "day"),
      "A younger position is not made smaller; gives way to signs and limits.",
    ),
};

export const fundVolume: LimitEntry = {
  kind: "fund volume",
  unit: "share of a day's volume",
  check: ({ advShare }) => checkShare("advShare", advShare, 1, false, "a share of a day's volume"),
};
export const toldFundVolume: LimitTelling = {
  bounds: ({ advShare }) =>
    boundOf(
      "fund volume",
      percent(advShare),
      "The largest order in a fund, of the dollars it trades a day.",
    ),
};

export const fundAssets: LimitEntry = {
  kind: "fund assets",
  unit: "share of a fund's assets",
  check: ({ fundShare }) =>
    checkShare("fundShare", fundShare, 1, false, "a share of a fund's assets"),
};
export const toldFundAssets: LimitTelling = {
  bounds: ({ fundShare }) =>
    boundOf(
      "fund assets",
      percent(fundShare),
      "The largest position in a fund, of the fund's assets.",
    ),
};

/** Capital as the orders take it, beside what the solved book was allowed. */
export const capitalUsed: LimitEntry = {
  kind: "capital used",
};
