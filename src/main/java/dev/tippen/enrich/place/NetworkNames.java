package dev.tippen.enrich.place;

import dev.tippen.event.NetworkClass;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tells from its name what kind of network an organisation runs, by the brands and words of
/// `places/network-names.txt`. Names that match nothing are companies, so the lists err on the side
/// of access networks: showing a carrier as a company is worse than showing none. Immutable.
final class NetworkNames {
  private static final String RESOURCE = "/places/network-names.txt";
  private static final int NAME_MAX_CHARS = 200;
  private static final int ENDING_MIN_REST = 2;

  /// The first of these with a word of the name decides, in the order of how sure its words are: a
  /// ministry of communications is no access network, and a mobile network is not any access
  /// network.
  private static final List<NetworkClass> ORDER =
      List.of(
          NetworkClass.PROXY,
          NetworkClass.GOVERNMENT,
          NetworkClass.EDUCATION,
          NetworkClass.HOSTING,
          NetworkClass.MOBILE,
          NetworkClass.ISP);

  private static final Set<String> GOVERNMENT_LABELS = Set.of("gov", "mil", "gouv", "gob", "govt");

  private final Map<NetworkClass, Entries> entries = new HashMap<>();

  private static final class Entries {
    final Set<String> brands = new HashSet<>();
    final Set<String> words = new HashSet<>();
    final List<String> stems = new ArrayList<>();
    final List<String> endings = new ArrayList<>();
    int brandMaxWords = 1;

    void add(String kind, String entry) {
      switch (kind) {
        case "brands" -> {
          brands.add(entry);
          brandMaxWords = Math.max(brandMaxWords, entry.split(" ").length);
        }
        case "words" -> words.add(entry);
        case "stems" -> stems.add(entry);
        case "endings" -> endings.add(entry);
        default -> throw new IllegalStateException(RESOURCE + " has entries of kind " + kind);
      }
    }

    /// Characters of the longest brand in a name, 0 if there is none.
    int longestBrand(String[] words) {
      int longest = 0;
      for (int from = 0; from < words.length; from++) {
        StringBuilder phrase = new StringBuilder();
        int end = Math.min(words.length, from + brandMaxWords);
        for (int i = from; i < end; i++) {
          if (i > from) phrase.append(' ');
          phrase.append(words[i]);
          if (phrase.length() > longest && brands.contains(phrase.toString())) {
            longest = phrase.length();
          }
        }
      }
      return longest;
    }

    boolean hasWord(String word) {
      if (words.contains(word)) return true;
      for (String stem : stems) {
        if (word.startsWith(stem)) return true;
      }
      for (String ending : endings) {
        if (word.length() >= ending.length() + ENDING_MIN_REST && word.endsWith(ending)) {
          return true;
        }
      }
      return false;
    }
  }

  NetworkNames() {
    for (NetworkClass c : NetworkClass.values()) entries.put(c, new Entries());
    try (InputStream in = NetworkNames.class.getResourceAsStream(RESOURCE)) {
      if (in == null) throw new IllegalStateException(RESOURCE + " is missing");
      read(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(BufferedReader lines) throws IOException {
    Entries section = of(NetworkClass.BUSINESS);
    String kind = "";
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.isBlank() || line.startsWith("#")) continue;
      if (line.startsWith("[")) {
        String[] header = line.substring(1, line.length() - 1).split(" ");
        section = of(NetworkClass.valueOf(header[0].toUpperCase(Locale.ROOT)));
        kind = header[1];
      } else {
        for (String entry : line.split(",")) section.add(kind, entry.strip());
      }
    }
  }

  private Entries of(NetworkClass networkClass) {
    Entries found = entries.get(networkClass);
    if (found == null) throw new IllegalStateException(networkClass + " has no entries");
    return found;
  }

  /// Whether the lists name this organisation as a company, whatever its size.
  boolean isNamedCompany(String organisation) {
    return byBrand(organisation) == NetworkClass.BUSINESS;
  }

  /// Looks at brands only.
  ///
  /// @return null if no list has it
  @Nullable NetworkClass byBrand(String organisation) {
    return byBrand(words(organisation));
  }

  /// The longest brand decides: the cloud of a company is not the company.
  private @Nullable NetworkClass byBrand(String[] words) {
    NetworkClass found = null;
    int longest = 0;
    for (NetworkClass c : NetworkClass.values()) {
      int length = of(c).longestBrand(words);
      if (length > longest) {
        longest = length;
        found = c;
      }
    }
    return found;
  }

  /// @param domain of the organisation, null if the data has none
  NetworkClass classify(String organisation, @Nullable String domain) {
    String[] words = words(organisation);
    NetworkClass brand = byBrand(words);
    if (brand != null) return brand;
    NetworkClass byDomain = domain == null ? null : byDomain(domain);
    if (byDomain != null) return byDomain;
    Set<String> notEndings = of(NetworkClass.BUSINESS).words;
    for (NetworkClass c : ORDER) {
      for (String word : words) {
        if (!notEndings.contains(word) && of(c).hasWord(word)) return c;
      }
    }
    return NetworkClass.BUSINESS;
  }

  /// By `.edu`, `.ac.uk`, `.gov`, `.gov.au` and the like.
  private static @Nullable NetworkClass byDomain(String domain) {
    String[] labels = domain.toLowerCase(Locale.ROOT).split("\\.");
    int last = labels.length - 1;
    if (last < 1) return null;
    NetworkClass top = byLabel(labels[last]);
    if (top != null) return top;
    // A second label counts only under a country's.
    if (labels[last].length() != 2) return null;
    return labels[last - 1].equals("ac") ? NetworkClass.EDUCATION : byLabel(labels[last - 1]);
  }

  private static @Nullable NetworkClass byLabel(String label) {
    if (label.equals("edu")) return NetworkClass.EDUCATION;
    if (GOVERNMENT_LABELS.contains(label)) return NetworkClass.GOVERNMENT;
    return null;
  }

  /// The words of a name in lower case, without accents and signs.
  private static String[] words(String name) {
    String cut = name.length() > NAME_MAX_CHARS ? name.substring(0, NAME_MAX_CHARS) : name;
    String plain = Normalizer.normalize(cut.toLowerCase(Locale.ROOT), Normalizer.Form.NFD);
    StringBuilder text = new StringBuilder(plain.length());
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      if (Character.getType(c) == Character.NON_SPACING_MARK || c == '\'') continue;
      text.append(Character.isLetterOrDigit(c) ? c : ' ');
    }
    return text.toString().strip().split(" +");
  }
}
