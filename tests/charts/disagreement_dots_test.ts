import { disagreementDots, disagreementDotsTitle } from "lab/charts";
import { equal, match } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

// Few rows a chart: enough for every branch of its drawing, few enough to read the markup.
const ballots = (...scores: number[]) =>
  scores.map((score, i) => ({ analyst: ["value", "momentum", "cautious"][i], score }));

figureTests({
  disagreement_dots: () =>
    disagreementDots([
      { label: "Energy", ballots: ballots(3, 3, 3), verdict: 3 },
      { label: "Technology", ballots: ballots(1.25, 4.5, 2.75), verdict: 2.75 },
      { label: "Staples", ballots: [] },
    ], { source }),
});

Deno.test("disagreementDots() puts the widest disagreement first and keeps equal ones in order", () => {
  const rows = [
    { label: "Energy", ballots: ballots(3, 3) },
    { label: "Staples", ballots: ballots(2, 4) },
    { label: "Utilities", ballots: ballots(4, 4) },
  ];
  const labels = [...disagreementDots(rows, { source }).svg().matchAll(/>([A-Z][a-z]+)<\/text>/g)]
    .map((found) => found[1]);
  equal(labels.join(" "), "Staples Energy Utilities");
});

Deno.test("disagreementDotsTitle() names ties, counts many, and knows a lonely analyst", () => {
  const row = (label: string, ...scores: number[]) => ({ label, ballots: ballots(...scores) });
  equal(
    disagreementDotsTitle([row("a", 1, 3), row("b", 2, 4), row("c", 3, 3)]),
    "Analysts disagree most on a and b (2.00 points apart) and least on c (0.00)",
  );
  match(
    disagreementDotsTitle([row("a", 1, 3), ...["b", "c", "d", "e"].map((l) => row(l, 3, 3))]),
    /least on four sectors \(0\.00\)$/,
  );
  equal(disagreementDotsTitle([row("a", 2)]), "One analyst alone cannot disagree");
  equal(disagreementDotsTitle([row("a")]), "No analyst gives a score");
});
