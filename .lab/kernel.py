"""Starts the Deno kernel and passes Stop on, each way for what it can end.

    python kernel.py DENO CONNECTION_FILE

Deno's kernel ends a running loop when it gets Jupyter's interrupt message. During a wait that same
message leaves the cell waiting, and a signal, for which code that waits can listen, kills a kernel
that does not listen. So this program stands in front of it: the kernel ignores the signal until lab
code listens (lib/live/stop.ts), and what goes on computing gets the message. Not used on Windows,
which has no such signals.
"""

import os
import signal
import sys
import time

WATCH_SECONDS = 0.3  # what waits ends by the signal within this time
ATTENDED_SECONDS = 5  # the same for work of the lab's that looks for the signal now and then
SAMPLE_SECONDS = 0.015
BUSY_SHARE = 0.8  # share of looks at which the kernel computes; in a wait there are hardly any


def main(deno, connection_file):
    # Ignored signals stay ignored in a program that is started: the kernel lives through Stop.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    arguments = [deno, "jupyter", "--kernel", "--conn", connection_file]
    mark = os.path.splitext(connection_file)[0] + ".stop"
    flags = f"{os.environ.get('DENO_V8_FLAGS', '')},--expose-gc".strip(",")
    environment = {**os.environ, "LAB_STOP_MARK": mark, "DENO_V8_FLAGS": flags}
    kernel = os.posix_spawn(deno, arguments, environment)

    def stop(*_):
        pressed = time.time()
        seconds = ATTENDED_SECONDS if marked_after(mark, pressed - 1) else WATCH_SECONDS
        # A front end signals the whole group, or this program alone; the listener takes two as one.
        os.kill(kernel, signal.SIGINT)
        end = time.monotonic() + seconds
        looks = []
        while time.monotonic() < end:
            time.sleep(SAMPLE_SECONDS)
            if marked_after(mark, pressed):
                return  # lab code has heard it and ends its work by itself
            looks = [*looks[-9:], is_computing(kernel)]
            if len(looks) == 10 and not any(looks):
                return  # a wait of the reader's own: the message would not end it, but hang it
        if sum(looks) >= BUSY_SHARE * len(looks):
            send_interrupt(connection_file)

    def end(*_):
        os.kill(kernel, signal.SIGTERM)

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, stop)
    _, status = os.waitpid(kernel, 0)
    try:
        os.remove(mark)
    except OSError:
        pass  # no work of the lab's was ever done
    sys.exit(os.waitstatus_to_exitcode(status) & 0xFF)


def marked_after(path, moment):
    """Whether lab code has touched its mark since: it hears the signal by itself."""
    try:
        return os.stat(path).st_mtime >= moment
    except OSError:
        return False


def is_computing(pid):
    """Whether the kernel's main thread runs, or would if it had a core."""
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] == "R"
    except OSError:
        pass  # no /proc: macOS
    import subprocess

    shown = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True)
    return shown.stdout.startswith("R")


def send_interrupt(connection_file):
    """Jupyter's interrupt_request on the kernel's control channel."""
    import hashlib
    import hmac
    import json
    import uuid
    from datetime import datetime, timezone

    import zmq

    with open(connection_file) as file:
        connection = json.load(file)
    header = {
        "msg_id": uuid.uuid4().hex, "session": uuid.uuid4().hex, "username": "",
        "date": datetime.now(timezone.utc).isoformat(),
        "msg_type": "interrupt_request", "version": "5.3",
    }
    parts = [json.dumps(part).encode() for part in (header, {}, {}, {})]
    key = connection["key"].encode()
    signature = hmac.new(key, b"".join(parts), hashlib.sha256).hexdigest().encode()
    with zmq.Context() as context, context.socket(zmq.DEALER) as control:
        control.linger = 0
        control.connect(f"tcp://{connection['ip']}:{connection['control_port']}")
        control.send_multipart([b"<IDS|MSG>", signature, *parts])
        control.poll(2000)  # the reply: closing before it could drop the message


if __name__ == "__main__":
    main(*sys.argv[1:])
