import { yearBars } from "lab/charts";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

const years = [
  { label: "2020", value: 0.11, benchmark: 0.125 },
  { label: "2021", value: 0.12, benchmark: 0.2 },
  { label: "2022", value: -0.08, benchmark: -0.18 },
  { label: "2023", value: undefined, benchmark: 0.1 },
  { label: "2024 to Jun", value: 0.01, benchmark: 0.012 },
];

figureTests({ year_bars: () => yearBars(years, { benchmarkLabel: "Market", source }) });
