/** What a finished command left behind. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Both streams in the order in which they were read: stdout, then stderr. */
  readonly text: string;
}

/** How to start a command. */
export interface RunOptions {
  readonly cwd?: string;
  /** The whole environment; nothing else is passed on. */
  readonly env: Readonly<Record<string, string>>;
  /** Text for standard input; none by default. */
  readonly input?: string;
  /** After this time the command is stopped; without it, it may take as long as it likes. */
  readonly timeoutMs?: number;
}

const running = new Set<Deno.ChildProcess>();

/**
 * Runs a command to its end and keeps what it printed. A command that cannot be started gives code
 * 127 and the reason, as a shell would.
 */
export async function run(
  command: string,
  args: readonly string[],
  options: RunOptions,
): Promise<Ran> {
  let child: Deno.ChildProcess;
  try {
    child = new Deno.Command(command, {
      args: [...args],
      cwd: options.cwd,
      env: { ...options.env },
      clearEnv: true,
      stdin: options.input === undefined ? "null" : "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return { code: 127, stdout: "", stderr: text, text };
  }
  running.add(child);
  const timer = options.timeoutMs === undefined
    ? undefined
    : setTimeout(() => stopOne(child), options.timeoutMs);
  try {
    const output = child.output();
    if (options.input !== undefined) {
      const writer = child.stdin.getWriter();
      // A child that ends before it has read everything closes the pipe; its exit code tells more.
      await writer.write(new TextEncoder().encode(options.input)).catch(() => {});
      await writer.close().catch(() => {});
    }
    const { code, stdout, stderr } = await output;
    const decoder = new TextDecoder();
    const out = decoder.decode(stdout);
    const err = decoder.decode(stderr);
    return { code, stdout: out, stderr: err, text: out + err };
  } finally {
    clearTimeout(timer);
    running.delete(child);
  }
}

/** Stops every command that `run` still waits for, each by its own process id. */
export function stopRunning(): void {
  for (const child of running) stopOne(child);
}

function stopOne(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGTERM");
  } catch {
    // It ended between the look and the signal.
  }
}
