import { ACCOUNT, MANDATE, mandateName } from "../options/book_options.ts";
import { command } from "../options/command.ts";
import { marketChoice, PRICES, WORLD } from "../options/market_options.ts";
import { flag, option, type Reader } from "../options/option.ts";
import { readOptions } from "../options/read_options.ts";
import { equity, file } from "../options/readers.ts";
import { AS_OF, SETTINGS } from "../options/run_options.ts";
import { UsageError } from "../options/usage_error.ts";

const address: Reader<string> = (text, refuse) =>
  /^https?:$/.test(URL.parse(text)?.protocol ?? "") ? text : refuse("an http or https address");

/** The command `monitor`. */
export const MONITOR = command({
  name: "monitor",
  about:
    "What has become of a book that nobody trades between two decisions: its figures with alarms, each " +
    "limit of the mandate, clusters, the data, and the days to the next decision.",
  options: {
    ...PRICES,
    ...WORLD,
    ...AS_OF,
    holdings: option(file, {
      value: "FILE",
      help: "what the account holds, CSV: ticker, shares, optional since; CASH for cash",
    }),
    account: option(equity, ACCOUNT),
    mandate: option(mandateName, { ...MANDATE, help: `${MANDATE.help} (default lab)` }),
    ...SETTINGS,
    json: flag({ help: "one JSON line a figure, a limit, a cluster and a word on the data" }),
    watch: flag({ help: "look again whenever the prices or the holdings change, until Ctrl+C" }),
    webhook: option(address, {
      value: "URL",
      help: "post alarms there as JSON when one goes on or off",
    }),
    "dead-letters": option(file, {
      value: "FILE",
      help: "what could not be posted, one JSON line each",
      preset: "out/monitor/dead_letters.jsonl",
    }),
  },
  notes:
    "Exit codes: 0 no alarm is on and no limit is passed, 1 error, 2 an alarm is on or a limit " +
    "is passed, 3 prices are old or missing. When an alarm goes on and off is the block monitor of the " +
    "settings.",
});

/** What the command line of `monitor` asks for. */
export type MonitorArguments = ReturnType<typeof monitorArguments>;

/**
 * Reads the command line of `monitor`.
 *
 * @throws {UsageError | RangeError} If an option is unknown, malformed, or contradicts another.
 */
export function monitorArguments(args: readonly string[]) {
  const given = readOptions(MONITOR, args), { holdings } = given;
  if (holdings === undefined) {
    throw new UsageError("Cannot watch a book without --holdings: need what the account holds");
  }
  if (given.watch && given.prices.length === 0) {
    throw new UsageError("Cannot use --watch without --prices: a simulated market does not change");
  }
  return { ...given, holdings, market: marketChoice(given) };
}
