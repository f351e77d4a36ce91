/// From measured numbers to the page that is printed and written.
@NullMarked
package dev.tippen.bench.report;

import org.jspecify.annotations.NullMarked;
