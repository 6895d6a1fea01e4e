/** One of several writers: records as many runs as it is told, each with a configuration of its own. */
import { openTrialsFile, trialPlaces } from "lab/evidence";

const [folder, name, count] = Deno.args;
const trials = openTrialsFile(trialPlaces(folder));
for (let i = 0; i < Number(count); i++) {
  trials.record({
    at: "2026-11-20",
    family: "dice",
    name: `${name} ${i}`,
    trials: 3,
    config: `${name}-${i}`,
    source: "Source: simulated, seed 1.",
  });
}
