/**
 * The largest sweep, 5,151 weightings over 25 years into a folder with two workers, in a process of its
 * own; prints the most memory that it held, MB. Without limits: what is kept is the same.
 */
import { closeSweepWorkers, runSweep, sweepConfig } from "lab/sweep";

const folder = await Deno.makeTempDir({ prefix: "sweep-bench-" });
try {
  const config = sweepConfig({
    data: { kind: "simulated", seeds: [7], years: 26, committee: "dice" },
    grid: { step: 0.01 },
    holdout: null,
  });
  const { rows } = await runSweep(config, { workers: 2, folder });
  closeSweepWorkers();
  // The high-water mark that the kernel keeps; elsewhere than on Linux what is held at the end.
  const status = await Deno.readTextFile("/proc/self/status").catch(() => "");
  const most = /VmHWM:\s+(\d+) kB/.exec(status)?.[1];
  const bytes = most === undefined ? Deno.memoryUsage().rss : 1024 * Number(most);
  console.log(`${rows.length} ${Math.round(bytes / 1e6)}`);
} finally {
  await Deno.remove(folder, { recursive: true });
}
