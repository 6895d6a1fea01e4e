import { outsideLine } from "../../outside_text.ts";
import type { GroupSummary, RecordFigure, RecordSummary } from "../../record/mod.ts";
import { counted, decimals, dollars, listed, number, percent } from "../../words.ts";
import { recordLine } from "./record_at.ts";

/** Days that are named one by one; a long list is counted. */
const MOST_NAMED = 5;
/** Letters of a hash that tell it from others. */
const HASH_LETTERS = 8;
const WIDTH = 14;

/** What each convention is about. */
const CONVENTION_NAMES: Readonly<Record<string, string>> = {
  calls: "Calls",
  hitRate: "Hit rate",
  calibration: "Calibration",
  houseBias: "House bias",
  noise: "Noise",
  edge: "Gross edge",
  usdPerBp: "$ per bp",
};

const whole = (count: number) => number(count, { digits: 0 });

/** A figure with its interval and the reason where either is missing. */
function figure(
  { value, low, high, reason }: RecordFigure,
  show: (value: number) => string,
  unit = "",
): string {
  if (value === undefined) return reason ?? "";
  const ends = low === undefined || high === undefined
    ? ""
    : ` (${show(low)} to ${show(high)}${unit})`;
  return `${show(value)}${unit}${ends}${reason === undefined ? "" : `, ${reason}`}`;
}

const inPercent = (share: number) => decimals(100 * share, 1);

/** Whose ballots these are. */
function groupName({ names, counts }: GroupSummary, number: number): string {
  const all = (values: readonly string[]) => listed(values.map((one) => outsideLine(one)));
  const models = names.model.join() === "none" ? "" : ` (${all(names.model)})`;
  return `${number}. ${all(names.analyst)}${models}, ${all(names.market)}, ` +
    `${names.masked.map((masked) => masked ? "masked" : "named").join(" and ")}, ` +
    `prompt ${all(names.prompt)}, rubric ${
      all(names.rubric.map((one) => one.slice(0, HASH_LETTERS)))
    }, ${counted(names.horizonWeeks[0], "week")}, ${
      names.asked[0] === "forward" ? "forward" : "about the past"
    }${counts.ballots === 0 ? ", nothing but failures" : ""}`;
}

/** Dollars of which a few calls cost less than a cent. */
const usd = (value: number) => dollars(value, { digits: value === 0 ? 0 : value < 1 ? 4 : 2 });

function calibrationText({ calibration: { quality, reason } }: GroupSummary): string {
  if (quality === undefined) return reason ?? "";
  const ends = ({ low, high }: { readonly low?: number; readonly high?: number }) =>
    low === undefined || high === undefined ? "" : ` (${decimals(low, 3)} to ${decimals(high, 3)})`;
  const { brier, brierOfBaseRate, calibrationError } = quality;
  return `Brier ${decimals(brier.value, 3)}${ends(brier)}, base rate alone ` +
    `${decimals(brierOfBaseRate, 3)}; error ${decimals(calibrationError.value, 3)}` +
    `${ends(calibrationError)}, ${decimals(calibrationError.byChance, 3)} by chance` +
    (reason === undefined ? "" : `; ${reason}`);
}

function biasText({ houseBias }: GroupSummary): string {
  if (houseBias.length === 0) return "not testable yet: no score";
  const apart = houseBias.filter(({ low, high }) => low !== undefined && (low > 0 || high! < 0));
  const untested = houseBias.filter(({ low }) => low === undefined);
  if (untested.length === houseBias.length) return untested[0].reason!;
  const show = (value: number) => decimals(value, 2, { signed: true });
  const named = apart.map((one) => `${one.sector} ${figure(one, show)}`);
  const days = Math.max(...houseBias.map(({ days }) => days));
  return (named.length === 0 ? "no sector apart from 0" : named.join(", ")) +
    ` on ${counted(days, "day")}` +
    (untested.length === 0 ? "" : `; ${untested.map(({ sector }) => sector).join(", ")} not yet`);
}

function answerText({ answer, counts }: GroupSummary): string {
  const { costKnown, costUsd, meanUsd, latencyKnown, medianSeconds, slowSeconds } = answer;
  const asked = counts.ballots + counts.askedAgain + counts.failed;
  const cost = meanUsd === undefined
    ? "cost unknown"
    : `${usd(meanUsd)} each, ${usd(costUsd)} in all` +
      (costKnown === asked ? "" : ` (known of ${whole(costKnown)} of ${whole(asked)})`);
  const time = medianSeconds === undefined
    ? "time unknown"
    : `${decimals(medianSeconds, 1)} s, one in twenty above ${decimals(slowSeconds!, 1)} s` +
      (latencyKnown === asked ? "" : ` (known of ${whole(latencyKnown)})`);
  return `${cost}; ${time}`;
}

/** One group, a line for each figure. */
function groupText(group: GroupSummary, place: number): string {
  const { counts, hitRate, noise, edgeBps, usdPerBp } = group;
  const left = [
    [counts.failed, "failed"],
    [counts.withoutScore, "without a score"],
    [counts.contaminated, "contaminated"],
    [counts.askedAgain, "asked again"],
  ] as const;
  const line = (name: string, text: string) => `   ${name.padEnd(WIDTH)}${text}\n`;
  const { all, threes } = hitRate;
  return [
    `${groupName(group, place)}\n`,
    line(
      "ballots",
      `${whole(counts.ballots)} on ${counted(counts.days, "day")}; ` +
        left.map(([count, what]) => `${whole(count)} ${what}`).join(", ") +
        `; ${whole(counts.abstentions)} pillars abstained`,
    ),
    line(
      "judged",
      `${counted(counts.judgedDays, "day")}, ${whole(counts.daysApart)} of them without overlap`,
    ),
    line(
      "hit rate",
      figure(hitRate, inPercent, " %") +
        (hitRate.value === undefined
          ? ""
          : `, ${counted(hitRate.n, "call")} on ${counted(hitRate.days, "day")}`) +
        (threes === 0 ? "" : `, ${whole(threes)} threes left out`) +
        (all.calls === hitRate.n
          ? ""
          : `; ${percent(all.hits / all.calls)} of all ${whole(all.calls)}`),
    ),
    line("calibration", calibrationText(group)),
    line("house bias", biasText(group)),
    line(
      "noise",
      figure(noise, (value) => decimals(value, 2), " points") +
        (noise.n === 0 ? "" : `, ${counted(noise.n, "question")}`),
    ),
    line(
      "gross edge",
      figure(edgeBps, (value) => decimals(value, 1), " bp") +
        (edgeBps.value === undefined ? "" : ` a decision, ${counted(edgeBps.n, "decision")}`),
    ),
    line(
      "$ per bp",
      (usdPerBp.unknown > 0 && usdPerBp.value !== undefined ? "at least " : "") +
        figure(usdPerBp, usd),
    ),
    line("an answer", answerText(group)),
  ].join("");
}

/** Days that are over and wait, and those that are open. */
function decisionsText({ decisions }: RecordSummary): string {
  const of = (state: string) => decisions.filter((one) => one.state === state);
  const over = of("over"), open = of("open"), next = open.map(({ end }) => end).sort()[0];
  const prices = over.filter(({ market }) => market === "real").map(({ end }) => end).sort();
  const named = over.slice(0, MOST_NAMED).map(({ day, market }) =>
    market === "real" ? day : `${day} (${outsideLine(market)})`
  );
  return `Decision days: ${whole(of("resolved").length)} resolved, ${
    whole(over.length + open.length)
  } pending.\n` +
    (open.length === 0 ? "" : `Open: ${whole(open.length)}, the next until ${next}.\n`) +
    (over.length === 0
      ? ""
      : `Over, and not resolved: ${named.join(", ")}${
        over.length > MOST_NAMED ? ` and ${whole(over.length - MOST_NAMED)} more` : ""
      }; run record resolve${
        prices.length === 0 ? "" : ` --prices FILE, with closes to ${prices[prices.length - 1]}`
      }.\n`);
}

/** The summary of a record as text. */
export function recordText(summary: RecordSummary): string {
  const { record, groups, notes, problems, conventions, level, pool, weights } = summary;
  const shares = Object.values(weights).map((share) => decimals(100 * share, 0)).join("/");
  return [
    `${recordLine(record)}\n`,
    decisionsText(summary),
    ...(pool.length === 0 ? [] : [`Pooled over ${listed(pool)}.\n`]),
    ...notes.map((note) => `Note: ${note}.\n`),
    ...problems.map(({ kind, what }) =>
      `${kind === "conflict" ? "Conflict" : "Not as it was written"}: ${outsideLine(what)}.\n`
    ),
    "\n",
    ...groups.map((group, i) => `${groupText(group, i + 1)}\n`),
    `Intervals hold with ${percent(level, { digits: 0 })}; weights ${shares}.\n`,
    ...Object.entries(conventions).map(([name, text]) => `${CONVENTION_NAMES[name]}: ${text}.\n`),
  ].join("");
}
