/// Who asks, by their user agent: browser, system, kind of device, robot or not. Own tables and
/// bounded text search; no library of expressions would fit into the path of an event. Start
/// reading at [dev.tippen.enrich.agent.Agents].
@NullMarked
package dev.tippen.enrich.agent;

import org.jspecify.annotations.NullMarked;
