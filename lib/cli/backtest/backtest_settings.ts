import { basename } from "node:path";
import { checkLimits } from "../../portfolio/mod.ts";
import type { BookRule } from "../../research/mod.ts";
import type { Settings } from "../../settings.ts";
import { type BacktestArguments, usualDraws } from "./backtest_arguments.ts";
import { keepsLimits, NO_TRADE_RULES } from "../options/book_options.ts";
import {
  bookSettings,
  checkSettings,
  laidSettings,
  withEvidence,
} from "../settings/read_settings.ts";

/** What a backtest runs by: the command line over the settings file over the lab's own. */
export interface BacktestTerms extends BacktestArguments {
  readonly settingsOf: Settings;
  /** What the settings say and a backtest cannot do, sentences. */
  readonly unheard: readonly string[];
}

/**
 * The command line of a backtest on top of its settings file: pillars, account, mandate, trading costs,
 * betas and the rule of confidences.
 *
 * @throws {DataError} If the file cannot be read, or a field is unknown or out of range.
 */
export async function backtestTerms(given: BacktestArguments): Promise<BacktestTerms> {
  const laid = await laidSettings(given), { holds } = laid, { said } = given;
  const all = checkSettings(laid), settingsOf = bookSettings(all);
  const { mandate, pillars, trading } = settingsOf;
  const isMandated = holds.mandate !== undefined && !said.has("mandate") && keepsLimits(given.book);
  const rule: BookRule = isMandated
    ? {
      kind: "limits",
      limits: given.book === "mandate" ? mandate : checkLimits({ ...mandate, ...NO_TRADE_RULES }),
    }
    : given.rule;
  return {
    ...given,
    weights: [pillars.fundamentals, pillars.sentiment, pillars.technicals],
    areWeighted: holds.pillars !== undefined,
    account: settingsOf.accountUsd,
    costBps: trading.feeBps,
    market: withEvidence(given.market, all),
    record: all.record,
    rule,
    draws: said.has("draws") ? given.draws : usualDraws(rule),
    mandate: !isMandated
      ? given.mandate
      : typeof holds.mandate === "string"
      ? holds.mandate
      : `of ${basename(given.settings!)}`,
    settingsOf,
    unheard: trading.shortSpdr
      ? [
        "The setting trading.shortSpdr is not applied: a backtest sells inverse funds alone short.",
      ]
      : [],
  };
}
