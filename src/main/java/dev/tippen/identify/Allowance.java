package dev.tippen.identify;

/// What one source may be asked, and what that costs.
///
/// @param creditsPerCall what a call costs where the source does not say; 0: nothing
/// @param dailyMaxCredits hard stop, by UTC days
/// @param monthlyMaxCredits hard stop, by UTC months
/// @param callsPerMinuteMax in the long run
/// @param concurrentMax calls at a time
public record Allowance(
    int creditsPerCall,
    long dailyMaxCredits,
    long monthlyMaxCredits,
    int callsPerMinuteMax,
    int concurrentMax) {}
