/// What an event says about its visitor: device, place, company. Small local steps that never
/// block.
@NullMarked
package dev.tippen.enrich;

import org.jspecify.annotations.NullMarked;
