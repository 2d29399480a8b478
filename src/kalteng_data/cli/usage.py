"""The parser's refusals as our own errors: one line of reason, one of next step, in our languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kalteng_data.errors import SettingsError

if TYPE_CHECKING:
    from typer import TyperException


def explained(error: TyperException) -> SettingsError:
    """Our error for one of the parser's.

    typer carries its own copy of click and shows only its base class, so the kinds are told by their names;
    tests/cli/test_cli_usage.py fails when one of them changes.
    """
    context = getattr(error, "ctx", None)
    command = f"{context.command_path if context else 'kalteng'} --help"
    param = getattr(error, "param", None)
    match type(error).__name__:
        case "NoSuchOption":
            name = str(getattr(error, "option_name", "?"))
            near = sorted(getattr(error, "possibilities", None) or [])
            hint = ", ".join(near) if near else command
            return SettingsError("usage-option", name=name, command=hint)
        case "BadOptionUsage":
            name = str(getattr(error, "option_name", "?"))
            return SettingsError("usage-missing", name=name, command=command)
        case "MissingParameter":
            return SettingsError("usage-missing", name=_name(param), command=command)
        case "BadParameter" if param is not None:
            return SettingsError("usage-value", name=_name(param), expected=_expected(param))
        case _:
            why = " ".join(error.message.split()).rstrip(".")
            return SettingsError("usage-other", why=why, command=command)


def _name(param: Any) -> str:  # noqa: ANN401  a parameter of typer's own click, which has no public name
    if param is None:
        return "?"
    return str(param.opts[-1] if param.param_type_name == "option" else param.metavar or param.name.upper())


def _expected(param: Any) -> str:  # noqa: ANN401  as above
    choices = param.type_descriptor.choices
    if choices:
        return ", ".join(str(getattr(choice, "value", choice)) for choice in choices)
    return str(param.metavar or param.name)
