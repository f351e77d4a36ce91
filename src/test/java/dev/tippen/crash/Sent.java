package dev.tippen.crash;

/// One event as its sender knows it.
record Sent(String visitorId, String eventId) {}
