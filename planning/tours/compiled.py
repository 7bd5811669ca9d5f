"""The compiler of the tour engine."""

from planning.compiled import Compiler

COMPILER = Compiler(__package__, ("arrays", "drive", "state", "recreate", "ruin", "search"))
entry, inner, inlined = COMPILER.entry, COMPILER.inner, COMPILER.inlined
