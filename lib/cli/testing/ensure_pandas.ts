import { existsSync } from "node:fs";
import { join } from "node:path";
import { failureReason } from "../setup/failure_reason.ts";
import { findProgram } from "../setup/find_program.ts";
import type { LabPaths } from "../setup/paths.ts";
import { say, step } from "../setup/progress.ts";
import { run } from "../setup/run.ts";

/** What is installed, with hashes. */
const REQUIREMENTS = ["tests", "record", "pandas", "requirements.txt"];

/**
 * A Python with pandas for the tests that open our Parquet files with it. In CI it is made, in a folder
 * of its own; elsewhere one may be named by `LAB_PANDAS`, or those tests are skipped.
 *
 * @returns The path of that Python, or undefined where there is none and none may be made.
 */
export async function ensurePandas(
  paths: LabPaths,
  env: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  if (env.LAB_PANDAS) return env.LAB_PANDAS;
  const uv = existsSync(paths.uv) ? paths.uv : findProgram("uv", env);
  if (env.CI !== "true" || uv === undefined) {
    say(
      "pandas is not looked for, so the test that reads our Parquet files with it is skipped. To run " +
        "it, name a Python that has pandas and pyarrow: LAB_PANDAS=/path/to/python\n",
    );
    return undefined;
  }
  const folder = join(paths.state, "pandas");
  const python = Deno.build.os === "windows"
    ? join(folder, "Scripts", "python.exe")
    : join(folder, "bin", "python");
  if (existsSync(python)) return python;
  await step("pandas for the tests (by uv)", async () => {
    const requirements = join(paths.root, ...REQUIREMENTS);
    for (
      const args of [
        ["venv", "--no-project", "--python", paths.python, folder],
        ["pip", "install", "--python", python, "--require-hashes", "-r", requirements],
      ]
    ) {
      const ran = await run(uv, args, { env, cwd: paths.root });
      if (ran.code !== 0) {
        await Deno.remove(folder, { recursive: true }).catch(() => {});
        throw failureReason("install pandas for the tests", ran.text);
      }
    }
  });
  return python;
}
