import { checkList, checkNumber, checkObject } from "../../arguments.ts";
import type { HeldExposures } from "./holdings.ts";

/** Refuses what is no account as `heldExposures` gives it. */
export function checkAccount(action: string, account: unknown): void {
  checkObject(action, "the account", account, "day, equityUsd and positions");
  const { equityUsd, positions } = account as Partial<HeldExposures>;
  checkList(action, "the positions of the account", positions, "positions");
  const what = "dollars above 0";
  checkNumber(action, "the equity of the account", equityUsd, { low: Number.MIN_VALUE, what });
}
