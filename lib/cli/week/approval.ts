import { LabError } from "../../errors.ts";
import { outsideLine } from "../../outside_text.ts";
import type { OrderCheck } from "../../week/mod.ts";
import type { WeekFolder } from "./week_folder.ts";

/** A person's yes or no to the orders of a week. */
export interface Decision {
  readonly says: "yes" | "no";
  readonly who: string;
  /** Universal time. */
  readonly at: string;
  /** SHA-256 of the check that was decided on. */
  readonly of: string;
  readonly because?: string;
  /** What was looked at in that minute: age of the prices, newer prices. */
  readonly checks?: readonly OrderCheck[];
}

/** All decisions about a week, the oldest first. */
export function decisionsOf(folder: WeekFolder): readonly Decision[] {
  return folder.read<{ readonly decisions: readonly Decision[] }>("approval")?.result.decisions ??
    [];
}

/** The yes that the orders of a week were written for; nothing while there is none. */
export const yesOf = (decisions: readonly Decision[]) =>
  decisions.find(({ says }) => says === "yes");

/** A decision as a line. */
export function decisionText({ says, who, at, of, because }: Decision): string {
  return `${says === "yes" ? "Approved" : "Rejected"} by ${outsideLine(who, 60)} at ${at}, orders ${
    of.slice(0, 12)
  }${because === undefined ? "" : `: ${outsideLine(because, 200)}`}`;
}

/**
 * Puts a decision on record.
 *
 * @param given.seen Hash of the check that lay in the folder before this run; nothing where none did.
 * @param given.shown Hash that the person named.
 * @throws {LabError} If nobody has seen these orders yet, or others than these.
 */
export async function decide(
  folder: WeekFolder,
  decision: Decision,
  given: { readonly seen?: string; readonly shown?: string },
): Promise<void> {
  const { of, who, says } = decision, { seen, shown } = given;
  const about = `Cannot ${says === "yes" ? "approve" : "reject"} for ${outsideLine(who, 60)}`;
  if (shown !== undefined && !of.startsWith(shown)) {
    throw new LabError(
      `${about}: ${shown} is not the hash of these orders, which is ${
        of.slice(0, 12)
      }; look at them ` +
        "again",
    );
  }
  if (shown === undefined && seen !== of) {
    throw new LabError(
      seen === undefined
        ? `${about}: nobody has seen these orders yet; look at them, and give the same command again`
        : `${about}: these orders (${of.slice(0, 12)}) are not those that lay there before (${
          seen.slice(0, 12)
        }); look at them, and give the same command again`,
    );
  }
  await folder.put("approval", {
    inputs: { "5_check.json": of },
    result: { decisions: [...decisionsOf(folder), decision] },
  });
}
