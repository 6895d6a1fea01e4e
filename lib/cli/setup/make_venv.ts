import { errorText, failureReason } from "./failure_reason.ts";
import { findProgram } from "./find_program.ts";
import { findPython, type Python, pythonRemedy } from "./find_python.ts";
import type { LabPaths } from "./paths.ts";
import { step } from "./progress.ts";
import { run } from "./run.ts";
import { SetupError } from "./setup_error.ts";
import { DENO_VERSION } from "./versions.ts";

/** Made by uv where there is no Python on the machine. */
const FETCHED_PYTHON = "3.13";

/**
 * Makes the venv and installs JupyterLab and Deno into it.
 *
 * uv does it in a tenth of pip's time. Where it is not on the PATH, pip puts one, locked by its hash,
 * into the venv; where that uv gets nowhere (it does not read pip's settings, so a mirror may be known
 * to pip alone), pip does the rest itself.
 *
 * @throws {SetupError} With the remedy, when neither of them can.
 */
export async function makeVenv(
  paths: LabPaths,
  env: Readonly<Record<string, string>>,
  os: string,
  write: (text: string) => void,
): Promise<void> {
  const uv = await workingUv(env, os);
  const python = await findPython(env, { os, needsPip: uv === undefined }).catch((error) => {
    // uv can fetch a Python of its own (into this folder), so that none is needed on the machine.
    if (uv !== undefined && error instanceof SetupError) return undefined;
    throw error;
  });
  const name = python === undefined
    ? `Python ${FETCHED_PYTHON} (fetched by uv)`
    : `Python ${python.version.join(".")}`;
  await step(`${name} environment in .venv`, async () => {
    await removeVenv(paths);
    await emptyVenv(paths, env, os, uv, python);
  }, write);
  const what = `JupyterLab and Deno ${DENO_VERSION}`;
  const byUv = (program: string) => installByUv(paths, env, program);
  if (uv !== undefined) return await step(`${what} (by uv)`, () => byUv(uv), write);

  const brought = await step("uv (by pip)", () => installUv(paths, env, python!), write);
  if (brought) {
    try {
      return await step(`${what} (by uv)`, () => byUv(paths.uv), write);
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
    }
  }
  await step(
    `${what} (by pip, which takes longer)`,
    () => installByPip(paths, env, python!),
    write,
  );
}

async function emptyVenv(
  paths: LabPaths,
  env: Readonly<Record<string, string>>,
  os: string,
  uv: string | undefined,
  python: Python | undefined,
): Promise<void> {
  const options = { env, cwd: paths.root };
  const from = python?.executable ?? FETCHED_PYTHON;
  const made = uv !== undefined
    ? await run(uv, ["venv", "--no-project", "--python", from, paths.venv], options)
    // Without a pip of its own, which would take longer to make than all else here.
    : await run(from, ["-m", "venv", paths.venv, "--without-pip"], options);
  if (made.code === 0) return;
  throw failureReason("make the Python environment in .venv", made.text, {
    remedy: python !== undefined ? undefined : `there is no Python on the PATH, and uv could not ` +
      `fetch one (it asks github.com). To go on, ${
        pythonRemedy(os)
      }, then run the same command again.`,
  });
}

async function installByUv(
  paths: LabPaths,
  env: Readonly<Record<string, string>>,
  uv: string,
): Promise<void> {
  const installed = await run(
    uv,
    ["pip", "install", "--python", paths.python, "--require-hashes", "-r", paths.requirements],
    { env, cwd: paths.root },
  );
  if (installed.code !== 0) throw failureReason("install JupyterLab", installed.text);
}

/** Whether pip could put uv into the venv; where it could not, its own try at the rest says why. */
async function installUv(
  paths: LabPaths,
  env: Readonly<Record<string, string>>,
  python: Python,
): Promise<boolean> {
  return (await pip(paths, env, python, paths.uvRequirements)).code === 0;
}

async function installByPip(
  paths: LabPaths,
  env: Readonly<Record<string, string>>,
  python: Python,
): Promise<void> {
  const installed = await pip(paths, env, python, paths.requirements);
  if (installed.code !== 0) throw failureReason("install JupyterLab", installed.text);
}

/** The pip of the machine's Python works on the venv; where it has none, or an old one, the venv gets one. */
async function pip(
  paths: LabPaths,
  env: Readonly<Record<string, string>>,
  python: Python,
  requirements: string,
) {
  const options = { env, cwd: paths.root };
  const install = ["install", "--retries", "2", "--prefer-binary", "--no-compile"].concat(
    ["--require-hashes", "-r", requirements],
  );
  const outer = ["-m", "pip", "--python", paths.python, ...install];
  const ran = await run(python.executable, outer, options);
  if (ran.code === 0 || !/No module named pip|no such option: --python/.test(ran.text)) return ran;
  const own = await run(paths.python, ["-m", "ensurepip"], options);
  return own.code === 0 ? await run(paths.python, ["-m", "pip", ...install], options) : own;
}

async function workingUv(
  env: Readonly<Record<string, string>>,
  os: string,
): Promise<string | undefined> {
  const uv = findProgram("uv", env, os);
  if (uv === undefined) return undefined;
  return (await run(uv, ["--version"], { env })).code === 0 ? uv : undefined;
}

async function removeVenv(paths: LabPaths): Promise<void> {
  try {
    // The marker goes first: if the removal breaks off, what is left is known to be half-finished.
    await Deno.remove(paths.marker).catch(() => {});
    await Deno.remove(paths.venv, { recursive: true });
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    throw new SetupError(
      `Cannot remove the unfinished ${paths.venv}: ${errorText(error)}. Close every JupyterLab ` +
        `and editor that uses it, then run the same command again.`,
      { cause: error },
    );
  }
}
