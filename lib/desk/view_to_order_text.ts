import { checkList, checkObject } from "../arguments.ts";
import { limitWords, type Order } from "../portfolio/mod.ts";
import { counted, dollars, inPercent, inPoints, listed, plainNumber } from "../words.ts";
import type { ViewToOrder } from "./view_to_order.ts";

/** A change of an exposure that a reader would not see in points of two decimals, share of equity. */
const UNSEEN = 5e-5;
/** Distance of a score from 3 from which a view is called strong, and from which it is called clear. */
const STRONG = 1.5, CLEAR = 0.75;

const share = (value: number) => inPercent(Math.abs(value));
const points = (value: number) => inPoints(Math.abs(value));
const money = (value: number) => dollars(value, { digits: value < 100 ? 2 : 0 });
const side = (exposure: number) => exposure < 0 ? "short" : "long";

/** What the view is, and what it asked for. */
function viewSentence(way: ViewToOrder): string {
  const { label, sector, view, target } = way;
  const who = `${label} (${sector})`;
  if (view === undefined) return `${who} has no score, and so no view to follow.`;
  const away = Math.abs(view.score - 3);
  const scored = `${who} scored ${plainNumber(view.score)} of 5`;
  if (away === 0) return `${scored}, which says nothing either way.`;
  const strength = away >= STRONG ? "strong" : away >= CLEAR ? "clear" : "faint";
  const kind = `${scored}, a ${strength} ${view.score < 3 ? "short" : "long"} view`;
  if (target === 0) return `${kind}, but a confidence of 0 leaves nothing of it.`;
  const belief = view.confidence === 1
    ? "believed in full"
    : `believed to ${plainNumber(100 * view.confidence)} %`;
  return `${kind}, ${belief}; beside the other views it asked for ${share(target)} of the account ${
    side(target)
  }.`;
}

/** What each limit took and gave, in the order of the bars. */
function limitSentence(way: ViewToOrder): string | undefined {
  if (way.target === 0 || way.held || way.bookStatus === "infeasible") return undefined;
  if (way.closed !== undefined) {
    return [way.closed.replace(/\.?$/, "."), way.instead].join(" ").trim();
  }
  const acting = way.steps.filter(({ name, change }) =>
    (name === "limit" || name === "hedge") && Math.abs(change) > UNSEEN
  );
  const part = (sign: number, verb: string) => {
    const parts = acting.filter(({ change }) => Math.sign(change * way.target) === sign);
    if (parts.length === 0) return [];
    return [
      `${verb} ${
        listed(
          parts.map(({ id = { kind: "beta" }, change }) =>
            `${points(change)} by ${limitWords(id)}`
          ),
        )
      }`,
    ];
  };
  const moves = [...part(-1, "takes off"), ...part(1, "adds")];
  if (moves.length === 0) return "No limit stands in its way.";
  return `Fitting all limits at once ${moves.join(", and ")}.`;
}

/** What rules on trades do to it. */
function tradingSentence(way: ViewToOrder): string | undefined {
  if (way.bookStatus === "infeasible") {
    return "The limits contradict each other, so that everything stays as it was.";
  }
  if (way.held) {
    return way.exposure === 0
      ? "The trade would be too small to be worth its cost."
      : "A rule on trades keeps the position as it was: it is too young, or the trade too small.";
  }
  const { change } = way.steps.find(({ name }) => name === "trade rules")!;
  if (Math.abs(change) <= UNSEEN) return undefined;
  return `From there ${limitWords({ kind: "turnover" })} keeps it ${points(change)} away.`;
}

/** A fund by what it does in a day. */
function fundWords(way: ViewToOrder): string {
  const { ticker, leverage = 1, soldShort } = way;
  if (soldShort) return `by selling ${ticker} short`;
  if (leverage === 1) return `through ${ticker}, the sector's own fund`;
  const times = leverage === -1 ? "" : leverage === -2 ? " twice" : ` ${-leverage} times`;
  return `through ${ticker}, a fund that moves${times} the other way each day`;
}

/** What is left, and the money that holds it. */
function positionSentence(way: ViewToOrder): string | undefined {
  const { exposure, target, ticker } = way;
  if (exposure === 0) {
    return target === 0 || way.held || way.closed !== undefined || way.bookStatus === "infeasible"
      ? undefined
      : "That leaves nothing: the book does not hold it.";
  }
  const stays = way.held || way.bookStatus === "infeasible";
  const size = `${stays ? "It stays" : "The book gives it"} ${share(exposure)} ${side(exposure)}`;
  if (ticker === undefined) return `${size}, and no fund is found for it.`;
  const money = way.steps.find(({ name }) => name === "instrument")!.to;
  return `${size}, ${fundWords(way)}: that ${way.soldShort ? "brings in" : "takes"} ${
    share(money)
  } of the account.`;
}

function orderWords({ action, shares, ticker, dollars: value }: Order): string {
  return shares === undefined
    ? `${action}s ${money(value)} of ${ticker}`
    : `${action}s ${counted(shares, "share")} of ${ticker} for ${money(value)}`;
}

/** What is traded, and what it costs. */
function orderSentence(way: ViewToOrder): string {
  const { orders, ordersStatus, heldCapital } = way;
  if (orders.length > 0) {
    const costUsd = orders.reduce((sum, { cost }) => sum + cost.knownUsd, 0);
    return `The account ${listed(orders.map(orderWords))}, at a cost of ${
      way.costKnown ? "about" : "at least"
    } ${money(costUsd)}.`;
  }
  if (heldCapital === 0 && way.exposure === 0) return "Nothing is held, and nothing is traded.";
  switch (ordersStatus) {
    case "too small":
      return "No order is written: the account is too small to hold this book in whole shares.";
    case "too narrow":
      return "No order is written: a limit leaves less room than one share takes.";
    case "short of cash":
      return "No order is written: the book needs more cash than there is.";
    case "closed":
      return "No order is written: a position of the book has no fund.";
    default:
      return "Nothing is traded: what the account holds stays.";
  }
}

/**
 * The way of one sector from its view to its order, in two to five sentences.
 *
 * They say what the bars of `viewToOrder` show: the view and what it asked for, what each limit took or
 * added, what the rules on trades do, the fund and the money, the order and its cost.
 *
 * @param way From `viewToOrder`.
 *
 * @example A short through a fund that moves twice the other way
 * ```ts
 * import { rebalance, viewToOrder, viewToOrderText } from "lab/desk";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { match } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7 });
 * const plan = rebalance(snapshot(market, market.prices.days.at(-1)!), [
 *   { sector: "XLK", score: 5, confidence: 1 },
 *   { sector: "XLE", score: 1, confidence: 1 },
 * ]);
 * const text = viewToOrderText(viewToOrder(plan, "XLE"));
 * match(text, /^Energy \(XLE\) scored 1 of 5, a strong short view, believed in full;/);
 * match(text, /through DUG, a fund that moves twice the other way each day: that takes 15.00 %/);
 * ```
 */
export function viewToOrderText(way: ViewToOrder): string {
  checkObject("Cannot tell a view", "the way", way, "steps, as viewToOrder gives it");
  checkList("Cannot tell a view", "steps", way.steps, "steps, as viewToOrder gives them");
  return [
    viewSentence(way),
    limitSentence(way),
    tradingSentence(way),
    positionSentence(way),
    orderSentence(way),
  ].filter((sentence) => sentence !== undefined).join(" ");
}
