import { bandSteps } from "lab/charts";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

const steps = [
  { label: "Band", betas: [0, 0.03, 0.05, undefined, 0.02], trades: [2], costBps: 0.1 },
  { label: "Every evening", betas: [0, 0, 0, undefined, 0], trades: [1, 2, 4], costBps: 0.4 },
];

figureTests({ band_steps: () => bandSteps(steps, { band: 0.05, source }) });
