/// The nouns that everybody shares: keys, events, problems. A leaf: no I/O, no knowledge of any
/// other package. Start reading at [dev.tippen.event.TrackedEvent].
@NullMarked
package dev.tippen.event;

import org.jspecify.annotations.NullMarked;
