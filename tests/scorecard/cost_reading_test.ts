import { costReading, judgedBar } from "lab/scorecard";
import { meanInterval } from "lab/stats";
import { deepEqual, equal, match, throws } from "node:assert/strict";

const UNTESTABLE = "not testable with this much data";
const LEVEL = 0.95;

const edge = (mean: number, error: number) =>
  meanInterval(mean, error, { count: 400, level: LEVEL });

const cost = (part: Partial<Parameters<typeof costReading>[0]>) =>
  judgedBar(costReading({
    settledUsd: 100,
    openUsd: 0,
    sweeps: 10,
    edgeBps: edge(4, 0.5),
    isTheirEdge: true,
    source: "",
    ...part,
  }, LEVEL));

Deno.test("dollars per basis point are judged from both sides of ten", () => {
  const good = cost({});
  equal(good.verdict, "met");
  equal(good.figure, 2.5);
  // 10/(4 + 1.95996/2) and 10/(4 − 1.95996/2).
  equal([good.low, good.high].map((one) => one!.toFixed(3)).join(), "2.008,3.311");
  equal(cost({ settledUsd: 1000 }).verdict, "not met");
  equal(cost({ edgeBps: edge(4, 3) }).verdict, UNTESTABLE, "an edge that may be zero");
  // What is still open may come due: 250 + 100 dollars a sweep make the upper end too high.
  equal(cost({ settledUsd: 250, openUsd: 100 }).verdict, UNTESTABLE);
});

Deno.test("dollars per basis point are not judged without money, an edge, or an edge of their own", () => {
  equal(cost({ settledUsd: 0 }).reason, "no money was spent: $0");
  match(cost({ edgeBps: edge(-1, 0.2) }).reason!, /\$100.00 on 10 sweeps, and no gross edge above/);
  const others = cost({ isTheirEdge: false });
  equal(others.verdict, UNTESTABLE);
  equal(others.figure, 2.5);
  match(others.reason!, /the edge is the rule analyst's book's/);
  // A cost that nobody knows is no zero: what is known is a floor.
  equal(cost({ settledUsd: 0, unknown: 3 }).reason, "the cost of 3 answers is not known");
  const floor = cost({ unknown: 1 });
  deepEqual([floor.verdict, floor.figure, floor.high], [UNTESTABLE, 2.5, undefined]);
  match(floor.reason!, /\$100.00 on 10 sweeps, and the cost of 1 further answer is not known/);
  throws(() => cost({ settledUsd: -1 }), /need dollars and sweeps from 0, got -1/);
});
