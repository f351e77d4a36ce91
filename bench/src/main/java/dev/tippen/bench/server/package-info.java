/// The server under load: its process, and everything that is read from outside while it runs
/// (process table, write-ahead log, `/metrics`, a dashboard's socket) and after it has ended (SQL).
@NullMarked
package dev.tippen.bench.server;

import org.jspecify.annotations.NullMarked;
