"""Starts the Deno kernel, passes messages and Stop on to it, and ends with its parent.

    python kernel.py DENO CONNECTION_FILE

A front end speaks to the relay (relay.py), which keeps the queue of cells and speaks to the kernel.

Deno's kernel ends a running loop when it gets Jupyter's interrupt message. During a wait that same
message leaves the cell waiting, and a signal, for which code that waits can listen, kills a kernel
that does not listen. So the kernel ignores the signal until lab code listens (lib/live/stop.ts), and
what goes on computing gets the message.

A server that is killed tells nobody, so this program looks for its parent, and the kernel ends with
this program. Not used on Windows, which has no such signals.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time

WATCH_SECONDS = 0.3  # what waits ends by the signal within this time
ATTENDED_SECONDS = 5  # the same for work of the lab's that looks for the signal now and then
SAMPLE_SECONDS = 0.015
BUSY_SHARE = 0.8  # share of looks at which the kernel computes; in a wait there are hardly any
BUSY_SECONDS = 0.05  # on a core since the press; hearing the signal takes a few thousandths
PARENT_MILLISECONDS = 500
END_SECONDS = 2  # a kernel that has not ended by then is killed
STARTS = 3  # another program may take a port before the kernel does

PORTS = ("shell_port", "iopub_port", "stdin_port", "control_port", "hb_port")


def main(deno, connection_file):
    parent = os.getppid()
    with open(connection_file) as file:
        front = json.load(file)
    stem = os.path.splitext(connection_file)[0]
    mark, inner_file = stem + ".stop", stem + ".inner"

    # Ignored signals stay ignored in a program that is started: the kernel lives through Stop.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    flags = f"{os.environ.get('DENO_V8_FLAGS', '')},--expose-gc".strip(",")
    environment = {**os.environ, "LAB_STOP_MARK": mark, "DENO_V8_FLAGS": flags}

    def start():
        connection = {**front, **free_ports(front["ip"])}
        write_private(inner_file, json.dumps(connection))
        return connection, subprocess.Popen(
            [deno, "jupyter", "--kernel", "--conn", inner_file],
            env=environment,
            preexec_fn=end_with_launcher if sys.platform == "linux" else None,
        )

    back, kernel = start()
    # Imported while the kernel starts. -I leaves this folder out of the path.
    sys.dont_write_bytecode = True
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    from relay import Relay

    signals = []
    woken, wake = socket.socketpair()
    for end in (woken, wake):
        end.setblocking(False)
    signal.set_wakeup_fd(wake.fileno(), warn_on_full_buffer=False)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD):
        signal.signal(number, lambda number, _: signals.append(number))

    relay = Relay(front, back)
    starts, killed_at = 1, None
    while True:
        if kernel.poll() is not None:
            if relay.ready or killed_at is not None or starts == STARTS:
                break
            starts += 1
            back, kernel = start()
            relay.connect(back)
        relay.pass_on(woken, PARENT_MILLISECONDS)
        while signals:
            number = signals.pop(0)
            if number == signal.SIGINT:
                relay.stop()
                threading.Thread(target=stop, args=(kernel.pid, mark, back), daemon=True).start()
            elif number == signal.SIGTERM and killed_at is None:
                killed_at = time.monotonic()
                kernel.terminate()
        if killed_at is None and os.getppid() != parent:
            killed_at = time.monotonic()
            kernel.terminate()
        if killed_at is not None and time.monotonic() > killed_at + END_SECONDS:
            kernel.kill()
    relay.pass_on(woken, 50)  # its last answers
    relay.close()
    for file in (mark, inner_file):
        try:
            os.remove(file)
        except OSError:
            pass  # the mark is made by work of the lab's alone
    sys.exit(kernel.returncode & 0xFF)


def end_with_launcher():
    """In the kernel's process, on Linux: it is killed when this program is."""
    import ctypes

    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def free_ports(ip):
    """Ports for the kernel itself; all are held until the last is found, so that they differ."""
    held = []
    for _ in PORTS:
        held.append(socket.socket())
        held[-1].bind((ip, 0))
    ports = {name: end.getsockname()[1] for name, end in zip(PORTS, held)}
    for end in held:
        end.close()
    return ports


def write_private(path, text):
    """The key to the kernel stands in it."""
    with open(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)


def stop(kernel, mark, connection):
    """Ends what the kernel does, by the signal where lab code listens, else by the message."""
    pressed, worked = time.time(), seconds_on_core(kernel)
    seconds = ATTENDED_SECONDS if marked_after(mark, pressed - 1) else WATCH_SECONDS
    # A front end signals the whole group, or the launcher alone; the listener takes two as one.
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
    while sum(looks) >= BUSY_SHARE * len(looks):
        now = seconds_on_core(kernel)
        if now is None or now - worked >= BUSY_SECONDS:
            from relay import send_interrupt

            send_interrupt(connection)
            return
        # On a machine with too much to do, what only hears the signal waits for a core as a loop does.
        time.sleep(SAMPLE_SECONDS)
        looks = [*looks[-9:], is_computing(kernel)]


def marked_after(path, moment):
    """Whether lab code has touched its mark since: it hears the signal by itself."""
    try:
        return os.stat(path).st_mtime >= moment
    except OSError:
        return False


def seconds_on_core(pid):
    """What the kernel's main thread has had of a core; None where the system does not say."""
    try:
        with open(f"/proc/{pid}/schedstat") as file:
            return int(file.read().split()[0]) / 1e9
    except (OSError, ValueError):
        return None


def is_computing(pid):
    """Whether the kernel's main thread runs, or would if it had a core."""
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] == "R"
    except OSError:
        pass  # no /proc: macOS
    shown = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True)
    return shown.stdout.startswith("R")


if __name__ == "__main__":
    main(*sys.argv[1:])
