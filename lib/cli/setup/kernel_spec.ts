import type { LabPaths } from "./paths.ts";

/** What Jupyter reads to start a kernel (`kernel.json`). */
export interface KernelSpec {
  readonly argv: readonly string[];
  readonly display_name: string;
  readonly language: string;
  readonly interrupt_mode: "signal" | "message";
}

/**
 * The kernel spec of a clone, with absolute paths so that no other Deno on the PATH is taken.
 *
 * Stop reaches the kernel through the launcher, `.lab/kernel.py`, which says why neither a signal
 * nor a message alone would do. Windows has no such signals: there Stop is the message, which ends
 * loops and no waits.
 */
export function kernelSpec(
  { deno, python, launcher }: Pick<LabPaths, "deno" | "python" | "launcher">,
  { displayName = "Deno", os = Deno.build.os }: { displayName?: string; os?: string } = {},
): KernelSpec {
  const signals = os !== "windows";
  return {
    argv: signals
      // -I: a Python of the reader's, by its variables, does not reach in.
      ? [python, "-I", launcher, deno, "{connection_file}"]
      : [deno, "jupyter", "--kernel", "--conn", "{connection_file}"],
    display_name: displayName,
    language: "typescript",
    interrupt_mode: signals ? "signal" : "message",
  };
}
