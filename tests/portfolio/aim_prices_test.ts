import { ok } from "node:assert/strict";
import type { Limits } from "../../lib/portfolio/limits/limits.ts";
import { fitBook } from "../../lib/portfolio/fit_book.ts";
import { SOAK } from "../soak.ts";
import { price, withLimits } from "./exposure_lists.ts";
import { onPaper } from "./on_paper.ts";
import { anyProblem, trackByQuadprog } from "./track_by_quadprog.ts";

/** What the value of a limit is moved by, either way. */
const STEP = 1e-5;

/** The readings of each setting, and the setting at another value. */
const SETTINGS: readonly [
  string,
  (reading: string) => boolean,
  (limits: Limits, by: number) => Partial<Limits>,
][] = [
  ["sector", (name) => name.startsWith("sector "), (l, by) => ({ sector: l.sector + by })],
  ["side", (name) => name.endsWith(" side"), (l, by) => ({ side: l.side + by })],
  ["net", (name) => name === "net", (l, by) => ({ net: l.net + by })],
  ["cluster", (name) => name === "cluster", ({ cluster }, by) => ({
    cluster: { ...cluster, max: cluster.max + by },
  })],
  ["beta", (name) => name === "beta", ({ beta }, by) => ({
    beta: { ...beta, max: beta.max + by },
  })],
  ["hedge", (name) => name === "hedge", (l, by) => ({ hedge: l.hedge + by })],
];

Deno.test("fitBook() has prices between the slopes of the objective on either side", () => {
  const compared: Record<string, number> = {};
  const check = (what: string, at: number, up: number, down: number, multiplier: number) => {
    // The objective is convex in a limit, so that the slopes to points beside it hold for any step.
    const [rise, fall] = [(up - at) / STEP, (at - down) / STEP];
    ok(multiplier >= -rise - 1e-6 && multiplier <= -fall + 1e-6, `${what}: ${multiplier}`);
    ok(multiplier >= 0, `${what}: a limit never has a price below 0`);
    const [, setting] = what.split(" ");
    if (multiplier > 0) compared[setting] = (compared[setting] ?? 0) + 1;
  };
  for (let seed = 0; seed < (SOAK ? 10_000 : 1_000); seed++) {
    const problem = anyProblem(seed), { limits, gross } = onPaper(problem);
    const book = fitBook(problem);
    if (book.status !== "full" && book.status !== "reduced") continue;
    if (Math.min(limits.net, limits.beta.max) < STEP) continue; // no limit lies below 0
    for (const [name, belongs, at] of SETTINGS) {
      const other = (by: number) => fitBook(withLimits(problem, at(limits, by)));
      // With accounting `none` the limit on the hedge stays at 0; a name's own cap stays as well.
      if (name === "hedge" && limits.accounting === "none") continue;
      if (name === "sector" && limits.names) continue;
      const [up, down] = [other(STEP), other(-STEP)];
      const isAlike = [up, down].every(({ status, hedge }) =>
        status !== "infeasible" && Math.sign(hedge) === Math.sign(book.hedge)
      );
      if (!isAlike) continue;
      const multiplier = price(book, belongs);
      check(`${seed} ${name}`, book.objective, up.objective, down.objective, multiplier);
    }
    // The setting moves the aims besides; its price is that of the bound alone, which quadprog moves.
    const held = (by: number) => trackByQuadprog(problem, { most: gross + by });
    const [up, here, down] = [held(STEP), held(0), held(-STEP)];
    if (!up || !here || !down || up.hedge * down.hedge < 0) continue;
    const multiplier = price(book, (reading) => reading === "gross");
    check(`${seed} gross`, here.objective, up.objective, down.objective, multiplier);
  }
  for (const name of [...SETTINGS.map(([setting]) => setting), "gross"]) {
    ok(compared[name] > 20, `${name} had a price ${compared[name]} times`);
  }
});

Deno.test("fitBook() does without a limit that has no price", () => {
  const without: readonly [string, (reading: string) => boolean, Partial<Limits>][] = [
    ["sector", (name) => name.startsWith("sector "), { sector: 1 }],
    ["side", (name) => name.endsWith(" side"), { side: 3 }],
    ["net", (name) => name === "net", { net: 3 }],
    ["cluster", (name) => name === "cluster", { cluster: { sectors: [], max: 3 } }],
  ];
  const compared: Record<string, number> = {};
  for (let seed = 0; seed < (SOAK ? 10_000 : 1_000); seed++) {
    const problem = anyProblem(seed), book = fitBook(problem);
    if (book.status !== "full" && book.status !== "reduced") continue;
    for (const [name, belongs, limits] of without) {
      if (price(book, belongs) !== 0) continue;
      const free = fitBook(withLimits(problem, limits));
      if (Math.sign(free.hedge) !== Math.sign(book.hedge)) continue;
      compared[name] = (compared[name] ?? 0) + 1;
      const away = Math.abs(free.objective - book.objective);
      ok(away <= 1e-12, `${seed} ${name}: ${away} nearer without it`);
    }
  }
  for (const [name] of without) ok(compared[name] > 100, JSON.stringify(compared));
});
