"""The lab's only Python: the door to JupyterLab, nbclient, nbconvert and jupytext.

serve   starts JupyterLab and stops it, with its kernels, when standard input closes; so it
        cannot outlive the process that started it.
run     runs notebooks in fresh kernels: one JSON job per line in, one JSON result per line out.
cells   turns notebooks into TypeScript files, for the type check.
"""

import json
import os
import sys
import time


def serve(arguments):
    import signal
    import threading

    # Ctrl-C in a terminal reaches this process too; the one that started it decides when to stop.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from jupyterlab.labapp import LabApp

    server = LabApp.initialize_server(argv=arguments)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server has put its own handler there

    def stop_with_parent():
        # Not sys.stdin.read(): it holds a lock that Python wants back at its end.
        while os.read(0, 4096):
            pass
        server.io_loop.add_callback_from_signal(lambda: server.stop(from_signal=True))

    threading.Thread(target=stop_with_parent, daemon=True).start()
    server.start()


def run():
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import DeadKernelError

    for line in sys.stdin:
        job = json.loads(line)
        notebook = nbformat.read(job["path"], as_version=4)
        cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
        for cell in cells:
            cell.outputs = []
            cell.execution_count = None
        result = {"path": job["path"], "cells": len(cells), "errors": [], "outputs": []}
        start = time.monotonic()
        client = NotebookClient(
            notebook,
            kernel_name="deno",
            timeout=job.get("timeout", 120),
            allow_errors=True,
            resources={"metadata": {"path": job["folder"]}},
        )
        try:
            client.execute()
        except DeadKernelError:
            result["errors"].append({"cell": 0, "name": "DeadKernelError",
                                     "value": "the kernel died", "traceback": ""})
        except Exception as error:  # a cell that ran too long, a kernel that did not start
            result["errors"].append({"cell": 0, "name": type(error).__name__,
                                     "value": str(error)[:2000], "traceback": ""})
        result["seconds"] = time.monotonic() - start
        for index, cell in enumerate(cells, 1):
            result["outputs"].append(cell.outputs)
            for output in cell.outputs:
                if output.output_type == "error":
                    result["errors"].append({
                        "cell": index, "name": output.ename, "value": output.evalue,
                        "traceback": "\n".join(output.traceback),
                    })
        if job.get("html"):
            write_html(notebook, job)
        if job.get("save") and not result["errors"]:
            save(notebook, job["save"])
        print(json.dumps(result), flush=True)


ANSWERS_GUESS = "answers-guess"  # tag of a cell whose chart answers what the reader was asked to guess
SEE = "Run this cell to see how your guess compares."


def save(notebook, path):
    """Writes a notebook that was run, without the outputs that would give an answer away."""
    import nbformat

    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code" and ANSWERS_GUESS in cell.metadata.get("tags", []):
            html = f'<div style="font-size:14px;opacity:0.85"><em>{SEE}</em></div>'
            data = {"text/html": html, "text/plain": SEE}
            cell.outputs = [nbformat.v4.new_output("display_data", data=data)]
    # What the kernel says of itself changes with its version; the lessons keep to their own words.
    notebook.metadata = nbformat.from_dict({
        "kernelspec": {"name": "deno", "display_name": "Deno", "language": "typescript"},
        "language_info": {
            "name": "typescript", "file_extension": ".ts", "mimetype": "text/x.typescript",
            "codemirror_mode": "typescript", "pygments_lexer": "typescript",
            "nbconvert_exporter": "script", "version": "6.0.3",
        },
    })
    nbformat.validate(notebook)
    part = path + ".part"
    nbformat.write(notebook, part)
    os.replace(part, path)


def write_html(notebook, job):
    from nbconvert import HTMLExporter

    exporter = HTMLExporter(require_js_url="")
    title = os.path.splitext(os.path.basename(job["path"]))[0]
    page, _ = exporter.from_notebook_node(notebook, {"metadata": {"name": title}})
    part = job["html"] + ".part"
    with open(part, "w", encoding="utf-8") as file:
        file.write(page)
    os.replace(part, job["html"])


def cells():
    import jupytext

    for line in sys.stdin:
        job = json.loads(line)
        text = jupytext.writes(jupytext.read(job["path"]), fmt="ts:percent")
        with open(job["typescript"], "w", encoding="utf-8") as file:
            # A file without an import or export would share its names with every other one.
            file.write(text + "\nexport {};\n")
        print(json.dumps({"path": job["path"]}), flush=True)


if __name__ == "__main__":
    command, *rest = sys.argv[1:]
    {"serve": lambda: serve(rest), "run": run, "cells": cells}[command]()
