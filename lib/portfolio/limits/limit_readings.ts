import type { BookTerms } from "../book_problem.ts";
import { capOn, capOnHedge } from "../book_rows.ts";
import type { Exposures } from "../check_exposures.ts";
import { bookVolatility } from "../book_volatility.ts";
import type { ShadowPrices } from "../shadow_prices.ts";
import { limitLabel, limitUnit } from "./catalogue.ts";
import { HEDGE_RULE, SECTOR_RULES } from "./exposure_limits.ts";
import { identified, type LimitId, limitName } from "./limit_id.ts";
import { type LimitRule, measure } from "./limit_rule.ts";
import { inUnit, type LimitUnit } from "./limit_unit.ts";

/** A limit counts as touched within this distance: two steps of rounding. */
const TOUCHES = 2e-9;
/** A smaller shadow price is the noise of the arithmetic. */
const PRICED = 1e-9;

/** How a book stands to one limit. */
export interface LimitReading {
  /** Which limit it is. */
  readonly id: LimitId;
  /** Its name, such as `net` or `sector XLK`. */
  readonly name: string;
  /** How a sentence calls it. */
  readonly label: string;
  readonly unit: LimitUnit;
  /** What the book has. */
  readonly value: number;
  /** The range allowed; ±∞ where open. */
  readonly low: number;
  readonly high: number;
  /** The bound that lies nearer to the value. */
  readonly bound: number;
  /** Distance to that bound; negative is a breach. */
  readonly slack: number;
  /**
   * Shadow price: the fall of the objective per unit that the bound is widened, the aims as they are (of
   * the turnover in an over-budget book). Negative only for a gross that must be reached.
   */
  readonly multiplier: number;
  /** Whether the book stands at the limit: it has a price, or rounding alone lies between. */
  readonly binds: boolean;
  readonly sentence: string;
}

/** What a reading is taken from: exposures in the terms' order. */
interface ReadBook extends Exposures {
  readonly distance: number;
  /** Gross aimed at. */
  readonly gross: number;
  readonly prices: ShadowPrices | undefined;
  /** Whether gross had to be reached, and was. */
  readonly mustReach: boolean;
}

/** A limit as it is read: a rule, or one that is no weighted sum. */
type ReadRule = Pick<LimitRule, "id" | "isSize">;

const VOLATILITY: ReadRule = { id: { kind: "volatility" }, isSize: true };
const TURNOVER: ReadRule = { id: { kind: "turnover" }, isSize: true };

/**
 * The readings of every limit on exposures: gross, each sector, sides, net, cluster, beta, styles,
 * correlated sectors, groups, hedge, volatility; and turnover, where the problem had a budget.
 */
export function limitReadings(terms: BookTerms, book: ReadBook): readonly LimitReading[] {
  const { limits, rules, sectors, betas, fundCaps } = terms;
  const { weights, hedge, prices } = book;
  const subject = { sectors, weights, betas, hedge };
  const read = (rule: LimitRule, low: number, price: number, high = rule.high(limits)) =>
    reading(rule, measure(rule, subject, limits), low, high, price, book);
  const joint = rules.map((rule, k) => {
    const price = prices ? prices.high[k] + prices.low[k] : 0;
    if (rule.id.kind !== "gross") return read(rule, rule.low(limits), price);
    const { grossTolerance, aim: { gross } } = terms;
    const low = book.mustReach ? gross : 0;
    return read(rule, low, price, gross + grossTolerance);
  });
  const caps = sectors.flatMap((sector, i) => {
    const rule = SECTOR_RULES[sector], side = Math.sign(weights[i]) || terms.signs[i];
    const price = prices?.caps[i] ?? 0, isOwn = terms.signs[i] === 0 || capOn(terms, i).isOwn;
    const own = read(rule, rule.low(limits), isOwn ? price : 0, rule.high(limits, side));
    const carried = side === 0 ? Infinity : (side < 0 ? fundCaps.short : fundCaps.long)[i];
    if (carried >= own.high) return [own]; // then the mandate's own cap comes first
    const value = measure(rule, subject, limits), id = { kind: "fund", of: sector };
    const facts = [value, 0, carried, isOwn ? 0 : price] as const;
    return [own, reading({ id, isSize: true }, ...facts, book, throughFund(rule.id))];
  });
  const all = [joint[0], ...caps, ...joint.slice(1), ...hedgeReadings(terms, book)];
  if (limits.volatility !== undefined) {
    const value = bookVolatility(book, terms.risk.covariance!);
    const price = prices?.volatility ?? 0;
    all.push(reading(VOLATILITY, value, 0, limits.volatility.max, price, book));
  }
  if (terms.previous && terms.turnoverBudget < Infinity) all.push(turnoverReading(terms, book));
  // What is held may have no measured beta, where nothing can be traded: then there is nothing to read.
  return all.filter(({ value }) => !Number.isNaN(value));
}

/** What a fund can carry of an exposure, as a sentence of a reading calls it. */
const throughFund = (id: LimitId) => `${limitLabel(id)} through its fund`;

/**
 * The hedge beside its own limit, and beside what its fund can carry, where that is less. Without a hedge
 * the side counts on which funds carry less.
 */
function hedgeReadings(terms: BookTerms, book: ReadBook): readonly LimitReading[] {
  const { limits, fundCaps: { hedge: { short, long } } } = terms, { hedge, prices } = book;
  const subject = { sectors: terms.sectors, weights: book.weights, betas: terms.betas, hedge };
  const value = measure(HEDGE_RULE, subject, limits), high = HEDGE_RULE.high(limits);
  const side = hedge < 0 || (hedge === 0 && short < long) ? -1 : 1;
  const cap = capOnHedge(terms, side), price = prices?.hedge ?? 0;
  const own = reading(HEDGE_RULE, value, 0, high, cap.isOwn ? price : 0, book);
  const carried = side < 0 ? short : long;
  if (carried >= high || limits.accounting === "none") return [own];
  const ofFund = cap.id.kind === "fund" ? price : 0, name = side < 0 ? "short" : "long";
  // Where there is no fund, none can be said to hold the hedge.
  const label = carried === 0
    ? `The ${name} market hedge, for which there is no fund,`
    : throughFund(HEDGE_RULE.id);
  const id = { kind: "fund", of: "hedge" };
  return [own, reading({ id, isSize: true }, value, 0, carried, ofFund, book, label)];
}

function turnoverReading(terms: BookTerms, book: ReadBook): LimitReading {
  let value = Math.abs(book.hedge - terms.previousHedge);
  book.weights.forEach((weight, i) => value += Math.abs(weight - terms.previous![i]));
  const price = book.prices?.turnover ?? 0;
  return reading(TURNOVER, value, 0, terms.turnoverBudget, price, book, "Turnover");
}

function reading(
  { id, isSize }: ReadRule,
  value: number,
  low: number,
  high: number,
  price: number,
  book: ReadBook,
  label = limitLabel(id),
): LimitReading {
  // The lower end of a size is no limit but the meaning of a size.
  const isUpper = (isSize && low === 0) || high - value <= value - low;
  const slack = isUpper ? high - value : value - low;
  const multiplier = Math.abs(price) < PRICED ? 0 : price;
  const facts = { value, low, high, bound: isUpper ? high : low, slack, multiplier };
  const binds = slack <= TOUCHES || multiplier !== 0;
  const named = { name: limitName(id), label, unit: limitUnit(id) };
  const said = sentence({ ...named, id }, facts, binds, book);
  return identified({ ...named, ...facts, binds, sentence: said }, id);
}

function sentence(
  rule: Pick<LimitReading, "id" | "label" | "unit">,
  facts: Pick<LimitReading, "value" | "bound" | "slack" | "multiplier">,
  binds: boolean,
  book: ReadBook,
): string {
  const { gross } = book;
  const value = inUnit(facts.value, rule.unit), bound = inUnit(facts.bound, rule.unit);
  const is = `${rule.label} is ${value}`;
  if (!binds) return `${is}, ${inUnit(facts.slack, rule.unit)} inside its limit of ${bound}.`;
  if (facts.slack < -TOUCHES) {
    return `${is}, ${inUnit(-facts.slack, rule.unit)} beyond its limit of ${bound}.`;
  }
  if (facts.multiplier === 0) return `${is}, at its limit; a wider one would change nothing.`;
  // A small step, one percentage point or 0.01 of beta, at the margin.
  const step = 0.01;
  const unit = rule.unit === "share of equity" || rule.unit === "per year"
    ? "One more point"
    : "0.01 more";
  // The shares of the views are parts of the gross: a wider one would move what is aimed at, too.
  const asked = rule.id.kind === "gross" ? ", the aims as they are," : "";
  const who = `${is}, at its limit. ${unit}${asked} would`;
  if (book.prices?.of === "turnover") {
    return `${who} save about ${(facts.multiplier * step * 100).toFixed(2)} points of turnover.`;
  }
  if (book.prices?.of === "utility") {
    const worth = facts.multiplier * step * 1e4;
    return worth > 0
      ? `${who} be worth about ${worth.toFixed(1)} bp of expected utility a year.`
      : `${who} cost about ${(-worth).toFixed(1)} bp of expected utility a year.`;
  }
  // d√(2Gf) = G·df/√(2Gf)
  const nearer = facts.multiplier * step * 100 * gross / book.distance;
  if (Math.abs(nearer) > 100 * book.distance) {
    // The slope of a curve that ends at the views: it cannot go on for so long.
    return `${is}, at its limit; its price is too steep to hold for ${unit.toLowerCase()}.`;
  }
  return nearer > 0
    ? `${who} bring the book about ${nearer.toFixed(2)} points nearer to its aims.`
    : `${who} take the book about ${(-nearer).toFixed(2)} points further from its aims.`;
}
