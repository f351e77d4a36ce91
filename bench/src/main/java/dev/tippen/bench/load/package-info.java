/// The load generator: few threads with non-blocking sockets, one request in flight a connection.
/// It shares the machine with the server that it measures, so it does as little as possible for
/// each request: prepared bytes out, status and length in. Start at [Load].
@NullMarked
package dev.tippen.bench.load;

import org.jspecify.annotations.NullMarked;
