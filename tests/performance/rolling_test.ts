import { rollingBeta, rollingDeviation, rollingSharpe } from "lab/performance";
import { equal } from "node:assert/strict";
import { weekly, WEEKS } from "./weekly_fixture.ts";
import { near } from "./near.ts";

const { book, market, riskFree } = weekly;
const options = { periodsPerYear: WEEKS };

Deno.test("rolling measures are pandas' at both ends", () => {
  const rolled = rollingSharpe(book, { ...options, riskFree, window: 52 });
  equal(rolled.length, 180 - 51);
  equal(rolled[0].at, 51);
  near(rolled[0].measure.value, 0.838514569746819); // (w.mean()/w.std())[51]*np.sqrt(52), w = x.rolling(52)
  near(rolled[128].measure.value, 2.3315400050878936); // the same at the end
  // r.rolling(52).std().iloc[-1]*np.sqrt(52)
  near(rollingDeviation(book, { ...options, window: 52 })[128].measure.value, 0.11049648431804088);
  // np.polyfit(m[-52:], r[-52:], 1)[0]
  near(
    rollingBeta(book, market, { ...options, window: 52 })[128].measure.value,
    0.40293890230681584,
  );
});
