"""Functions for the processes of all services: PID file, database, RPC and HTTP server.

Functions for a single service are in its launcher.
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
    """Write the PID file, by which the process is found later.

    The process does this itself: a parent that is killed at the wrong moment would leave a service
    without a PID file.
    """
    with open("/proc/self/stat", encoding="ascii") as stat:
        started = int(stat.read().rpartition(")")[2].split()[19])
    written = f"{pid_file}.{os.getpid()}"
    with open(written, "w", encoding="ascii") as file:
        json.dump({"pid": os.getpid(), "started": started}, file)
    os.replace(written, pid_file)


def end_with_parent() -> None:
    """Let the kernel kill this process when its parent ends."""
    parent_signal = 1
    ctypes.CDLL(None, use_errno=True).prctl(parent_signal, signal.SIGKILL)
    if os.getppid() == 1:
        sys.exit("the parent process has ended")


def adapt_sqlite() -> None:
    """Let many threads and processes use the same SQLite databases without failures."""
    _survive_power_failures()
    _serialize_writers()
    _retry_when_busy()


def _survive_power_failures() -> None:
    """Sync a database at its checkpoints: a power failure costs the last transactions at most."""
    from sqlalchemy import Engine, event

    @event.listens_for(Engine, "connect")
    def connected(connection: Any, record: object) -> None:
        if type(connection).__module__.startswith("sqlite3"):
            connection.execute("PRAGMA synchronous = NORMAL")


def _serialize_writers() -> None:
    """Begin a writing transaction with the write lock, so that it waits for other writers.

    By default every transaction begins as a reader; if another one writes first, its own first
    write fails at once.
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
            # oslo.db's own listener runs after this one and does nothing then.
            connection.info["in_transaction"] = True

    factory._create_connection = connection_for
    factory._create_session = session_for


def _retry_when_busy() -> None:
    """Report SQLite's "database is locked" as a deadlock, which the services retry."""
    from oslo_db import exception
    from oslo_db.sqlalchemy import exc_filters
    from sqlalchemy.exc import OperationalError

    @exc_filters.filters("sqlite", OperationalError, r".*database (table )?is locked.*")
    def busy(error: Exception, match: object, engine: str, is_disconnect: bool) -> None:
        raise exception.DBDeadlock(error)


def deliver_rpc_at_once() -> None:
    """Wake the in-memory RPC driver when a message arrives; by default it polls every 50 ms."""
    from oslo_messaging._drivers import impl_fake

    arrived = threading.Condition()
    deliver: Callable[..., None] = impl_fake.FakeExchange.deliver_message

    def deliver_and_wake(self: object, *args: Any, **kwargs: Any) -> None:
        deliver(self, *args, **kwargs)
        with arrived:
            arrived.notify_all()

    class WokenTime:
        """Replaces the module ``time`` in the driver: a sleep ends when a message arrives."""

        time = staticmethod(time.time)

        @staticmethod
        def sleep(seconds: float) -> None:
            with arrived:
                arrived.wait(seconds)

    impl_fake.FakeExchange.deliver_message = deliver_and_wake
    impl_fake.time = WokenTime


def end_with_any_thread() -> None:
    """End the process when its main thread fails, whatever other threads do."""

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
    """Serve a WSGI application on the loopback interface until SIGTERM."""
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
