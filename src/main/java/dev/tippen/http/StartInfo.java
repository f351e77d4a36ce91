package dev.tippen.http;

import org.jspecify.annotations.Nullable;

/// What a dashboard must know before anybody is signed in.
///
/// @param setupNeeded whether the server waits for its first owner
/// @param openKey key that the dashboard uses without a login; only in the demo
public record StartInfo(
    boolean demo,
    boolean setupNeeded,
    @Nullable String openKey,
    boolean openSignUp,
    String version) {}
