package dev.tippen.enrich.source;

import dev.tippen.event.Channel;
import org.jspecify.annotations.Nullable;

/// What led somebody to a page.
///
/// @param name to show, such as `Google` or `blog.example.org`, at most [Sources#TAG_MAX_CHARS];
///   empty if nothing is known, and for pages of the own site
/// @param spam whether the referrer is on the list of those that fake visits
/// @param clickId which vendor's mark the address has, null if none
/// @param landingPath of the page's address, without query and fragment, at most
///   [Sources#PATH_MAX_CHARS]; empty if it is no address
public record Source(
    Channel channel,
    String name,
    boolean spam,
    Campaign campaign,
    @Nullable ClickId clickId,
    String landingPath) {}
