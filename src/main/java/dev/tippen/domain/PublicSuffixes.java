package dev.tippen.domain;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The part of a host name that somebody registered: `acme.co.uk` of `mail.acme.co.uk`. By the
/// algorithm and the data of the public suffix list (publicsuffix.org). Safe for all threads.
///
/// The list has two sections. Companies register below the suffixes of the ICANN section; the
/// private section lists names that companies hand out to others, such as `github.io`.
public final class PublicSuffixes {
  private static final String LIST = "/publicsuffix/public_suffix_list.dat";
  private static final String BEGIN_OF_PRIVATE = "// ===BEGIN PRIVATE DOMAINS===";

  private PublicSuffixes() {}

  /// Reading the list takes some 40 ms, so it is read when it is asked for first. Values are bits.
  private static final class Rules {
    static final int NORMAL = 1;
    static final int WILDCARD = 2;
    static final int EXCEPTION = 4;
    static final int PRIVATE = 3;

    static final Map<String, Byte> BITS = new HashMap<>(1 << 14);

    static {
      try (InputStream in = PublicSuffixes.class.getResourceAsStream(LIST)) {
        if (in == null) throw new IllegalStateException("missing " + LIST);
        var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        int shift = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (line.startsWith(BEGIN_OF_PRIVATE)) shift = PRIVATE;
          String rule = line.strip();
          if (!rule.isEmpty() && !rule.startsWith("//")) add(rule, shift);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void add(String rule, int shift) {
      if (rule.startsWith("*.")) {
        put(rule.substring(2), WILDCARD << shift);
      } else if (rule.startsWith("!")) {
        put(rule.substring(1), EXCEPTION << shift);
      } else {
        put(rule, NORMAL << shift);
      }
    }

    // The JDK knows the scripts of Unicode 3.2 only; the list has younger ones.
    private static void put(String name, int bit) {
      BITS.merge(IDN.toASCII(name, IDN.ALLOW_UNASSIGNED), (byte) bit, (a, b) -> (byte) (a | b));
    }

    static boolean has(String name, int bit, boolean includingPrivate) {
      Byte bits = BITS.get(name);
      if (bits == null) return false;
      int wanted = includingPrivate ? bit | bit << PRIVATE : bit;
      return (bits & wanted) != 0;
    }
  }

  /// Reads the list now, so that no request has to wait for it.
  public static void load() {
    if (Rules.BITS.isEmpty()) throw new IllegalStateException("empty " + LIST);
  }

  /// As [#registrableDomain(String, boolean)] by the ICANN section alone: who runs this machine?
  public static @Nullable String registrableDomain(String host) {
    return registrableDomain(host, false);
  }

  /// @param host any spelling: upper case, a dot at the end, international characters
  /// @param includingPrivate true asks whose site this is (`acme.github.io`), false whose machine
  ///   it is (`github.io`)
  /// @return lower case, ASCII form; null for a suffix itself, an address, or what is no host name
  public static @Nullable String registrableDomain(String host, boolean includingPrivate) {
    String name = HostName.of(host);
    if (name == null || name.indexOf('.') < 0 || HostName.isAddress(name)) return null;
    int suffix = suffixAt(name, includingPrivate);
    if (suffix == 0) return null;
    return name.substring(name.lastIndexOf('.', suffix - 2) + 1);
  }

  /// Whether names can be registered directly below this one, by the ICANN section.
  ///
  /// @param name in the form of [HostName#of]
  public static boolean isSuffix(String name) {
    return suffixAt(name, false) == 0;
  }

  /// Where the longest suffix of the name begins.
  private static int suffixAt(String name, boolean includingPrivate) {
    int label = 0;
    while (true) {
      String rest = name.substring(label);
      int after = rest.indexOf('.');
      // An exception names what can be registered below a wildcard: its suffix is one label less.
      if (Rules.has(rest, Rules.EXCEPTION, includingPrivate)) return label + after + 1;
      if (Rules.has(rest, Rules.NORMAL, includingPrivate)) return label;
      // The list's default rule `*` makes the last label a suffix.
      if (after < 0) return label;
      if (Rules.has(rest.substring(after + 1), Rules.WILDCARD, includingPrivate)) return label;
      label += after + 1;
    }
  }
}
