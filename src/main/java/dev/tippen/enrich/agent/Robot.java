package dev.tippen.enrich.agent;

/// A program that reads pages without a person.
///
/// @param name such as `Googlebot`; letters, digits and blanks, at most 40 characters
public record Robot(String name, RobotKind kind) {}
