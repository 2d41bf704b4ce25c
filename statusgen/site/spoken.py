"""`{% trans %}` in templates, set in the reader's language when a template is compiled: a page costs the same in every language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, cast

from jinja2 import nodes
from jinja2.ext import InternationalizationExtension

from statusgen.language import Language

if TYPE_CHECKING:
    from gettext import NullTranslations

    from jinja2 import Environment

_NAME: Final = re.compile(r"%\((\w+)\)s")


class Spoken(InternationalizationExtension):
    """Jinja's own extension, which looks each text up anew on every page; only what is counted is left to it."""

    def _make_node(
        self,
        singular: str,
        plural: str | None,
        context: str | None,
        variables: dict[str, nodes.Expr],
        plural_expr: nodes.Expr | None,
        vars_referenced: bool,  # noqa: FBT001  # the library's signature
        num_called_num: bool,  # noqa: FBT001  # likewise
    ) -> nodes.Output:
        if plural_expr is not None:
            return super()._make_node(singular, plural, context, variables, plural_expr, vars_referenced, num_called_num)
        catalogue = cast("NullTranslations", self.environment.globals["catalogue"])
        text = singular if vars_referenced else singular.replace("%%", "%")
        said = catalogue.gettext(text) if context is None else catalogue.pgettext(context, text)
        return nodes.Output(list(_parts(said, variables) if vars_referenced else [nodes.TemplateData(said)]))


def _parts(said: str, variables: dict[str, nodes.Expr]) -> Iterator[nodes.Expr]:
    """Text and values in turn; a value is escaped as it is anywhere else in the template."""
    for index, piece in enumerate(_NAME.split(said)):
        if index % 2:
            yield variables[piece]
        elif piece:
            yield nodes.TemplateData(piece.replace("%%", "%"))


def speak(environment: Environment, language: Language) -> None:
    """Let the templates of an environment speak a language: `{% trans %}`, and `_("...")` in expressions."""
    environment.globals["catalogue"] = language.catalogue
    environment.policies["ext.i18n.trimmed"] = True
    environment.add_extension(Spoken)
    environment.install_gettext_translations(language.catalogue, newstyle=True)  # type: ignore[attr-defined]  # the extension's
