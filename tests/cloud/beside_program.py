"""Carries out the ``nova`` command lines that it reads, with the novaclient of the Python that it
runs on: one process for many lines, since starting one takes longer than most of them.

Each line read is a JSON document, and so is each line written. Nothing of the tests is imported.
"""

import contextlib
import io
import json
import os
import sys
import warnings


def sign_in_once():
    """Let all lines of one user share a token: signing in takes longer than what is asked."""
    from keystoneauth1.identity.base import BaseIdentityPlugin

    ask, known = BaseIdentityPlugin.get_access, {}

    def get_access(plugin, session, **kwargs):
        who = json.dumps(plugin.get_cache_id_elements(), sort_keys=True)
        if who not in known:
            known[who] = ask(plugin, session, **kwargs)
        plugin.auth_ref = known[who]
        return known[who]

    BaseIdentityPlugin.get_access = get_access


def run_on_targets(main, words):
    """Exit status, standard output and standard error of a command line."""
    streams = [io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2)]
    status = 0
    with contextlib.redirect_stdout(streams[0]), contextlib.redirect_stderr(streams[1]):
        try:
            main(words)
        except SystemExit as end:
            status = end.code or 0
    texts = [stream.buffer.getvalue().decode() for stream in streams]
    return {"status": status, "out": texts[0], "error": texts[1]}


def serve():
    """Answer until there is nothing more to read."""
    warnings.simplefilter("ignore")
    from novaclient import shell

    sign_in_once()
    before = dict(os.environ)
    answers = sys.stdout
    for line in sys.stdin:
        asked = json.loads(line)
        os.environ.clear()
        os.environ.update(before | asked["environ"])
        answer = run_on_targets(shell.main, asked["words"])
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


serve()
