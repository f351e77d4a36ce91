/// Which company an address belongs to, asked of others: provider APIs and reverse DNS. Everything
/// here leaves the machine, happens after the event is stored, and is off until the configuration
/// asks for it. Start reading at [dev.tippen.identify.Lookups]; `docs/identification.md` says what
/// each source costs and learns.
@NullMarked
package dev.tippen.identify;

import org.jspecify.annotations.NullMarked;
