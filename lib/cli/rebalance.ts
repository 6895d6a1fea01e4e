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
import { type Market, type PriceWarning, simulatedMarket, snapshot } from "../market/mod.ts";
import { basketCsv, mandateLimits, ordersCsv } from "../portfolio/mod.ts";
import { type CalibratedConfidences, calibratedViews, committeeRecord } from "../signals/mod.ts";
import { type Settings, settings as checkedSettings, type SettingsInput } from "../settings.ts";
import { console } from "./console.ts";
import { decisionDay } from "./day_option.ts";
import { readHoldings } from "./holdings_file.ts";
import { isTold } from "./is_told.ts";
import { type InputFile, planJson } from "./plan_json.ts";
import { planText } from "./plan_text.ts";
import { priceWarningLines, readPriceFiles } from "./price_files.ts";
import { type RebalanceArguments, rebalanceArguments, USAGE } from "./rebalance_arguments.ts";
import { readJson } from "./read_json.ts";
import { ownScores, viewsOn } from "./own_scores.ts";
import { checkWritable, writeFiles } from "./write_files.ts";

async function inputFile(path: string): Promise<InputFile> {
  const bytes = await Deno.readFile(path);
  return { name: basename(path), sha256: createHash("sha256").update(bytes).digest("hex") };
}

/** The settings file with what the command line says on top of it. */
async function settingsOf(given: RebalanceArguments): Promise<Settings> {
  const file = given.settings === undefined
    ? {}
    : (await readJson(given.settings)) as SettingsInput;
  const where = given.settings === undefined ? "settings" : basename(given.settings);
  const { accountUsd, weights, turnover, relax } = given;
  const base = checkedSettings(file, where);
  return {
    ...base,
    ...(accountUsd === undefined ? {} : { accountUsd }),
    ...(relax === undefined ? {} : { relax: [...relax] }),
    ...(weights === undefined ? {} : {
      pillars: { fundamentals: weights[0], sentiment: weights[1], technicals: weights[2] },
    }),
    mandate: turnover === undefined
      ? base.mandate
      : mandateLimits({ ...base.mandate, turnover: turnover === "off" ? null : turnover }),
  };
}

interface World {
  readonly market: Market;
  readonly files: readonly InputFile[];
  readonly warnings: readonly PriceWarning[];
}

async function worldOf(given: RebalanceArguments, now: Date): Promise<World> {
  return given.prices.length === 0
    ? { market: simulatedMarket({ seed: given.seed }), files: [], warnings: [] }
    : await readPriceFiles(given, now);
}

/** What the confidences rest on, as the plan states it. */
function calibrationSentence({ curve, outcomes }: CalibratedConfidences): string {
  return curve.kind === "abstention"
    ? `Every confidence counts as 1: ${curve.reason}`
    : `Confidences are calibrated on ${outcomes} calls that were resolved by that day, ` +
      `${rarePercent(curve.baseRate)} of them right.`;
}

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
    const uncalibrated = settings.confidence === "calibrated"
      ? ' The setting confidence: "calibrated" is not applied to them: it needs a record of calls that ' +
        "were resolved, and scores of your own have none here. Their confidences are taken as stated."
      : "";
    return { views: viewsOn(own, today.day), scoredBy: own.sentence + uncalibrated };
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
 * @param args The words after the command; see `USAGE`.
 * @param world The present moment, by which prices are old or not.
 * @throws {LabError | RangeError | TypeError} With a sentence for the user; nothing is written then.
 */
export async function runRebalance(
  args: readonly string[],
  { now }: { readonly now: Date } = { now: new Date() },
): Promise<void> {
  const given = rebalanceArguments(args);
  if (given.help) return console.log(USAGE);
  checkWritable(given.out);
  const settings = await settingsOf(given);
  const { market, files, warnings } = await worldOf(given, now);
  for (const line of priceWarningLines(warnings, now)) console.error(line);
  const today = snapshot(market, decisionDay(market, given.asOf));
  const holdings = given.holdings === undefined ? [] : await readHoldings(given.holdings);
  const scored = await scoresOf(given, settings, market, today);
  const plan = rebalance(today, scored.views, {
    settings,
    holdings,
    equityUsd: given.accountUsd,
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

if (import.meta.main) {
  try {
    await runRebalance(Deno.args);
  } catch (error) {
    if (!isTold(error)) throw error;
    console.error(error.message);
    Deno.exitCode = 1;
  }
}
