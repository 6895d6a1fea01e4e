/**
 * `deno task rebalance`: from prices and scores to a hedged book and orders.
 *
 * @module
 */
import { join } from "node:path";
import { capacity, rebalance } from "../desk/mod.ts";
import { openMarket, snapshot } from "../market/mod.ts";
import { ordersCsv } from "../portfolio/mod.ts";
import { console } from "./console.ts";
import { decisionDay } from "./decision_day.ts";
import { inputFile } from "./input_file.ts";
import { basketOf } from "./rebalance/basket_of.ts";
import { readHoldings } from "./rebalance/holdings_file.ts";
import { stoppable } from "./stoppable.ts";
import { tellErrors } from "./tell_errors.ts";
import { planJson } from "./rebalance/plan_json.ts";
import { planText } from "./rebalance/plan_text.ts";
import { helpAsked } from "./options/help_text.ts";
import { priceWarningLines } from "./price_warning_lines.ts";
import { REBALANCE, rebalanceArguments } from "./rebalance/rebalance_arguments.ts";
import {
  bookSettings,
  checkSettings,
  laidSettings,
  withEvidence,
} from "./settings/read_settings.ts";
import type { CommitteeSurroundings } from "./committee/committee_run.ts";
import { polledFirst } from "./rebalance/polled_first.ts";
import { committeeScores, scoresOfDay } from "./rebalance/scores_of_day.ts";
import { checkWritable, writeFiles } from "./write_files.ts";

/**
 * Runs the command: reads what it is given, prints the plan, and writes it where asked.
 *
 * @param args The words after the command; see `REBALANCE`.
 * @param around The present moment, by which prices are old or not, and what a polling is done with.
 * @returns The exit code: 0, or 2 where a polling left nothing to decide on.
 * @throws {LabError | RangeError | TypeError} With a sentence for the user; nothing is written then.
 */
export async function runRebalance(
  args: readonly string[],
  around: { readonly now?: Date } & Omit<CommitteeSurroundings, "now"> = {},
): Promise<number> {
  const { now = new Date(), ...polling } = around;
  const help = helpAsked(REBALANCE, args);
  if (help !== undefined) {
    console.log(help);
    return 0;
  }
  const given = rebalanceArguments(args);
  checkWritable(given.out);
  const laid = await laidSettings(given), all = checkSettings(laid), settings = bookSettings(all);
  const isWeighted = laid.holds.pillars !== undefined;
  const opened = await openMarket(withEvidence(given.market, all), now),
    { market, files, warnings } = opened;
  for (const line of priceWarningLines(warnings, now)) console.error(line);
  const today = snapshot(market, decisionDay(market, given.asOf));
  const holdings = given.holdings === undefined ? [] : await readHoldings(given.holdings);
  const surroundings = {
    ...polling,
    ...(around.now ? { now: () => now.getTime() } : {}),
  };
  const polled = given.isPolled
    ? await stoppable(
      "what is paid for",
      (signal) => polledFirst(given, { opened, day: today.day }, { signal, ...surroundings }),
    )
    : undefined;
  if (typeof polled === "number") return polled;
  const scored = polled
    ? await committeeScores(polled, { settings, opened, record: all.record })
    : await scoresOfDay({ ...given, record: all.record }, {
      settings,
      isWeighted,
      opened,
      today,
    });
  const plan = rebalance(today, scored.views, {
    settings,
    holdings,
    equityUsd: given.account,
  });
  const sizes = given.capacity ? capacity(today, scored.views, { settings }) : undefined;

  console.log(planText(plan, { ...scored, explain: given.explain, capacity: sizes }));
  if (given.out === undefined) return 0;
  const named = async (path?: string) => path === undefined ? undefined : await inputFile(path);
  const { committee, record } = scored;
  const inputs = {
    prices: files,
    scores: await named(given.scores),
    ...(committee ? { committee } : {}),
    ...(record ? { record } : {}),
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
  return 0;
}

if (import.meta.main) {
  await tellErrors(() => runRebalance(Deno.args));
  // A call that was given up may still hold the process.
  Deno.exit(Deno.exitCode);
}
