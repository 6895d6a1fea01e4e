import { ternaryKey } from "lab/charts";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";
const labels = ["Fundamentals", "Sentiment", "Technicals"] as const;

figureTests({ ternary_key: () => ternaryKey({ labels, source }) });
