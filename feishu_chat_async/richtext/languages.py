"""Programming languages: numbers in the docx format, names in Markdown."""

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
"""The Markdown name that is written, followed by aliases that are also read."""

_ALL_NAMES: Final = {
    language: _NAMES.get(language, language.name.lower()).split() for language in Language
}
_LANGUAGES: Final = {name: language for language, names in _ALL_NAMES.items() for name in names}


def language_number(name: str) -> Language:
    """Return the docx language for a Markdown name; plain text for unknown names."""
    return _LANGUAGES.get(name.lower(), Language.PLAIN_TEXT)


def language_name(number: Language | None) -> str:
    """Return the Markdown name of a docx language; empty for plain text and unknown languages."""
    if number is None or not number.known or number == Language.PLAIN_TEXT:
        return ""
    return _ALL_NAMES[number][0]
