/// What is kept and how it is made durable: the interfaces of the event log and the stores, and the
/// group commit. Knows nothing of HTTP, live boards or enrichment: committed batches go to the
/// [dev.tippen.store.CommitListener]s that `Main` passes in. Start reading at
/// [dev.tippen.store.EventLog]; the only engine so far is `store.sqlite`.
@NullMarked
package dev.tippen.store;

import org.jspecify.annotations.NullMarked;
