/// What the operator sees: the ledger of events and the log format.
@NullMarked
package dev.tippen.observe;

import org.jspecify.annotations.NullMarked;
