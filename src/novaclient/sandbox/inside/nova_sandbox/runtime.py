"""What every service process of the sandbox shares: its pid file, its database and RPC manners, its
HTTP server. What one service alone needs is in that service's launcher.
"""

import ctypes
import json
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import Any


def announce(pid_file: str) -> None:
    """Write who this process is, so that it can be found and recognised later.

    The process does it itself: were it left to the parent, a parent killed at the wrong moment
    would leave a service behind that nobody knows of.
    """
    with open("/proc/self/stat", encoding="ascii") as stat:
        started = int(stat.read().rpartition(")")[2].split()[19])
    written = f"{pid_file}.{os.getpid()}"
    with open(written, "w", encoding="ascii") as file:
        json.dump({"pid": os.getpid(), "started": started}, file)
    os.replace(written, pid_file)


def end_with_parent() -> None:
    """Let the kernel end this process with the one that started it, however that one ends."""
    parent_signal = 1
    ctypes.CDLL(None, use_errno=True).prctl(parent_signal, signal.SIGKILL)
    if os.getppid() == 1:
        sys.exit("the process that started this one has ended")


def adapt_sqlite() -> None:
    """Let many threads and processes share SQLite's databases without losing each other's work."""
    _survive_power_cuts()
    _take_turns_writing()
    _retry_when_busy()


def _survive_power_cuts() -> None:
    """Sync a database when its journal is folded in: a power cut costs moments, no more."""
    from sqlalchemy import Engine, event

    @event.listens_for(Engine, "connect")
    def connected(connection: Any, record: object) -> None:
        if type(connection).__module__.startswith("sqlite3"):
            connection.execute("PRAGMA synchronous = NORMAL")


def _take_turns_writing() -> None:
    """Begin a transaction that will write as a writer, so that it waits for its turn.

    Stock, every transaction begins as a reader; one that then writes after another has written is
    refused at once, without any waiting.
    """
    from oslo_db.sqlalchemy import enginefacade
    from sqlalchemy import Engine, event

    writing = {"sandbox_writes": True}
    factory = enginefacade._TransactionFactory
    create_connection = factory._create_connection
    create_session = factory._create_session

    def connection_for(self: Any, mode: object) -> Any:
        connection = create_connection(self, mode)
        return (
            connection.execution_options(**writing) if mode is enginefacade._WRITER else connection
        )

    def session_for(self: Any, mode: object, bind: Any = None) -> Any:
        if mode is enginefacade._WRITER and bind is None:
            if not self._started:
                self._start()
            bind = self._writer_engine.execution_options(**writing)
        return create_session(self, mode, bind)

    @event.listens_for(Engine, "begin")
    def begin(connection: Any) -> None:
        options = connection.get_execution_options()
        if connection.dialect.name == "sqlite" and options.get("sandbox_writes"):
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            # oslo.db's own listener comes after this one and sees that it has nothing to do.
            connection.info["in_transaction"] = True

    factory._create_connection = connection_for
    factory._create_session = session_for


def _retry_when_busy() -> None:
    """Make SQLite's "database is locked" a deadlock, which the projects' own decorators retry."""
    from oslo_db import exception
    from oslo_db.sqlalchemy import exc_filters
    from sqlalchemy.exc import OperationalError

    @exc_filters.filters("sqlite", OperationalError, r".*database (table )?is locked.*")
    def busy(error: Exception, match: object, engine: str, is_disconnect: bool) -> None:
        raise exception.DBDeadlock(error)


def deliver_rpc_at_once() -> None:
    """Wake the in-memory RPC driver when a message arrives; stock, it looks every 50 ms."""
    from oslo_messaging._drivers import impl_fake

    arrived = threading.Condition()
    deliver: Callable[..., None] = impl_fake.FakeExchange.deliver_message

    def deliver_and_wake(self: object, *args: Any, **kwargs: Any) -> None:
        deliver(self, *args, **kwargs)
        with arrived:
            arrived.notify_all()

    class WokenTime:
        """Stands for the module ``time`` in the driver: a sleep ends when a message arrives."""

        time = staticmethod(time.time)

        @staticmethod
        def sleep(seconds: float) -> None:
            with arrived:
                arrived.wait(seconds)

    impl_fake.FakeExchange.deliver_message = deliver_and_wake
    impl_fake.time = WokenTime


def end_with_any_thread() -> None:
    """End the whole process when its main thread fails: half a service is worse than none."""

    def fail(*error: Any) -> None:
        sys.__excepthook__(*error)
        sys.stderr.flush()
        os._exit(1)

    sys.excepthook = fail


def note(text: str) -> None:
    """Write a line to the service's log."""
    sys.stderr.write(f"sandbox: {text}\n")
    sys.stderr.flush()


def serve(application: object, port: int, threads: int) -> None:
    """Serve a WSGI application on the loopback interface until the process is told to end."""
    import waitress

    logging.getLogger("waitress.queue").setLevel(logging.ERROR)

    def end(signum: int, frame: FrameType | None) -> None:
        os._exit(0)

    signal.signal(signal.SIGTERM, end)
    note(f"listening on 127.0.0.1:{port}, pid {os.getpid()}")
    waitress.serve(
        application,
        host="127.0.0.1",
        port=port,
        threads=threads,
        connection_limit=1000,
        channel_timeout=300,
        max_request_body_size=16 * 2**30,
        ident=None,
        _quiet=True,
    )
