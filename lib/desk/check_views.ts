import { checkFields, checkList, shown } from "../arguments.ts";
import type { SectorView } from "../committee/mod.ts";
import { isSector, SECTORS } from "../market/mod.ts";

/**
 * Refuses views that are none: each sector at most once, its score from 1 to 5, its confidence from
 * 0 to 1.
 *
 * @throws {RangeError} Naming the sector and what would be right.
 */
export function checkViews(views: readonly SectorView[]): void {
  const seen = new Set<string>();
  checkList("Cannot rebalance", "views", views, "views");
  for (const view of views) {
    checkFields("Cannot rebalance", "a view", view, ["sector", "score", "confidence", "note"]);
    const { sector, score, confidence } = view;
    const refuse = (what: string): never => {
      throw new RangeError(`Cannot rebalance: ${what}`);
    };
    if (!isSector(sector)) {
      refuse(`${shown(sector)} is no sector; the sectors are ${SECTORS.join(" ")}`);
    }
    if (seen.has(sector)) refuse(`${sector} has two views; give each sector one`);
    seen.add(sector);
    // Written so that a NaN and a text fail.
    if (!(typeof score === "number" && score >= 1 && score <= 5)) {
      refuse(`the score of ${sector} must be a number from 1 to 5, got ${shown(score)}`);
    }
    if (!(typeof confidence === "number" && confidence >= 0 && confidence <= 1)) {
      refuse(`the confidence of ${sector} must be a number from 0 to 1, got ${shown(confidence)}`);
    }
  }
}
