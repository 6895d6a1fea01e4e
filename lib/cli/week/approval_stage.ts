import { LabError } from "../../errors.ts";
import { outsideLine } from "../../outside_text.ts";
import { counted, decimals } from "../../words.ts";
import { planText } from "../rebalance/plan_text.ts";
import { decide, decisionsOf, decisionText, yesOf } from "./approval.ts";
import type { WeekBook } from "./book_stage.ts";
import type { WeekCheck } from "./check_stage.ts";
import { ordersStage } from "./orders_stage.ts";
import type { StageClock } from "./stage_clock.ts";
import type { WeekVerdict } from "./verdict_stage.ts";
import type { Week } from "./week.ts";

/** Letters of a hash that are shown, and enough to name it. */
const SHOWN = 12;

interface Made {
  readonly verdict: WeekVerdict;
  readonly book: WeekBook;
  readonly check: WeekCheck;
  /** Hash of the check that lay in the folder before this run. */
  readonly seen?: string;
}

/** What somebody put in the place of the committee's word. */
function overrideLines({ overridden }: WeekVerdict): readonly string[] {
  return overridden.map(({ sector, to, was, because }) =>
    `${sector}: ${to === "closed" ? "closed" : `a score of ${decimals(to, 2)}`} in the place of ${
      was === undefined ? "none" : decimals(was.score, 2)
    }, because ${outsideLine(because, 200)}`
  );
}

/** All that a person should read before saying yes. */
function shownText({ verdict, book: { plan }, check }: Made): string {
  const overridden = overrideLines(verdict);
  const rows = check.step.orders.map(({ ticker, action, shares, limitPrice, dollars }) =>
    `  ${action.padEnd(4)} ${String(shares ?? "–").padStart(8)} ${ticker.padEnd(5)} ${
      limitPrice === undefined ? "no limit" : `limit ${decimals(limitPrice, 2)}`
    }, about $${decimals(dollars, 0)}`
  );
  return [
    planText(plan, { scoredBy: verdict.scoredBy }),
    ...(overridden.length > 0
      ? ["Overridden by hand", ...overridden.map((line) => `  ${line}.`), ""]
      : []),
    `Orders to be decided on, ${check.hash.slice(0, SHOWN)}`,
    ...(rows.length > 0 ? rows : ["  none"]),
    "",
    "Checks before orders",
    ...check.step.checks.map(({ holds, sentence }) =>
      `  ${holds ? "holds" : "STOPS"}  ${sentence}`
    ),
  ].join("\n");
}

/** The yes or no of somebody who sits at the terminal; nothing where there is no answer. */
function askedHere(
  ask: (question: string) => string | undefined,
  hash: string,
): { readonly who: string; readonly because?: string } | undefined {
  const answer = ask(
    `Write the orders ${hash.slice(0, SHOWN)}? yes, no, or nothing to decide later:`,
  )?.toLowerCase();
  if (answer !== "yes" && answer !== "no") return undefined;
  const who = ask("Your name, for the record:");
  if (who === undefined) return undefined;
  if (answer === "yes") return { who };
  const because = ask("Why not, for the record:");
  return because === undefined ? undefined : { who, because };
}

/**
 * Shows the orders, and writes them once somebody has said yes.
 *
 * @returns 0 where the week is done, 3 where it waits for a yes or a no, 4 where a check refuses it.
 */
export async function approvalStage(
  week: Week,
  made: Made,
  { ask, clock }: {
    readonly ask?: (question: string) => string | undefined;
    readonly clock: StageClock;
  },
): Promise<0 | 3 | 4> {
  const { folder, given, say, now } = week, { book, check, seen } = made;
  const { trades } = book.plan, of = check.hash;
  const yes = yesOf(decisionsOf(folder));
  if (yes !== undefined) {
    const { approve, reject } = given;
    if (reject !== undefined) {
      throw new LabError(
        `Cannot reject for ${outsideLine(reject, 60)}: ${
          decisionText(yes)
        }, and the orders are written`,
      );
    }
    if (approve !== undefined && approve !== yes.who) {
      say(`One yes is enough: that of ${outsideLine(approve, 60)} is not put on record.`);
    }
    await ordersStage(week, book, check);
    return 0;
  }
  say(shownText(made));
  if (trades.orders.length === 0) {
    const isDone = trades.status === "no trade";
    say(`\nNo orders: ${trades.reason ?? "the account holds the book already."}`);
    return isDone ? 0 : 4;
  }
  if (!check.step.holds) {
    const stops = check.step.checks.filter(({ holds }) => !holds);
    say(`\nRefused by a check: ${stops.map(({ rule }) => rule).join(", ")}. Nothing is written.`);
    return 4;
  }
  const decided = clock("approval"),
    isSaid = given.approve !== undefined || given.reject !== undefined;
  const here = isSaid || ask === undefined ? undefined : askedHere(ask, of);
  const who = given.approve ?? given.reject ?? here?.who;
  if (who === undefined) {
    const no = decisionsOf(folder).find((one) => one.of === of);
    say(
      `\n${no ? `${decisionText(no)}.` : "Waiting for a yes or a no."} The same command with ` +
        `--approve NAME writes the orders, with --reject NAME --because "…" it does not.`,
    );
    return no ? 0 : 3;
  }
  const because = given.approve !== undefined ? undefined : here ? here.because : given.because;
  const isNo = given.reject !== undefined || here?.because !== undefined;
  await decide(folder, {
    says: isNo ? "no" : "yes",
    who,
    at: now().toISOString(),
    of,
    ...(isNo && because !== undefined ? { because } : {}),
    checks: check.ofTheMinute,
  }, { seen, shown: here === undefined ? given.hash : of });
  decided(isNo ? "no" : "yes");
  if (isNo) {
    say(`\n${decisionText(decisionsOf(folder).at(-1)!)}. No order is written.`);
    return 0;
  }
  const written = clock("orders");
  await ordersStage(week, book, check);
  written(counted(trades.orders.length, "order"));
  return 0;
}
