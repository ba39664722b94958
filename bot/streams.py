"""Standard input and output as UTF-8 whatever the locale says, and how the command ends: one line, and a status.

Programs read what `jiannuo` prints, so its encoding must not follow the machine that it runs on.
"""

from __future__ import annotations

import io
import os
import signal
import sys
from collections.abc import Callable, Sequence

import click

from store.errors import LedgerError

WRONG_USE = 2
INTERRUPTED = 128 + signal.SIGINT
READER_GONE = 128 + signal.SIGPIPE


def run_command(command: click.Command, arguments: Sequence[str]) -> int:
    """Run a click command; its exit status.

    Whatever a person can mend is one line on standard error and status 2. Ctrl-C and a reader who left (`| head`) end
    it quietly, with the status that shells know them by.
    """
    use_utf8()
    try:
        # Not `command.main`, which ends the process by itself when the reader leaves.
        with command.make_context("jiannuo", _as_utf8(arguments)) as context:
            status = command.invoke(context)
        sys.stdout.flush()
    except click.exceptions.Exit as end:  # --help, --version
        return end.exit_code
    except click.UsageError as error:
        return refuse(error.format_message().rstrip(".") + _where_to_look(error))
    except click.ClickException as error:
        return refuse(error.format_message())
    except LedgerError as error:
        return refuse(str(error))
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        _drop_output()
        return READER_GONE
    except OSError as error:
        _drop_output()
        return refuse(
            f"{error.filename or 'the output'}: {error.strerror or error}; check the file, its rights, the disk"
        )
    return status if isinstance(status, int) else 0


def refuse(message: str) -> int:
    """Say in one line on standard error what is wrong; the exit status for it."""
    line = "".join(c if c.isprintable() else "?" for c in " ".join(message.split()))
    click.echo(f"jiannuo: {line}", err=True)
    return WRONG_USE


def guarded(call: Callable[[], int], *errors: type[Exception]) -> int:
    """The result of `call`; one of these errors becomes the one line that a person reads."""
    try:
        return call()
    except errors as error:
        raise click.ClickException(str(error)) from error


def _drop_output() -> None:
    """Let what is still to be written go nowhere: Python flushes once more on its way out, and would complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def use_utf8() -> None:
    """Read and write UTF-8; what cannot be decoded or encoded becomes a replacement character and raises nothing."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _as_utf8(arguments: Sequence[str]) -> list[str]:
    """The arguments as typed, where Python decoded them by a locale that is not UTF-8."""
    try:
        return [os.fsencode(argument).decode() for argument in arguments]
    except UnicodeError:
        return list(arguments)


def _where_to_look(error: click.UsageError) -> str:
    command = error.ctx.command_path if error.ctx else "jiannuo"
    return f"; see {command} --help"
