import { checkList, checkObject, checkOptions, shown } from "../arguments.ts";
import type { Snapshot } from "../market/mod.ts";
import type { Settings } from "../settings.ts";

/**
 * Refuses what is no day or no complete settings, or an option that there is not.
 *
 * @param action Beginning of the sentence.
 * @param names The options there are.
 */
export function checkArguments(
  action: string,
  snapshot: unknown,
  options: unknown,
  names: readonly string[],
): void {
  checkObject(action, "the day", snapshot, "what was known then, such as snapshot() gives");
  if (typeof (snapshot as Partial<Snapshot>).tradePrice !== "function") {
    throw new TypeError(
      `${action}: the day must be a snapshot, such as snapshot(market, day), got ${
        shown(snapshot)
      } without prices`,
    );
  }
  checkOptions(action, options, names);
  const { settings, holdings = [] } = options as Partial<{ settings: Settings; holdings: unknown }>;
  checkList(action, "holdings", holdings, "lines");
  if (settings === undefined) return;
  checkObject(action, "settings", settings, "every setting");
  const { mandate, trading, betas } = settings;
  const isComplete = [mandate, trading, betas].every((part) =>
    typeof part === "object" && part !== null
  );
  if (isComplete) return;
  throw new TypeError(
    `${action}: settings must be complete, as settings() of lab/settings makes them of a part; ` +
      `got ${shown(mandate)} as the mandate`,
  );
}

/** Refuses what is no plan from `rebalance`. */
export function checkPlan(action: string, plan: unknown): void {
  checkObject(action, "the plan", plan, "what rebalance gives");
  for (const part of ["book", "trades", "account"]) {
    checkObject(action, `the plan's ${part}`, (plan as Record<string, unknown>)[part], "its parts");
  }
}
