/** A hand-over as a process of its own: clone and running version are the arguments. */
import { handOver } from "../../../lib/cli/setup/hand_over.ts";
import { labEnvironment } from "../../../lib/cli/setup/environment.ts";
import { labPaths } from "../../../lib/cli/setup/paths.ts";

const [root, running] = Deno.args;
const paths = labPaths(root);
const lab = { paths, env: labEnvironment(paths), made: false };
await handOver(lab, "lab.ts", ["--check"], running);
console.log("not handed over");
