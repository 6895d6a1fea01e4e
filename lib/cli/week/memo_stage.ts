import { join } from "node:path";
import type { Verdict } from "../../committee/mod.ts";
import { type MemoData, type MemoDecision, memoPage, type MemoSpending } from "../../memo/mod.ts";
import { printableJson } from "../../outside_text.ts";
import { openCallStore, openLedger } from "../../providers/mod.ts";
import { openBallotRecord } from "../../record/mod.ts";
import type { Day } from "../../units.ts";
import { committeeOfDay } from "../rebalance/committee_of_day.ts";
import { type Decision, decisionsOf, yesOf } from "./approval.ts";
import type { WeekBook } from "./book_stage.ts";
import { OF_THE_MINUTE, type WeekCheck } from "./check_stage.ts";
import { COMMITTEE_FILE, type PollResult, type QuoteResult } from "./poll_stage.ts";
import type { WeekVerdict } from "./verdict_stage.ts";
import { asksOthers, isMadeFrom, marketInputs, type Week } from "./week.ts";
import { openWeekFolder, sha256, type StageInputs, stageName } from "./week_folder.ts";
import { verdictBefore, weekMemo } from "./week_memo.ts";

/** The page that is read before a yes, and kept after it. */
export const MEMO_FILE = "memo.html";
/** Its data, which `memoPage` of `lab/memo` makes the page of. */
const DATA_FILE = "memo.json";
const FORMAT = "sector-committee-lab/memo/1";

/** What the page is made from. */
interface Made {
  readonly verdict: WeekVerdict;
  readonly book: WeekBook;
  readonly check: WeekCheck;
}

/** The newest verdict before, on a market of the same kind, with the hash of its file. */
async function lastVerdict(
  { given: { out }, folder, opened, say }: Week,
): Promise<{ readonly verdict: Verdict; readonly inputs: StageInputs } | undefined> {
  const { verdict, notes } = await verdictBefore(out, folder.day);
  for (const note of notes) say(`Note: ${note}`);
  if (verdict === undefined || verdict.source?.kind !== opened.market.source.kind) return undefined;
  const { day } = verdict,
    bytes = openWeekFolder(join(out, day), day as Day).bytes(COMMITTEE_FILE)!;
  return { verdict, inputs: { [`${day}/${COMMITTEE_FILE}`]: sha256(bytes) } };
}

/** What this week's answers cost, however many runs asked for them. */
function spendingOf(week: Week): MemoSpending {
  const { folder, polling: { record }, now } = week;
  const answers = folder.read<PollResult>("poll")?.result.ballots ?? 0;
  const kept = folder.read<QuoteResult>("quote")?.result.quote.keptCalls ?? 0;
  const asked = { answers, kept: Math.min(kept, answers) };
  if (!asksOthers(week)) return { settledUsd: 0, openUsd: 0, unknown: 0, ...asked };
  const { sweep } = JSON.parse(new TextDecoder().decode(folder.bytes(COMMITTEE_FILE)));
  const store = openCallStore(record.ledger());
  try {
    const ledger = openLedger(store, { now: () => now().getTime() });
    const unknown = ledger.open().filter((one) => one.sweep === sweep).length;
    return { ...ledger.balance({ sweep }), unknown, ...asked };
  } finally {
    store.close();
  }
}

function decisionOf(
  decisions: readonly Decision[],
  check: string,
  isTraded: boolean,
): MemoDecision {
  if (!isTraded) return { state: "held" };
  const decided = yesOf(decisions) ?? decisions.findLast(({ of }) => of === check);
  if (decided === undefined) return { state: "proposed" };
  const { says, who: by, because } = decided;
  return says === "yes"
    ? { state: "approved", by }
    : { state: "rejected", by, ...(because === undefined ? {} : { because }) };
}

/** The data of a memo that lies in the folder, where it was made from the same. */
function keptData({ folder }: Week, inputs: StageInputs): MemoData | undefined {
  try {
    const found = JSON.parse(new TextDecoder().decode(folder.bytes(DATA_FILE)));
    return found.format === FORMAT && isMadeFrom(found.data.inputs, inputs)
      ? found.data as MemoData
      : undefined;
  } catch {
    return undefined;
  }
}

async function madeData(
  week: Week,
  { verdict, book: { plan, holdings }, check: { step } }: Made,
  { last, inputs }: { readonly last: Verdict | undefined; readonly inputs: StageInputs },
): Promise<MemoData> {
  const { folder, settings, isWeighted, opened, today, given, polling } = week;
  const committee = await committeeOfDay(join(folder.path, COMMITTEE_FILE), {
    opened,
    day: today.day,
    choice: {},
    record: "off",
    ...(isWeighted ? { weights: settings.pillars } : {}),
  });
  const upTo = folder.read<QuoteResult>("quote")?.result.record,
    { ballots: where } = polling.record;
  const record = upTo === undefined || where === undefined
    ? undefined
    : openBallotRecord(where).read(upTo);
  // What hangs on the minute is told at the terminal: the page stays what it is.
  const stops = step.checks.filter(({ holds, rule }) => !holds && !OF_THE_MINUTE.includes(rule))
    .map(({ sentence }) => sentence);
  return weekMemo({
    today,
    plan: { ...plan, notes: [...stops, ...plan.notes] },
    views: verdict.views,
    options: {
      settings: plan.settings,
      holdings,
      equityUsd: given.account,
      closed: verdict.closed,
    },
    ...(verdict.aged ? { aged: verdict.aged } : {}),
    verdict: committee.verdict,
    ...(last ? { last } : {}),
    overrides: verdict.overrides,
    orders: step.orders,
    spending: spendingOf(week),
    ...(record ? { record } : {}),
    inputs,
  }).data;
}

/**
 * The memo of a week, ready to be written: before anybody decides, so that it can be read, and again once
 * somebody has. It is no stage: it may always be made anew from what the stages left.
 *
 * @returns Writes the page with what is decided by then.
 */
export async function memoStage(week: Week, made: Made): Promise<() => Promise<void>> {
  const { folder } = week, { check: { hash }, book: { plan: { trades } } } = made;
  const last = await lastVerdict(week), mark = folder.read<QuoteResult>("quote")?.result.record;
  const inputs = {
    [stageName("check")]: hash,
    ...marketInputs(week),
    ...last?.inputs,
    ...(mark ? { record: mark.head } : {}),
  };
  const data = keptData(week, inputs) ??
    await madeData(week, made, { last: last?.verdict, inputs });
  return async () => {
    const decision = decisionOf(decisionsOf(folder), hash, trades.orders.length > 0);
    const told = { ...data, decision, spending: spendingOf(week) };
    const files: Readonly<Record<string, string>> = {
      [MEMO_FILE]: memoPage(told),
      [DATA_FILE]: printableJson(JSON.stringify({ format: FORMAT, data: told }, null, 1) + "\n"),
    };
    const isWritten = Object.entries(files).every(([name, text]) => {
      const there = folder.bytes(name);
      return there !== undefined && sha256(there) === sha256(text);
    });
    if (!isWritten) await folder.write(files);
  };
}
