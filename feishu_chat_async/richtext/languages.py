"""The languages of code: the numbers of the docx format, and the names that Markdown has."""

from typing import Final

from ..docx import Language

_NAMES: Final = {
    Language.ASSEMBLY: "assembly asm",
    Language.BASH: "bash",
    Language.C_SHARP: "csharp c# cs",
    Language.CPP: "c++ cpp cc cxx",
    Language.COFFEE_SCRIPT: "coffeescript coffee",
    Language.DOCKERFILE: "dockerfile docker",
    Language.ERLANG: "erlang erl",
    Language.FOX_PRO: "foxpro",
    Language.GO: "go golang",
    Language.HASKELL: "haskell hs",
    Language.HTML_BARS: "htmlbars handlebars hbs",
    Language.JAVA_SCRIPT: "javascript js jsx mjs node",
    Language.JULIA: "julia jl",
    Language.KOTLIN: "kotlin kt kts",
    Language.LATEX: "latex tex",
    Language.MAKEFILE: "makefile make mk",
    Language.MARKDOWN: "markdown md",
    Language.OBJECTIVE_C: "objective-c objectivec objc",
    Language.OPEN_EDGE_ABL: "openedgeabl openedge progress abl",
    Language.OPENGL_SHADING_LANGUAGE: "glsl",
    Language.PERL: "perl pl",
    Language.PLAIN_TEXT: "plaintext text txt plain",
    Language.POST_SCRIPT: "postscript",
    Language.POWER_SHELL: "powershell pwsh ps1",
    Language.PROTO_BUF: "protobuf proto",
    Language.PYTHON: "python py python3",
    Language.RUBY: "ruby rb",
    Language.RUST: "rust rs",
    Language.SHELL: "shell sh zsh console",
    Language.TYPE_SCRIPT: "typescript ts tsx",
    Language.VBSCRIPT: "vbscript vbs",
    Language.VISUAL_BASIC: "vb visualbasic vbnet vb.net",
    Language.XML: "xml svg",
    Language.YAML: "yaml yml",
    Language.DELPHI: "delphi pascal",
    Language.DIFF: "diff patch",
    Language.FORTRAN: "fortran f90",
    Language.GHERKIN: "gherkin feature",
    Language.GRAPHQL: "graphql gql",
    Language.PROPERTIES: "properties ini",
    Language.SOLIDITY: "solidity sol",
}
"""Each with the name that is written, and then others that are read."""

_ALL: Final = {one: _NAMES.get(one, one.name.lower()).split() for one in Language}
_NUMBERS: Final = {name: one for one, names in _ALL.items() for name in names}


def language_number(name: str) -> Language:
    """Return what Feishu has for a name; plain text if it is none."""
    return _NUMBERS.get(name.lower(), Language.PLAIN_TEXT)


def language_name(number: Language | None) -> str:
    """Return the name that Markdown has; nothing for plain text and what is unknown."""
    known = number is not None and number.known and number != Language.PLAIN_TEXT
    return _ALL[number][0] if known and number is not None else ""
