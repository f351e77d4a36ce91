package dev.tippen.enrich.agent;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tippen.enrich.agent.WordSearch.Word;
import dev.tippen.event.DeviceClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Who asks, by user agent and client hints. Never throws, whatever the text; an agent seen before
/// costs a look-up, a new one a few microseconds, so that made-up agents cost no more than true
/// ones. Safe for all threads.
public final class Agents {
  /// What lies behind is not read: no browser needs as much.
  public static final int AGENT_MAX_CHARS = 512;

  private static final int CACHE_MAX_AGENTS = 10_000;

  private static final Agent NOBODY =
      new Agent(Agent.UNKNOWN, "", Agent.UNKNOWN, "", DeviceClass.UNKNOWN, Label.UNKNOWN, null);

  private final Robots robots = new Robots();
  private final WordSearch search = new WordSearch(words(robots));
  private final Cache<String, Agent> byText = cache();
  private final Cache<Asked, Agent> byHints = cache();

  private record Asked(String userAgent, ClientHints hints) {
    @Override
    public int hashCode() {
      return userAgent.hashCode() * 31 + Objects.hashCode(hints.brands());
    }
  }

  private static List<Word> words(Robots robots) {
    List<Word> words = new ArrayList<>(robots.words());
    for (Mark mark : Mark.values()) {
      for (String spelled : mark.words()) {
        boolean tied = spelled.startsWith("<");
        String text = tied ? spelled.substring(1) : spelled;
        int ties = tied ? WordSearch.AFTER_BORDER : 0;
        words.add(new Word(text, ties, true, mark.ordinal(), 0));
      }
    }
    return words;
  }

  private static <K> Cache<K, Agent> cache() {
    // Evicting on the caller's thread keeps the work bounded by who causes it.
    return Caffeine.newBuilder().maximumSize(CACHE_MAX_AGENTS).executor(Runnable::run).build();
  }

  /// @param userAgent null or empty if there is none; that says nothing and makes no robot
  public Agent of(@Nullable String userAgent, ClientHints hints) {
    String text = cut(userAgent);
    if (hints.isEmpty()) return byText(text);
    return byHints.get(
        new Asked(text, hints), asked -> Hints.applied(byText(asked.userAgent), asked.hints));
  }

  private Agent byText(String text) {
    return text.isEmpty() ? NOBODY : byText.get(text, this::parsed);
  }

  /// As [#of] without any cache.
  Agent uncached(@Nullable String userAgent, ClientHints hints) {
    String text = cut(userAgent);
    Agent agent = text.isEmpty() ? NOBODY : parsed(text);
    return hints.isEmpty() ? agent : Hints.applied(agent, hints);
  }

  private static String cut(@Nullable String userAgent) {
    if (userAgent == null) return "";
    return userAgent.length() <= AGENT_MAX_CHARS
        ? userAgent
        : userAgent.substring(0, AGENT_MAX_CHARS);
  }

  private Agent parsed(String text) {
    WordSearch.Found marks = search.find(text);
    Systems.Found system = Systems.of(text, marks);
    Browsers.Found browser = Browsers.of(text, marks);
    return new Agent(
        browser == null ? Agent.UNKNOWN : browser.name(),
        browser == null ? "" : browser.version(),
        system == null ? Agent.UNKNOWN : system.name(),
        system == null ? "" : system.version(),
        system == null ? DeviceClass.UNKNOWN : system.deviceClass(),
        Label.of(marks),
        robots.of(text, marks, system != null || browser != null));
  }
}
