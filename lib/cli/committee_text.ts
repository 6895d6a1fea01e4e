import { mendedSentence, type Verdict } from "../committee/mod.ts";
import { SECTOR_LABELS, sourceLine } from "../market/mod.ts";
import type { Quote, SweepResult } from "../providers/mod.ts";
import { textTable } from "./text_table.ts";

const left = (heading: string) => ({ heading });
const right = (heading: string) => ({ heading, right: true });
/** Cents, and four digits where they say more: a ballot may cost less than a cent. */
const money = (usd: number) => {
  const cents = Math.abs(usd * 100 - Math.round(usd * 100)) < 1e-9;
  return `$${usd.toFixed(usd < 1 && !cents ? 4 : 2)}`;
};
const times = (n: number) => n === 1 ? "once" : `${n} times`;
const count = (n: number) => String(Math.round(n));

/** A quote as text: per sector and analyst where somebody is called, and in all. */
export function quoteText(quote: Quote, capUsd: number): string {
  const { rows, calls, keptCalls, likelyUsd, mostUsd, minutes, closed } = quote;
  if (calls === 0) {
    return keptCalls === 0
      ? "Nobody is called: these analysts need no provider.\n"
      : `Nobody is called: all ${keptCalls} answers are kept.\n`;
  }
  return [
    "Quote\n",
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
    `  ${calls} ${calls === 1 ? "call" : "calls"}${
      keptCalls > 0 ? `, ${keptCalls} answers kept` : ""
    }: ` +
    `likely ${money(likelyUsd)}, at most ${money(mostUsd)} without retries, about ` +
    `${minutes < 1 ? "a minute" : `${Math.ceil(minutes)} minutes`}\n`,
    ...closed.map((reason) => `  ${reason}\n`),
    mostUsd > capUsd ? `  The cap of ${money(capUsd)} per sweep may stop it before the end.\n` : "",
  ].join("");
}

/** A verdict with what is missing in it, as text. */
export function verdictText(verdict: Verdict, result: SweepResult): string {
  const { unanswered, spent } = result;
  const reasons = new Map<string, number>();
  for (const { analyst, reason } of unanswered) {
    const line = `${analyst}: ${reason}`;
    reasons.set(line, (reasons.get(line) ?? 0) + 1);
  }
  return [
    `Verdict at the close of ${verdict.day}\n`,
    textTable(
      [
        left("sector"),
        left(""),
        right("score"),
        right("rating"),
        right("stated confidence"),
        right("ballots"),
        right("failed"),
        left(""),
      ],
      verdict.sectors.map((one) => [
        one.sector,
        SECTOR_LABELS[one.sector],
        one.score === undefined ? "none" : one.score.toFixed(2),
        one.rating === undefined ? "" : String(one.rating),
        one.confidence === undefined ? "" : one.confidence.toFixed(2),
        String(one.ballots),
        one.failed === 0 ? "" : String(one.failed),
        one.alert ?? one.noScore ?? "",
      ]),
    ),
    ...verdict.failed.map(({ analyst, sector, issues }) =>
      `  Failed: ${analyst} on ${sector}: ${issues[0]?.message ?? "no reason given"}\n`
    ),
    ...mendedSentence(result.ballots).map((line) => `  ${line}\n`),
    ...[...reasons].map(([line, n]) => `  No answer, ${times(n)}: ${line}\n`),
    spent && (spent.settledUsd > 0 || spent.openUsd > 0)
      ? `  Spent ${money(spent.settledUsd)}` +
        (spent.openUsd > 0
          ? `; up to ${money(spent.openUsd)} more for calls that ended without a price`
          : "") +
        "\n"
      : "",
    verdict.source ? `\n${sourceLine(verdict.source)}\n` : "",
  ].join("");
}
