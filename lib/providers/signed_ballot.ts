import type { Answerer, Ballot } from "../committee/mod.ts";
import { newYorkInstant, type Source } from "../market/mod.ts";
import type { Day } from "../units.ts";
import { memoryFault } from "./answerer.ts";
import type { PaidReply } from "./make_call.ts";
import { publicationDay } from "./publication_day.ts";

/** Bound of a reason in the ballot's schema. */
const MOST_REASON_CHARACTERS = 500;

/** A reason with its pages in place of short addresses, where they fit. */
function spelledOut(reason: string, pages: ReadonlyMap<string, string>): string {
  const whole = reason.replace(
    /lab:research\/\d+/g,
    (short) => pages.get(short) ?? short,
  );
  return whole.length <= MOST_REASON_CHARACTERS ? whole : reason;
}

/** The ballot with what is known of its author, and with the dates of what it cites. */
export function signedBallot(
  ballot: Ballot,
  about: {
    readonly answeredBy: Answerer;
    /** Who searched, and what was found. */
    readonly researchedBy?: Answerer;
    readonly found?: PaidReply;
    /** Pages by their short address, as the prompt gave them. */
    readonly pages: ReadonlyMap<string, string>;
    readonly day: Day;
    /** Milliseconds since 1970. */
    readonly now: number;
    readonly source?: Source;
    /** Why the day is none to research. */
    readonly beyond?: string;
  },
): Ballot {
  const { answeredBy, researchedBy, found, pages, day, now, source, beyond } = about;
  const faults = [answeredBy, ...(researchedBy ? [researchedBy] : [])].flatMap((one) =>
    memoryFault({ model: one.model ?? one.asked, cutoff: one.cutoff }, {
      day,
      now,
      source,
    }) ?? []
  );
  if (beyond !== undefined) faults.push(`researched, though ${beyond}`);
  const dates = new Map(found?.sources?.map(({ url, publishedAt }) => [url, publishedAt]));
  return {
    ...ballot,
    rationale: ballot.rationale.map((one) => ({ ...one, reason: spelledOut(one.reason, pages) })),
    references: ballot.references.map((one) => {
      if (!dates.has(one.url)) return one;
      // A page is known from the day it gives, else from the moment it was found.
      const publishedAt = publicationDay(
        dates.get(one.url),
        new Date(now).toISOString().slice(0, 10),
      );
      return {
        ...one,
        accessedAt: newYorkInstant(now),
        ...(publishedAt === undefined ? {} : { publishedAt }),
      };
    }),
    answeredBy,
    ...(researchedBy ? { researchedBy } : {}),
    ...(faults.length > 0 ? { contaminated: [...new Set(faults)] } : {}),
  };
}
