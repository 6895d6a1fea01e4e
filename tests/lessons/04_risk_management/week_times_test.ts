import { stageSpansTitle } from "lab/charts";
import { weekTimes } from "lab/lesson/04";
import { weekSpans } from "lab/week";
import { deepEqual, equal, match, ok, throws } from "node:assert/strict";

Deno.test("a week that dies asks again for what was not there, and takes longer than one that lives", () => {
  for (let seed = 0; seed < 40; seed++) {
    const dead = weekTimes({ seed }), alive = weekTimes({ seed, dies: false });
    const end = (times: typeof dead) => Math.max(...times.map(({ to = 0 }) => to));
    ok(end(dead) > end(alive), String(seed));
    const spans = weekSpans(dead);
    deepEqual(spans.map(({ kind }) => kind), [
      ...["work", "cut off", "wait", "work", "work", "work", "wait", "work"],
    ]);
    const asked = Number(/^(\d+) asked/.exec(spans[2].note!)![1]);
    ok(asked > 0 && asked < 33);
    for (let i = 1; i < spans.length; i++) ok(spans[i].from >= spans[i - 1].from);
    match(stageSpansTitle(spans), /of them waiting for others, .* in work that was cut off$/);
    match(weekSpans(alive)[1].note!, /^33 asked for, 33 there$/);
  }
});

Deno.test("the same seed is the same week, and an option that it does not know is refused", () => {
  deepEqual(weekTimes({ seed: 5 }), weekTimes({ seed: 5 }));
  equal(weekTimes({ seed: 5 }).length, 8);
  throws(() => weekTimes({ seed: 5, kills: 2 } as never), /kills/);
});
