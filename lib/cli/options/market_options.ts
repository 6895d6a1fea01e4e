import type { MarketChoice } from "../../market/mod.ts";
import { flag, many, option, type OptionValues } from "./option.ts";
import { file, folder, number, seed, whole, words } from "./readers.ts";

/** Options of every command that reads prices. */
export const PRICES = {
  prices: many(file, {
    value: "FILE",
    help: "daily prices, CSV or Parquet, or a folder of them; closes are taken to count dividends",
  }),
  "without-dividends": flag({
    help: "they are prices alone: returns count no dividends, and say so",
    needs: ["prices", "it says what the closes of price files count"],
  }),
  accept: many(words, {
    value: "WORD",
    help:
      "a warning about the prices that you have checked, such as jumps:XLF; it changes no figure",
    needs: ["prices", "it names a warning about them that you have checked"],
  }),
  evidence: option(folder, {
    value: "DIR",
    help:
      "folder with what is known beside the prices: fundamentals, headlines, flows, rates, styles, " +
      "figures, each as CSV, Parquet or JSON lines",
    needs: ["prices", "a simulated market has evidence of its own"],
  }),
  "known-after": option(whole(0, 400), {
    value: "DAYS",
    help: "days after its period's end from which a row of evidence counts, in files without " +
      "available_at; every source line then says so",
    needs: ["evidence", "it says when rows of evidence count", "settings"],
  }),
};

/** The bundled industries. */
export const INDUSTRIES = {
  industries: flag({
    help: "the bundled monthly returns of 1949 to 2017",
    notWith: { prices: "need one market" },
  }),
};

/** Why only a simulated market has what an option names. */
export const SIMULATED_ALONE = {
  prices: "it is about a simulated market, and prices are a real one",
  industries: "it is about a simulated market, and the industries are a real one",
};

/** The world of the simulated market, and of dice where a command throws any. */
export const SEED = {
  seed: option(seed, {
    value: "N",
    help: "world of the simulated market, and of all dice and bootstraps",
    preset: "7",
  }),
};

/** The same for a command without dice, where a seed beside a real market would say nothing. */
export const WORLD = {
  seed: option(seed, {
    value: "N",
    help: "world of the simulated market",
    preset: "7",
    notWith: SIMULATED_ALONE,
  }),
};

/** Years of a simulated market that a command takes at most. */
const MOST_YEARS = 200;

/** How many years a simulated market has. */
export const yearsOption = number(1, MOST_YEARS);

/** Years of the simulated market: one goes to the warm-up, a fifth is put away. */
export const YEARS = {
  years: option(yearsOption, {
    value: "N",
    help: "years of the simulated market",
    preset: "12",
    notWith: {
      prices:
        "files have the years they have; choose some by --from and --to where a command has them",
      industries: "the years of a real market are its own; choose some by --from and --to",
    },
  }),
};

type Given = OptionValues<typeof PRICES> & {
  readonly industries?: boolean;
  readonly seed: number;
  readonly years?: number;
};

/** The market that a command line asks for. */
export function marketChoice(given: Given): MarketChoice {
  const { prices, withoutDividends, accept, evidence, knownAfter, seed, years } = given;
  const { industries = false } = given;
  if (prices.length > 0) {
    return {
      kind: "prices",
      prices,
      dividends: !withoutDividends,
      accept,
      ...(evidence === undefined ? {} : { evidence }),
      ...(knownAfter === undefined ? {} : { knownAfterDays: knownAfter }),
    };
  }
  return industries ? { kind: "industries" } : { kind: "simulated", seed, years };
}
