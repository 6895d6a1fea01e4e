import {
  type Answerer,
  type Ballot,
  mendedSentence,
  PILLARS,
  type Verdict,
  voiceOf,
} from "../../committee/mod.ts";
import { SECTOR_LABELS, sourceLine } from "../../market/mod.ts";
import { outsideLine } from "../../outside_text.ts";
import type { Caps, Quote, SweepResult } from "../../providers/mod.ts";
import { counted, listed, times } from "../../words.ts";
import { textTable } from "../text_table.ts";

const left = (heading: string) => ({ heading });
const right = (heading: string) => ({ heading, right: true });
/** Cents, and four digits where they say more: a ballot may cost less than a cent. */
const money = (usd: number): string => {
  const cents = Math.abs(usd * 100 - Math.round(usd * 100)) < 1e-9;
  return `$${usd.toFixed(usd < 1 && !cents ? 4 : 2)}`;
};

/** What a polling cost, as a line; nothing where it cost nothing. */
export function spentLine(spent: SweepResult["spent"]): string {
  if (spent === undefined || !(spent.settledUsd > 0 || spent.openUsd > 0)) return "";
  const open = spent.openUsd > 0
    ? `; up to ${money(spent.openUsd)} more for calls that ended without a price`
    : "";
  return `  Spent ${money(spent.settledUsd)}${open}\n`;
}

const count = (n: number) => String(Math.round(n));

/** Minutes as a reader says them: hours from two on. */
function timeText(minutes: number): string {
  if (minutes < 1) return "a minute";
  return minutes < 120 ? `${Math.ceil(minutes)} minutes` : `${(minutes / 60).toFixed(1)} hours`;
}

/** Which caps may stop a sweep before its end, as lines. */
function capLines({ rows, likelyUsd, mostUsd }: Quote, capsUsd: Caps): readonly string[] {
  const bySector = new Map<string, number>();
  for (const row of rows) {
    bySector.set(row.sector, (bySector.get(row.sector) ?? 0) + row.mostUsd);
  }
  const mayStop = (usd: number, what: string) =>
    `  The cap of ${money(usd)} per ${what} may stop it before the end.\n`;
  return [
    ...(mostUsd > capsUsd.sweep ? [mayStop(capsUsd.sweep, "sweep")] : []),
    ...([...bySector.values()].some((usd) => usd > capsUsd.sector)
      ? [mayStop(capsUsd.sector, "sector")]
      : []),
    // What is reserved is freed again as answers come, so that a day is judged by what is likely.
    ...(likelyUsd > capsUsd.day
      ? [
        `  The cap of ${
          money(capsUsd.day)
        } per calendar day (UTC) will stop it: the same command ` +
        "goes on the day after.\n",
      ]
      : []),
  ];
}

/** A quote as text: per sector and analyst where somebody is called, and in all. */
export function quoteText(quote: Quote, capsUsd: Caps): string {
  const { days, rows, calls, keptCalls, likelyUsd, mostUsd, minutes, closed } = quote;
  if (calls === 0) {
    return keptCalls === 0
      ? "Nobody is called: these analysts need no provider.\n"
      : `Nobody is called: all ${keptCalls} answers are kept; --cache-hours 0 asks anew.\n`;
  }
  return [
    days === 1 ? "Quote\n" : `Quote for ${days} days together\n`,
    textTable(
      [
        left("sector"),
        left("analyst"),
        right("calls"),
        right("kept"),
        right("tokens in"),
        right("tokens out"),
        right("likely"),
        right("at most"),
      ],
      rows.filter((row) => row.calls + row.keptCalls > 0).map((row) => [
        row.sector,
        row.analyst,
        count(row.calls),
        count(row.keptCalls),
        count(row.inputTokens),
        count(row.outputTokens),
        row.closed ? "no price" : money(row.likelyUsd),
        row.closed ? "" : money(row.mostUsd),
      ]),
    ),
    `  ${counted(calls, "call")}${
      keptCalls > 0 ? `, ${counted(keptCalls, "answer")} kept` : ""
    }: ` +
    `likely ${money(likelyUsd)}, at most ${money(mostUsd)} without retries, about ` +
    `${timeText(minutes)}\n`,
    ...closed.map((reason) => `  ${reason}\n`),
    ...capLines(quote, capsUsd),
  ].join("");
}

/** Lines with how often each came, the first that came first. */
function tallied<T>(items: readonly T[], lineOf: (item: T) => string): readonly [string, number][] {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(lineOf(item), (counts.get(lineOf(item)) ?? 0) + 1);
  return [...counts];
}

/** Characters of why there is no ballot: the switches that help stand at its end. */
const MOST_REASON = 900;

/** A name that came from a provider or a file. */
const name = (text: string) => outsideLine(text, 80);

/** Who answered for whom, where it was a model: "claude/fast: claude (m), 10; local (n), 1st fallback, 1". */
function answererLines(ballots: readonly Ballot[]): readonly string[] {
  const byAnalyst = new Map<string, Ballot[]>();
  for (const ballot of ballots) {
    if (!ballot.answeredBy) continue;
    const known = byAnalyst.get(ballot.analyst);
    if (known) known.push(ballot);
    else byAnalyst.set(ballot.analyst, [ballot]);
  }
  const who = ({ provider, asked, model, place }: Answerer) =>
    `${name(provider)} (${name(asked)}${
      model === undefined || model === asked ? "" : `, as ${name(model)}`
    }${place === 0 ? "" : `, fallback ${place}`})`;
  const voices = new Map<string, Set<string>>();
  for (const { analyst, answeredBy } of ballots) {
    if (!answeredBy) continue;
    const model = `${name(answeredBy.provider)} (${name(answeredBy.model ?? answeredBy.asked)})`;
    voices.set(model, (voices.get(model) ?? new Set()).add(name(analyst)));
  }
  return [
    ...[...byAnalyst].map(([analyst, own]) =>
      `  Answered for ${name(analyst)}: ${
        tallied(
          own,
          ({ answeredBy, researchedBy }) =>
            who(answeredBy!) + (researchedBy ? `, research by ${who(researchedBy)}` : ""),
        ).map(([line, n]) => `${line} ${times(n)}`).join("; ")
      }\n`
    ),
    ...[...voices].filter(([, analysts]) => analysts.size > 1).map(([model, analysts]) =>
      `  One voice, counted ${times(analysts.size)}: ${model} answered for ${
        listed([...analysts])
      }\n`
    ),
  ];
}

/** What was found when ballots were held against their briefs. */
function heldLines(ballots: readonly Ballot[]): readonly string[] {
  const without = ballots.flatMap(({ analyst, withoutData = [] }) =>
    withoutData.map(({ pillar }) => ({ analyst, pillar }))
  );
  const noData = tallied(without, ({ analyst, pillar }) => `${name(analyst)} on ${pillar}`);
  const invented = new Map<string, string[]>();
  for (const { analyst, sector, unshownNumbers = [] } of ballots) {
    if (unshownNumbers.length === 0) continue;
    const numbers = listed(unshownNumbers.map((text) => outsideLine(text, 40)));
    const line = `${name(analyst)} writes ${numbers}`;
    const known = invented.get(line);
    if (known) known.push(sector);
    else invented.set(line, [sector]);
  }
  const reasons = tallied(
    ballots.flatMap(({ contaminated = [] }) => contaminated),
    (reason) => outsideLine(reason),
  );
  const notRead = tallied(
    ballots.flatMap(({ analyst, notRead = [] }) =>
      notRead.map((figure) => `${name(analyst)} on ${figure.pillar}, ${name(figure.name)}`)
    ),
    (line) => line,
  );
  const contaminated = ballots.filter((one) => one.contaminated !== undefined).length;
  return [
    ...(noData.length === 0 ? [] : [
      `  No data: ${
        counted(without.length, "score")
      } on a pillar on which nothing was there to read ` +
      `became ${without.length === 1 ? "an abstention" : "abstentions"} (${
        noData.map(([line, n]) => `${line} ${times(n)}`).join("; ")
      })\n`,
    ]),
    ...[...invented].map(([line, sectors]) =>
      `  Not in what was read: ${line} (${sectors.join(", ")})\n`
    ),
    ...notRead.map(([line, n]) =>
      `  Not read, a figure of the reader's own: ${line} (${counted(n, "sector")})\n`
    ),
    ...(contaminated === 0 ? [] : [
      `  Contaminated: ${contaminated} of ${counted(ballots.length, "ballot")}; no merit counts:\n`,
    ]),
    ...reasons.map(([reason, n]) => `    ${reason} (${counted(n, "ballot")})\n`),
  ];
}

/** A verdict with its pillars, with who answered, and with what is missing in it, as text. */
export function verdictText(verdict: Verdict, result: SweepResult): string {
  const { unanswered, spent } = result;
  const reasons = tallied(
    unanswered,
    ({ analyst, reason }) => `${name(analyst)}: ${outsideLine(reason, MOST_REASON)}`,
  );
  return [
    `Verdict at the close of ${verdict.day}\n`,
    textTable(
      [
        left("sector"),
        left(""),
        right("score"),
        right("rating"),
        left("pillars used"),
        right("stated confidence"),
        right("ballots"),
        right("failed"),
        right("no answer"),
        left(""),
      ],
      verdict.sectors.map((one) => [
        one.sector,
        SECTOR_LABELS[one.sector],
        one.score === undefined ? "none" : one.score.toFixed(2),
        one.rating === undefined ? "" : String(one.rating),
        one.pillarsUsed.length === PILLARS.length ? "all three" : one.pillarsUsed.join(", "),
        one.confidence === undefined ? "" : one.confidence.toFixed(2),
        String(one.ballots),
        one.failed === 0 ? "" : String(one.failed),
        one.unanswered === undefined ? "" : String(one.unanswered),
        [one.noScore, one.alert].flatMap((text) => text ?? []).join(". "),
      ]),
    ),
    ...answererLines(verdict.ballots),
    ...heldLines(verdict.ballots),
    ...verdict.failed.map((one) =>
      `  Failed: ${name(voiceOf(one))} on ${one.sector}: ${
        outsideLine(one.issues[0]?.message ?? "no reason given", MOST_REASON)
      }\n`
    ),
    ...mendedSentence(result.ballots).map((line) => `  ${line}\n`),
    ...reasons.map(([line, n]) => `  No answer, ${times(n)}: ${line}\n`),
    spentLine(spent),
    verdict.source ? `\n${outsideLine(sourceLine(verdict.source))}\n` : "",
  ].join("");
}
