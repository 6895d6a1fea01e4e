import { calendarDaysBetween } from "../market/mod.ts";
import type { Day } from "../units.ts";
import type { Ballot } from "./ballot.ts";
import type { Brief } from "./brief.ts";
import type { Rubric } from "./rubric.ts";

/** So many of them say enough; a ballot that is full of inventions need not list each. */
const MOST_LISTED = 20;

/** What holds digits and is no figure: addresses, the index's name, minutes of a day. */
const NO_FIGURES =
  /\b(?:lab:|https?:\/\/)[^\s\])>"']+|\bS\s?&\s?P\s?500\b|T?\b\d{1,2}:\d{2}(?::\d{2})?Z?\b/g;
const DATE = /\b(\d{4})-(\d{2})-(\d{2})/g;
/** A number with separators and percent; what stands before it is looked at in code, which is quicker. */
const NUMBER = /(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(?:\s?(%|percent\b|per cent\b))?/g;
const isLetter = (one = "") => one.toLowerCase() !== one.toUpperCase();

/** Whether digits are a part of a name or of another number: "Q3", "gpt-5". */
function isPartOfMore(text: string, at: number): boolean {
  const before = text[at - 1] ?? " ";
  return "_.,0123456789".includes(before) || isLetter(before) ||
    (before === "-" && isLetter(text[at - 2]));
}

/** A number as it was written. */
interface Written {
  readonly text: string;
  readonly value: number;
  readonly decimals: number;
  readonly isPercent: boolean;
}

/** Everything with digits in a text: its dates, and its other numbers without a sign. */
function figuresOf(
  text: string,
): { readonly dates: readonly string[]; readonly numbers: Written[] } {
  const plain = /lab:|https?:|\d:\d|&/.test(text) ? text.replace(NO_FIGURES, " ") : text;
  const dates = [...plain.matchAll(DATE)].map(([date]) => date);
  const undated = dates.length > 0 ? plain.replace(DATE, " ") : plain;
  const numbers: Written[] = [];
  for (
    const { 0: text, 1: whole, 2: fraction = "", 3: percent, index } of undated.matchAll(NUMBER)
  ) {
    if (isPartOfMore(undated, index)) continue;
    numbers.push({
      text: text.trim(),
      value: Number(whole.replaceAll(",", "") + fraction),
      decimals: Math.max(0, fraction.length - 1),
      isPercent: percent !== undefined,
    });
  }
  return { dates, numbers };
}

const inLabels = new Map<string, readonly number[]>();

/** The numbers of a label, of which there are few. */
function labelNumbers(label: string): readonly number[] {
  const known = inLabels.get(label) ?? figuresOf(label).numbers.map(({ value }) => value);
  inLabels.set(label, known);
  return known;
}

/** What a brief shows: in its figures, or in its texts. */
interface Shown {
  readonly dates: ReadonlySet<string>;
  readonly values: readonly number[];
}

/** A text's figures, its days as years too, and as days before the brief's own: a masked prompt counts. */
function shownBy(brief: Brief, days: ReadonlySet<string>, values: readonly number[]): Shown {
  const fromDays = [...days].flatMap((on) => [
    Number(on.slice(0, 4)),
    calendarDaysBetween(on as Day, brief.day),
  ]);
  return { dates: days, values: [...values, ...fromDays].map(Math.abs) };
}

function figuresShown(brief: Brief): Shown {
  const days = new Set<string>([brief.day]);
  const values: number[] = [brief.listed];
  for (const { value, label, standing, asOf, availableAt } of brief.facts) {
    days.add(asOf).add(availableAt.slice(0, 10));
    values.push(value, value * 100, ...labelNumbers(label));
    if (standing) values.push(standing.rank, standing.of, standing.z);
  }
  for (const { value, name, unit, standing, asOf, availableAt } of brief.own ?? []) {
    days.add(asOf).add(availableAt.slice(0, 10));
    values.push(value, value * 100, ...labelNumbers(name), ...labelNumbers(unit));
    if (standing) values.push(standing.rank, standing.of, standing.z);
  }
  return shownBy(brief, days, values);
}

function textsShown(brief: Brief): Shown {
  const days = new Set<string>();
  const values: number[] = [];
  const texts = brief.missing.map(({ reason }) => reason);
  for (const { text, availableAt } of brief.headlines) {
    days.add(availableAt.slice(0, 10));
    texts.push(text);
  }
  for (const { dates, numbers } of texts.map(figuresOf)) {
    for (const date of dates) days.add(date);
    values.push(...numbers.map(({ value }) => value));
  }
  return shownBy(brief, days, values);
}

/** Each once per brief, for all who answer it; texts only where figures do not say it all. */
function oncePer(make: (brief: Brief) => Shown): (brief: Brief) => Shown {
  const known = new WeakMap<Brief, Shown>();
  return (brief) => {
    const shown = known.get(brief) ?? make(brief);
    known.set(brief, shown);
    return shown;
  };
}
const figuresIn = oncePer(figuresShown), textsIn = oncePer(textsShown);

/** Whether a number is one of the values, rounded as it was written. */
function isOneOf({ value, decimals, isPercent }: Written, values: readonly number[]): boolean {
  const near = (other: number) => Math.abs(other - value) <= 0.5 * 10 ** -decimals + 1e-9;
  return values.some((other) => near(other) || (!isPercent && value < 1 && near(other / 100)));
}

/**
 * The numbers in a ballot's reasons and summary that stand nowhere in what its analyst was shown, each
 * once and as it was written, twenty at most.
 *
 * A number counts as shown where the brief, the report, or the rubric's scale, weights and horizon
 * hold it, rounded as the ballot rounds it; signs are not compared, for "fell by 3 %" is −3 %. Whole
 * numbers without a percent sign may count what is there: headlines, figures, sectors. What an analyst
 * worked out for itself is listed too; the list is to be looked at, and no score hangs on it.
 *
 * @param ballot Its `rationale`, `summary` and reasons of abstentions are read.
 * @param options.report What was read beside the brief, as text.
 *
 * @example Growth that nobody reported
 * ```ts
 * import { briefs, DEFAULT_RUBRIC, rulesBallot, unshownNumbers } from "lab/committee";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { deepEqual } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 2 });
 * const view = snapshot(market, market.prices.days[400]);
 * const [brief] = briefs(view);
 * const ballot = rulesBallot(brief, DEFAULT_RUBRIC, { askedAt: view.decidedAt });
 * deepEqual(unshownNumbers(ballot, brief, DEFAULT_RUBRIC), []);
 * const invented = { ...ballot, summary: "Earnings grew by 999 % in the quarter." };
 * deepEqual(unshownNumbers(invented, brief, DEFAULT_RUBRIC), ["999 %"]);
 * ```
 */
export function unshownNumbers(
  ballot: Pick<Ballot, "rationale" | "subScores" | "summary">,
  brief: Brief,
  rubric: Rubric,
  options: { readonly report?: string } = {},
): readonly string[] {
  const scale = [1, 2, 3, 4, 5, rubric.horizonWeeks];
  for (const { weight } of rubric.pillars) scale.push(weight, weight * 100);
  // Whole numbers up to this many are counts of what is there.
  const figures = brief.facts.length + (brief.own?.length ?? 0);
  const most = Math.max(brief.headlines.length, figures, brief.listed);
  const said = figuresOf([
    ...ballot.rationale.map(({ reason }) => reason),
    ...Object.values(ballot.subScores).flatMap((one) =>
      one.kind === "abstention" ? [one.reason] : []
    ),
    ballot.summary,
  ].join("\n"));
  let { dates } = said;
  let numbers = said.numbers.filter((one) => one.isPercent || one.decimals > 0 || one.value > most);
  const leaveOut = (shown: Shown) => {
    dates = dates.filter((date) => !shown.dates.has(date));
    numbers = numbers.filter((one) => !isOneOf(one, shown.values));
  };
  leaveOut({ dates: new Set(), values: scale });
  for (const shownIn of [figuresIn, textsIn]) {
    if (dates.length + numbers.length > 0) leaveOut(shownIn(brief));
  }
  if (options.report !== undefined && dates.length + numbers.length > 0) {
    const read = figuresOf(options.report);
    leaveOut({ dates: new Set(read.dates), values: read.numbers.map(({ value }) => value) });
  }
  return [...new Set([...dates, ...numbers.map(({ text }) => text)])].slice(0, MOST_LISTED);
}
