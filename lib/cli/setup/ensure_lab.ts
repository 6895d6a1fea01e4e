import { dirname, join } from "node:path";
import { bundlePanels } from "./bundle_panels.ts";
import { labEnvironment } from "./environment.ts";
import { errorText, failureReason } from "./failure_reason.ts";
import { kernelSpec } from "./kernel_spec.ts";
import { makeVenv } from "./make_venv.ts";
import { type LabPaths, labPaths } from "./paths.ts";
import { say, step } from "./progress.ts";
import { run } from "./run.ts";
import { LAB_OVERRIDES, SERVER_SETTINGS } from "./server_settings.ts";
import { SetupError } from "./setup_error.ts";
import { setupHash } from "./setup_hash.ts";
import { trustLessons } from "./trust_lessons.ts";
import { DENO_VERSION } from "./versions.ts";

/** A lab that is ready to start. */
export interface Lab {
  readonly paths: LabPaths;
  /** The environment for everything it starts. */
  readonly env: Readonly<Record<string, string>>;
  /** Whether this call had to make something. */
  readonly made: boolean;
}

/** How to set up; everything has a default. */
export interface SetupOptions {
  readonly root?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly os?: string;
  /** Receives the progress lines. */
  readonly write?: (text: string) => void;
}

/**
 * Sets up whatever is missing: the venv with JupyterLab and Deno, the kernel spec inside it, the npm
 * packages, the panels for the browser, and trust in the lab's own lessons. The marker is written
 * last, so a set-up that was interrupted at any moment is found to be half-finished by the next one
 * and made again.
 *
 * @throws {SetupError} With what is wrong and the remedy, when it cannot.
 */
export async function ensureLab(options: SetupOptions = {}): Promise<Lab> {
  const os = options.os ?? Deno.build.os;
  const write = options.write ?? say;
  const paths = labPaths(options.root, os);
  const env = labEnvironment(paths, options.env ?? Deno.env.toObject());
  const wanted = await wantedMarker(paths);
  if (await isReady(paths, wanted)) {
    await refreshLessons(paths, env, write);
    return { paths, env, made: false };
  }

  const unlock = await lockSetup(paths, write);
  try {
    // Another set-up may have finished while this one waited for the lock.
    if (await isReady(paths, wanted)) return { paths, env, made: false };
    const earlier = await readMarker(paths);
    write(await greeting(paths, earlier));
    if (earlier?.venv !== wanted.venv || !await hasPrograms(paths)) {
      await makeVenv(paths, env, os, write);
    }
    await step("kernel of the lab", () => writeKernel(paths, env), write);
    await step("packages for TypeScript", () => fetchPackages(paths, env), write);
    await refreshLessons(paths, env, write);
    await writeFile(paths.marker, JSON.stringify(wanted) + "\n");
    return { paths, env, made: true };
  } finally {
    unlock();
  }
}

/**
 * What follows from the lessons and the library rather than from a set-up: their panels for the
 * browser, and the trust that lets panels run. Looked at each time, made again when they changed.
 */
async function refreshLessons(
  paths: LabPaths,
  env: Readonly<Record<string, string>>,
  write: (text: string) => void,
): Promise<void> {
  await bundlePanels(paths, env, write);
  await trustLessons(paths, env, write);
}

/** Whether the set-up of this clone is whole and up to date. */
export async function isSetUp(paths: LabPaths): Promise<boolean> {
  return await isReady(paths, await wantedMarker(paths));
}

/** What the marker of a finished set-up says it was made from. */
interface Marker {
  /** A venv with another fingerprint is made again. */
  readonly venv: string;
  /** Kernel, settings and npm packages with another one are written and fetched again. */
  readonly rest: string;
}

async function wantedMarker(paths: LabPaths): Promise<Marker> {
  const read = async (file: string) => {
    try {
      return await Deno.readTextFile(file);
    } catch (cause) {
      throw new SetupError(
        `Cannot set up the lab: ${file} cannot be read. Clone the repository again, whole.`,
        { cause },
      );
    }
  };
  const requirements = await read(paths.requirements);
  const lock = await read(join(paths.root, "deno.lock"));
  return {
    // The folder is part of it: scripts inside a venv hold absolute paths, so a moved clone
    // starts afresh.
    venv: setupHash([paths.root, DENO_VERSION, requirements]),
    rest: setupHash([kernelSpec(paths), SERVER_SETTINGS, LAB_OVERRIDES, lock]),
  };
}

async function readMarker(paths: LabPaths): Promise<Marker | undefined> {
  try {
    return JSON.parse(await Deno.readTextFile(paths.marker));
  } catch {
    return undefined;
  }
}

async function isReady(paths: LabPaths, wanted: Marker): Promise<boolean> {
  const marker = await readMarker(paths);
  return marker?.venv === wanted.venv && marker.rest === wanted.rest && await hasPrograms(paths);
}

async function hasPrograms(paths: LabPaths): Promise<boolean> {
  try {
    // `stat` follows the link to the system's Python, which an upgrade may have taken away.
    await Promise.all([Deno.stat(paths.python), Deno.stat(paths.deno)]);
    return true;
  } catch {
    return false;
  }
}

async function greeting(paths: LabPaths, marker: Marker | undefined): Promise<string> {
  if (marker !== undefined) return "The set-up is out of date; bringing it up to date:\n";
  const earlier = await Deno.stat(paths.venv).then(() => true, () => false);
  return earlier
    ? "An earlier set-up was not finished; setting up the lab again:\n"
    : "Setting up the lab (once; half a minute or so, all inside this folder):\n";
}

async function lockSetup(paths: LabPaths, write: (text: string) => void): Promise<() => void> {
  try {
    await Deno.mkdir(paths.state, { recursive: true });
    const file = await Deno.open(join(paths.state, "setup.lock"), { create: true, write: true });
    if (!await file.tryLock(true)) {
      write("Another set-up is running in this clone; waiting for it.\n");
      await file.lock(true);
    }
    // Closing gives the lock back; so does the end of the process, however it comes.
    return () => file.close();
  } catch (error) {
    throw failureReason(`write to ${paths.state}`, errorText(error), { cause: error });
  }
}

async function writeKernel(
  paths: LabPaths,
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const version = await run(paths.deno, ["--version"], { env });
  if (!version.stdout.startsWith(`deno ${DENO_VERSION} `)) {
    throw new SetupError(
      `Cannot start the kernel: ${paths.deno} does not run as Deno ${DENO_VERSION} on this ` +
        `machine. Its first line stands below; deno task doctor looks for the cause.`,
      { details: version.text.split("\n")[0] },
    );
  }
  const share = join(paths.venv, "share", "jupyter");
  await writeJson(join(share, "kernels", "deno", "kernel.json"), kernelSpec(paths));
  await writeJson(join(share, "lab", "settings", "overrides.json"), LAB_OVERRIDES);
  await writeJson(
    join(paths.venv, "etc", "jupyter", "jupyter_server_config.json"),
    SERVER_SETTINGS,
  );
}

async function fetchPackages(
  paths: LabPaths,
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const fetched = await run(paths.deno, ["install", "--frozen"], { env, cwd: paths.root });
  if (fetched.code !== 0) throw failureReason("fetch the npm packages", fetched.text);
}

async function writeJson(file: string, value: unknown): Promise<void> {
  await writeFile(file, JSON.stringify(value, null, 2) + "\n");
}

/** Writes beside the place and renames, so that a broken write never looks like a whole file. */
async function writeFile(file: string, text: string): Promise<void> {
  try {
    await Deno.mkdir(dirname(file), { recursive: true });
    await Deno.writeTextFile(`${file}.part`, text);
    await Deno.rename(`${file}.part`, file);
  } catch (error) {
    throw failureReason(`write ${file}`, errorText(error), { cause: error });
  }
}
