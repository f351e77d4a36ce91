package dev.tippen.enrich.agent;

import dev.tippen.enrich.agent.WordSearch.Word;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Robots by what they call themselves. First the list of known ones (`agent/robots.txt`), then the
/// word "bot" in their name, then the form: `Name/1.2` of something that no browser calls itself,
/// or `compatible` beside no browser. Whoever hides is not found here.
final class Robots {
  private static final String LIST = "/agent/robots.txt";
  private static final int NAME_MAX_CHARS = 40;

  /// Words that end in "bot" and are no robots: makers of phones.
  private static final Set<String> NO_BOTS = Set.of("cubot", "talbot", "abbot");

  private record Line(String name, RobotKind kind) {}

  private final List<Line> lines = new ArrayList<>();
  private final List<Word> words = new ArrayList<>();

  Robots() {
    try (InputStream in = Robots.class.getResourceAsStream(LIST)) {
      if (in == null) throw new IllegalStateException("missing " + LIST);
      read(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(BufferedReader in) throws IOException {
    RobotKind kind = RobotKind.OTHER;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.isBlank() || line.startsWith("#")) continue;
      if (line.startsWith("[")) {
        RobotKind named = RobotKind.ofText(line.substring(1, line.length() - 1));
        if (named == null) throw new IllegalStateException(LIST + ": no kind " + line);
        kind = named;
        continue;
      }
      int colon = line.indexOf(": ");
      Line entry = new Line(line.substring(0, colon), kind);
      for (String word : line.substring(colon + 2).split(", ")) {
        words.add(word(word, lines.size()));
        lines.add(entry);
      }
    }
  }

  private static Word word(String spelled, int rank) {
    int ties = 0;
    String text = spelled;
    if (text.startsWith("^")) ties |= WordSearch.AT_START;
    if (text.startsWith("<")) ties |= WordSearch.AFTER_BORDER;
    if (ties != 0) text = text.substring(1);
    if (text.endsWith("$")) {
      ties |= WordSearch.AT_END;
      text = text.substring(0, text.length() - 1);
    } else if (text.endsWith(">")) {
      ties |= WordSearch.BEFORE_BORDER;
      text = text.substring(0, text.length() - 1);
    }
    return new Word(text, ties, false, -1, rank);
  }

  /// What to look for; their ranks mean something to [#of] only.
  List<Word> words() {
    return words;
  }

  /// @param known whether the agent names a browser or a system
  /// @return null if nothing says that this is a robot
  @Nullable Robot of(String userAgent, WordSearch.Found marks, boolean known) {
    if (marks.rank() != WordSearch.NONE) {
      Line line = lines.get(marks.rank());
      String name =
          line.name.equals("*") ? nameAt(userAgent, marks.from(), marks.end()) : line.name;
      return new Robot(name, line.kind);
    }
    if (marks.has(Mark.BOT)) {
      Robot bot = bot(userAgent);
      if (bot != null) return bot;
    }
    return known || marks.has(Mark.ENGINE) ? null : byForm(userAgent);
  }

  /// The first word that ends in "bot" or "bots", such as the one of `AcmeBot/1.0`.
  private static @Nullable Robot bot(String text) {
    for (int at = indexOfBot(text, 0); at >= 0; at = indexOfBot(text, at + 3)) {
      int end = at + 3;
      if (end < text.length() && (text.charAt(end) | 0x20) == 's') end++;
      if (end < text.length() && isLetter(text.charAt(end))) continue;
      int start = at;
      while (start > 0 && isLetter(text.charAt(start - 1))) start--;
      if (!NO_BOTS.contains(text.substring(start, at + 3).toLowerCase(Locale.ROOT))) {
        return new Robot(nameAt(text, start, end), RobotKind.OTHER);
      }
    }
    return null;
  }

  private static int indexOfBot(String text, int from) {
    for (int i = from; i + 2 < text.length(); i++) {
      if ((text.charAt(i) | 0x20) == 'b'
          && (text.charAt(i + 1) | 0x20) == 'o'
          && (text.charAt(i + 2) | 0x20) == 't') return i;
    }
    return -1;
  }

  private static @Nullable Robot byForm(String text) {
    if (text.startsWith("Mozilla/")) {
      int at = text.indexOf("compatible;");
      if (at < 0) return null;
      int start = at + "compatible;".length();
      while (start < text.length() && text.charAt(start) == ' ') start++;
      return new Robot(nameAt(text, start, start), RobotKind.OTHER);
    }
    // `Name/1.2`: libraries and services; no browser is as short as this.
    int slash = text.indexOf('/');
    if (slash < 2 || slash + 1 >= text.length()) return null;
    for (int i = 0; i < slash; i++) {
      if (!isNameChar(text.charAt(i)) && text.charAt(i) != ' ') return null;
    }
    int digit = slash + (text.charAt(slash + 1) == 'v' ? 2 : 1);
    if (digit >= text.length() || text.charAt(digit) < '0' || text.charAt(digit) > '9') return null;
    return new Robot(nameAt(text, 0, slash), RobotKind.OTHER);
  }

  /// The match with the letters around it, as the agent spells them.
  private static String nameAt(String text, int from, int to) {
    int start = from;
    while (start > 0 && isNameChar(text.charAt(start - 1))) start--;
    int end = to;
    while (end < text.length() && isNameChar(text.charAt(end))) end++;
    var name = new StringBuilder();
    for (int i = start; i < end && name.length() < NAME_MAX_CHARS; i++) {
      char c = text.charAt(i);
      if (isNameChar(c) || c == ' ' && !name.isEmpty()) name.append(c);
    }
    return name.isEmpty() ? "Robot" : name.toString().strip();
  }

  private static boolean isNameChar(char c) {
    return WordSearch.isWordChar(c) || c == '-' || c == '_' || c == '.';
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }
}
