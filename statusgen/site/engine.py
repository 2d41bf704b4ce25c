"""Jinja as ten thousand pages want it: what it makes anew for every page is made once, and no text is wrapped to be unwrapped."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import TYPE_CHECKING, Any

from jinja2 import Environment
from jinja2.compiler import CodeGenerator, Frame
from jinja2.sandbox import ImmutableSandboxedEnvironment

if TYPE_CHECKING:
    from jinja2 import nodes


def escaped(value: object) -> str:
    """What stands between braces, safe in HTML: as `markupsafe.escape` has it, as a plain text.

    Its `Markup` knows that it needs no escaping again. A template's output is only put together, and costs a quarter without.
    """
    if type(value) is not str:
        if hasattr(value, "__html__"):
            return value.__html__()  # type: ignore[no-any-return]  # a text, as every library has it
        value = str(value)
    text = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("'", "&#39;").replace('"', "&#34;")


class _Plainly(CodeGenerator):
    """Jinja's compiler, whose templates escape by `escaped`."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None:
            self.write("environment.escaped(")
        else:
            super()._output_child_pre(node, frame, finalize)


class Engine(Environment):
    """What both kinds have in common."""

    code_generator_class = _Plainly
    escaped = staticmethod(escaped)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Jinja's mapping looks names up in two others, and every page asks it for all; ours are complete before the first page."""
        return {**self.globals, **(d or {})}


class Plain(Engine):
    """For templates of ours. A point asks for an attribute and for nothing else: no key of a mapping is looked for."""

    getattr = staticmethod(getattr)  # type: ignore[assignment]  # it takes the same two


class Sandbox(Engine, ImmutableSandboxedEnvironment):
    """For templates of others. It looks at every attribute, which costs as much as the rendering itself."""
