import type { JupyterServer } from "../../lib/cli/setup/jupyter_server.ts";

/** One message of the Jupyter protocol, as far as the tests look. */
export interface KernelMessage {
  readonly channel: string;
  readonly header: { readonly msg_type: string };
  readonly parent_header: { readonly msg_id?: string };
  // deno-lint-ignore no-explicit-any
  readonly content: any;
}

/** A kernel of a running server, spoken to directly. */
export class KernelChannel {
  readonly #server: JupyterServer;
  readonly id: string;
  /** Everything received so far. */
  readonly received: KernelMessage[] = [];
  #socket: WebSocket | undefined;
  #wake: () => void = () => {};

  private constructor(server: JupyterServer, id: string) {
    this.#server = server;
    this.id = id;
  }

  /** Starts a kernel and connects to it. */
  static async start(server: JupyterServer): Promise<KernelChannel> {
    const { id } = await ask(server, "POST", "/api/kernels", { name: "deno", path: "notebooks" });
    const channel = new KernelChannel(server, id);
    await channel.#connect();
    return channel;
  }

  /** Restarts the kernel and connects anew, as JupyterLab does. */
  async restart(): Promise<void> {
    await this.#disconnect();
    await ask(this.#server, "POST", `/api/kernels/${this.id}/restart`);
    await this.#connect();
  }

  async #connect(): Promise<void> {
    const { port, token } = this.#server;
    const socket = new WebSocket(
      `ws://127.0.0.1:${port}/api/kernels/${this.id}/channels?token=${token}`,
    );
    socket.onmessage = (event) => {
      this.received.push(JSON.parse(event.data));
      this.#wake();
    };
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = reject;
    });
    this.#socket = socket;
  }

  async #disconnect(): Promise<void> {
    const socket = this.#socket;
    if (socket === undefined) return;
    const closed = new Promise((resolve) => socket.onclose = resolve);
    socket.close();
    await closed;
    this.#socket = undefined;
  }

  /**
   * Sends a cell without waiting for it, and returns the id of the message.
   *
   * @param options.stopOnError Whether an error drops the cells behind it, as in JupyterLab.
   * @param options.date The date of the message; now where it is not named.
   */
  send(code: string, options: { stopOnError?: boolean; date?: string } = {}): string {
    const id = crypto.randomUUID();
    this.#socket?.send(JSON.stringify({
      channel: "shell",
      header: {
        msg_id: id,
        msg_type: "execute_request",
        username: "",
        session: this.id,
        ...("date" in options ? { date: options.date } : { date: new Date().toISOString() }),
        version: "5.3",
      },
      parent_header: {},
      metadata: {},
      content: {
        code,
        silent: false,
        store_history: true,
        user_expressions: {},
        allow_stdin: false,
        stop_on_error: options.stopOnError ?? true,
      },
      buffers: [],
    }));
    return id;
  }

  /** Waits until a cell has its reply and the kernel says idle for it; gives its messages. */
  async finished(id: string, timeoutMs = 20_000): Promise<readonly KernelMessage[]> {
    return await this.#until(
      id,
      (own) =>
        own.some((message) => message.header.msg_type === "execute_reply") &&
        own.some((message) => message.content.execution_state === "idle"),
      timeoutMs,
    );
  }

  /** Waits for a cell's reply alone: "ok" or "error". */
  async replied(id: string, timeoutMs = 20_000): Promise<string> {
    const isReply = (message: KernelMessage) => message.header.msg_type === "execute_reply";
    const own = await this.#until(id, (messages) => messages.some(isReply), timeoutMs);
    return own.find(isReply)?.content.status;
  }

  async #until(
    id: string,
    isEnough: (own: readonly KernelMessage[]) => boolean,
    timeoutMs: number,
  ): Promise<readonly KernelMessage[]> {
    const deadline = Date.now() + timeoutMs;
    while (true) {
      const own = this.received.filter((message) => message.parent_header.msg_id === id);
      if (isEnough(own)) return own;
      const left = deadline - Date.now();
      if (left <= 0) throw new Error(`The kernel did not finish within ${timeoutMs} ms.`);
      let timer: ReturnType<typeof setTimeout> | undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        timer = setTimeout(resolve, left);
      });
      clearTimeout(timer);
    }
  }

  /** Stop, as the button in JupyterLab does it. */
  async interrupt(): Promise<void> {
    await ask(this.#server, "POST", `/api/kernels/${this.id}/interrupt`);
  }

  /** Hangs up; the kernel stays. */
  async leave(): Promise<void> {
    await this.#disconnect();
  }

  async close(): Promise<void> {
    await this.#disconnect();
    await ask(this.#server, "DELETE", `/api/kernels/${this.id}`);
  }
}

/** One request to the server's interface; undefined where it answers without a body. */
export async function ask(
  server: JupyterServer,
  method: string,
  path: string,
  body?: unknown,
  // deno-lint-ignore no-explicit-any
): Promise<any> {
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`, {
    method,
    headers: { authorization: `token ${server.token}`, "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text === "" ? undefined : JSON.parse(text);
}
