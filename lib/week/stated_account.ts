import { CASH, type Holding } from "../portfolio/mod.ts";
import type { AccountAction } from "./fill.ts";
import { type Finding, splitText, usdText } from "./findings.ts";
import { cents } from "./money.ts";
import { splitOfShares, splitsOfCloses, type TwoCloses } from "./split_like.ts";
import type { Receivable } from "./booked_account.ts";
import { splitFactor } from "./filled_orders.ts";
import type { Day } from "../units.ts";

/** A day after all others. */
const ALWAYS = "9999-12-31" as Day;

/**
 * Splits that closes show and nobody told, and splits that were told and closes do not show, of the funds
 * that the week is about.
 */
export function priceFindings(
  closes: TwoCloses,
  actions: readonly AccountAction[],
  tickers: ReadonlySet<string>,
): readonly Finding[] {
  const told = new Set(actions.flatMap((one) => one.kind === "split" ? [one.ticker] : []));
  const factors = new Map([...told].map((of) => [of, splitFactor(of, ALWAYS, actions)]));
  return [...splitsOfCloses(closes, factors)].filter(([ticker]) => tickers.has(ticker)).map(
    ([ticker, split]): Finding =>
      told.has(ticker)
        ? {
          kind: "split not seen",
          ticker,
          stops: true,
          sentence: `${ticker} is told to have split, and its closes do not show it (${
            closes.before.get(ticker)
          } before, ${
            closes.after.get(ticker)
          } after); correct the split, or give closes as traded.`,
        }
        : {
          kind: "split-like",
          ticker,
          seenIn: "price",
          split,
          stops: true,
          sentence: `${ticker} closed at ${closes.before.get(ticker)} before and at ${
            closes.after.get(ticker)
          } after, as if it had split by ${
            splitText(split)
          }; tell the split among the actions if it did.`,
        },
  );
}

/** What a stated account has otherwise than the one that follows from orders, fills and actions. */
export function statedFindings(
  stated: readonly Holding[],
  account: {
    readonly holdings: readonly Holding[];
    readonly cashCents: number;
    readonly rounded: number;
    readonly receivables: readonly Receivable[];
  },
): readonly Finding[] {
  const expected = sharesOf(account.holdings), found = sharesOf(stated);
  const tickers = new Set([...expected.keys(), ...found.keys()]);
  tickers.delete(CASH);
  const findings: Finding[] = [];
  for (const ticker of tickers) {
    const before = expected.get(ticker) ?? 0, after = found.get(ticker) ?? 0;
    if (before === after) continue;
    const split = splitOfShares(before, after);
    const sentence =
      `${ticker}: ${before} shares follow from orders, fills and actions, and ${after} ` +
      "are stated";
    findings.push(
      split === undefined
        ? {
          kind: "other holdings",
          ticker,
          expected: before,
          stated: after,
          stops: true,
          sentence:
            `${sentence}; tell the fill or the action that is missing, or correct the line.`,
        }
        : {
          kind: "split-like",
          ticker,
          seenIn: "shares",
          split,
          stops: true,
          sentence: `${sentence}, as after a split of ${
            splitText(split)
          }; tell the split among the actions if it did.`,
        },
    );
  }
  return [...findings, ...cashFindings(found.get(CASH), account)];
}

const sharesOf = (lines: readonly Holding[]) =>
  new Map(lines.map(({ ticker, shares }) => [ticker, shares]));

function cashFindings(
  stated: number | undefined,
  { cashCents, rounded, receivables }: Parameters<typeof statedFindings>[1],
): readonly Finding[] {
  if (stated === undefined) {
    return [{
      kind: "no cash stated",
      stops: false,
      sentence: `No line CASH is stated; ${usdText(cashCents / 100)} follow from what is told.`,
    }];
  }
  const apart = cents(stated) - cashCents;
  if (apart === 0) return [];
  const usd = apart / 100, isRounding = Math.abs(apart) <= rounded;
  const owed = receivables.find((one) => cents(one.usd) === apart);
  return [{
    kind: "unexplained cash",
    usd,
    stops: !isRounding,
    sentence: `CASH is stated as ${usdText(stated)}, and ${
      usdText(cashCents / 100)
    } follow from what is told: ${usdText(usd)} ${
      isRounding
        ? "that brokers may round otherwise"
        : owed !== undefined
        ? `that nothing explains, as much as the dividend of ${owed.ticker} that is owed until ${owed.paid}`
        : "that nothing explains; tell the cash, the dividend or the fee that is missing"
    }.`,
  }];
}
