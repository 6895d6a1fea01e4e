/** What Jupyter reads to start a kernel (`kernel.json`). */
export interface KernelSpec {
  readonly argv: readonly string[];
  readonly display_name: string;
  readonly language: string;
  readonly interrupt_mode: "message";
}

/**
 * The kernel spec for one Deno, given by its absolute path so that no other on the PATH is taken.
 *
 * `interrupt_mode` is "message": with the default, a signal, Stop kills the kernel during an await.
 */
export function kernelSpec(deno: string, displayName = "Deno"): KernelSpec {
  return {
    argv: [deno, "jupyter", "--kernel", "--conn", "{connection_file}"],
    display_name: displayName,
    language: "typescript",
    interrupt_mode: "message",
  };
}
