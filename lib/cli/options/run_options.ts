import type { Day } from "../../units.ts";
import { flag, option } from "./option.ts";
import { day, file, folder, whole, words } from "./readers.ts";
import { UsageError } from "./usage_error.ts";

/** Most threads beside the first. */
const MOST_WORKERS = 256;

/** Threads that share the work. */
export function workers(preset: string) {
  return {
    workers: option(whole(0, MOST_WORKERS), {
      value: "N",
      help: `threads beside the first that share the work, 0 for none (default: ${preset}); the ` +
        "figures are the same for any number",
    }),
  };
}

/** One for each core that the first thread does not use. */
export const WORKERS = workers("one per further core");

/** Random draws behind each test of luck; `draws` reads it. */
export const DRAWS = { value: "N" } as const;
export const draws = whole(1, 1_000_000);

/** The day to decide on. */
export const AS_OF = {
  "as-of": option(day, {
    value: "DAY",
    help: "decide at the close of this trading day, YYYY-MM-DD (default: the last one)",
  }),
};

/** First and last day. */
export function span(
  what: string,
  defaults: { readonly from?: string; readonly to?: string } = {},
) {
  const preset = (text: string | undefined) => text === undefined ? "" : ` (default: ${text})`;
  return {
    from: option(day, {
      value: "DAY",
      help: `first ${what}, YYYY-MM-DD${preset(defaults.from)}`,
    }),
    to: option(day, { value: "DAY", help: `last ${what}${preset(defaults.to)}` }),
  };
}

/** Refuses a last day before the first. */
export function checkSpan({ from, to }: { readonly from?: Day; readonly to?: Day }): void {
  if (from === undefined || to === undefined || from <= to) return;
  throw new UsageError(`Cannot use --to ${to}: it lies before --from ${from}`);
}

/** A quote or a plan, and nothing started. */
export function dryRun(what: string) {
  return { "dry-run": flag({ help: what }) };
}

/** A folder that results are written to. */
export function out(what: string) {
  return { out: option(folder, { value: "DIR", help: `write ${what} there` }) };
}

/** What is read once, on record. */
export const OPEN_HOLDOUT = {
  "open-holdout": option(words, {
    value: "KEY",
    help: "look at the days put away; each opening is recorded",
    needs: ["because", "the reason stays on record"],
  }),
  because: option(words, {
    value: "TEXT",
    help: "with it: the reason",
    needs: ["open-holdout", "it is the reason for opening the days put away"],
  }),
} as const;

/** All settings in one file, of which each command uses its part. */
export const SETTINGS = {
  settings: option(file, {
    value: "FILE",
    help:
      "all settings as JSON, of which each command uses its part and checks the whole: mandate, " +
      "costs and rules; providers, models and spending; evidence and record; and the block sweep",
  }),
};
