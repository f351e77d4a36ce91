/// The path of an event from the body of a request to the event log, as one list of steps:
/// [dev.tippen.ingest.Ingest]. Knows nothing of HTTP servers; the edge hands it plain values.
@NullMarked
package dev.tippen.ingest;

import org.jspecify.annotations.NullMarked;
