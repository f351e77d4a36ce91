/// Names of hosts, and the part of them that somebody registered. A leaf: no I/O beyond one list
/// that comes with the program, no knowledge of any other package.
@NullMarked
package dev.tippen.domain;

import org.jspecify.annotations.NullMarked;
