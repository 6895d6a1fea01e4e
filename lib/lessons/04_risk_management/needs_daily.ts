import type { Snapshot } from "../../market/mod.ts";
import { type Notice, notice } from "../kit/notice.ts";

/** Fewest trading days with which a section on funds and hedges makes sense: a beta and half a year. */
const FEWEST_DAYS = 190;

/**
 * Why a section that follows days does not apply to these data; nothing where it does.
 *
 * @example
 * ```ts
 * import { lessonMarket } from "lab/lesson";
 * import { needsDaily } from "lab/lesson/04";
 * import { equal } from "node:assert/strict";
 *
 * const { snapshot } = await lessonMarket("simulated", { seed: 7 });
 * equal(needsDaily(snapshot), undefined);
 * ```
 */
export function needsDaily(snapshot: Snapshot): Notice | undefined {
  if (snapshot.frequency === "monthly") {
    return notice(
      "note",
      "This part follows days and funds. These data are monthly and know neither daily returns nor " +
        "inverse funds, so it does not apply; the lesson goes on below.",
    );
  }
  const days = snapshot.tradingDays().length;
  return days >= FEWEST_DAYS ? undefined : notice(
    "note",
    `This part needs ${FEWEST_DAYS} trading days and there are ${days}, so it does not apply; the ` +
      "lesson goes on below.",
  );
}
