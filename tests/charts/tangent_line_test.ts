import { tangentLine, tangentLineTitle } from "lab/charts";
import { equal, match } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

figureTests({
  tangent_line: () =>
    tangentLine(
      [0.1, 0.15, 0.2, 0.3, 0.4].map((x) => ({ x, y: 0.4 - 0.8 * x + x * x, dashed: x < 0.2 })),
      {
        tangent: { x: 0.2, y: 0.28, slope: -0.4 },
        subtitle: "Distance over cap",
        xLabel: "Sector cap",
        yLabel: "distance",
        source,
      },
    ),
});

Deno.test("tangentLine() promises no more than the whole distance", () => {
  const steep = { x: 0.3, y: 0.01, slope: -1.7 };
  match(tangentLineTitle(steep, "Sector cap"), /too steep to hold for one more point$/);
});

Deno.test("tangentLine() calls a slope of zero what it is", () => {
  const chart = tangentLine([{ x: 0.2, y: 0.1 }, { x: 0.4, y: 0.1 }], {
    tangent: { x: 0.3, y: 0.1, slope: 0 },
    subtitle: "Distance over cap",
    xLabel: "Sector cap",
    yLabel: "distance",
    source,
  });
  equal(chart.title, "Sector cap at 30 %: a wider one would change nothing");
});
