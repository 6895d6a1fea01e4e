import { runSweep, sweepConfig, sweepEvidence } from "lab/sweep";
for (let seed=13; seed<=120; seed++) {
  const r = await runSweep(sweepConfig({data:{kind:"simulated",seeds:[seed],years:13.5}}),{workers:0});
  const e = await sweepEvidence(r,{seed});
  if (e.againstBest.alike<229) console.log(seed, e.best.weights.join("/"), e.best.sharpe.toFixed(2), e.base.sharpe.toFixed(2), "alike", e.againstBest.alike, "pbo", typeof e.overfitting==="string"?"":e.overfitting.probability.toFixed(2), "apart", e.weightings.filter(w=>!w.alikeBase).length, "alone", e.weightings.filter(w=>w.low>0||w.high<0).length, "told", e.isTold);
}
console.log("done");
