/// Files of the past, from other programs and from ourselves, as lines of one form: readers turn a
/// file into lines, [dev.tippen.imports.ImportDecoder] says what a line holds. Used by the command
/// that sends lines and by the server that takes them. Every file is taken for hostile: nothing of
/// it is executed, everything is bounded.
@NullMarked
package dev.tippen.imports;

import org.jspecify.annotations.NullMarked;
