/**
 * `deno task availability`: a thousand simulated weeks with what goes wrong in them.
 *
 * @module
 */
import { join } from "node:path";
import {
  availabilitySummary,
  simulatedWeeks,
  STATED_RATES,
  timesAsOften,
} from "../availability/mod.ts";
import { BALLOT_DEADLINE_MS } from "../providers/mod.ts";
import { type AvailabilityRun, availabilityText } from "./availability/availability_text.ts";
import { AVAILABILITY_FORMAT } from "./availability/weeks_file.ts";
import { console } from "./console.ts";
import { command } from "./options/command.ts";
import { helpAsked } from "./options/help_text.ts";
import { option, type Reader } from "./options/option.ts";
import { readOptions } from "./options/read_options.ts";
import { number, seed, whole } from "./options/readers.ts";
import { out } from "./options/run_options.ts";
import { tellErrors } from "./tell_errors.ts";
import { checkWritable, writeFiles } from "./write_files.ts";

/** Faults more often than so would happen in every week. */
const MOST_TIMES = 20;

/** Some multiples, such as `1,3`, each once. */
const multiples: Reader<readonly number[]> = (text, refuse) => {
  const list = text.split(",").map((part) => part.trim() === "" ? NaN : Number(part));
  const isRight = list.every((one) => one >= 0 && one <= MOST_TIMES) &&
    new Set(list).size === list.length;
  return isRight ? list : refuse(`different numbers from 0 to ${MOST_TIMES}, such as 1,3`);
};

/** The command `availability`. */
export const AVAILABILITY = command({
  name: "availability",
  about: "Providers, prices, disk and clock are simulated; all else is what a week does.",
  options: {
    weeks: option(whole(1, 10_000), { value: "N", help: "weeks of each run", preset: "1000" }),
    times: option(multiples, {
      value: "LIST",
      help: "how many times as often as stated everything goes wrong, a run each",
      preset: "1,3",
    }),
    deadline: option(number(1, 3600, "seconds"), {
      value: "SECONDS",
      help: "time for one try of a question, a role's deadlineSeconds",
      preset: String(BALLOT_DEADLINE_MS / 1000),
    }),
    seed: option(seed, { value: "N", help: "of market, scores and faults", preset: "1" }),
    ...out("availability.json"),
  },
});

/**
 * Runs the command: simulates, prints the table, and writes every week where asked.
 *
 * @param args The words after the command; see `AVAILABILITY`.
 */
export async function runAvailability(args: readonly string[]): Promise<void> {
  const help = helpAsked(AVAILABILITY, args);
  if (help !== undefined) return console.log(help);
  const { weeks, times, deadline: deadlineSeconds, seed, out } = readOptions(AVAILABILITY, args);
  checkWritable(out);
  const isTerminal = Deno.stderr.isTerminal();
  const say = (text: string) => Deno.stderr.writeSync(new TextEncoder().encode(text));
  const runs: AvailabilityRun[] = [];
  for (const multiple of times) {
    const rates = timesAsOften(STATED_RATES, multiple);
    const found = await simulatedWeeks({
      ...{ weeks, seed, rates, deadlineSeconds },
      onWeek: ({ done, total }) =>
        isTerminal && say(`\r${done} of ${total} weeks, faults ${multiple} times`),
    });
    runs.push({ times: multiple, rates, summary: availabilitySummary(found), weeks: found });
  }
  if (isTerminal) say("\n");
  console.log(availabilityText(runs, { seed, deadlineSeconds }));
  if (out === undefined) return;
  const everything = {
    format: AVAILABILITY_FORMAT,
    runtime: { deno: Deno.version.deno, v8: Deno.version.v8, arch: Deno.build.arch },
    seed,
    deadlineSeconds,
    runs,
  };
  await writeFiles(out, { "availability.json": `${JSON.stringify(everything, null, 1)}\n` });
  console.log(`Written: ${join(out, "availability.json")}`);
}

if (import.meta.main) await tellErrors(() => runAvailability(Deno.args));
