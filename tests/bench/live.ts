import { weightTriangle, type WeightTriangleData, weightTrianglePanel } from "lab/live";
import { simulatedMarket } from "lab/market";
import { decisionDays, researchPanel } from "lab/research";
import type { BenchRow } from "./bench_row.ts";

/** What a browser does at each step of a drag, without its own layout and painting. */
export async function liveBench(): Promise<BenchRow[]> {
  const market = simulatedMarket({ seed: 7, years: 11 });
  const days = decisionDays(market, "weekly").slice(-521);
  const panel = await researchPanel(market, { days });
  const live = weightTrianglePanel(panel, { source: "Source: simulated, seed 7." });
  const [, json] = /data-lab-data='([^']*)'/.exec(live.html())!;
  const data: WeightTriangleData = JSON.parse(
    json.replaceAll("&#39;", "'").replaceAll("&amp;", "&"),
  );
  const times: number[] = [];
  for (let i = 0; i < 1000; i++) {
    const first = (i * 37) % 101, second = Math.floor((100 - first) * ((i * 13) % 101) / 100);
    const begin = performance.now();
    const state = weightTriangle.state(data, { first, second, third: 100 - first - second });
    weightTriangle.view(data, state, live.start);
    times.push(performance.now() - begin);
  }
  times.sort((a, b) => a - b);
  return [{
    what: "a step of a drag on the triangle of weights, ten weekly years, p95",
    measured: `${times[950].toFixed(1)} ms`,
    beside: `promised 16 ms; median ${times[500].toFixed(1)} ms`,
  }];
}
