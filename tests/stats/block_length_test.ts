import { blockLength, randomStream } from "lab/stats";
import { ok } from "node:assert/strict";
import { remembering } from "./remembering.ts";

const near = (a: number, b: number, within: number) =>
  ok(Math.abs(a - b) <= within, `${a} is not within ${within} of ${b}`);

Deno.test("blockLength() is arch's optimal_block_length on three series", () => {
  // arch 8.0.0: optimal_block_length(x) with
  //   x: s = 12345; s = 16807*s % 2147483647; last = 0.6*last + s/2147483647 - 0.5, 200 values
  //   [((i*7919) % 101)/101 - 0.5 for i in range(120)]
  //   [sin(i/5) + ((i*37) % 11)/20 for i in range(60)]
  const cases: [number[], number, number][] = [
    [remembering(), 7.389879504943424, 8.459300320061702],
    [
      Array.from({ length: 120 }, (_, i) => i * 7919 % 101 / 101 - 0.5),
      10.243921315242362,
      11.726362629153591,
    ],
    [
      Array.from({ length: 60 }, (_, i) => Math.sin(i / 5) + i * 37 % 11 / 20),
      6.358501542621142,
      7.278667277135753,
    ],
  ];
  for (const [values, stationary, circular] of cases) {
    near(blockLength(values).stationary, stationary, 1e-10);
    near(blockLength(values).circular, circular, 1e-10);
  }
});

Deno.test("blockLength() does not hang on size or place, and grows with memory", () => {
  const values = remembering();
  const plain = blockLength(values).stationary;
  near(blockLength(values.map((value) => 1000 * value - 7)).stationary, plain, 1e-8);
  const draw = randomStream(3);
  const lengths = [0, 0.5, 0.9].map((memory) => {
    let last = 0;
    return blockLength(Array.from({ length: 2000 }, () => last = memory * last + draw.normal()));
  });
  ok(lengths[0].stationary < lengths[1].stationary);
  ok(lengths[1].stationary < lengths[2].stationary);
});
