import { checkLimits, mandateLimits, MANDATES } from "../../portfolio/mod.ts";
import { type BookRule, type FillRule, LIMITS_ONLY, SCHEDULES } from "../../research/mod.ts";
import { option, type Reader } from "./option.ts";
import { oneOf } from "./readers.ts";

/** Books from the plainest to the fullest, as a command line names them. */
export const BOOKS = ["tilt", "hedged-tilt", "limits", "mandate"] as const;

/** Name of a book on a command line. */
export type BookName = (typeof BOOKS)[number];

const MANDATE_NAMES = MANDATES.map(({ name }) => name);

export const bookName: Reader<BookName> = oneOf(BOOKS);
export const mandateName: Reader<string> = oneOf(MANDATE_NAMES);

/** What is solved; `bookName` reads it. */
export const BOOK = {
  value: "NAME",
  help:
    "tilt: the tilts scaled to a gross of 1, no limits, no hedge; hedged-tilt: with the hedge of " +
    "its beta; limits: every limit of --mandate, no rule on trades; mandate: its turnover budget and " +
    "rules on trades as well",
} as const;

/** Limits by name; `mandateName` reads it. */
export const MANDATE = {
  value: "NAME",
  help: `whose limits: ${MANDATE_NAMES.join(", ")}`,
} as const;

/** Weights of the pillars; `weights` reads it. */
export const WEIGHTS = {
  value: "A,B,C",
  help: "weights of fundamentals, sentiment, technicals in percent",
} as const;
/** Those of the lab. */
export const LAB_WEIGHTS = "50,25,25";

/** Equity; `equity` reads it. */
export const ACCOUNT = {
  value: "USD",
  help: "equity of the account in dollars, holdings included",
} as const;
/** The same where an account begins empty. */
export const START = "equity of the account in dollars at the start";
/** That of the lab. */
export const LAB_ACCOUNT = "100000";

/** What lifts every rule on trades. */
export const NO_TRADE_RULES = { turnover: null, minimumTradeBps: 0, minimumHoldingDays: 0 };

/** The rule by which a backtest makes a book, of a mandate's limits where it keeps any. */
export function bookRule(book: BookName, mandate: string): BookRule {
  if (book === "tilt") return { kind: "tilt" };
  if (book === "hedged-tilt") return { kind: "tilt", hedge: "beta" };
  const limits = mandateLimits(mandate);
  if (book === "mandate") return { kind: "limits", limits };
  return mandate === "lab"
    ? LIMITS_ONLY
    : { kind: "limits", limits: checkLimits({ ...limits, ...NO_TRADE_RULES }) };
}

/** Whether a book keeps limits, so that `--mandate` says something about it. */
export function keepsLimits(book: BookName): boolean {
  return book === "limits" || book === "mandate";
}

/** The rhythm of decisions. */
export const SCHEDULE = {
  schedule: option(oneOf(SCHEDULES), {
    value: "NAME",
    help:
      "weekly: the last trading day of each week by the exchange's calendar (default); 4weeks: " +
      "every fourth of them; monthly (default of --industries); vintages: weekly, a quarter of the " +
      "book each time",
  }),
};

const FILLS = { "next-open": "next open", "same-close": "same close" } as const;
const fillName = oneOf(["next-open", "same-close"]);

export const fillRule: Reader<FillRule> = (text, refuse) => FILLS[fillName(text, refuse)];

/** Where orders are filled; `fillRule` reads it. */
export const FILL = {
  value: "NAME",
  help: "next-open (next close without opens) or same-close (optimistic)",
} as const;
/** That of the lab. */
export const LAB_FILL = "next-open";
