/**
 * `deno task committee`: polls analysts for sectors on a day, with quote, cap, progress and resume.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { basename, extname, join } from "node:path";
import { briefs, type Recording, rubric, verdict } from "../committee/mod.ts";
import { openMarket, type Snapshot, snapshot, withoutPrice } from "../market/mod.ts";
import { outsideLine, printable } from "../outside_text.ts";
import {
  type FactoryOptions,
  liveCommittee,
  progressLine,
  providerSettings,
  type ProviderSettingsInput,
  spendingSettings,
  type SpendingSettingsInput,
} from "../providers/mod.ts";
import { console } from "./console.ts";
import { COMMITTEE, type CommitteeArguments, committeeArguments } from "./committee_arguments.ts";
import { quoteText, verdictText } from "./committee_text.ts";
import { decisionDay } from "./decision_day.ts";
import { helpAsked } from "./options/help_text.ts";
import { recordChoice } from "./options/record_option.ts";
import { priceWarningLines } from "./price_warning_lines.ts";
import { progressWriter } from "./progress_writer.ts";
import { readJson } from "./read_json.ts";
import { ownSettings } from "./settings_file.ts";
import { tellErrors } from "./tell_errors.ts";
import { checkWritable, writeFiles } from "./write_files.ts";

/** What a test puts in place of keys and network. */
export interface CommitteeSurroundings {
  readonly factory?: Omit<FactoryOptions, "makeCall">;
  readonly now?: () => number;
  readonly signal?: AbortSignal;
  readonly say?: (text: string) => void;
  readonly tell?: (text: string) => void;
}

/** The settings file, whose block `spending` is apart, with the command line on top of it. */
async function settingsOf(given: CommitteeArguments) {
  const { own, where } = await ownSettings(given.settings, "committee");
  const { spending: part, ...rest } = own as { spending?: SpendingSettingsInput };
  const base = providerSettings(rest as ProviderSettingsInput, where);
  const spending = spendingSettings(part, `${where}, spending`);
  const { cap, capDay, capSector, cacheHours } = given;
  return {
    settings: { ...base, ...(given.analysts ? { analysts: [...given.analysts] } : {}) },
    spending: {
      ...spending,
      capsUsd: {
        day: capDay ?? spending.capsUsd.day,
        sweep: cap ?? spending.capsUsd.sweep,
        sector: capSector ?? spending.capsUsd.sector,
      },
      ...(cacheHours === undefined ? {} : { cacheHours }),
    },
  };
}

async function recordingsOf(paths: readonly string[]): Promise<Record<string, Recording>> {
  const named = await Promise.all(
    paths.map(async (path) => [basename(path, extname(path)), await readJson(path)] as const),
  );
  // `replayAnalyst` checks the shape.
  return Object.fromEntries(named) as Record<string, Recording>;
}

/** The sectors to ask about: all of the day, or those that are named, each of which must be there. */
function sectorsOf(today: Snapshot, named: CommitteeArguments["sectors"]) {
  const absent = named?.find((sector) => !today.sectors.includes(sector));
  if (absent !== undefined) {
    const why = withoutPrice(today).find(({ sector }) => sector === absent)?.reason;
    throw new RangeError(
      `Cannot ask about ${absent}: ${why ?? `it is not listed on ${today.day}, or has no prices`}`,
    );
  }
  return today.sectors.filter((sector) => named?.includes(sector) ?? true);
}

/** A sweep as one JSON text: what was asked of whom, the verdict, what has no answer, and its cost. */
function committeeJson(everything: Readonly<Record<string, unknown>>): string {
  const runtime = { deno: Deno.version.deno, v8: Deno.version.v8, arch: Deno.build.arch };
  return JSON.stringify(
    { format: "sector-committee-lab/committee/1", runtime, ...everything },
    null,
    1,
  ) + "\n";
}

/**
 * Runs the command: quotes, asks, prints the verdict, and writes it where asked.
 *
 * @param args The words after the command; see `COMMITTEE`.
 * @returns The exit code: 0, or 2 when questions stayed without an answer or no answer was a ballot.
 * @throws {LabError | RangeError | TypeError} With a sentence for the user.
 */
export async function runCommittee(
  args: readonly string[],
  around: CommitteeSurroundings = {},
): Promise<number> {
  const {
    now = Date.now,
    say: sayAny = (text) => console.log(text),
    tell = (text) => Deno.stderr.writeSync(new TextEncoder().encode(text)),
  } = around;
  const say = (text: string) => sayAny(printable(text));
  const help = helpAsked(COMMITTEE, args);
  if (help !== undefined) {
    say(help);
    return 0;
  }
  const given = committeeArguments(args);
  checkWritable(given.out);
  const { settings, spending } = await settingsOf(given);
  const recordings = await recordingsOf(given.recording);
  const moment = new Date(now());
  const opened = await openMarket(given.market, moment), { market } = opened;
  for (const line of priceWarningLines(opened.warnings, moment)) tell(`${line}\n`);
  const today = snapshot(market, decisionDay(market, given.asOf));
  const setAside = withoutPrice(today), sectors = sectorsOf(today, given.sectors);
  // Standings are among all sectors, so briefs are made of all and then chosen.
  const asked = briefs(today).filter(({ sector }) => sectors.includes(sector));
  const isPaid = settings.analysts.some((name) =>
    settings.providers.some((one) => name.startsWith(`${one.name}/`))
  );
  const own = rubric();
  const committee = await liveCommittee({
    settings,
    spending,
    briefs: asked,
    source: today.source,
    researchPast: given.researchPast,
    rubric: own,
    samples: given.samples,
    askedAt: today.decidedAt,
    storePath: isPaid ? recordChoice(given.record).ledger() : ":memory:",
    ...(given.name === undefined ? {} : { sweep: given.name }),
    // A quote calls nobody, so it needs no key.
    factory: { recordings, ...around.factory, ...(given.dryRun ? { withoutKeys: true } : {}) },
    now,
    onWarning: (sentence) => tell(`Note: ${printable(sentence)}\n`),
  });
  try {
    for (const { reason } of setAside) tell(`Set aside: ${reason}.\n`);
    say(quoteText(await committee.quote(), spending.capsUsd.sweep));
    for (const sentence of committee.memory) say(`Note: ${outsideLine(sentence)}.`);
    if (given.dryRun) return 0;
    const result = await committee.sweep({
      ...(around.signal ? { signal: around.signal } : {}),
      onProgress: progressWriter(progressLine, { tell }),
    });
    const made = verdict(result.ballots, {
      day: today.day,
      sectors,
      rubric: own,
      failed: result.failed,
      unanswered: result.unanswered,
      source: today.source,
    });
    say(verdictText(made, result));
    if (result.unanswered.length > 0) {
      say(
        `${result.unanswered.length} ` +
          (result.unanswered.length === 1 ? "question has" : "questions have") +
          " no answer; the same command asks for the rest alone.",
      );
    }
    if (made.ballots.length === 0) {
      say("There is no ballot: no verdict rests on this run.");
    }
    if (given.out !== undefined) {
      const inputs = {
        prices: opened.files,
        warnings: opened.warnings,
        analysts: settings.analysts,
        settings: createHash("sha256").update(JSON.stringify(settings)).digest("hex"),
        samples: given.samples,
      };
      const { unanswered, spent } = result, sweep = committee.sweepName;
      await writeFiles(given.out, {
        "committee.json": committeeJson({
          inputs,
          sweep,
          verdict: made,
          setAside,
          unanswered,
          spent,
        }),
      });
      say(`Written: ${join(given.out, "committee.json")}`);
    }
    return result.unanswered.length > 0 || made.ballots.length === 0 ? 2 : 0;
  } finally {
    committee.close();
  }
}

if (import.meta.main) {
  const stop = new AbortController();
  Deno.addSignalListener("SIGINT", () => {
    if (stop.signal.aborted) Deno.exit(130);
    console.error("\nStopping; what is paid for is kept. Once more ends at once.");
    stop.abort();
  });
  await tellErrors(() => runCommittee(Deno.args, { signal: stop.signal }));
  // The listener for Ctrl+C would keep the process.
  Deno.exit(Deno.exitCode);
}
