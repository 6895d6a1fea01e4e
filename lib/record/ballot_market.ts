import { createHash } from "node:crypto";
import type { OpenMarket } from "../market/mod.ts";
import type { BallotMarket } from "./recorded_ballot.ts";

/**
 * What ballots about a market are about: its seed, or the hash of all files of prices and evidence.
 *
 * @param opened As `openMarket` gives it; a real market without files is the bundled industries.
 *
 * @example The order of the files does not matter
 * ```ts
 * import { simulatedMarket } from "lab/market";
 * import { ballotMarket } from "lab/record";
 * import { deepEqual } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 1 });
 * deepEqual(ballotMarket({ market, files: [] }), { kind: "simulated", seed: 7 });
 * ```
 */
export function ballotMarket(
  { market, files }: Pick<OpenMarket, "market" | "files">,
): BallotMarket {
  const { source } = market;
  if (source.kind === "simulated") return { kind: "simulated", seed: source.seed };
  if (files.length === 0) return { kind: "industries" };
  const hashes = files.map(({ sha256 }) => sha256).toSorted();
  return { kind: "real", data: createHash("sha256").update(hashes.join("\n")).digest("hex") };
}

/**
 * A market's kind as a reader names it, by which statistics are kept apart; data that grew are one.
 *
 * @example
 * ```ts
 * import { marketName } from "lab/record";
 * import { equal } from "node:assert/strict";
 *
 * equal(marketName({ kind: "simulated", seed: 7 }), "simulated seed 7");
 * equal(marketName({ kind: "real", data: "0".repeat(64) }), "real");
 * ```
 */
export function marketName(market: BallotMarket): string {
  return market.kind === "simulated" ? `simulated seed ${market.seed}` : market.kind;
}
