import { runSweep, sweepConfig } from "lab/sweep";
const out:number[][]=[];
for (let seed=100001; seed<=100200; seed++) {
  const c = sweepConfig({data:{kind:"simulated",seeds:[seed],years:11},holdout:null,metrics:["netSharpe"]});
  const r = await runSweep(c,{workers:0});
  out.push(r.rows.map(x=>x.values.netSharpe!));
  if (seed%20===0) { await Deno.writeTextFile("/tmp/lesson06/truth.json",JSON.stringify(out)); console.log(seed); }
}
