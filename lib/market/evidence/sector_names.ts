import { isSector, type Sector, SECTOR_LABELS, SECTORS } from "../sectors.ts";

/** Names of GICS sectors and their codes, where the lab's own label is another one. */
const GICS: Readonly<Record<string, Sector>> = {
  "10": "XLE",
  "15": "XLB",
  "20": "XLI",
  "25": "XLY",
  "30": "XLP",
  "35": "XLV",
  "40": "XLF",
  "45": "XLK",
  "50": "XLC",
  "55": "XLU",
  "60": "XLRE",
  "communication services": "XLC",
  "information technology": "XLK",
  "consumer staples": "XLP",
  "consumer discretionary": "XLY",
};

const BY_NAME: ReadonlyMap<string, Sector> = new Map([
  ...Object.entries(GICS),
  ...SECTORS.map((sector) => [SECTOR_LABELS[sector].toLowerCase(), sector] as const),
]);

/**
 * The sector that a cell names: by its fund, by the lab's label, or by its GICS name or code.
 *
 * @returns `undefined` where it names none.
 *
 * @example
 * ```ts
 * import { sectorNamed } from "./sector_names.ts";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(["xlk", "Information Technology", "45", "Banks"].map(sectorNamed), [
 *   "XLK",
 *   "XLK",
 *   "XLK",
 *   undefined,
 * ]);
 * ```
 */
export function sectorNamed(text: string): Sector | undefined {
  if (isSector(text)) return text;
  const fund = text.toUpperCase();
  return isSector(fund) ? fund : BY_NAME.get(text.toLowerCase());
}
