package dev.tippen.ingest;

import dev.tippen.enrich.address.IpAddress;
import dev.tippen.enrich.agent.ClientHints;
import org.jspecify.annotations.Nullable;

/// A tracking request as the edge read it.
///
/// @param keyOutsideBody from the header, else from the query; null if it can only be in the body
/// @param beacon whether the body came as `text/plain`, which only browsers' beacons do
/// @param address of the client, behind trusted proxies the one they name; null if unknown
/// @param country that a trusted proxy names, null if there is none
/// @param globalPrivacyControl the header `Sec-GPC: 1`
/// @param doNotTrack the header `DNT: 1`
public record TrackRequest(
    byte[] body,
    @Nullable String keyOutsideBody,
    @Nullable String origin,
    @Nullable String userAgent,
    ClientHints hints,
    boolean beacon,
    @Nullable IpAddress address,
    @Nullable String country,
    boolean globalPrivacyControl,
    boolean doNotTrack) {}
