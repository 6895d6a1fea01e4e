"""Stands between a front end and the Deno kernel, and keeps Jupyter's rules where Deno does not.

- After an error, or Stop, the cells that wait are dropped (Deno runs them all). For that one cell at
  a time is passed on; the others wait here.
- A name that is not there because its cell failed says which cell that was; a slip of the pen in a
  name, or in a function of a module, the name that was likely meant.
- A syntax error is shown once, and what Stop ended says so.
- A message that Deno's kernel would fall silent over, such as one without a date, is completed.

What is changed is signed anew; what comes in with a wrong signature is dropped.
"""

import hashlib
import hmac
import json
import re
import time
import uuid
from collections import deque
from datetime import datetime, timedelta, timezone
from difflib import get_close_matches

import zmq

from declared_names import declared_names

DELIMITER = b"<IDS|MSG>"
STOPPED = "Stopped. What was worked out before this cell is still there."
HANDSHAKE_MILLISECONDS = 50
CLOSE_MILLISECONDS = 1000
SLIP = 0.75  # a name as near as this to another is taken for it, by difflib's measure
ON_THEIR_WAY = timedelta(seconds=1)  # so long cells of one Run All may take to arrive

# What Deno's kernel must find in a request, and of which type: else it answers neither this one nor
# any later one.
DEFAULTS = {
    "execute_request": {
        "code": "", "silent": False, "store_history": True, "user_expressions": {},
        "allow_stdin": False, "stop_on_error": True,
    },
    "complete_request": {"code": "", "cursor_pos": 0},
    "inspect_request": {"code": "", "cursor_pos": 0, "detail_level": 0},
    "is_complete_request": {"code": ""},
    "history_request": {
        "output": False, "raw": False, "hist_access_type": "tail", "session": 0, "start": 0,
        "stop": 0, "n": 0, "pattern": "", "unique": False,
    },
    "comm_open": {"comm_id": "", "target_name": "", "data": {}},
    "comm_msg": {"comm_id": "", "data": {}},
    "comm_close": {"comm_id": "", "data": {}},
}

# Of these no client is kept: nothing would ever take it off again.
WITHOUT_REPLY = ("comm_open", "comm_msg", "comm_close")


class Relay:
    def __init__(self, front, back):
        self.key = front["key"].encode()
        self.session = uuid.uuid4().hex
        self.context = zmq.Context()
        self.front = {
            name: self._socket(kind, front, name, bind=True)
            for name, kind in (
                ("shell", zmq.ROUTER), ("control", zmq.ROUTER), ("stdin", zmq.ROUTER),
                ("iopub", zmq.PUB), ("hb", zmq.REP),
            )
        }
        self.back = {}
        self.clients = {}  # who asked: identities by message id
        self.waiting = deque()  # cells that are not passed on yet
        self.running = None  # the cell that the kernel works at
        self.ready = False  # whether the kernel's outputs arrive here
        self.held = []  # requests that came before
        self.dropping = (0, datetime.now(timezone.utc), "")  # until when, what was sent before, and why
        self.missing = {}  # names whose cell failed: the sentence that says so
        self.there = {}  # names whose cell went well; with what is in it where it is a whole module
        self.asked = {}  # what the kernel is asked on the relay's own account: the module, by message
        self.poller = zmq.Poller()
        for name in ("shell", "control", "stdin", "hb"):
            self.poller.register(self.front[name], zmq.POLLIN)
        self.connect(back)

    def connect(self, back):
        """Speaks to the kernel on these ports from now on."""
        for end in self.back.values():
            self.poller.unregister(end)
            end.close(linger=0)
        # Outputs first: what a cell shows is passed on before its reply.
        kinds = {"iopub": zmq.SUB, "shell": zmq.DEALER, "control": zmq.DEALER, "stdin": zmq.DEALER}
        self.back = {name: self._socket(kind, back, name) for name, kind in kinds.items()}
        for end in self.back.values():
            self.poller.register(end, zmq.POLLIN)

    def _socket(self, kind, connection, name, bind=False):
        end = self.context.socket(kind)
        end.linger = CLOSE_MILLISECONDS
        end.sndhwm = end.rcvhwm = 0  # nothing is lost, however much a cell prints
        address = f"{connection['transport']}://{connection['ip']}:{connection[name + '_port']}"
        if bind:
            end.bind(address)
            return end
        if kind == zmq.SUB:
            end.subscribe(b"")
        else:
            end.identity = self.session.encode()  # the kernel answers to it on stdin as well
        end.reconnect_ivl = 10
        end.connect(address)
        return end

    def pass_on(self, woken, milliseconds):
        """Passes on what there is; returns after one look, a signal or the given time."""
        self.poller.register(woken, zmq.POLLIN)
        if not self.ready:
            self._shake_hands()
            milliseconds = HANDSHAKE_MILLISECONDS
        ends = dict(self.poller.poll(milliseconds))
        if woken.fileno() in ends:
            woken.recv(4096)
        for name, end in self.back.items():
            if end in ends:
                self._each(end, self._from_iopub if name == "iopub" else self._answer_on(name))
        for name in ("control", "shell", "stdin"):
            if self.front[name] in ends:
                self._each(self.front[name], self._request_on(name))
        if self.front["hb"] in ends:
            self.front["hb"].send_multipart(self.front["hb"].recv_multipart())

    def close(self):
        for end in self.back.values():
            end.close(linger=0)
        for end in self.front.values():
            end.close()
        self.context.term()

    def stop(self):
        """Stop was pressed: what waits is dropped, what runs says afterwards that it was stopped."""
        if self.running is not None:
            self.running["stopped"] = True
        self._drop_waiting("Stop was pressed")

    def _each(self, end, take):
        while True:
            try:
                frames = end.recv_multipart(zmq.NOBLOCK)
            except zmq.Again:
                return
            take(frames)

    def _shake_hands(self):
        """Asks the kernel for a sign on its outputs: they reach only those it already knows."""
        self._send(self.back["shell"], self._message("kernel_info_request", {}, {}))

    def _request_on(self, name):
        def take(frames):
            request = self._read(frames)
            if request is None:
                return
            if not self.ready:
                self.held.append((name, request))
            else:
                self._request(name, request)
        return take

    def _request(self, name, request):
        header = request["header"]
        if name != "stdin" and header["msg_type"] not in WITHOUT_REPLY:
            self.clients[header["msg_id"]] = (name, request["identities"])
        if header["msg_type"] == "execute_request" and self._is_dropped(header):
            self._drop(request, self.dropping[2])
        elif header["msg_type"] == "execute_request":
            self.waiting.append(request)
            self._next()
        else:
            self._send(self.back[name], request["parts"])

    def _next(self):
        if self.running is None and self.waiting:
            request = self.waiting.popleft()
            self.running = {**request, "stopped": False, "error": None}
            self._send(self.back["shell"], request["parts"])

    def _answer_on(self, name):
        def take(frames):
            at = frames.index(DELIMITER)
            parts = frames[at + 1:]
            answer, asked = json.loads(parts[1]), json.loads(parts[2]).get("msg_id")
            if name == "stdin":
                client = self.clients.get(asked)
            else:
                client = self.clients.pop(asked, None)
            running, dropped_for = self.running, None
            if running is not None and asked == running["header"]["msg_id"] and name == "shell":
                parts, dropped_for = self._finish(parts, json.loads(parts[4]))
            module = self.asked.pop(asked, None)
            if module is not None:
                self.there[module] = json.loads(parts[4]).get("matches", [])
            if client is not None:  # else it answers the relay itself
                front = name if name == "stdin" else client[0]
                self.front[front].send_multipart([*client[1], DELIMITER, *parts])
            if dropped_for is not None:
                self._drop_waiting(dropped_for)
            if answer["msg_type"] == "execute_reply":
                self._next()
        return take

    def _finish(self, parts, content):
        """The running cell has its reply: as it is told, and why the waiting ones are dropped if so."""
        running, self.running = self.running, None
        names = declared_names(running["content"]["code"])
        if content.get("status") != "error":
            for name, line in names.items():
                self.missing.pop(name, None)
                self.there[name] = []
                if re.search(rf"\* as {re.escape(name)}\b", line):
                    self._ask_what_is_in(name)
            return parts, None
        error = running["error"] or self._told(content, running)
        count = content.get("execution_count")
        ended = "was stopped" if running["stopped"] else f"ended with {error['ename']}"
        for name, line in names.items():
            self.missing[name] = (
                f"{name} is not there: cell [{count}], which makes it (“{line}”), {ended}. "
                f"Run that cell again once it is mended, then this one."
            )
        stops = running["content"]["stop_on_error"] and not running["content"]["silent"]
        return (
            self._with_content(parts, {**content, **error}),
            f"cell [{count}] {ended}" if stops else None,
        )

    def _ask_what_is_in(self, module):
        code = f"{module}."
        parts = self._message("complete_request", {"code": code, "cursor_pos": len(code)}, {})
        self.asked[json.loads(parts[1])["msg_id"]] = module
        self._send(self.back["shell"], parts)

    def _drop_waiting(self, cause):
        """Drops the cells that wait, and those that were sent before now and are still on their way."""
        self.dropping = (time.monotonic() + ON_THEIR_WAY.total_seconds(), datetime.now(timezone.utc), cause)
        while self.waiting:
            self._drop(self.waiting.popleft(), cause)

    def _is_dropped(self, header):
        end, since, _ = self.dropping
        # Browsers give whole milliseconds: what is sent in answer to the error may not look earlier.
        sent = datetime.fromisoformat(header["date"]) + timedelta(milliseconds=1)
        return time.monotonic() < end and since - ON_THEIR_WAY < sent < since

    def _drop(self, request, cause):
        """Answers a cell as Jupyter does, without running it."""
        header = request["header"]
        for name, line in declared_names(request["content"]["code"]).items():
            self.missing[name] = (
                f"{name} is not there: the cell that makes it (“{line}”) was not run, for {cause} "
                f"before its turn. Run it, then this one."
            )
        self._publish("status", {"execution_state": "busy"}, header)
        _, identities = self.clients.pop(header["msg_id"])
        reply = self._message("execute_reply", {"status": "aborted"}, header)
        self.front["shell"].send_multipart([*identities, DELIMITER, *reply])
        self._publish("status", {"execution_state": "idle"}, header)

    def _from_iopub(self, frames):
        at = frames.index(DELIMITER)
        parts = frames[at + 1:]
        header, parent = json.loads(parts[1]), json.loads(parts[2])
        if parent.get("session") == self.session:
            if not self.ready:
                self.ready = True
                held, self.held = self.held, []
                for name, request in held:
                    self._request(name, request)
            return
        running = self.running
        if (
            header["msg_type"] == "error" and running is not None
            and parent.get("msg_id") == running["header"]["msg_id"]
        ):
            running["error"] = self._told(json.loads(parts[4]), running)
            parts = self._with_content(parts, running["error"])
        self.front["iopub"].send_multipart([*frames[:at], DELIMITER, *parts])

    def _told(self, content, running):
        """An error as the reader should see it."""
        name, value = content.get("ename", "Error"), content.get("evalue", "")
        trace = content.get("traceback", [])
        if name == value:  # no error of JavaScript's: the kernel's own words stand for both
            if running["stopped"]:
                return told("StoppedError", STOPPED)
            name, _, value = value.partition(": ") if ": " in value else ("Error", "", value)
            return told(name, value)
        if name == "ReferenceError":
            # "x is not defined", or the lab's own "x is not there yet: code cell 3 makes it".
            missing = self.missing.get(value.split(" ")[0])
            if missing is not None and " is not " in value:
                trace = [line.replace(value, missing) for line in trace]
                value = missing
        meant = self._meant(value)
        if meant is not None:
            trace = [line.replace(value, f"{value}; did you mean {meant}?") for line in trace]
            value = f"{value}; did you mean {meant}?"
        return {"ename": name, "evalue": value, "traceback": trace}

    def _meant(self, value):
        """The name that was likely meant; None where none is near, or the error is another one."""
        lone = re.fullmatch(r"([\w$]+) is not defined", value)
        if lone is not None:
            return nearest(lone[1], self.there)
        found = re.fullmatch(r"([\w$]+)\.([\w$]+) is not a function", value)
        if found is None or not self.there.get(found[1]):
            return None
        module, name = found.groups()
        near = nearest(name, self.there[module])
        if near is not None and near != name:
            return f"{module}.{near}"
        if name in self.there:
            return name
        return next((f"{other}.{name}" for other, names in self.there.items() if name in names), None)

    def _read(self, frames):
        """A front end's message, complete; None for what is none or has a wrong signature."""
        try:
            at = frames.index(DELIMITER)
            signature, *parts = frames[at + 1:]
            if self.key and not hmac.compare_digest(signature, self._signature(parts[:4])):
                return None
            header, parent, metadata, content = (json.loads(part) for part in parts[:4])
            whole = completed_header(header, self.session)
            defaults = DEFAULTS.get(whole["msg_type"], {})
            content = {**defaults, **present(content)}
        except (ValueError, TypeError, AttributeError):
            return None
        for name, like in defaults.items():
            if type(content[name]) is not type(like) or (type(like) is int and content[name] < 0):
                self._refuse(frames[:at], whole, name, content[name])
                return None
        four = [json.dumps(part).encode() for part in (whole, parent or {}, metadata or {}, content)]
        return {
            "identities": frames[:at], "header": whole, "content": content,
            "parts": [self._signature(four), *four, *parts[4:]],
        }

    def _refuse(self, identities, header, field, value):
        """Answers a request that would silence the kernel."""
        kind = header["msg_type"].replace("_request", "_reply")
        error = told("TypeError", f"{header['msg_type']}: {field} may not be {value!r:.60}")
        reply = self._message(kind, {"status": "error", **error}, header)
        self.front["shell"].send_multipart([*identities, DELIMITER, *reply])

    def _with_content(self, parts, content):
        four = [*parts[1:4], json.dumps(content).encode()]
        return [self._signature(four), *four, *parts[5:]]

    def _message(self, kind, content, parent):
        header = completed_header({"msg_type": kind, "msg_id": uuid.uuid4().hex}, self.session)
        four = [json.dumps(part).encode() for part in (header, parent, {}, content)]
        return [self._signature(four), *four]

    def _publish(self, kind, content, parent):
        parts = self._message(kind, content, parent)
        self.front["iopub"].send_multipart([kind.encode(), DELIMITER, *parts])

    def _send(self, end, parts):
        end.send_multipart([DELIMITER, *parts])

    def _signature(self, four):
        return hmac.new(self.key, b"".join(four), hashlib.sha256).hexdigest().encode() if self.key else b""


def nearest(name, names):
    return next(iter(get_close_matches(name, names, n=1, cutoff=SLIP)), None)


def told(name, value):
    return {"ename": name, "evalue": value, "traceback": [f"{name}: {value}"]}


def present(content):
    return {name: value for name, value in (content or {}).items() if value is not None}


def completed_header(header, session):
    """A header with all that the protocol asks for; a date that is none becomes now."""
    return {
        "username": "", "session": session, "version": "5.3", **present(header),
        "msg_id": header["msg_id"], "msg_type": header["msg_type"], "date": a_date(header.get("date")),
    }


def a_date(text):
    try:
        date = datetime.fromisoformat(str(text).replace("Z", "+00:00"))
    except ValueError:
        return datetime.now(timezone.utc).isoformat()
    return (date if date.tzinfo else date.replace(tzinfo=timezone.utc)).isoformat()


def send_interrupt(connection):
    """Jupyter's interrupt_request on the kernel's control channel."""
    header = completed_header(
        {"msg_type": "interrupt_request", "msg_id": uuid.uuid4().hex}, uuid.uuid4().hex)
    parts = [json.dumps(part).encode() for part in (header, {}, {}, {})]
    signature = hmac.new(connection["key"].encode(), b"".join(parts), hashlib.sha256)
    with zmq.Context() as context, context.socket(zmq.DEALER) as control:
        control.linger = 0
        control.connect(f"tcp://{connection['ip']}:{connection['control_port']}")
        control.send_multipart([DELIMITER, signature.hexdigest().encode(), *parts])
        control.poll(2000)  # the reply: closing before it could drop the message
