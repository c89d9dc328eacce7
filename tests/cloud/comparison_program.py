"""Runs the ``nova`` command lines that it reads, with the novaclient of its own Python: one process
for many lines, since starting one takes longer than most of them.

Each line read or written is a JSON document. It imports nothing of the tests.
"""

import contextlib
import io
import json
import os
import sys
import warnings


def sign_in_once():
    """Share one token between all lines of a user: signing in takes longer than most requests."""
    from keystoneauth1.identity.base import BaseIdentityPlugin

    ask, known = BaseIdentityPlugin.get_access, {}

    def get_access(plugin, session, **kwargs):
        who = json.dumps(plugin.get_cache_id_elements(), sort_keys=True)
        if who not in known:
            known[who] = ask(plugin, session, **kwargs)
        plugin.auth_ref = known[who]
        return known[who]

    BaseIdentityPlugin.get_access = get_access


def run_line(main, words):
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
    """Run lines until the end of standard input."""
    warnings.simplefilter("ignore")
    from novaclient import shell

    sign_in_once()
    before = dict(os.environ)
    answers = sys.stdout
    for line in sys.stdin:
        asked = json.loads(line)
        os.environ.clear()
        os.environ.update(before | asked["environ"])
        answer = run_line(shell.main, asked["words"])
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


serve()
