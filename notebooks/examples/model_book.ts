/**
 * A model's ballots become a book: ask, verdict, book, orders.
 *
 *     deno run -A notebooks/examples/model_book.ts
 *
 * As it stands it plays the bundled recording, which holds the lab's own rules and no vendor's model, and
 * needs no key. One line, `asked`, asks a real model in its place. Week by week with quote, record and
 * settings: deno task committee --help
 */
import { briefs, recordingOf, verdict, views } from "lab/committee";
import { rebalance } from "lab/desk";
import { simulatedMarket, snapshot } from "lab/market";
import { liveCommittee, providerSettings, spendingSettings } from "lab/providers";
import { ledgerPlace } from "lab/record";
import { day } from "lab/units";

const asked = "replay/recorded"; // or "openai/fast", with its key in the environment or in .env

const data = new URL("../../data/", import.meta.url);
const read = async (name: string) => JSON.parse(await Deno.readTextFile(new URL(name, data)));

// What was known at the close of one day, told as one brief for each sector.
const today = snapshot(simulatedMarket({ seed: 62 }), day("2026-07-02"));

// Ask. Each call is reserved under the cap and booked before it is made; a recording costs nothing.
const committee = await liveCommittee({
  settings: providerSettings({ ...await read("providers.example.json"), analysts: [asked] }),
  spending: spendingSettings({ capsUsd: { sweep: 1 } }),
  factory: { recordings: { recorded: recordingOf(await read("recorded_answers.json")) } },
  briefs: briefs(today),
  source: today.source,
  askedAt: today.decidedAt,
  storePath: asked.startsWith("replay/") ? ":memory:" : ledgerPlace(),
  now: Date.now,
});
const { ballots, failed, unanswered } = await committee.sweep();
committee.close();

// The verdict: on each pillar the median, then the pillars weighed. What failed is no score of 3.
const { day: on, sectors } = today;
const found = verdict(ballots, { day: on, sectors, failed, unanswered, source: today.source });
console.log(`${ballots.length} ballots of ${asked}; ${failed.length} failed.\n`);
for (const { sector, score } of found.sectors) {
  console.log(`${sector.padEnd(5)} ${score?.toFixed(2) ?? "no score"}`);
}

// The book inside every limit, and the orders that make it, judged by a checker of its own.
const { book, trades, judgement } = rebalance(today, views(found), { equityUsd: 100_000 });
if (!judgement.holds) throw new Error("the orders break a limit");
console.log(`\n${book.summary}\n`);
for (const { action, shares, ticker } of trades.orders) {
  console.log(`${action} ${shares} ${ticker}`);
}
