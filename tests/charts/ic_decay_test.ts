import { type DecayPoint, icDecay } from "lab/charts";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

const decay: DecayPoint[] = [
  { horizon: 1, ic: 0.06, low: 0.01, high: 0.11 },
  { horizon: 2, ic: 0.07, low: 0, high: 0.14 },
  { horizon: 4, ic: 0.05, low: -0.04, high: 0.14 },
  { horizon: 8, ic: 0.02 },
];

figureTests({ ic_decay: () => icDecay(decay, { chosen: 4, source }) });
