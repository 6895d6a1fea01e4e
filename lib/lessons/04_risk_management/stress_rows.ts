import type { LegBar, StressBar } from "../../charts/mod.ts";
import { stressPnl, type StressWindow } from "../../hedging/mod.ts";
import { SECTOR_LABELS } from "../../market/mod.ts";
import type { HeldBook } from "../kit/chart_rows.ts";

/**
 * Where the windows' returns come from, as the line that ends a caption.
 *
 * @example
 * ```ts
 * import { stressSource } from "lab/lesson/04";
 * import { readStressWindows } from "lab/hedging";
 * import { match } from "node:assert/strict";
 *
 * match(stressSource(await readStressWindows()), /^Source: real, .* to \d{4}-\d\d-\d\d\.$/);
 * ```
 */
export function stressSource(windows: readonly StressWindow[]): string {
  const from = windows.map((window) => window.from).toSorted()[0];
  const to = windows.map((window) => window.to).toSorted().at(-1);
  return `Source: real, total returns of sector funds and SPY (data/stress_windows.csv), ` +
    `${from} to ${to}.`;
}

/**
 * One bar per window: what the book would have gained or lost in it.
 *
 * A window in which a position has no return, because its fund did not exist, shows the sum of the
 * others and says what is missing.
 *
 * @param windows Such as `readStressWindows` gives.
 * @param book Exposures, which count as they are at the start.
 *
 * @example A window older than the fund
 * ```ts
 * import { stressRows } from "lab/lesson/04";
 * import { readStressWindows } from "lab/hedging";
 * import { equal } from "node:assert/strict";
 *
 * const book = { sectors: ["XLC" as const, "XLE" as const], weights: [0.2, -0.2], hedge: 0 };
 * const rows = stressRows(await readStressWindows(), book);
 * equal(rows.find(({ label }) => label === "Dot-com")!.missing, "without XLC");
 * ```
 */
export function stressRows(windows: readonly StressWindow[], book: HeldBook): StressBar[] {
  return windows.map((window) => {
    const { total, knownPnl, missing } = stressPnl(window, book);
    return {
      label: window.name,
      group: window.kind === "crash" ? "Crashes" : "Rebounds, rotations",
      pnl: total ?? knownPnl,
      ...(missing.length === 0 ? {} : {
        missing: `without ${missing.map((one) => one === "market" ? "hedge" : one).join(", ")}`,
      }),
    };
  });
}

/**
 * One bar per position and window, the hedge last.
 *
 * @param windows Each becomes a panel, named after it.
 * @param book Exposures at the start.
 *
 * @example
 * ```ts
 * import { legRows } from "lab/lesson/04";
 * import { readStressWindows } from "lab/hedging";
 * import { equal } from "node:assert/strict";
 *
 * const [window] = await readStressWindows();
 * const book = { sectors: ["XLE" as const], weights: [-0.2], hedge: 0.1 };
 * equal(legRows([window], book).at(-1)!.label, "Hedge");
 * ```
 */
export function legRows(windows: readonly StressWindow[], book: HeldBook): LegBar[] {
  return windows.flatMap((window) =>
    stressPnl(window, book).legs.map(({ scope, side, pnl }) => ({
      panel: window.name,
      label: scope === "market" ? "Hedge" : SECTOR_LABELS[scope],
      side,
      pnl,
    }))
  );
}
