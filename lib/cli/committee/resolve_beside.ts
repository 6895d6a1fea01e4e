import { LabError } from "../../errors.ts";
import type { OpenMarket } from "../../market/mod.ts";
import { ballotMarket, openBallotRecord, resolvedOutcomes } from "../../record/mod.ts";
import { counted } from "../../words.ts";

/** Differing outcomes that are told; `record resolve` tells more. */
const MOST_TOLD = 3;

/**
 * Joins what came of earlier decisions in a record by the prices that a run has open anyway, so that whoever
 * polls every week has outcomes without another command; as `record resolve` does, without its notes.
 *
 * Nothing is done by a market that is none of files, or whose closes count no dividends. A record that
 * cannot be written is told of, for the run has its answers.
 *
 * @param folder The record's.
 * @param opened The prices.
 * @returns How many decision days were resolved.
 */
export function resolveBeside(
  folder: string,
  opened: OpenMarket,
  around: {
    readonly now: Date;
    readonly say: (text: string) => void;
    readonly warn: (text: string) => void;
  },
): number {
  const { now, say, warn } = around, { market } = opened, about = ballotMarket(opened);
  if (about.kind !== "real") return 0;
  if (market.source.kind === "real" && market.source.dividends === false) return 0;
  try {
    const record = openBallotRecord(folder), contents = record.read();
    const ballots = contents.ballots.filter((entry) => entry.market.kind === "real");
    const { outcomes, differing } = resolvedOutcomes({ ...contents, ballots }, {
      now,
      real: { market, data: about.data },
    });
    for (const one of differing.slice(0, MOST_TOLD)) warn(`another outcome, not taken: ${one}.`);
    if (differing.length > MOST_TOLD) {
      warn(`${differing.length - MOST_TOLD} more outcomes differ; record resolve names them.`);
    }
    if (outcomes.length === 0) return 0;
    record.append(outcomes);
    say(`Resolved: ${counted(outcomes.length, "decision day")} of the record, by these prices.`);
    return outcomes.length;
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    warn(`${error.message}; record resolve joins the outcomes later.`);
    return 0;
  }
}
