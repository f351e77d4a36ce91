package dev.tippen.ingest;

import org.jspecify.annotations.Nullable;

/// A tracking request as the edge read it.
///
/// @param keyOutsideBody from the header, else from the query; null if it can only be in the body
/// @param beacon whether the body came as `text/plain`, which only browsers' beacons do
/// @param remoteAddress numeric address of the client
/// @param globalPrivacyControl the header `Sec-GPC: 1`
/// @param doNotTrack the header `DNT: 1`
public record TrackRequest(
    byte[] body,
    @Nullable String keyOutsideBody,
    @Nullable String origin,
    @Nullable String userAgent,
    boolean beacon,
    @Nullable String remoteAddress,
    boolean globalPrivacyControl,
    boolean doNotTrack) {}
