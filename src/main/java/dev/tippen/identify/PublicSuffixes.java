package dev.tippen.identify;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The part of a host name that somebody registered: `acme.co.uk` of `mail.acme.co.uk`. By the
/// algorithm and the ICANN section of the public suffix list (publicsuffix.org): companies register
/// there, while the private section lists suffixes that companies hand out.
public final class PublicSuffixes {
  private static final String LIST = "/publicsuffix/public_suffix_list.dat";
  private static final String END_OF_ICANN = "// ===END ICANN DOMAINS===";

  private PublicSuffixes() {}

  /// Reading the list takes some 40 ms: only a server that asks somebody needs it.
  private static final class List {
    static final Set<String> RULES = new HashSet<>();
    static final Set<String> WILDCARDS = new HashSet<>();
    static final Set<String> EXCEPTIONS = new HashSet<>();

    static {
      try (InputStream in = PublicSuffixes.class.getResourceAsStream(LIST)) {
        if (in == null) throw new IllegalStateException("missing " + LIST);
        var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (line.startsWith(END_OF_ICANN)) break;
          String rule = line.strip();
          if (!rule.isEmpty() && !rule.startsWith("//")) add(rule);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void add(String rule) {
      if (rule.startsWith("*.")) {
        WILDCARDS.add(ascii(rule.substring(2)));
      } else if (rule.startsWith("!")) {
        EXCEPTIONS.add(ascii(rule.substring(1)));
      } else {
        RULES.add(ascii(rule));
      }
    }
  }

  /// @param host any spelling: upper case, a dot at the end, international characters
  /// @return lower case, ASCII form; null for a suffix itself, an address, or what is no host name
  public static @Nullable String registrableDomain(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    if (name.endsWith(".")) name = name.substring(0, name.length() - 1);
    try {
      name = ascii(name);
    } catch (IllegalArgumentException _) {
      return null;
    }
    if (!Texts.isHost(name)) return null;
    // From the whole name towards its end: the first suffix found is the longest one.
    int owner = -1;
    for (int label = 0; label >= 0; label = next(name, label)) {
      String rest = name.substring(label);
      if (List.EXCEPTIONS.contains(rest)) return rest;
      int after = next(name, label);
      if (List.RULES.contains(rest) || after >= 0 && List.WILDCARDS.contains(name.substring(after)))
        return owner < 0 ? null : name.substring(owner);
      owner = label;
    }
    // No rule: the list's default rule `*` makes the last label the suffix.
    int last = name.lastIndexOf('.');
    return name.substring(name.lastIndexOf('.', last - 1) + 1);
  }

  private static int next(String name, int label) {
    int dot = name.indexOf('.', label);
    return dot < 0 ? -1 : dot + 1;
  }

  private static String ascii(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) > 127) return IDN.toASCII(name, IDN.ALLOW_UNASSIGNED);
    }
    return name;
  }
}
