package dev.tippen.enrich.source;

import dev.tippen.domain.HostName;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/// The hosts that a site's owner declared as own beside that of the page: other names of the site,
/// and where visitors go to pay or to sign in before they come back. Immutable; safe for all
/// threads.
public final class OwnHosts {
  /// More are not taken.
  public static final int MAX_HOSTS = 100;

  /// None were declared.
  public static final OwnHosts NONE = new OwnHosts(Set.of());

  private final Set<String> hosts;

  private OwnHosts(Set<String> hosts) {
    this.hosts = hosts;
  }

  /// @param declared names of hosts in any spelling; each covers itself without `www.` and
  ///   everything below. What is no name of a host is ignored, and so is what comes after
  ///   [#MAX_HOSTS]
  public static OwnHosts of(Collection<String> declared) {
    Set<String> hosts = new HashSet<>();
    for (String text : declared) {
      String host = HostName.of(text.strip());
      if (host != null && hosts.size() < MAX_HOSTS) hosts.add(HostName.withoutWww(host));
    }
    return hosts.isEmpty() ? NONE : new OwnHosts(Set.copyOf(hosts));
  }

  boolean cover(String host) {
    if (hosts.isEmpty()) return false;
    for (int label = 0; label >= 0; ) {
      if (hosts.contains(host.substring(label))) return true;
      int dot = host.indexOf('.', label);
      label = dot < 0 ? -1 : dot + 1;
    }
    return false;
  }
}
