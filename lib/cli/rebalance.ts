/**
 * `deno task rebalance`: from prices and scores to a hedged book and orders.
 *
 * @module
 */
import { rarePercent } from "../words.ts";
import { basename, join } from "node:path";
import { createHash } from "node:crypto";
import {
  convene,
  pillarsUsedText,
  rubric,
  type SectorView,
  type Verdict,
  views,
} from "../committee/mod.ts";
import { capacity, type Plan, rebalance } from "../desk/mod.ts";
import { type InputFile, type Market, openMarket, snapshot } from "../market/mod.ts";
import { basketCsv, ordersCsv } from "../portfolio/mod.ts";
import { type CalibratedConfidences, calibratedViews, committeeRecord } from "../signals/mod.ts";
import type { Settings } from "../settings.ts";
import { console } from "./console.ts";
import { decisionDay } from "./decision_day.ts";
import { readHoldings } from "./holdings_file.ts";
import { tellErrors } from "./tell_errors.ts";
import { planJson } from "./plan_json.ts";
import { planText } from "./plan_text.ts";
import { helpAsked } from "./options/help_text.ts";
import { priceWarningLines } from "./price_warning_lines.ts";
import { REBALANCE, type RebalanceArguments, rebalanceArguments } from "./rebalance_arguments.ts";
import { bookSettings, readSettings } from "./settings/read_settings.ts";
import { ownScores, viewsOn } from "./own_scores.ts";
import { checkWritable, writeFiles } from "./write_files.ts";

async function inputFile(path: string): Promise<InputFile> {
  const bytes = await Deno.readFile(path);
  return { name: basename(path), sha256: createHash("sha256").update(bytes).digest("hex") };
}

/** What the confidences rest on, as the plan states it. */
function calibrationSentence({ curve, outcomes }: CalibratedConfidences): string {
  return curve.kind === "abstention"
    ? `Every confidence counts as 1: ${curve.reason}`
    : `Confidences are calibrated on ${outcomes} calls that were resolved by that day, ` +
      `${rarePercent(curve.baseRate)} of them right.`;
}

/** What own scores say where the settings ask for calibration. */
const NOT_CALIBRATED =
  ' The setting confidence: "calibrated" is not applied to them: it needs a record of calls that were ' +
  "resolved, and own scores bring none. Their confidences are taken as stated.";

/** The reader's own scores, or the verdict of the rule analyst. */
async function scoresOf(
  given: RebalanceArguments,
  settings: Settings,
  market: Market,
  today: ReturnType<typeof snapshot>,
): Promise<{ views: readonly SectorView[]; verdict?: Verdict; scoredBy: string }> {
  const { fundamentals, sentiment, technicals } = settings.pillars;
  const weights = { fundamentals, sentiment, technicals };
  if (given.scores !== undefined) {
    const own = await ownScores({ ...given, scores: given.scores }, {
      ...(given.weights ? { weights } : {}),
      preset: weights,
      days: [today.day],
    });
    return {
      views: viewsOn(own, today.day),
      scoredBy: own.sentence + (settings.confidence === "calibrated" ? NOT_CALIBRATED : ""),
    };
  }
  const asked = rubric({ weights });
  const verdict = await convene(today, { rubric: asked });
  const used = [...new Set(verdict.sectors.flatMap((sector) => sector.pillarsUsed))];
  const scoredBy = used.length === 0
    ? "The rule analyst found no pillar that it could score."
    : `The rule analyst, from ${pillarsUsedText(verdict.sectors)}${
      used.length < 3 ? "; for the other pillars these data hold nothing, and they abstain" : ""
    }.`;
  if (settings.confidence !== "calibrated") {
    return { views: views(verdict, { confidence: settings.confidence }), verdict, scoredBy };
  }
  const record = await committeeRecord(market, today.day, { rubric: asked });
  const { views: calibrated, calibration } = calibratedViews(verdict, record);
  return {
    views: calibrated,
    verdict,
    scoredBy: `${scoredBy} ${calibrationSentence(calibration)}`,
  };
}

/**
 * The basket for a terminal. Where an order is in dollars it holds none, and so replaces the basket of an
 * earlier run, which must not lie beside other orders.
 */
function basketOf({ day, trades: { orders } }: Plan): { text: string; note: string | undefined } {
  const inDollars = orders.filter(({ shares }) => shares === undefined).map(({ ticker }) => ticker);
  return {
    text: basketCsv(inDollars.length > 0 ? [] : orders, { tag: `lab-${day}` }),
    note: inDollars.length === 0
      ? undefined
      : `basket.csv holds no order: a terminal takes whole shares, and ${inDollars.join(", ")} ` +
        `${inDollars.length === 1 ? "is" : "are"} ordered in dollars.`,
  };
}

/**
 * Runs the command: reads what it is given, prints the plan, and writes it where asked.
 *
 * @param args The words after the command; see `REBALANCE`.
 * @param world The present moment, by which prices are old or not.
 * @throws {LabError | RangeError | TypeError} With a sentence for the user; nothing is written then.
 */
export async function runRebalance(
  args: readonly string[],
  { now }: { readonly now: Date } = { now: new Date() },
): Promise<void> {
  const help = helpAsked(REBALANCE, args);
  if (help !== undefined) return console.log(help);
  const given = rebalanceArguments(args);
  checkWritable(given.out);
  const settings = bookSettings(await readSettings(given));
  const { market, files, warnings } = await openMarket(given.market, now);
  for (const line of priceWarningLines(warnings, now)) console.error(line);
  const today = snapshot(market, decisionDay(market, given.asOf));
  const holdings = given.holdings === undefined ? [] : await readHoldings(given.holdings);
  const scored = await scoresOf(given, settings, market, today);
  const plan = rebalance(today, scored.views, {
    settings,
    holdings,
    equityUsd: given.account,
  });
  const sizes = given.capacity ? capacity(today, scored.views, { settings }) : undefined;

  console.log(planText(plan, { ...scored, explain: given.explain, capacity: sizes }));
  if (given.out === undefined) return;
  const named = async (path?: string) => path === undefined ? undefined : await inputFile(path);
  const inputs = {
    prices: files,
    scores: await named(given.scores),
    holdings: await named(given.holdings),
    settings: await named(given.settings),
    warnings,
  };
  const basket = basketOf(plan);
  const texts = {
    "orders.csv": ordersCsv(plan.trades.orders),
    "basket.csv": basket.text,
    "rebalance.json": planJson({ inputs, verdict: scored.verdict, plan, capacity: sizes }),
  };
  await writeFiles(given.out, texts);
  console.log(`Written: ${Object.keys(texts).map((name) => join(given.out!, name)).join(", ")}`);
  if (basket.note !== undefined) console.log(basket.note);
}

if (import.meta.main) await tellErrors(() => runRebalance(Deno.args));
