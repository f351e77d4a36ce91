package dev.tippen.identify;

import java.net.InetAddress;
import java.time.Duration;

/// A source outside this machine that may know the company of an address.
interface Provider extends AutoCloseable {

  /// Short name in settings, tables and metrics, such as `clearbit`.
  String source();

  /// Its name for people.
  String title();

  /// Where the questions go: host, and port if it is not the usual one.
  String host();

  /// Asks. Blocks at most as long as the configuration allows, so call it on a virtual thread. What
  /// goes wrong out there is an answer, never an exception.
  Answer lookup(InetAddress address) throws InterruptedException;

  /// How long a company that was found is believed.
  default Duration foundLifetime() {
    return Duration.ofDays(30);
  }

  @Override
  default void close() {}
}
