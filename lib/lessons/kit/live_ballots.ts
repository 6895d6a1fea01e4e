import { type Displayable, dollars } from "../../charts/mod.ts";
import {
  type Ballot,
  ballotNotes,
  ballotScore,
  type Brief,
  DEFAULT_WEIGHTS,
  mendedSentence,
  rating,
} from "../../committee/mod.ts";
import { LabError } from "../../errors.ts";
import { outsideLine } from "../../outside_text.ts";
import { type Source, sourceLine } from "../../market/mod.ts";
import type { ProviderSettingsInput, SpendingSettingsInput } from "../../providers/mod.ts";
import { type Notice, notice } from "./notice.ts";
import { tableOf } from "./table_of.ts";

/** Where the providers and their models are listed, beside `notebooks/`. */
const SETTINGS = new URL("../../../data/providers.example.json", import.meta.url);
/** Most that one cell of a lesson may cost; a reader who wants more uses `deno task committee`. */
const LESSON_CAP_USD = 1;

/** The line of progress is drawn anew this often at most. */
const SHOW_EVERY_MS = 300;

/** Characters of why there is no ballot: the switches that help stand at its end. */
const MOST_REASON = 900;

const HOW =
  'No model is asked. To ask one, write its name as liveAnalyst: "openai/fast", "anthropic/fast", ' +
  '"google/fast" or "xai/fast" with a key in the environment or in a file .env beside deno.json, or ' +
  '"local/fast" with a server such as Ollama on this machine. Everything else works without.';

/** What a test puts in place of settings, keys and ledger. */
interface LiveBallotsOptions {
  readonly source: Source;
  /** Settings of the providers; those of `data/providers.example.json` by default. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly readVariable?: (name: string) => string | undefined;
  /** File of the ledger. */
  readonly storePath?: string;
  readonly signal?: AbortSignal;
}

/** One line of the table: a ballot, or why there is none. */
interface Row {
  readonly sector: string;
  readonly scores: string;
  readonly score?: number;
  readonly says: string;
}

function rowOf(ballot: Ballot): Row {
  const { subScores, sector, summary } = ballot;
  const says = [...ballotNotes(ballot), outsideLine(summary)].join(" ");
  const scores = Object.values(subScores)
    .map((one) => one.kind === "score" ? String(one.score) : "–").join(" ");
  const { score } = ballotScore(ballot, DEFAULT_WEIGHTS);
  return { sector, scores, score, says };
}

/**
 * Asks a model of the reader's choice about briefs, under a cap of one dollar; without a choice it
 * asks nobody and says in a line how to get one.
 *
 * @param analyst `provider/role` as in the settings, such as "local/fast"; "" asks nobody.
 * @param briefs What the model is told, one per sector.
 * @param options.source Where the briefs' data come from.
 * @returns A table of the ballots with score, rating and cost; or a sentence that says what is missing.
 *
 * @example Nobody is asked unless the reader asks for it
 * ```ts
 * import { liveBallots } from "lab/lesson";
 * import { match } from "node:assert/strict";
 *
 * const shown = await liveBallots("", [], { source: { kind: "simulated", seed: 7 } });
 * match(String(shown), /No model is asked/);
 * ```
 */
export async function liveBallots(
  analyst: string,
  briefs: readonly Brief[],
  options: LiveBallotsOptions,
): Promise<Displayable | Notice> {
  if (analyst.trim() === "") return notice("note", HOW);
  // Only a reader who asks for a model waits for what it needs.
  const { liveCommittee, progressLine, providerSettings, spendingSettings } = await import(
    "../../providers/mod.ts"
  );
  const { ledgerPlace } = await import("../../record/mod.ts");
  const { notebookSurface, stopSignal } = await import("../../live/mod.ts");
  try {
    const file = options.settings ?? JSON.parse(await Deno.readTextFile(SETTINGS));
    const { spending, ...given } = file as ProviderSettingsInput & {
      readonly spending?: SpendingSettingsInput;
    };
    const notes: string[] = [];
    const committee = await liveCommittee({
      settings: providerSettings({ ...given, analysts: [analyst] }),
      spending: spendingSettings({
        ...spending,
        capsUsd: { ...spending?.capsUsd, sweep: LESSON_CAP_USD },
      }),
      briefs,
      source: options.source,
      storePath: options.storePath ?? ledgerPlace(),
      now: Date.now,
      onWarning: (sentence) => notes.push(sentence),
      ...(options.readVariable ? { factory: { readVariable: options.readVariable } } : {}),
    });
    try {
      const line = notebookSurface();
      let shownAt = -Infinity;
      const { ballots, failed, unanswered, spent } = await committee.sweep({
        signal: options.signal ?? stopSignal(),
        onProgress(now) {
          // The last one always, for it stays; those before it as fast as an eye can follow.
          if (now.done < now.total && line.now() - shownAt < SHOW_EVERY_MS) return;
          const isFirst = shownAt === -Infinity;
          shownAt = line.now();
          void line.show(progressLine(now), isFirst);
        },
      });
      const rows: Row[] = [
        ...ballots.map(rowOf),
        ...failed.map(({ sector, issues }) => ({
          sector,
          scores: "failed",
          says: outsideLine(issues.map(({ message }) => message).join(" "), MOST_REASON),
        })),
        ...unanswered.map(({ sector, reason }) => ({
          sector,
          scores: "no answer",
          says: outsideLine(reason, MOST_REASON),
        })),
      ];
      const settled = spent?.settledUsd ?? 0, open = spent?.openUsd ?? 0;
      return tableOf(rows, {
        title: `${analyst}: ${ballots.length} of ${rows.length} answers are ballots, for ${
          dollars(settled, { digits: 4 })
        }${open > 0 ? `, at most ${dollars(settled + open, { digits: 4 })}` : ""}`,
        caption: [
          "Sub-scores for fundamentals, sentiment, technicals; a dash abstains. Score and rating by " +
          "code, of the pillars that were scored.",
          ...mendedSentence(ballots),
          ...notes,
        ].join(" "),
        source: sourceLine(options.source),
        columns: [
          { label: "sector", value: (row) => row.sector },
          { label: "sub-scores", value: (row) => row.scores },
          { label: "score", value: (row) => row.score },
          { label: "rating", value: (row) => row.score && rating(row.score), format: String },
          { label: "summary or reason", value: (row) => row.says },
        ],
      });
    } finally {
      committee.close();
    }
  } catch (error) {
    // A missing key, an unknown name or a cap is told; a fault of the lab keeps its stack.
    if (error instanceof LabError || error instanceof RangeError) {
      return notice("note", `${error.message} The rest of the lesson works without.`);
    }
    throw error;
  }
}
