import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { OpenMarket } from "../../market/mod.ts";
import { printable } from "../../outside_text.ts";
import type { Day } from "../../units.ts";
import { counted } from "../../words.ts";
import { committeeFiles } from "../committee/committee_files.ts";
import type { CommitteeOfDay } from "./committee_of_day.ts";
import { type CommitteeSurroundings, pollCommittee } from "../committee/committee_run.ts";
import { pollingSettings } from "../committee/committee_settings.ts";
import { verdictText } from "../committee/committee_text.ts";
import { console } from "../console.ts";
import type { RebalanceArguments } from "./rebalance_arguments.ts";
import { writeFiles } from "../write_files.ts";

/**
 * Polls the committee that a rebalance was told to ask, as `committee` does: quote, caps, the record, and
 * its files where asked, before anything is made of them.
 *
 * @returns Its verdict; or the exit code where there is nothing to decide on: 0 after a quote alone, 2
 *   where questions have no answer, for a sector that nobody answered about would be sold.
 */
export async function polledFirst(
  given: RebalanceArguments,
  { opened, day }: { readonly opened: OpenMarket; readonly day: Day },
  around: CommitteeSurroundings,
): Promise<CommitteeOfDay | 0 | 2> {
  const { samples, dryRun, out } = given, polling = await pollingSettings(given);
  const say = around.say ?? ((text: string) => console.log(printable(text)));
  const question = { ...polling, opened, samples, dryRun };
  const polled = await pollCommittee(question, day, { ...around, say });
  if (polled === undefined) return dryRun ? 0 : 2;
  const { verdict, result, ballots } = polled, { unanswered } = result;
  say(verdictText(verdict, result));
  const files = await committeeFiles(polled, question);
  if (out !== undefined) {
    await writeFiles(out, { ...files });
    say(`Written: ${Object.keys(files).map((name) => join(out, name)).join(", ")}`);
  }
  if (unanswered.length > 0 || ballots.length === 0) {
    say(
      unanswered.length > 0
        ? `No order is made: ${
          counted(unanswered.length, "question")
        } without an answer. The same ` +
          "command asks for the rest alone; --committee with the file decides on what there is."
        : "No order is made: there is no ballot.",
    );
    if (out !== undefined && existsSync(join(out, "orders.csv"))) {
      say(`The orders in ${out} are those of an earlier run, and rest on other ballots.`);
    }
    return 2;
  }
  const name = "committee.json";
  return {
    verdict,
    likeIn: () => ballots,
    file: { name, sha256: createHash("sha256").update(files[name]).digest("hex") },
    sentences: [`The committee polled just now: ${polling.settings.analysts.join(", ")}.`],
  };
}
