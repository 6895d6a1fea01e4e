import {
  ballotStrip,
  ballotStripTitle,
  driftBars,
  driftBarsTitle,
  faultWaffle,
  faultWaffleTitle,
  type Figure,
  funnelBars,
  funnelBarsTitle,
  icBars,
  icBarsTitle,
  lostShare,
  scoreDumbbell,
  scoreDumbbellTitle,
  timelineTicks,
  timelineTicksTitle,
} from "lab/charts";
import { equal, match, throws } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

// Few rows, but every branch of the drawing.
const figures: Readonly<Record<string, () => Figure>> = {
  timeline_ticks: () =>
    timelineTicks([
      { row: "filings", at: "2023-11-03T07:30", asOf: "2023-09-30", used: false },
      { row: "filings", at: "2024-02-08T16:30", asOf: "2023-12-31", used: true },
      { row: "filings", at: "2024-05-10T16:30", asOf: "2024-03-31" },
      { row: "headlines", at: "2024-05-03T13:15", label: "lab:headlines/XLE/1" },
      { row: "closes", at: "2024-05-10T16:00" },
      { row: "closes", at: "2024-05-13" },
    ], { decision: "2024-05-10T16:00", guess: { row: "filings", count: 1 }, source }),
  ic_bars: () =>
    icBars([
      { label: "from the quarter's end", ic: 0.15, low: 0.09, high: 0.21, looksAhead: true },
      { label: "from the filing", ic: -0.02, low: -0.08, high: 0.04 },
      { label: "one date", ic: 0.03 },
    ], { planted: 0.1, source }),
  ballot_strip: () =>
    ballotStrip([
      {
        label: "Fundamentals",
        score: 2,
        weight: 0.5,
        reasons: [
          "earnings yield, change on the quarter before: -0.1 %, rank 10 of 11, and more than one line",
        ],
      },
      { label: "Sentiment", weight: 0.25, reasons: ["abstains: no headline about XLE"] },
      { label: "Technicals", score: 5, weight: 0.25, reasons: ["rank 1 of 11", "rank 2 of 11"] },
    ], { name: "Energy", score: 3, rating: 3, source }),
  fault_waffle: () =>
    faultWaffle([
      { label: "a valid ballot", count: 13, valid: true },
      ...["a", "b", "c", "d", "e", "f"].map((label) => ({ label, count: 1 })),
      { label: "none", count: 0 },
    ], { source }),
  drift_bars: () =>
    driftBars([
      { label: "Energy", kept: 4.5, drifted: 3.75 },
      { label: "Staples", kept: 2.5, drifted: 2.25 },
      { label: "Utilities", kept: 3, drifted: 3 },
    ], { guess: 0.4, source }),
  score_dumbbell: () =>
    scoreDumbbell([
      { label: "Energy", panel: "gullible", before: 2, after: 5 },
      { label: "Staples", panel: "gullible", before: 4, after: 1 },
      { label: "Energy", panel: "guarded", before: 2, after: 2 },
      { label: "Staples", panel: "guarded", before: 4, after: 4 },
    ], { source }),
  funnel_bars: () =>
    funnelBars([
      { label: "listed", left: 11, calls: 0, costUsd: 0 },
      { label: "fast filter", left: 4, calls: 11, costUsd: 0.011 },
      { label: "heavy analyst", left: 4, calls: 4 },
      { label: "trigger", left: 1, calls: 0, costUsd: 0 },
    ], { source }),
};

figureTests(figures);

Deno.test("a datum of the very minute of the decision is known", () => {
  const at = (minute: string) => [{ at: `2024-05-03T${minute}` }];
  const decision = "2024-05-03T16:00";
  equal(timelineTicksTitle(at("16:00"), decision), "All of these data were known at the decision");
  match(timelineTicksTitle(at("16:01"), decision), /^1 of these 1 data was not yet known/);
});

Deno.test("icBarsTitle() compares what the reader sees", () => {
  const title = (ahead: number, honest: number) =>
    icBarsTitle([{ label: "a", ic: ahead, looksAhead: true }, { label: "b", ic: honest }], {
      planted: 0.1,
    });
  equal(
    title(0.0501, 0.0499),
    "Looking ahead changes nothing here: an IC of 0.050 both ways; planted were 0.100",
  );
  equal(
    title(0.02, 0.06),
    "Looking ahead shows an IC of 0.020, not even the 0.060 of the filings; planted were 0.100",
  );
  equal(
    title(0.1001, 0.05),
    "Looking ahead shows an IC of 0.100 instead of 0.050; planted were 0.100",
  );
  equal(icBarsTitle([]), "There is no IC to show");
});

Deno.test("a ballot of abstentions has no score, and says so", () => {
  const rows = ["Fundamentals", "Sentiment"].map((label) => ({ label, weight: 0.5, reasons: [] }));
  equal(
    ballotStripTitle(rows, { name: "Energy" }),
    "Energy: every pillar abstains, so there is no score",
  );
  equal(/NaN|undefined/.test(ballotStrip(rows, { name: "Energy", source }).svg()), false);
});

Deno.test("driftBarsTitle() names a loss, a gain and nothing at all", () => {
  const title = (drifted: number) => driftBarsTitle([{ label: "Energy", kept: 4, drifted }]);
  match(title(3.5), /would cost 50 % of the distance/);
  match(title(4.5), /would add 50 % to the distance/);
  match(title(4), /would change no distance/);
  equal(lostShare([{ label: "Energy", kept: 3, drifted: 4 }]), undefined);
  match(driftBarsTitle([{ label: "Energy", kept: 3, drifted: 3 }]), /Every score is a 3/);
});

Deno.test("titles of counts use the singular where there is one", () => {
  equal(
    faultWaffleTitle([{ label: "a ballot", count: 4, valid: true }]),
    "All 4 answers are ballots",
  );
  equal(
    faultWaffleTitle([{ label: "a ballot", count: 4, valid: true }, { label: "cut", count: 1 }]),
    "4 of 5 answers are ballots; 1 fails, by 1 kind of fault",
  );
  equal(
    funnelBarsTitle([{ label: "a", left: 3, calls: 0 }, { label: "b", left: 1, calls: 3 }]),
    "1 of 3 sectors comes through, for 3 calls",
  );
  equal(scoreDumbbellTitle([]), "There is no score to compare");
});

Deno.test("charts of lesson 01 refuse what they cannot draw", () => {
  throws(() => timelineTicks([], { decision: "tomorrow", source }), /need a day or minute/);
  throws(
    () => ballotStrip([{ label: "a", score: 2.5, weight: 1, reasons: [] }], { name: "b", source }),
    /whole number from 1 to 5, got 2.5/,
  );
  throws(() => faultWaffle([{ label: "a", count: 0.5 }], { source }), /whole number from 0/);
  throws(() => faultWaffle([], { source }), /need at least one/);
  throws(() => driftBars([{ label: "a", kept: 3, drifted: 6 }], { source }), /between 1 and 5/);
  throws(
    () => scoreDumbbell([{ label: "a", panel: "b", before: 0, after: 3 }], { source }),
    /between 1 and 5, got 0/,
  );
  throws(
    () =>
      funnelBars([{ label: "a", left: 1, calls: 0 }, { label: "b", left: 2, calls: 1 }], {
        source,
      }),
    /between 0 and 1 left, got 2/,
  );
});
