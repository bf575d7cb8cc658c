"""Names of files that are source code or configuration, whatever their language."""

from __future__ import annotations

from pathlib import PurePosixPath

from index.loaders.characters import names

_ENDINGS = (
    # Languages, as code hosts and highlighters know them.
    "py pyi pyx pyw js mjs cjs jsx ts mts cts tsx vue svelte java kt kts scala sc groovy gradle clj cljs "
    "cljc edn c h "
    "cc cpp cxx hpp hh hxx inl ino m mm cs csx fs fsi fsx vb vbs bas cls go rs rb erb rake gemspec php "
    "phtml pl pm t "
    "lua swift dart r jl mat nim zig d v sv vhd vhdl ex exs erl hrl hs lhs ml mli elm purs lisp lsp cl el "
    "scm rkt "
    "f f90 f95 for pas pp dpr ada adb ads cob cbl asm s cu cuh glsl hlsl wgsl sol vy move cairo tcl awk sed "
    "sh bash zsh fish ksh csh bat cmd ps1 psm1 psd1 applescript ahk "
    # Data definitions, queries, styles, templates.
    "sql ddl psql plsql graphql gql proto thrift avsc cypher sparql rq css scss sass less styl jinja j2 "
    "hbs mustache "
    "ejs pug tpl xsl xslt xsd dtd rng wsdl "
    # Configuration and building.
    "yaml yml toml ini cfg conf config properties env editorconfig tf tfvars hcl nix cmake mk mak bzl "
    "bazel sbt "
    "gitignore gitattributes dockerignore service desktop plist po pot patch diff"
)
SOURCE_SUFFIXES = tuple(f".{ending}" for ending in _ENDINGS.split())
"""Endings of such files, in lower case, with the dot."""
_NAMES = names(
    "dockerfile containerfile makefile gnumakefile rakefile gemfile podfile vagrantfile jenkinsfile procfile "
    "brewfile "
    "justfile cmakelists.txt build.bazel workspace .gitignore .gitattributes .dockerignore .editorconfig .env "
    ".bashrc "
    ".zshrc .profile .bash_profile .vimrc .gitconfig .npmrc .babelrc .eslintrc .prettierrc"
)


def is_source(name: str) -> bool:
    """Whether a file of this name, by itself and whatever its ending, is source code or configuration."""
    return PurePosixPath(name.lower()).name in _NAMES
