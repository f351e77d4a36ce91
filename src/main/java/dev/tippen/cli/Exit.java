package dev.tippen.cli;

/// Exit codes. 70 is EX_SOFTWARE of sysexits.h: a supervisor may start the server again.
final class Exit {
  static final int OK = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int DIED = 70;

  private Exit() {}
}
