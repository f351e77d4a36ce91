package dev.tippen.cli;

import java.util.function.Consumer;

/// What a command wants of a server beside its configuration.
///
/// @param traffic whether simulated visitors come
/// @param notice called with lines for the operator, such as the set-up link; may be called from
///   any thread
public record ServerOptions(boolean traffic, Consumer<String> notice) {}
