import { LabError } from "../../errors.ts";
import { printableJson } from "../../outside_text.ts";
import type { Holding } from "../../portfolio/mod.ts";
import { inputFile } from "../input_file.ts";
import { readHoldings } from "../rebalance/holdings_file.ts";
import { readActions } from "./actions_file.ts";
import { readFills } from "./fills_file.ts";
import { type LastWeek, lastWeekBefore, RECONCILED, statedAfter, weekAfter } from "./last_week.ts";
import { reconciliationText } from "./reconciliation_text.ts";
import type { Week } from "./week.ts";
import { sha256, type StageInputs, valueHash } from "./week_folder.ts";

/** Who has taken the account as it follows although something does not fit, and why. */
const YES_FILE = "reconciled_yes.json";
const FORMAT = "sector-committee-lab/reconciled-yes/1";

/** What the account holds as the book is made. */
export interface WeekAccount {
  readonly holdings: readonly Holding[];
  /** What it was read from. */
  readonly inputs: StageInputs;
}

/** Asks a person at a terminal; nothing is no answer. */
type Ask = ((question: string) => string | undefined) | undefined;

/** A yes that lies in the folder, to this very account. */
function isTaken({ folder }: Week, of: string): boolean {
  const bytes = folder.bytes(YES_FILE);
  if (bytes === undefined) return false;
  try {
    const found = JSON.parse(new TextDecoder().decode(bytes));
    return found.format === FORMAT && found.of === of;
  } catch {
    return false;
  }
}

/** The yes of somebody who sits at the terminal, with a reason. */
function askedHere(ask: Ask): { readonly who: string; readonly because: string } | undefined {
  const answer = ask?.("Take the account as it is? yes, or nothing to look first:");
  if (answer?.toLowerCase() !== "yes") return undefined;
  const who = ask!("Your name, for the record:");
  const because = who === undefined ? undefined : ask!("Why it is right, for the record:");
  return who === undefined || because === undefined ? undefined : { who, because };
}

/** Whether somebody takes an account that does not follow from what was ordered and told. */
async function takes(week: Week, of: string, ask: Ask): Promise<boolean> {
  const { given: { takeAccount: who, because }, folder, now, say } = week;
  if (isTaken(week, of)) return true;
  const said = who === undefined ? askedHere(ask) : { who, because };
  if (said === undefined) {
    say(
      "\nRefused by a check: the account does not follow from what was ordered and told. Correct " +
        '--fills or --actions, or take it by --take-account NAME --because "…".',
    );
    return false;
  }
  const text = printableJson(
    JSON.stringify({ format: FORMAT, of, ...said, at: now().toISOString() }, null, 1) + "\n",
  );
  await folder.write({ [YES_FILE]: text });
  return true;
}

async function fileInputs(
  files: Readonly<Record<string, string | undefined>>,
): Promise<StageInputs> {
  const inputs: Record<string, string> = {};
  for (const [name, path] of Object.entries(files)) {
    if (path !== undefined) inputs[name] = (await inputFile(path)).sha256;
  }
  return inputs;
}

/** Holds what was filled against what was ordered, and shows the account that follows. */
async function reconciledAccount(
  week: Week,
  last: LastWeek,
  stated: readonly Holding[] | undefined,
  ask: Ask,
): Promise<WeekAccount | 4> {
  const { given: { fills, actions, holdings }, folder, opened, all, settings, say } = week;
  const read = await fileInputs({ fills, actions, holdings });
  const found = weekAfter(last, {
    until: folder.day,
    market: opened.market,
    fills: fills === undefined ? [] : await readFills(fills),
    actions: actions === undefined ? [] : await readActions(actions),
    ...(stated ? { stated } : {}),
    fillDays: all.week.fillDays,
    shortSpdr: settings.trading.shortSpdr,
    inputs: read,
  });
  say(reconciliationText(found.week, fills === undefined ? undefined : found.shortfall));
  const differing = Object.entries(found.files).filter(([name, text]) => {
    const there = folder.bytes(name);
    return there === undefined || sha256(there) !== sha256(text);
  });
  if (differing.length > 0) await folder.write(Object.fromEntries(differing));
  const of = sha256(folder.bytes(RECONCILED)!);
  if (!found.week.holds && !await takes(week, of, ask)) return 4;
  return { holdings: stated ?? found.week.holdings, inputs: { [RECONCILED]: of, ...read } };
}

/**
 * What the account holds: as `--holdings` states it, else as it follows from the orders of the week before
 * and from what was filled and happened since. Where both are told, they are held against each other.
 *
 * @returns The exit code 4 where the account does not follow, and nobody takes it as it is.
 * @throws {LabError} If the week before has orders and nobody says what became of them, or fills are told
 *   of no week.
 */
export async function accountStage(week: Week, ask?: Ask): Promise<WeekAccount | 4> {
  const { given: { out, holdings, fills, actions, takeAccount }, folder, opened, say } = week;
  const last = await lastWeekBefore(out, folder.day);
  const stated = holdings === undefined ? undefined : await readHoldings(holdings);
  if (fills !== undefined || actions !== undefined) {
    if (last !== undefined) return await reconciledAccount(week, last, stated, ask);
    throw new LabError(
      `Cannot use --${
        fills === undefined ? "actions" : "fills"
      }: no week before ${folder.day} lies in ` +
        "that folder of weeks, so nothing was ordered",
    );
  }
  if (takeAccount !== undefined && (last === undefined || stated === undefined)) {
    throw new LabError(
      "Cannot use --take-account: nothing is told by --fills, --actions or --holdings of a week before",
    );
  }
  const inputs = await fileInputs({ holdings });
  if (last !== undefined && last.orders.length > 0) {
    if (stated === undefined) {
      throw new LabError(
        `Cannot say what the account holds: the orders of ${last.day} are written; tell by --fills ` +
          "(and --actions) what became of them, or by --holdings what is held now",
      );
    }
    const found = statedAfter(last, { until: folder.day, market: opened.market, stated });
    say(
      `Note: which orders of ${last.day} were filled, and at which prices, is not told (--fills); cash ` +
        `is not looked at.${found.map(({ sentence }) => `\n  ${sentence}`).join("")}`,
    );
    const of = valueHash({ found, inputs });
    if (found.some(({ stops }) => stops) && !await takes(week, of, ask)) return 4;
  }
  return { holdings: stated ?? [], inputs };
}
