/// Commands and their arguments: what a command declares, how it is found, read and explained.
/// Knows no command; the benchmarks use it too.
@NullMarked
package dev.tippen.cli.args;

import org.jspecify.annotations.NullMarked;
