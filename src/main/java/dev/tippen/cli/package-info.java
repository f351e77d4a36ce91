/// The commands of the launcher. Each reads its arguments, calls one part and prints.
@NullMarked
package dev.tippen.cli;

import org.jspecify.annotations.NullMarked;
