/// Simulated visitors for `tippen demo`: they post over HTTP like any site.
@NullMarked
package dev.tippen.demo;

import org.jspecify.annotations.NullMarked;
