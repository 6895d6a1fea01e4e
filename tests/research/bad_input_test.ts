import { throws } from "node:assert/strict";
import {
  backtest,
  backtestScores,
  decisionDays,
  EQUAL_WEIGHT,
  randomCommittees,
  scorePolicy,
  shiftFuture,
} from "lab/research";
import { simulatedMarket } from "lab/market";

// deno-lint-ignore no-explicit-any
type Anything = any;
const market = simulatedMarket({ seed: 7, years: 1 });
const run = (change: Anything) => () => backtest(market, { policy: EQUAL_WEIGHT, ...change });

Deno.test("lab/research refuses words and options that there are not, in one sentence each", () => {
  const table: readonly (readonly [() => unknown, string])[] = [
    [
      run({ fill: "same  close" }),
      'Cannot run a backtest: fill must be "next open" or "same close", got "same  close"',
    ],
    [
      run({ shorts: "fund" }),
      'Cannot run a backtest: shorts must be "funds" or "synthetic", got "fund"',
    ],
    [
      run({ schedule: "daily" }),
      'Cannot run a backtest: schedule must be "weekly", "4weeks", "monthly" or "vintages", got "daily"',
    ],
    [
      run({ costs: { fee: 2 } }),
      'Cannot run a backtest: costs has no "fee"; it has impactCoefficient, commissionUsd, feeBps',
    ],
    [
      run({ fills: "next open" }),
      'Cannot run a backtest: there is no option "fills"; the options are policy, scores, onStep, ' +
      "equityUsd, schedule, days, fill, shorts, costs, betas, instruments",
    ],
    [
      () => scorePolicy({ kind: "limit" } as Anything),
      'Cannot run a backtest: the kind of the rule must be "tilt" or "limits", got "limit"',
    ],
    [
      () => scorePolicy({ kind: "tilt", hedge: "full" } as Anything),
      'Cannot run a backtest: the hedge of the rule must be "none" or "beta", got "full"',
    ],
    [
      () => scorePolicy({ kind: "tilt", limits: {} } as Anything),
      'Cannot run a backtest: the rule has no "limits"; it has kind and hedge',
    ],
    [
      () => decisionDays(market, "week" as Anything),
      'Cannot decide on a schedule: schedule must be "weekly", "4weeks", "monthly" or "vintages", got "week"',
    ],
    [
      () => randomCommittees({} as Anything, {} as Anything, { seed: 1, kind: "dice" } as Anything),
      'Cannot draw random committees: kind must be "permuted labels" or "dice anew", got "dice"',
    ],
    [
      () => shiftFuture(market, market.prices.days[9], 1, { changes: ["move"] as Anything }),
      'Cannot shift the future: each of changes must be "change", "add" or "delete", got "move"',
    ],
    [
      () =>
        backtestScores({ days: [] } as Anything, { days: [], scores: new Float64Array(0) }, {
          rule: { kind: "tilts" } as Anything,
        }),
      'Cannot run a backtest: the kind of the rule must be "tilt" or "limits", got "tilts"',
    ],
  ];
  for (const [call, message] of table) throws(call, { message });
});
