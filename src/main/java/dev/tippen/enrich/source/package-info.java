/// What led somebody to a page: source, channel and campaign, from the page's address and its
/// referrer alone. Start reading at [dev.tippen.enrich.source.Sources].
@NullMarked
package dev.tippen.enrich.source;

import org.jspecify.annotations.NullMarked;
