/// The edge: HTTP and WebSocket on Vert.x. Turns requests into calls of the inner packages and
/// their results into answers; holds no rules of its own but limits, headers and errors. Start
/// reading at [dev.tippen.http.WebServer].
@NullMarked
package dev.tippen.http;

import org.jspecify.annotations.NullMarked;
