import { type SampleDot, sampleScatter, sampleScatterTitle } from "lab/charts";
import { randomStream } from "lab/stats";
import { equal, match, ok, throws } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.", valueName = "net Sharpe ratio";

const dots: SampleDot[] = [
  { label: "80/10/10", inSample: 0.9, outOfSample: 0.1 },
  { label: "50/25/25", inSample: 0.5, outOfSample: 0.4, isBase: true },
  { label: "0/0/100", inSample: -0.2, outOfSample: 0.3 },
];

figureTests({ sample_scatter: () => sampleScatter(dots, { valueName, source }) });

Deno.test("sampleScatterTitle() ranks the best in sample out of sample, over 200 draws", () => {
  const random = randomStream(13);
  for (let draw = 0; draw < 200; draw++) {
    const drawn = Array.from({ length: 12 }, (_, i) => ({
      label: `w${i}`,
      inSample: random.normal(),
      outOfSample: random.normal(),
      isBase: i === 3,
    }));
    const [star] = drawn.toSorted((a, b) => b.inSample - a.inSample);
    const order = drawn.toSorted((a, b) => b.outOfSample - a.outOfSample);
    const title = sampleScatterTitle(drawn);
    ok(title.includes(`${star.label}, is number ${order.indexOf(star) + 1} `), title);
    if (star.isBase) match(title, /it is the default$/);
    else ok(title.endsWith(`w3 is number ${order.indexOf(drawn[3]) + 1}`), title);
  }
});

Deno.test("sampleScatter() draws star and default above the halos of their names", () => {
  const both: SampleDot[] = [
    { label: "50/25/25", inSample: 0.1, outOfSample: 0.2, isBase: true },
    { label: "15/0/85", inSample: 0.6, outOfSample: 0.2 },
  ];
  const drawn = sampleScatter(both, { valueName, source }).html();
  const words = drawn.indexOf(">default, 50/25/25"), mark = drawn.lastIndexOf("<path");
  ok(words > 0 && words < mark, `words at ${words}, the last mark at ${mark}`);
});

Deno.test("sampleScatter() draws the guess as a dashed line, and none without one", () => {
  const dots = [
    { label: "a", inSample: 0.9, outOfSample: 0.1 },
    { label: "b", inSample: 0.5, outOfSample: 0.4, isBase: true },
  ];
  const drawn = (guess?: number) =>
    sampleScatter(dots, { valueName: "ratio", source, guess }).html();
  match(drawn(0.7), /your guess/);
  equal(/your guess/.test(drawn()), false);
  throws(() => drawn(NaN), /a number as the guess, got NaN/);
});
