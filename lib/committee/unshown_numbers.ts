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
/** A number that no letter touches on its left ("Q3", "gpt-5"); with separators and percent. */
const NUMBER =
  /(?<![\p{L}\d_.,]|\p{L}-)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(?:\s?(%|percent\b|per cent\b))?/gu;

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
  const plain = text.replace(NO_FIGURES, " ");
  const dates = [...plain.matchAll(DATE)].map(([date]) => date);
  const numbers = [...plain.replace(DATE, " ").matchAll(NUMBER)].map(
    ([text, whole, fraction = "", percent]): Written => ({
      text: text.trim(),
      value: Number(whole.replaceAll(",", "") + fraction),
      decimals: Math.max(0, fraction.length - 1),
      isPercent: percent !== undefined,
    }),
  );
  return { dates, numbers };
}

/** What a brief shows, gathered once for all who answer it. */
interface Shown {
  readonly dates: ReadonlySet<string>;
  readonly values: readonly number[];
  /** Whole numbers up to this many are counts of what is there. */
  readonly most: number;
}

const shownIn = new WeakMap<Brief, Shown>();

function shownBy(brief: Brief): Shown {
  const known = shownIn.get(brief);
  if (known) return known;
  const days = new Set<string>([brief.day]);
  const values: number[] = [brief.listed];
  for (const { value, label, standing, asOf, availableAt } of brief.facts) {
    days.add(asOf).add(availableAt.slice(0, 10));
    values.push(value, value * 100, ...figuresOf(label).numbers.map((one) => one.value));
    if (standing) values.push(standing.rank, standing.of, standing.z);
  }
  const texts = [...brief.missing.map(({ reason }) => reason)];
  for (const { text, availableAt } of brief.headlines) {
    days.add(availableAt.slice(0, 10));
    texts.push(text);
  }
  for (const { dates, numbers } of texts.map(figuresOf)) {
    for (const date of dates) days.add(date);
    values.push(...numbers.map(({ value }) => value));
  }
  for (const day of days) {
    // A masked prompt counts days back.
    values.push(Number(day.slice(0, 4)), Math.abs(calendarDaysBetween(day as Day, brief.day)));
  }
  const most = Math.max(brief.headlines.length, brief.facts.length, brief.listed);
  const shown = { dates: days, values: values.map(Math.abs), most };
  shownIn.set(brief, shown);
  return shown;
}

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
  const { dates, values, most } = shownBy(brief);
  const read = figuresOf(options.report ?? "");
  const scale = [1, 2, 3, 4, 5, rubric.horizonWeeks];
  for (const { weight } of rubric.pillars) scale.push(weight, weight * 100);
  const all = [...values, ...scale, ...read.numbers.map(({ value }) => value)];
  const said = figuresOf([
    ...ballot.rationale.map(({ reason }) => reason),
    ...Object.values(ballot.subScores).flatMap((one) =>
      one.kind === "abstention" ? [one.reason] : []
    ),
    ballot.summary,
  ].join("\n"));
  const unshown = [
    ...said.dates.filter((date) => !dates.has(date) && !read.dates.includes(date)),
    ...said.numbers.filter((one) => {
      const isCount = !one.isPercent && one.decimals === 0 && one.value <= most;
      return !isCount && !isOneOf(one, all);
    }).map(({ text }) => text),
  ];
  return [...new Set(unshown)].slice(0, MOST_LISTED);
}
