import { decisionTicks, decisionTicksTitle } from "lab/charts";
import { randomStream } from "lab/stats";
import { equal, match, throws } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

const weeks = ["2024-01-05", "2024-01-12", "2024-01-19", "2024-01-26"];

const decisions = weeks.map((day) => ({ day, changed: day > "2024-01-12" }));

figureTests({ decision_ticks: () => decisionTicks(decisions, { marked: "2024-01-12", source }) });

Deno.test("decisionTicksTitle() counts each side of the marked day, over 200 draws", () => {
  const random = randomStream(3);
  for (let draw = 0; draw < 200; draw++) {
    const rows = weeks.map((day) => ({ day, changed: random.integer(2) === 1 }));
    const marked = weeks[random.integer(weeks.length)];
    const count = (of: (day: string) => boolean) =>
      rows.filter(({ day, changed }) => changed && of(day)).length;
    const early = count((day) => day <= marked), late = count((day) => day > marked);
    const title = decisionTicksTitle(rows, marked);
    if (early > 0) match(title, new RegExp(`^${early} of .*: this run saw the future$`));
    else match(title, new RegExp(`^None of .* and ${late} of \\d after it$`));
  }
});

Deno.test("decisionTicks() draws one tick per decision, and refuses what is no day", () => {
  const html = decisionTicks(decisions, { marked: "2024-01-12", source }).html();
  equal(html.match(/: changed<\/title>/g)?.length, 2);
  equal(html.match(/: as before<\/title>/g)?.length, 2);
  match(decisionTicks([], { marked: "2024-01-12", source }).title, /^None of 0 decisions/);
  throws(() => decisionTicks(decisions, { marked: "soon", source }), /need days as YYYY-MM-DD/);
  throws(
    () => decisionTicks([{ day: "2024-13-01", changed: true }], { marked: "2024-01-12", source }),
    /need days as YYYY-MM-DD, got "2024-13-01"/,
  );
});
