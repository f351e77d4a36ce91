package dev.tippen.cli;

import java.util.Map;

/// What commands need from outside.
///
/// @param environment of the process
record Context(
    ServerStarter starter, SecretKeyMaker.Source secretKeys, Map<String, String> environment) {}
