import { SECTORS } from "../../market/mod.ts";
import type { ScoreOverride } from "../../week/mod.ts";
import { ACCOUNT, MANDATE, mandateName, WEIGHTS } from "../options/book_options.ts";
import { command } from "../options/command.ts";
import { marketChoice, PRICES, WORLD } from "../options/market_options.ts";
import { flag, many, option, type Reader } from "../options/option.ts";
import { readOptions } from "../options/read_options.ts";
import { equity, file, folder, names, orOff, percent, weights, words } from "../options/readers.ts";
import { RECORD } from "../options/record_option.ts";
import { AS_OF, dryRun, SETTINGS } from "../options/run_options.ts";
import { UsageError } from "../options/usage_error.ts";
import { COMMITTEE } from "../committee/committee_arguments.ts";

// What needs a market of files has one where it is fetched, too.
const { accept: { needs: _accept, ...accept }, evidence: { needs: _evidence, ...evidence } } =
  PRICES;
const { analysts, recording, samples, cap, "cap-day": capDay, "cap-sector": capSector } =
  COMMITTEE.options;

/** What takes an override back. */
const COMMITTEE_WORD = "committee";

/** A sector with a score, with nothing to be held, or with the committee's own word again. */
export type OverrideWord = Pick<ScoreOverride, "sector"> & {
  readonly to: ScoreOverride["to"] | typeof COMMITTEE_WORD;
};

const override: Reader<OverrideWord> = (text, refuse) => {
  const [name, word = "", ...more] = text.split("=").map((part) => part.trim());
  const sector = SECTORS.find((one) => one === name.toUpperCase());
  const need =
    "a sector and a score from 1 to 5 (3 is no view), closed, or committee for its own " +
    "word again, as XLK=4";
  if (sector === undefined || more.length > 0) return refuse(need);
  if (word === "closed" || word === COMMITTEE_WORD) return { sector, to: word };
  const score = /^[1-5](\.\d+)?$/.test(word) ? Number(word) : NaN;
  return score >= 1 && score <= 5 ? { sector, to: score } : refuse(need);
};

const hash: Reader<string> = (text, refuse) =>
  /^[0-9a-f]{8,64}$/i.test(text) ? text.toLowerCase() : refuse("8 or more letters of a hash");

const person: Reader<string> = (text, refuse) =>
  text.trim() === "" ? refuse("the name of a person") : text.trim();

const REASONED = ["because", "the reason stays on record"] as const;

/** The command `week`. */
export const WEEK = command({
  name: "week",
  about:
    "One week of the committee, in a folder of its day: quote, poll, verdict, book, check, approval, " +
    "orders. Each stage leaves a file with the hashes of what it was made from. It may be stopped at any " +
    "moment: the same command goes on where it was, and nothing is paid twice. Without --prices on the " +
    "simulated market.",
  options: {
    ...PRICES,
    fetch: flag({
      help:
        "download prices and evidence into the week's folder first, once; about the newest trading " +
        "day that is over",
      notWith: { prices: "need one market", "without-dividends": "what is fetched counts them" },
    }),
    accept,
    evidence: { ...evidence, help: `${evidence.help}; with --fetch, what to begin with` },
    ...WORLD,
    ...AS_OF,
    holdings: option(file, {
      value: "FILE",
      help: "what the account holds, CSV: ticker, shares, optional since; CASH for cash",
    }),
    fills: option(file, {
      value: "FILE",
      help:
        "what became of the orders of the week before, CSV: id, ticker, shares (sold below 0), " +
        "price, fee, time with its zone; the account follows from it where --holdings is not given",
    }),
    actions: option(file, {
      value: "FILE",
      help:
        "what else happened to the account since, CSV: day, ticker, and one of split, dividend, " +
        "ends, cash, fee",
    }),
    "take-account": option(person, {
      value: "NAME",
      help: "yes to an account that does not follow from what was ordered and told",
      needs: REASONED,
      notWith: { "dry-run": "nothing is decided in a dry run" },
    }),
    analysts,
    recording,
    samples,
    cap,
    "cap-day": capDay,
    "cap-sector": capSector,
    "with-gaps": flag({
      help: "decide although questions have no answer; without it the week waits for them",
    }),
    ...RECORD,
    weights: option(weights, WEIGHTS),
    account: option(equity, ACCOUNT),
    mandate: option(mandateName, MANDATE),
    turnover: option(orOff(percent(0, 1000)), {
      value: "N|off",
      help: "percent of equity that may be traded in 30 days (default: the mandate's own)",
    }),
    ...SETTINGS,
    relax: option(names("names of limits", "sector,side"), {
      value: "A,B",
      help: "limits that give way so that the gross is kept, the first named first",
    }),
    override: many(override, {
      value: "XLK=4",
      help:
        "a person's score in the place of the committee's, or closed; it stays until committee " +
        "takes its place",
    }),
    because: option(words, {
      value: "TEXT",
      help: "the reason of --override, --reject or --take-account",
    }),
    quotes: option(file, {
      value: "FILE",
      help:
        "newer prices, CSV: ticker, price, time with its zone; one outside the collar stops the run",
    }),
    "stale-ok": flag({ help: "allow prices older than the settings do (week.staleDays)" }),
    approve: option(person, {
      value: "NAME",
      help: "yes to the orders as they were shown; then they are written",
      notWith: { reject: "need a yes or a no", "dry-run": "nothing is approved in a dry run" },
    }),
    hash: option(hash, {
      value: "HASH",
      help: "the hash of the orders that was shown; another week's is refused",
      needs: ["approve", "it says what is approved"],
    }),
    reject: option(person, {
      value: "NAME",
      help: "no to the orders; the reason stays on record",
      needs: REASONED,
      notWith: { "dry-run": "nothing is rejected in a dry run" },
    }),
    ...dryRun("stop before the first paid call"),
    out: option(folder, {
      value: "DIR",
      help: "folder of the weeks",
      preset: "out/weeks",
    }),
  },
  notes:
    "Exit codes: 0 done, 1 error, 2 questions without an answer, 3 waiting for a yes or a no, 4 refused " +
    "by a check.",
});

/** What the command line of `week` asks for. */
export type WeekArguments = ReturnType<typeof weekArguments>;

/**
 * Reads the command line of `week`.
 *
 * @throws {UsageError | RangeError} If an option is unknown, malformed, or contradicts another.
 */
export function weekArguments(args: readonly string[]) {
  const given = readOptions(WEEK, args),
    { override: overrides, because, reject, takeAccount, said } = given;
  const needsReason = overrides.some(({ to }) => to !== COMMITTEE_WORD);
  if (needsReason && because === undefined) {
    throw new UsageError("Cannot use --override without --because: the reason stays on record");
  }
  if (because !== undefined && !needsReason && (reject ?? takeAccount) === undefined) {
    throw new UsageError(
      "Cannot use --because without --override, --reject or --take-account: it is their reason",
    );
  }
  const { fetch, prices, accept, evidence } = given;
  if (!fetch && prices.length === 0 && (accept.length > 0 || evidence !== undefined)) {
    throw new UsageError(
      `Cannot use --${
        evidence === undefined ? "accept" : "evidence"
      } without --prices or --fetch: it ` +
        "is about the files of a real market",
    );
  }
  const twice = overrides.find(({ sector }, i) =>
    overrides.findIndex((one) => one.sector === sector) !== i
  );
  if (twice !== undefined) {
    throw new UsageError(`Cannot use --override: ${twice.sector} is named twice`);
  }
  return { ...given, said, overrides, market: marketChoice(given) };
}
