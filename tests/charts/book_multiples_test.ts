import { bookMultiples } from "lab/charts";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

// A few rows a chart: enough for every branch of its drawing, few enough to read the markup.
const bars = [
  { label: "Materials", weight: 0 },
  { label: "Energy", weight: -0.3 },
  { label: "Health care", weight: 0.26 },
];

figureTests({
  book_multiples: () =>
    bookMultiples([
      { label: "gross alone", cost: 0, bars, hedge: 0 },
      { label: "beta", cost: 0.112, bars, hedge: -0.2 },
      { label: "net", cost: 0, bars, hedge: -0.2 },
    ], { guess: "net", source }),
});
