import {
  bandStepsTitle,
  faultWaffleTitle,
  funnelBarsTitle,
  icDecayTitle,
  monthCellsTitle,
  pairCellsTitle,
  quantileBarsTitle,
  scoreDumbbellTitle,
  sensitivityLinesTitle,
  stateLineTitle,
  stressLinesTitle,
  yearBarsTitle,
} from "lab/charts";
import { equal, match } from "node:assert/strict";

const valueName = "net Sharpe ratio";
const months = [0.012, -0.034, 0.0002, undefined, 0.051, -0.004].map((value, i) => ({
  month: `202${i < 3 ? 1 : 2}-0${i + 1}`,
  value,
}));

const years = [
  { label: "2020", value: 0.11, benchmark: 0.125 },
  { label: "2021", value: 0.12, benchmark: 0.2 },
  { label: "2022", value: -0.08, benchmark: -0.18 },
  { label: "2023", value: undefined, benchmark: 0.1 },
  { label: "2024 to Jun", value: 0.01, benchmark: 0.012 },
];

const lines = [0.02, 0.2].map((end, i) => ({
  label: ["All to one", "Adverse"][i],
  points: [0, 0.5, 1].map((theta) => ({ theta, volatility: 0.05 + theta * (end - 0.05) })),
}));

const steps = [
  { label: "Band", betas: [0, 0.03, 0.05, undefined, 0.02], trades: [2], costBps: 0.1 },
  { label: "Every evening", betas: [0, 0, 0, undefined, 0], trades: [1, 2, 4], costBps: 0.4 },
];

const fear = [0.15, 0.26, 0.2, 0.17, undefined, 0.3].map((volatility, i) => ({
  volatility,
  state: [1, 2, 5].includes(i) ? "fear" as const : "calm" as const,
  scale: [1, 0.69, 0.9, 1, 1, 0.6][i],
}));

const pairs = ["1 bp", "5 bp"].flatMap((y, j) =>
  ["20 %", "30 %", "40 %"].map((x, i) => ({
    x,
    y,
    ...(i === 2 && j === 1 ? {} : { value: 0.5 - 0.1 * i - 0.05 * j }),
    isDefault: i === 1 && j === 0,
  }))
);

const settings = ["sector cap", "half-life, days"].map((setting, q) => ({
  setting,
  points: ["20", "30", "40"].map((label, i) => {
    const value = 0.5 - 0.2 * q * i;
    return { label, value, low: value - 0.25, high: value + 0.25, isDefault: i === 1 };
  }),
}));

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

Deno.test("monthCellsTitle() and yearBarsTitle() count what has a return", () => {
  equal(
    monthCellsTitle(months),
    "3 of 5 months gained; best May 2022 with +5.1 %, worst Feb 2021 with −3.4 %",
  );
  equal(monthCellsTitle([{ month: "2021-01", value: undefined }]), "No month has a return");
  equal(yearBarsTitle(years, "Market"), "3 of 4 years gained; 1 of 4 beat Market");
  equal(yearBarsTitle([]), "No year has a return");
});

Deno.test("stressLinesTitle(), bandStepsTitle() and stateLineTitle() state ends, costs and counts", () => {
  equal(stressLinesTitle(lines), "Volatility 5.0 % as measured; all to one 2.0 %, adverse 20.0 %");
  equal(
    bandStepsTitle(steps),
    "Cheapest is band (1 trade, 0.1 bp), dearest every evening (3 trades, 0.4 bp)",
  );
  equal(stateLineTitle(fear), "Fear on 3 of 6 evenings; gross goes down to 60 %");
  match(stateLineTitle(fear.slice(0, 1)), /^No fear on 1 evening; gross stays at 100 %/);
});

Deno.test("icDecayTitle() and quantileBarsTitle() have a sentence for nothing", () => {
  equal(icDecayTitle([]), "There is no horizon to show");
  equal(quantileBarsTitle(undefined), "No date has both a highest and a lowest group");
});

Deno.test("pairCellsTitle() and sensitivityLinesTitle() state range, place and doubt", () => {
  equal(
    pairCellsTitle(pairs, { valueName }),
    "The net Sharpe ratio runs from 0.30 to 0.50 over 5 pairs; the default is number 3 with 0.40",
  );
  equal(
    sensitivityLinesTitle(settings, { valueName }),
    "Of 2 settings “half-life, days” moves the net Sharpe ratio most, by 0.40; no interval leaves " +
      "out the default's result",
  );
  const apart = settings.map((line) => ({
    ...line,
    points: line.points.map((one) => ({ ...one, low: one.value - 0.1, high: one.value + 0.1 })),
  }));
  match(sensitivityLinesTitle(apart, { valueName }), /; 1 of 2 has an interval that leaves out/);
});
