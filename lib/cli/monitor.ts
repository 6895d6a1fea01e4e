/**
 * `deno task monitor`: what has become of the book between two decisions.
 *
 * @module
 */
import { console } from "./console.ts";
import { isTold } from "./is_told.ts";
import { endOf, type Look, look, type MonitorEnd } from "./monitor/look.ts";
import { lookLines, lookText } from "./monitor/look_text.ts";
import { MONITOR, monitorArguments } from "./monitor/monitor_arguments.ts";
import { alarmLetter, postAlarms, type PostSurroundings } from "./monitor/post_alarms.ts";
import { helpAsked } from "./options/help_text.ts";
import { tellErrors } from "./tell_errors.ts";

/** Changes of one saving come in several; so long nothing must follow, milliseconds. */
const SETTLED_MS = 300;

/** What a test puts in place of clock, network and file system. */
export interface MonitorSurroundings extends PostSurroundings {
  readonly now?: () => Date;
  /** One value a change of the files that are watched; ends when nobody watches any more. */
  readonly changes?: (paths: readonly string[]) => AsyncIterable<unknown>;
}

/** A change of files on this machine, once it has settled. */
async function* changesHere(
  paths: readonly string[],
  signal: AbortSignal,
): AsyncIterable<unknown> {
  const watcher = Deno.watchFs([...paths]);
  signal.addEventListener("abort", () => watcher.close(), { once: true });
  let settled = Promise.withResolvers<void>(), timer: ReturnType<typeof setTimeout> | undefined;
  (async () => {
    for await (const { kind } of watcher) {
      if (kind === "access") continue;
      clearTimeout(timer);
      timer = setTimeout(() => settled.resolve(), SETTLED_MS);
    }
    clearTimeout(timer);
    settled.resolve();
  })();
  while (!signal.aborted) {
    await settled.promise;
    settled = Promise.withResolvers<void>();
    if (!signal.aborted) yield undefined;
  }
}

/**
 * Runs the command.
 *
 * @param args The words after the command; see `MONITOR`.
 * @returns The exit code of the last look: 0 nothing, 2 an alarm or a limit, 3 old or missing data.
 * @throws {LabError | RangeError | TypeError} With a sentence for the user; of a watch only the first look.
 */
export async function runMonitor(
  args: readonly string[],
  around: MonitorSurroundings = {},
): Promise<MonitorEnd> {
  const help = helpAsked(MONITOR, args);
  if (help !== undefined) {
    console.log(help);
    return 0;
  }
  const given = monitorArguments(args), { now = () => new Date() } = around;
  let before: readonly string[] = [];
  async function once(): Promise<Look> {
    const found = await look(given, now());
    console.log(given.json ? lookLines(found) : lookText(found));
    const isOther = found.alarms.join() !== before.join();
    before = found.alarms;
    if (given.webhook !== undefined && isOther) {
      const to = { url: given.webhook, deadLetters: given.deadLetters };
      const failed = await postAlarms(alarmLetter(found, now()), to, around);
      if (failed !== undefined) console.error(`Note: ${failed}.`);
    }
    return found;
  }
  let last = await once();
  if (!given.watch || around.changes === undefined) return endOf(last);
  for await (const _ of around.changes([...given.prices, given.holdings])) {
    if (!given.json) console.log("");
    try {
      last = await once();
    } catch (error) {
      // A file that is just being written is looked at again when it is whole.
      if (!isTold(error)) throw error;
      console.error(error.message);
    }
  }
  return endOf(last);
}

if (import.meta.main) {
  const stop = new AbortController();
  Deno.addSignalListener("SIGINT", () => {
    if (stop.signal.aborted) Deno.exit(130);
    stop.abort();
  });
  await tellErrors(() =>
    runMonitor(Deno.args, { changes: (paths) => changesHere(paths, stop.signal) })
  );
  // The listener for Ctrl+C would keep the process.
  Deno.exit(Deno.exitCode);
}
