import { faultWaffle } from "lab/charts";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

figureTests({
  fault_waffle: () =>
    faultWaffle([
      { label: "a valid ballot", count: 13, valid: true },
      ...["a", "b", "c", "d", "e", "f"].map((label) => ({ label, count: 1 })),
      { label: "none", count: 0 },
    ], { source }),
});
