package dev.tippen.enrich.source;

import dev.tippen.domain.HostName;
import dev.tippen.domain.PublicSuffixes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The sites that send visitors (`source/hosts.txt`) and those that fake visits
/// (`source/spam.txt`). Immutable; safe for all threads.
final class KnownHosts {
  /// @param name empty if it is shown by its host
  record Site(String name, HostKind kind) {}

  private static final String SITES = "/source/hosts.txt";
  private static final String SPAM = "/source/spam.txt";
  private static final String APP = "app:";

  private final Map<String, Site> byHost = new HashMap<>();
  private final Map<String, Site> byApp = new HashMap<>();
  private final Map<String, Site> byName = new HashMap<>();

  /// The first labels of those with `.*`, with everything below.
  private final Map<String, Site> byAnyCountry = new HashMap<>();

  private final Set<String> countryLabels = new HashSet<>();
  private final Set<String> spam = new HashSet<>();

  KnownHosts() {
    HostKind[] kind = {HostKind.SITE};
    lines(
        SITES,
        line -> {
          if (line.startsWith("[")) {
            kind[0] =
                HostKind.valueOf(line.substring(1, line.length() - 1).toUpperCase(Locale.ROOT));
          } else {
            add(line, kind[0]);
          }
        });
    lines(SPAM, spam::add);
  }

  private interface LineReader {
    void read(String line);
  }

  private static void lines(String resource, LineReader reader) {
    try (InputStream in = KnownHosts.class.getResourceAsStream(resource)) {
      if (in == null) throw new IllegalStateException("missing " + resource);
      var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank() && !line.startsWith("#")) reader.read(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(String line, HostKind kind) {
    int colon = line.indexOf(": ");
    String name = line.substring(0, colon);
    Site site = new Site(name.equals("-") ? "" : name, kind);
    int bar = line.indexOf(" | ", colon);
    for (String host : line.substring(colon + 2, bar < 0 ? line.length() : bar).split(" ")) {
      if (host.startsWith(APP)) {
        byApp.put(host.substring(APP.length()), site);
      } else if (host.endsWith(".*")) {
        String prefix = host.substring(0, host.length() - 2);
        byAnyCountry.put(prefix, site);
        countryLabels.add(prefix.substring(prefix.lastIndexOf('.') + 1));
      } else {
        byHost.put(host, site);
      }
    }
    if (site.name.isEmpty()) return;
    byName.putIfAbsent(name.toLowerCase(Locale.ROOT), site);
    if (bar < 0) return;
    for (String shortForm : line.substring(bar + 3).split(", ")) byName.put(shortForm, site);
  }

  /// @param host in the form of [HostName#of]
  /// @return null if it is not known
  @Nullable Site ofHost(String host) {
    for (int label = 0; label >= 0; label = next(host, label)) {
      String rest = host.substring(label);
      Site site = byHost.get(rest);
      if (site != null) return site;
      site = ofAnyCountry(rest);
      if (site != null) return site;
    }
    return null;
  }

  /// `news.google.co.uk` as `news.google` where the rest is the ending of a country.
  private @Nullable Site ofAnyCountry(String host) {
    int label = 0;
    for (int dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', label)) {
      if (isEnding(host, dot + 1) && countryLabels.contains(host.substring(label, dot))) {
        return byAnyCountry.get(host.substring(0, dot));
      }
      label = dot + 1;
    }
    return null;
  }

  private static boolean isEnding(String host, int from) {
    int left = host.length() - from;
    if (left == 2) return host.indexOf('.', from) < 0;
    if (left == 3) return host.startsWith("com", from);
    // Two labels such as `co.uk`; the longest of their first ones is `com`.
    return left <= 6
        && host.indexOf('.', from) == host.length() - 3
        && PublicSuffixes.isSuffix(host.substring(from));
  }

  /// @param id of a program, lower case
  @Nullable Site ofApp(String id) {
    return byApp.get(id);
  }

  /// @param source as a tag names it, lower case: a name, a short form or a host
  @Nullable Site ofName(String source) {
    Site site = byName.get(source);
    if (site != null || source.indexOf('.') < 0) return site;
    String host = HostName.of(source);
    return host == null ? null : ofHost(host);
  }

  boolean isSpam(String host) {
    for (int label = 0; label >= 0; label = next(host, label)) {
      if (spam.contains(host.substring(label))) return true;
    }
    return false;
  }

  private static int next(String name, int label) {
    int dot = name.indexOf('.', label);
    return dot < 0 ? -1 : dot + 1;
  }
}
