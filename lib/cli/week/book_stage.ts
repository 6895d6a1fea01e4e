import { type Plan, rebalance } from "../../desk/mod.ts";
import type { Holding } from "../../portfolio/mod.ts";
import { withGross } from "../../week/mod.ts";
import type { WeekAccount } from "./account_stage.ts";
import type { WeekVerdict } from "./verdict_stage.ts";
import { marketInputs, type Week } from "./week.ts";
import { type StageInputs, valueHash } from "./week_folder.ts";

/** The book of a week, and what it was made from. */
export interface WeekBook {
  readonly plan: Plan;
  readonly holdings: readonly Holding[];
  readonly hash: string;
}

/**
 * The book of a week. It is made anew by every run: the same inputs give the same bytes, and a run that
 * goes on checks that they do.
 */
export async function bookStage(
  week: Week,
  { verdict, hash }: { readonly verdict: WeekVerdict; readonly hash: string },
  { holdings, inputs: held }: WeekAccount,
): Promise<WeekBook> {
  const { given, today, folder } = week;
  // Old views aim at less: the gross, and never the tilts, is what shrinks a whole book. Where none is
  // left to follow, what a person put in their place is not old.
  const settings = verdict.aged
    ? withGross(week.settings, verdict.aged.grossFactor)
    : week.settings;
  const plan = rebalance(today, verdict.views, {
    settings,
    holdings,
    equityUsd: given.account,
    closed: verdict.closed,
  });
  const inputs: StageInputs = {
    "3_verdict.json": hash,
    ...marketInputs(week),
    settings: valueHash(settings),
    account: valueHash(given.account ?? null),
    ...held,
  };
  const runtime = { deno: Deno.version.deno, v8: Deno.version.v8, arch: Deno.build.arch };
  return {
    plan,
    holdings,
    hash: await folder.put("book", { inputs, result: { runtime, plan } }),
  };
}
