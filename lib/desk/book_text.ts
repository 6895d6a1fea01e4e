import { checkPlan } from "./check_arguments.ts";
import { limitWords } from "../portfolio/mod.ts";
import type { Plan } from "./plan.ts";
import { counted, decimals, dollars, inPercent, inPoints, listed } from "../words.ts";

/** Points over all sectors that a reader would not see, share of equity. */
const UNSEEN = 5e-5;

const share = (value: number) => inPercent(Math.abs(value));

function viewSentence({ book }: Plan): string {
  const long = book.tilts.filter((tilt) => tilt > 0).length;
  const short = book.tilts.filter((tilt) => tilt < 0).length;
  if (long + short === 0) return `None of the ${book.sectors.length} sectors has a view.`;
  return `Of ${book.sectors.length} sectors ${
    long === 0 ? "none has" : counted(long, "has", "have")
  } a long view and ${short === 0 ? "none" : counted(short, "has", "have")} a short one.`;
}

/** How large the book is, and what its status means. */
function sizeSentence({ book, relaxed }: Plan): string {
  if (book.status === "infeasible" || book.status === "cash") return book.summary;
  const all = [...book.weights, book.hedge];
  const long = all.reduce((sum, weight) => sum + Math.max(weight, 0), 0);
  const short = all.reduce((sum, weight) => sum + Math.max(-weight, 0), 0);
  const sizes = `${share(long)} long and ${share(short)} short, hedge included`;
  switch (book.status) {
    case "full":
      if (relaxed?.filled && !relaxed.used) {
        return `Gross had to be reached, beyond what the views aim at inside all limits: ${sizes}.`;
      }
      return `The book follows them as nearly as all limits${
        relaxed?.used
          ? `, ${listed(relaxed.changes.map(({ setting }) => setting))} relaxed on request,`
          : ""
      }${book.fixed.length > 0 ? " and the rules on trades" : ""} allow: ${sizes}.`;
    case "reduced":
      return `${
        book.grossAllowed! < book.grossAimed
          ? "The limits do not let it use the whole account"
          : "What the views aim at inside the limits does not use the whole account"
      }: ${sizes}, and the rest of the gross stays unused.`;
    case "over budget":
      return `Keeping the limits, and the gross that comes first, needs ${
        share(book.turnover!.value)
      } of turnover (what is bought and sold), ${
        share(book.turnover!.excess)
      } more than is left of the budget; the least that will ` +
        `do is traded, and the book is ${sizes}.`;
  }
}

function hedgeSentence({ overlay, book }: Plan): string {
  if (overlay.side === "none") {
    const { hedge, accounting } = book.limits;
    return hedge === 0 || accounting === "none"
      ? "The mandate allows no market hedge."
      : "It needs no market hedge.";
  }
  const beta = overlay.rows.find(({ unit }) => unit === "beta");
  const change = beta === undefined
    ? ""
    : `: it brings beta, how much the book moves with the market, from ${
      decimals(beta.before, 2)
    } to ${decimals(beta.after, 2)}`;
  return `The hedge is ${share(book.hedge)} ${overlay.side} of the market${
    overlay.instrument ? ` through ${overlay.instrument}` : ""
  }${change}.`;
}

/** Reach and gross answer to the others: they are no reason of their own. */
const NO_REASON: readonly string[] = ["rounding", "gross", "reach"];

/** The limit that moved the exposures most, over all sectors. */
function limitSentence({ book }: Plan): string | undefined {
  if (book.status === "infeasible") return undefined;
  const moved = new Map<string, number>();
  for (const effects of book.effects.sectors) {
    for (const { id, change } of effects) {
      if (NO_REASON.includes(id.kind)) continue;
      const words = limitWords(id);
      moved.set(words, (moved.get(words) ?? 0) + Math.abs(change));
    }
  }
  const [most] = [...moved].sort(([, a], [, b]) => b - a);
  if (most === undefined || most[1] < UNSEEN) return undefined;
  // Limits that pull against each other move it by more than there is; the sum of sizes would say so.
  const points = most[1] > book.grossAimed ? "" : `: ${inPoints(most[1])} over all sectors`;
  return `Furthest from the views it is moved by ${most[0]}${points}.`;
}

function orderSentence({ trades, book }: Plan): string | undefined {
  if (trades.orders.length === 0) {
    // The summary of limits that contradict each other ends so already.
    return trades.reason ?? (book.status === "infeasible" ? undefined : "Nothing is traded.");
  }
  const value = trades.orders.reduce((sum, order) => sum + order.dollars, 0);
  const cost = trades.costUsd === undefined
    ? `at least ${dollars(trades.knownCostUsd, { digits: 2 })}`
    : `about ${dollars(trades.costUsd, { digits: 2 })} (${
      decimals(trades.costBps!, 1)
    } bp of the account)`;
  return `${counted(trades.orders.length, "order")} for ${dollars(value)} in all ${
    trades.orders.length === 1 ? "takes" : "take"
  } the account there, at a cost of ${cost}.`;
}

/**
 * The whole book in a few sentences: views, size, hedge, the limit that moves it most, orders.
 *
 * @param plan From `rebalance`.
 *
 * @example No view at all
 * ```ts
 * import { bookText, rebalance } from "lab/desk";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { match } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7 });
 * const plan = rebalance(snapshot(market, market.prices.days.at(-1)!), []);
 * match(bookText(plan), /^None of the 11 sectors has a view. .* Nothing is traded.$/);
 * ```
 */
export function bookText(plan: Plan): string {
  checkPlan("Cannot tell a book", plan);
  return [
    viewSentence(plan),
    sizeSentence(plan),
    plan.book.status === "infeasible" || plan.book.status === "cash"
      ? undefined
      : hedgeSentence(plan),
    limitSentence(plan),
    orderSentence(plan),
  ].filter((sentence) => sentence !== undefined).join(" ");
}
