package dev.tippen.ingest;

import org.jspecify.annotations.Nullable;

/// What a page without script tells by the address of an image.
///
/// @param event null: a page view
/// @param visitorId null: the visitor gets an id of the day that no cookie holds
/// @param url null: the page that the browser names as `Referer`
public record PixelRequest(
    @Nullable String event,
    @Nullable String visitorId,
    @Nullable String url,
    @Nullable String referrer,
    @Nullable String language) {}
