/// The stores on one SQLite file in WAL mode: one writer connection owned by one thread, and
/// read-only connections for everybody else. Every call into the driver is made on a platform
/// thread, because native calls pin virtual threads.
@NullMarked
package dev.tippen.store.sqlite;

import org.jspecify.annotations.NullMarked;
