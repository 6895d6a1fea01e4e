import { type Study, studyRows } from "../../study/mod.ts";
import type { BacktestTerms } from "./backtest_settings.ts";
import type { RunInputs } from "../rebalance/plan_json.ts";
import { runtime } from "../runtime.ts";

/** Rows that hang on how much was tried before: they change while nothing in the run does. */
const COUNTED = ["dsr", "holdout"];

/**
 * A study as one JSON text: inputs with their hashes, what was chosen, every figure with its interval.
 *
 * The same inputs and choices give the same bytes on the same Deno and processor, but for the last
 * member, `counted`: the deflated ratio and the verdict hang on how much was tried in this lab. It holds
 * no clock time and no folder; whether prices are stale is told by the day of the run. A number that is
 * not known is null.
 */
export function backtestJson(
  study: Study,
  given: BacktestTerms,
  inputs: Omit<RunInputs, "holdings" | "committee">,
): string {
  const { panel, split, tally, family, holdout } = study;
  const rows = studyRows(study), { ic, hits, conventions } = study.signals();
  const everything = {
    format: "sector-committee-lab/study/1",
    runtime: runtime(),
    inputs,
    source: study.source,
    chosen: {
      config: study.config,
      seed: study.seed,
      draws: given.draws,
      ...(given.scores === undefined ? { weights: given.weights } : { scoredBy: given.scoredBy }),
      ...(given.scores === undefined ? { confidence: given.settingsOf.confidence } : {}),
      ...(study.source.kind === "simulated" ? { years: given.years } : {}),
      without: given.without,
      book: given.book,
      ...(study.rule.kind === "limits" ? { mandate: given.mandate } : {}),
      limits: study.rule.kind === "limits" ? study.rule.limits : undefined,
      schedule: panel.schedule,
      fill: panel.fill,
      shorts: panel.shorts,
      feeBps: given.costBps,
      accountUsd: given.account,
      from: panel.days[0],
      to: panel.days[panel.steps],
      decisions: panel.steps,
    },
    holdout: holdout && { ...holdout, opened: holdout.opened !== undefined },
    memory: {
      isRemembered: study.isRemembered,
      after: split.after.length,
      contaminated: split.contaminated.length,
      models: split.models,
    },
    rows: rows.filter(({ key }) => !COUNTED.includes(key)),
    measures: study.measures(),
    baselines: study.baselines().map(({ name, label }) => ({ name, label })),
    tests: study.tests(),
    chance: (["permuted labels", "dice anew"] as const).map((kind) => {
      const { label, seed, draws, percentile, turnover, values } = study.chance(kind);
      return { kind, label, seed, draws, percentile, turnover, sharpes: [...values] };
    }),
    signals: { conventions, ic, hits },
    returns: study.days.map((day, t) => [day, study.net[t], study.riskFree[t]]),
    counted: {
      family,
      tried: tally?.families[family].tried,
      rows: rows.filter(({ key }) => COUNTED.includes(key)),
      verdict: study.verdict(),
    },
  };
  return JSON.stringify(everything, null, 1) + "\n";
}
