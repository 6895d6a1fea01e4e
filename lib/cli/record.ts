/**
 * `deno task record`: what was polled and what became of it; outcomes joined, two records made one.
 *
 * @module
 */
import { join } from "node:path";
import { LabError } from "../errors.ts";
import { exchangeDay, openMarket, readIndustries } from "../market/mod.ts";
import { outsideLine } from "../outside_text.ts";
import {
  ballotMarket,
  entryFault,
  mergeConflicts,
  openBallotRecord,
  type RecordContents,
  recordSummary,
  resolvedOutcomes,
} from "../record/mod.ts";
import { counted } from "../words.ts";
import { console } from "./console.ts";
import { helpAsked } from "./options/help_text.ts";
import { priceWarningLines } from "./price_warning_lines.ts";
import {
  folderOf,
  RECORD_COMMAND,
  RECORD_MERGE,
  RECORD_RESOLVE,
  type RecordArguments,
  recordArguments,
} from "./record/record_arguments.ts";
import { recordName } from "./record/record_at.ts";
import { recordText } from "./record/record_text.ts";
import { readSettings } from "./settings/read_settings.ts";
import { tellErrors } from "./tell_errors.ts";
import { checkWritable, writeFiles } from "./write_files.ts";
import { runtime } from "./runtime.ts";

/** Sentences that are told one by one; more are counted. */
const MOST_TOLD = 10;

/** Entries that are appended together: the lines of 100,000 ballots are longer than a text can be. */
const AT_ONCE = 5000;

type Say = (text: string) => void;

/** Sentences behind a heading, the first of them told. */
function told(say: Say, heading: string, sentences: readonly string[]): void {
  for (const one of sentences.slice(0, MOST_TOLD)) say(`${heading}: ${one}.`);
  if (sentences.length > MOST_TOLD) {
    say(`${heading}: ${sentences.length - MOST_TOLD} more of the kind.`);
  }
}

/** Tells what is odd in a record. */
function tellProblems(say: Say, { problems }: RecordContents): void {
  const of = (isConflict: boolean) =>
    problems.filter(({ kind }) => (kind === "conflict") === isConflict)
      .map(({ what }) => outsideLine(what));
  told(say, "Not as it was written", of(false));
  told(say, "Conflict", of(true));
}

async function list(
  given: Extract<RecordArguments, { readonly kind: "list" }>,
  { say, now }: { readonly say: Say; readonly now: Date },
): Promise<void> {
  const { folder, out, analysts, from, to, pool, weights } = given;
  checkWritable(out);
  const contents = openBallotRecord(folder).read();
  if (contents.ballots.length + contents.failures.length === 0) {
    tellProblems(say, contents);
    return say(
      `Nothing is recorded in ${outsideLine(folder)} yet: committee records what it polls.`,
    );
  }
  const summary = recordSummary({ ...contents, where: recordName(folder) }, {
    asOf: exchangeDay(now),
    analysts,
    from,
    to,
    pool,
    weights,
  });
  say(recordText(summary).trimEnd());
  if (out === undefined) return;
  const everything = {
    format: "sector-committee-lab/record/1",
    runtime: runtime(),
    ...summary,
  };
  await writeFiles(out, { "record.json": `${JSON.stringify(everything, null, 1)}\n` });
  say(`Written: ${join(out, "record.json")}`);
}

/**
 * Joins what came of the decision days of a record whose horizon is over, and appends it.
 *
 * @param folder The record's; none is made where there is nothing to join.
 * @param prices Files of daily prices; without any the real days wait.
 * @returns How many days were resolved.
 */
export async function resolveRecord(
  folder: string,
  { prices, accept, say, now }: {
    readonly prices: readonly string[];
    readonly accept: readonly string[];
    readonly say: Say;
    readonly now: Date;
  },
): Promise<number> {
  const record = openBallotRecord(folder), contents = record.read();
  tellProblems(say, contents);
  const opened = prices.length === 0
    ? undefined
    : await openMarket({ kind: "prices", prices, dividends: true, accept }, now);
  for (const line of priceWarningLines(opened?.warnings ?? [], now)) say(line);
  const data = opened && ballotMarket(opened);
  const needsIndustries = contents.ballots.some(({ market }) => market.kind === "industries");
  const found = resolvedOutcomes(contents, {
    now,
    ...(opened && data?.kind === "real"
      ? { real: { market: opened.market, data: data.data } }
      : {}),
    ...(needsIndustries ? { industries: await readIndustries() } : {}),
  });
  if (found.outcomes.length > 0) record.append(found.outcomes);
  told(say, "Not resolved", found.notes);
  told(say, "Another outcome, not taken", found.differing);
  say(
    `${counted(found.outcomes.length, "decision day")} resolved, ${found.known} known before, ` +
      `${found.open} still open.`,
  );
  if (found.waiting > 0) {
    say(
      `${counted(found.waiting, "real decision day")} ${
        found.waiting === 1 ? "waits" : "wait"
      } for prices with closes to ${found.waitingFor}: record resolve --prices FILE.`,
    );
  }
  return found.outcomes.length;
}

/** Appends another record's entries; a broken one is refused. */
function merge(folder: string, other: string, say: Say): void {
  const [own, others] = [folder, other].map((place) => openBallotRecord(place).read());
  if (others.ballots.length + others.failures.length + others.outcomes.length === 0) {
    throw new RangeError(`Cannot merge ${outsideLine(other)}: it holds no record of ballots`);
  }
  const broken = others.problems.find(({ kind }) => kind === "altered" || kind === "missing");
  if (broken) {
    throw new RangeError(
      `Cannot merge ${outsideLine(other)}: ${
        outsideLine(broken.what)
      }, and what follows cannot be ` +
        "vouched for; nothing was taken",
    );
  }
  const entries = [...others.ballots, ...others.failures, ...others.outcomes];
  for (const entry of entries) {
    const fault = entryFault(entry);
    if (fault === undefined) continue;
    const what =
      { ballot: "a ballot", failed: "a failed answer", outcome: "an outcome" }[entry.kind];
    throw new RangeError(
      `Cannot merge ${outsideLine(other)}: it holds ${what} that is none (${fault}), which would ` +
        "stay for good; nothing was taken",
    );
  }
  tellProblems(say, own);
  tellProblems(say, others);
  const conflicts = mergeConflicts(own, others);
  const record = openBallotRecord(folder);
  let added = 0, known = 0;
  for (let at = 0; at < entries.length; at += AT_ONCE) {
    try {
      const brought = record.append(entries.slice(at, at + AT_ONCE));
      added += brought.added;
      known += brought.known;
    } catch (cause) {
      if (at === 0 || !(cause instanceof LabError)) throw cause;
      throw new LabError(
        `${cause.message}; ${
          counted(added, "entry was", "entries were")
        } taken before, and the same command takes the rest`,
        { cause },
      );
    }
  }
  told(say, "Conflict", conflicts);
  say(
    `${counted(added, "entry", "entries")} taken from ${
      outsideLine(other)
    }, ${known} known before.`,
  );
}

/**
 * Runs the command.
 *
 * @param args The words after the command; see `RECORD_COMMAND`, `RECORD_RESOLVE` and `RECORD_MERGE`.
 * @param around The present moment, and where it speaks.
 * @throws {LabError | RangeError | TypeError} With a sentence for the user; nothing is written then.
 */
export async function runRecord(
  args: readonly string[],
  around: { readonly now?: Date; readonly say?: Say } = {},
): Promise<void> {
  const { now = new Date(), say = (text: string) => console.log(text) } = around;
  const [first] = args;
  const help = helpAsked(
    first === "resolve" ? RECORD_RESOLVE : first === "merge" ? RECORD_MERGE : RECORD_COMMAND,
    args,
  );
  if (help !== undefined) return say(help);
  const line = recordArguments(args);
  const given = line.by === undefined
    ? line
    : { ...line, folder: folderOf((await readSettings(line.by)).record) };
  if (given.kind === "list") await list(given, { say, now });
  else if (given.kind === "merge") merge(given.folder, given.other, say);
  else await resolveRecord(given.folder, { ...given, say, now });
}

if (import.meta.main) await tellErrors(() => runRecord(Deno.args));
