/// Who is on a site now: presence by the server's clock, folded from committed events and open
/// sockets, and its fan-out to the dashboards of the same key. Start reading at
/// [dev.tippen.live.LiveHub].
@NullMarked
package dev.tippen.live;

import org.jspecify.annotations.NullMarked;
