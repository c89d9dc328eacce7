"""Bulk commands, and their waits."""

from __future__ import annotations

import json
import re

import pytest
from cli_frame import UUID
from cli_nova import Nova
from routed import OnRoutes, not_found, server, server_id

from novaclient import bulk, exceptions

ACCEPTED = "Request to fold box %s has been accepted.\n"


def test_each_target_is_reported_in_the_order_given(nova: Nova) -> None:
    done = nova("box-fold", "c", "b")
    assert (done.status, done.out) == (0, ACCEPTED % "c" + ACCEPTED % "b")


def test_names_are_looked_up_together(nova: Nova) -> None:
    nova("box-fold", "c", "b")
    calls = nova.client.boxes.calls
    assert calls[0] == ("list", "")
    assert sorted(calls[1:]) == [("fold", "0"), ("fold", "2")]


def test_one_failure_does_not_hide_the_others(nova: Nova) -> None:
    done = nova("box-fold", "b", "a", "nosuch", "c")
    assert done.status == 1
    assert done.out == ACCEPTED % "b" + ACCEPTED % "c"
    assert done.err == (
        "a: It is full (HTTP 409) (Request-ID: req-1)\n"
        "No box with a name or ID of 'nosuch' exists.\n"
        "ERROR (CommandError): Unable to fold the specified box(es).\n"
    )


def test_target_named_twice_is_acted_on_once(nova: Nova) -> None:
    done = nova("box-fold", "c", "c")
    assert done.out == ACCEPTED % "c" * 2
    assert nova.client.boxes.calls.count(("fold", "2")) == 1


def test_id_is_not_looked_up(nova: Nova) -> None:
    nova.client.boxes.boxes[UUID] = {"id": UUID, "name": "d"}
    nova("box-fold", UUID)
    assert nova.client.boxes.calls[0] == ("fold", UUID)


def test_name_that_looks_like_an_id_is_found(nova: Nova) -> None:
    nova.client.boxes.boxes["0"]["name"] = UUID
    assert nova("box-fold", UUID).status == 0
    assert nova.client.boxes.calls[-1] == ("fold", "0")


def test_name_that_looks_like_an_id_is_found_in_the_scope(on_routes: OnRoutes) -> None:
    name, found = server_id(7), server_id(1)
    missing = not_found(f"Instance {name} could not be found.")
    routes = {
        f"DELETE /servers/{name}": missing,
        f"GET /servers/{name}": missing,
        f"GET /servers?all_tenants=True&name=%5E{name}%24": {
            "servers": [{"id": found, "name": name}]
        },
        f"GET /servers/{found}": {"server": server(1)},
        f"DELETE /servers/{found}": None,
    }
    ran = on_routes("delete", "--all-tenants", name, routes=routes)
    assert ran.urls[-1] == f"DELETE /servers/{found}"


def test_id_that_does_not_exist_is_reported(nova: Nova) -> None:
    assert f"No box with a name or ID of '{UUID}' exists." in nova("box-fold", UUID).err


def test_command_for_one_target_fails_with_its_error(nova: Nova) -> None:
    done = nova("box-lift", "a")
    assert done.err == "ERROR (Conflict): It is full (HTTP 409) (Request-ID: req-1)\n"


def test_one_target_of_a_command_without_a_common_failure_fails_with_its_error(nova: Nova) -> None:
    done = nova("box-drop", "a")
    assert done.err == "ERROR (Conflict): It is full (HTTP 409) (Request-ID: req-1)\n"


def test_failures_without_a_common_message_are_counted(nova: Nova) -> None:
    done = nova("box-drop", "a", "b", "nosuch")
    assert done.status == 1
    assert done.err.endswith("\nERROR (CommandError): 2 of 3 failed\n")


def test_name_that_several_bear_is_refused_with_their_ids(nova: Nova) -> None:
    nova.client.boxes.boxes["0"]["name"] = "c"
    done = nova("box-lift", "c")
    assert done.err.startswith("ERROR (CommandError): Multiple box matches found for 'c'")
    assert "0, 2" in done.err


def test_jobs_bounds_the_calls_under_way(nova: Nova, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    run = bulk.run

    def spy(*args: object, **kwargs: object) -> object:
        seen.append(int(str(kwargs["workers"])))
        return run(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(bulk, "run", spy)
    nova("box-fold", "c", "--jobs", "3")
    assert seen == [3]


def test_no_jobs_at_all_are_refused(nova: Nova) -> None:
    assert "argument --jobs: must be 1 or more, not 0" in nova("box-fold", "c", "--jobs", "0").err


def test_interrupt_shows_what_was_not_sent(nova: Nova, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*args: object, **kwargs: object) -> object:
        raise bulk.Interrupted([])

    monkeypatch.setattr(bulk, "run", interrupted)
    done = nova("box-fold", "b", "c")
    assert done.status == 130
    assert done.err == (
        "b: interrupted before it was sent\n"
        "c: interrupted before it was sent\n"
        "0 done, 0 failed, 0 unknown, 2 not sent\n"
        "... terminating nova client\n"
    )


# -------------------------------------------------------------------------------- waiting
def test_waiting_shows_progress_in_the_familiar_words(nova: Nova) -> None:
    done = nova("box-create", "n", "--poll")
    assert done.status == 0
    assert done.out.endswith("+\n\n\rCrate building... 100% complete\nFinished\n")


def test_wait_is_poll(nova: Nova) -> None:
    assert nova("box-create", "n", "--wait").out == nova("box-create", "n", "--poll").out


def test_creation_without_waiting_is_shown_at_once(nova: Nova) -> None:
    out = nova("box-create", "n").out
    assert "| password | once  |" in out
    assert "complete" not in out


def test_json_of_a_creation_waited_for_is_the_final_state(nova: Nova) -> None:
    done = nova("box-create", "n", "--wait", "-f", "json")
    shown = json.loads(done.out)
    assert (shown["status"], shown["password"]) == ("ACTIVE", "once")
    assert done.err == ""


def test_failure_while_waiting_is_reported(nova: Nova) -> None:
    nova.client.boxes.boxes["0"]["status"] = "ERROR"
    done = nova("box-create", "n", "--poll")
    assert done.status == 1
    assert done.out.endswith("\nError building crate\n")
    assert done.err.startswith("ERROR (ResourceInErrorState): ")


def test_waiting_ends_in_time(nova: Nova) -> None:
    nova.client.boxes.boxes["0"]["status"] = "BUILD"
    done = nova("box-create", "n", "--poll", "--timeout", "0.01")
    assert done.status == 1
    assert done.err.startswith("ERROR (WaitTimeout): Box b is build after 0 s")


def test_error_after_progress_begins_a_line_of_its_own(nova: Nova) -> None:
    nova.client.boxes.boxes["0"]["status"] = "BUILD"
    assert nova("box-create", "n", "--poll", "--timeout", "0.01").out.endswith("complete\n")


def test_progress_with_json_is_not_written_into_a_file(nova: Nova) -> None:
    done = nova("box-create", "n", "--poll", "-f", "json")
    assert "complete" not in done.out + done.err


@pytest.mark.parametrize("seconds", ["0", "-1", "inf", "nan"])
def test_timeout_must_be_a_number_of_seconds(nova: Nova, seconds: str) -> None:
    done = nova("box-create", "n", f"--timeout={seconds}")
    assert done.status == 2
    assert "must be a number of seconds above 0" in done.err


def test_many_are_waited_for_together(nova: Nova) -> None:
    done = nova("box-fold", "b", "c", "--wait")
    assert done.out.endswith("\rCrates folding... 100% complete\nFinished\n")


def test_progress_is_not_complete_before_the_end(nova: Nova) -> None:
    nova.client.boxes.boxes["0"].update(status="BUILD", progress=100)
    done = nova("box-fold", "b", "--wait", "--timeout", "0.01")
    assert re.findall(r"\d+% complete", done.out)[-1] == "99% complete"


def test_only_what_was_accepted_is_waited_for(nova: Nova) -> None:
    done = nova("box-fold", "a", "b", "--wait")
    assert done.status == 1
    assert ("get", "1") not in nova.client.boxes.calls


def test_failure_of_one_that_was_waited_for_is_reported(nova: Nova) -> None:
    nova.client.boxes.boxes["0"]["status"] = "ERROR"
    done = nova("box-fold", "b", "c", "--wait")
    assert done.status == 1
    assert "b: `Box` resource is in the error state" in done.err
    assert "c:" not in done.err


def test_one_resource_that_is_gone_is_an_error(nova: Nova) -> None:
    del nova.client.boxes.boxes["0"]
    assert nova("box-create", "n", "--poll").err.startswith("ERROR (NotFound)")


def test_errors_of_a_look_up_are_not_called(nova: Nova) -> None:
    nova("box-fold", "nosuch")
    assert [call for call, _ in nova.client.boxes.calls] == ["list"]
    assert issubclass(exceptions.NameNotFound, exceptions.CommandError)
