/// The benchmarks: what `./tippen bench` runs. [IngestBenchmark] is the plan of a whole run; `load`
/// drives the server over HTTP, `server` starts and watches it, `report` makes the page. Nothing
/// here is part of the server, and the server knows nothing of it.
@NullMarked
package dev.tippen.bench;

import org.jspecify.annotations.NullMarked;
