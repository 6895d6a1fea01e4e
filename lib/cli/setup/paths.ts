import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of this clone. */
export const CLONE = fileURLToPath(new URL("../../../", import.meta.url)).replace(/[\\/]$/, "");

/** Where set-up puts things; all of it lies inside the clone and is ignored by git. */
export interface LabPaths {
  readonly root: string;
  readonly venv: string;
  /** Python of the venv. */
  readonly python: string;
  /** Deno of the venv, the one that runs the kernel. */
  readonly deno: string;
  /** Written last: a venv without it is half-finished. */
  readonly marker: string;
  readonly requirements: string;
  /** The uv that pip puts into the venv, and its locked version. */
  readonly uv: string;
  readonly uvRequirements: string;
  /** The door to JupyterLab, nbclient and the like; with the launcher the only Python of the lab. */
  readonly bridge: string;
  /** Starts the kernel and passes Stop on. */
  readonly launcher: string;
  /** Bundles panels for the browser. */
  readonly bundler: string;
  /** Jupyter's own files, logs and locks. */
  readonly state: string;
  readonly out: string;
}

/** The places of a clone, with the folder names of its operating system. */
export function labPaths(root: string = CLONE, os: string = Deno.build.os): LabPaths {
  const venv = join(root, ".venv");
  const windows = os === "windows";
  const program = (name: string) =>
    windows ? join(venv, "Scripts", `${name}.exe`) : join(venv, "bin", name);
  return {
    root,
    venv,
    python: program("python"),
    deno: program("deno"),
    marker: join(venv, "lab-ready.json"),
    requirements: join(root, ".lab", "requirements.txt"),
    uv: program("uv"),
    uvRequirements: join(root, ".lab", "uv.txt"),
    bridge: join(root, ".lab", "bridge.py"),
    launcher: join(root, ".lab", "kernel.py"),
    bundler: join(root, "lib", "live", "bundle_panels.ts"),
    state: join(root, ".lab", "state"),
    out: join(root, "out"),
  };
}
