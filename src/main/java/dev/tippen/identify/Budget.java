package dev.tippen.identify;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// Credits of one source by UTC day and month: a hard stop. Credits are taken before a call and
/// given back where it can't have cost them. Not safe for threads: [Gate] locks.
final class Budget {
  private static final int WARN_PERCENT = 80;

  private final Allowance allowance;
  private LocalDate day;
  private long dayCredits;
  private long monthCredits;
  private boolean warned;

  /// @param dayCredits used today before now
  /// @param monthCredits used this month before now, today's included
  Budget(Allowance allowance, long dayCredits, long monthCredits, long nowMs) {
    this.allowance = allowance;
    this.day = utcDay(nowMs);
    this.dayCredits = dayCredits;
    this.monthCredits = monthCredits;
  }

  static LocalDate utcDay(long epochMs) {
    return Instant.ofEpochMilli(epochMs).atZone(ZoneOffset.UTC).toLocalDate();
  }

  boolean tryTake(int credits, long nowMs) {
    turn(nowMs);
    if (credits == 0) return true;
    if (dayCredits + credits > allowance.dailyMaxCredits()) return false;
    if (monthCredits + credits > allowance.monthlyMaxCredits()) return false;
    dayCredits += credits;
    monthCredits += credits;
    return true;
  }

  /// What a call cost more (or less, below 0) than was taken for it.
  void correct(int credits, long nowMs) {
    turn(nowMs);
    dayCredits = Math.max(0, dayCredits + credits);
    monthCredits = Math.max(0, monthCredits + credits);
  }

  /// Whether four fifths are used, said once a day.
  boolean isWarningDue(long nowMs) {
    turn(nowMs);
    boolean much =
        100 * dayCredits >= WARN_PERCENT * allowance.dailyMaxCredits()
            || 100 * monthCredits >= WARN_PERCENT * allowance.monthlyMaxCredits();
    if (!much || warned || dayCredits == 0) return false;
    warned = true;
    return true;
  }

  /// When credits are there again at the earliest: the next day or month.
  long renewsAtMs(int credits, long nowMs) {
    turn(nowMs);
    boolean monthSpent = monthCredits + credits > allowance.monthlyMaxCredits();
    LocalDate next = monthSpent ? day.withDayOfMonth(1).plusMonths(1) : day.plusDays(1);
    return next.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
  }

  long dayCredits(long nowMs) {
    turn(nowMs);
    return dayCredits;
  }

  long monthCredits(long nowMs) {
    turn(nowMs);
    return monthCredits;
  }

  /// A clock that is set back never brings spent credits back.
  private void turn(long nowMs) {
    LocalDate now = utcDay(nowMs);
    if (!now.isAfter(day)) return;
    dayCredits = 0;
    warned = false;
    if (!now.withDayOfMonth(1).equals(day.withDayOfMonth(1))) monthCredits = 0;
    day = now;
  }
}
