"""A command's arguments as argparse reads them: flags, abbreviations, microversions, help."""

from __future__ import annotations

import pytest
from cli_nova import Nova


def test_unknown_command_is_refused_with_the_nearest(nova: Nova) -> None:
    done = nova("box-lits")
    assert done.status == 2
    assert "error: unknown command 'box-lits': did you mean 'box-list'?" in done.err
    assert done.connections == 0


def test_command_can_have_underscores(nova: Nova) -> None:
    assert nova("box_list").status == 0


def test_unknown_flag_is_refused_with_the_nearest(nova: Nova) -> None:
    done = nova("box-create", "x", "--lib", "y")
    assert done.status == 2
    assert "error: unknown option '--lib': did you mean '--lid'?" in done.err
    assert "Try 'nova help box-create' for more information." in done.err
    assert done.connections == 0


def test_global_flag_after_the_command_is_sent_before_it(nova: Nova) -> None:
    done = nova("box-show", "x", "--debug")
    assert done.status == 2
    assert "it goes before the command: nova --debug box-show ..." in done.err


def test_global_flag_with_a_value_after_the_command_is_sent_before_it(nova: Nova) -> None:
    done = nova("box-show", "--os-cloud", "mine", "x")
    assert "nova --os-cloud <name> box-show ..." in done.err


def test_superfluous_words_are_named(nova: Nova) -> None:
    assert "error: unrecognized arguments: y" in nova("box-show", "x", "y").err


def test_missing_argument_is_named(nova: Nova) -> None:
    assert "the following arguments are required: <box>" in nova("box-show").err


def test_flag_can_be_typed_with_underscores(nova: Nova) -> None:
    assert nova("box-create", "x", "--label_file=a_b").args.label_file == "a_b"


@pytest.mark.parametrize("words", [["--file_name", "x"], ["--file-name", "x"], ["--file-name=x"]])
def test_flag_that_has_an_underscore_is_known(nova: Nova, words: list[str]) -> None:
    assert nova("box-list", *words).args.file_name == "x"


def test_shortened_flag_means_the_old_one(nova: Nova) -> None:
    assert nova("box-list", "--colum").args.columns_wide is True


def test_shortened_flag_can_be_a_new_one(nova: Nova) -> None:
    assert nova("box-list", "--forma", "json").args.format == "json"


def test_flag_not_given_has_its_default(nova: Nova) -> None:
    args = nova("box-create", "x").args
    assert (args.open, args.tag, args.owner, args.lid, args.count) == (
        False,
        [],
        "nobody",
        None,
        None,
    )


def test_variable_replaces_a_flag(nova: Nova) -> None:
    nova.environ["BOX_OWNER"] = "me"
    assert nova("box-create", "x").args.owner == "me"


def test_flag_overrides_its_variable(nova: Nova) -> None:
    nova.environ["BOX_OWNER"] = "me"
    assert nova("box-create", "x", "--owner", "you").args.owner == "you"


def test_repeated_flag_collects(nova: Nova) -> None:
    assert nova("box-create", "x", "--tag", "a", "--tag", "b").args.tag == ["a", "b"]


def test_flags_that_exclude_each_other_are_refused(nova: Nova) -> None:
    done = nova("box-create", "x", "--open", "--shut")
    assert "argument --shut: not allowed with argument --open" in done.err


def test_wrong_type_is_refused(nova: Nova) -> None:
    assert "argument --count: invalid int value: 'x'" in nova("box-create", "n", "--count", "x").err


@pytest.mark.parametrize(
    ("version", "words", "message"),
    [
        ("2.77", ["--lid", "x"], "--lid needs 2.91 or newer; you asked for 2.77"),
        ("2.57", ["--label-file", "x"], "--label-file was removed after 2.56; you asked"),
    ],
)
def test_flag_outside_the_pinned_microversion_is_refused(
    nova: Nova, version: str, words: list[str], message: str
) -> None:
    done = nova("--os-compute-api-version", version, "box-create", "n", *words)
    assert done.status == 2
    assert f"error: {message}" in done.err
    assert done.connections == 0


def test_flag_outside_the_microversion_of_the_environment_is_refused(nova: Nova) -> None:
    nova.environ["OS_COMPUTE_API_VERSION"] = "2.13"
    assert "--colour needs 2.14 to 2.67" in nova("box-list", "--colour", "x").err


def test_command_outside_the_pinned_microversion_is_refused(nova: Nova) -> None:
    done = nova("--os-compute-api-version", "2.29", "box-fold", "x")
    assert "error: box-fold needs 2.30 or newer; you asked for 2.29" in done.err
    assert done.connections == 0


def test_flag_within_the_pinned_microversion_is_accepted(nova: Nova) -> None:
    done = nova("--os-compute-api-version", "2.91", "box-create", "n", "--lid", "x")
    assert done.status == 0


def test_malformed_microversion_is_refused_before_any_request(nova: Nova) -> None:
    done = nova("--os-compute-api-version", "abc", "box-list")
    assert done.status == 1
    assert done.err.startswith("ERROR (UnsupportedVersion): Invalid format of client version 'abc'")
    assert done.connections == 0


def test_help_of_a_command_names_microversions(nova: Nova) -> None:
    text = " ".join(nova("box-create", "--help").out.split())
    assert "--lid <lid> Its lid. Needs 2.91 or newer." in text
    assert "Its label. Needs 2.56 or older." in text


def test_help_of_a_command_names_its_microversions(nova: Nova) -> None:
    assert "Needs microversion 2.30 or newer." in nova("help", "box-fold").out


def test_both_ways_to_a_commands_help_give_the_same(nova: Nova) -> None:
    assert nova("help", "box-create").out == nova("box-create", "-h").out


def test_help_needs_no_cloud(nova: Nova) -> None:
    assert nova("box-create", "--help").connections == 0


def test_help_of_an_unknown_command_fails(nova: Nova) -> None:
    done = nova("help", "box-lits")
    assert done.status == 1
    assert done.err == (
        "ERROR (CommandError): 'box-lits' is not a valid subcommand: did you mean 'box-list'?\n"
    )


@pytest.mark.parametrize("words", [[], ["help"], ["--help"], ["-h"], ["-h", "box-list"]])
def test_overview_is_shown(nova: Nova, words: list[str]) -> None:
    done = nova(*words)
    assert done.status == 0
    assert done.out.startswith("usage: nova [global options] <command> [arguments]\n")
    assert "  box-list " in done.out


def test_version_is_shown(nova: Nova) -> None:
    from novaclient import __version__

    assert nova("--version").out == f"{__version__}\n"


def test_completion_lists_commands_and_flags(nova: Nova) -> None:
    words = nova("bash-completion").out.split()
    assert {"box-list", "--lid", "--os-cloud", "help"} <= set(words)


def test_deprecated_flag_is_warned_of(nova: Nova) -> None:
    done = nova("box-create", "x", "--old")
    assert (done.status, done.err) == (0, "WARNING: --old is deprecated: use --lid.\n")


def test_deprecated_flag_that_is_not_given_is_not_warned_of(nova: Nova) -> None:
    assert nova("box-create", "x").err == ""


def test_command_for_one_target_has_no_jobs_flag(nova: Nova) -> None:
    assert "unknown option '--jobs'" in nova("box-lift", "x", "--jobs", "2").err


def test_microversion_refusal_does_not_repeat_the_usage(nova: Nova) -> None:
    done = nova("--os-compute-api-version", "2.77", "box-create", "n", "--lid", "x")
    assert done.err == (
        "error: --lid needs 2.91 or newer; you asked for 2.77\n"
        "Try 'nova help box-create' for more information.\n"
    )
