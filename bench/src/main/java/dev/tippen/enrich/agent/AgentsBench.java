package dev.tippen.enrich.agent;

import dev.tippen.bench.Micro;
import org.openjdk.jmh.annotations.Benchmark;

/// Who asks: 500 agents in turn, as many browsers, versions and robots as a busy site meets.
public class AgentsBench extends Micro {
  private static final int AGENTS = 500;

  private static final String[] FORMS = {
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/#.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/#.0.0.0 Safari/537.36 Edg/#.0.0.0",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.# Safari/605.1.15",
    "Mozilla/5.0 (X11; Linux x86_64; rv:#.0) Gecko/20100101 Firefox/#.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_# like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.# Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/21F90 [FBAN/FBIOS;FBAV/#.0.0.36.109;FBBV/605;FBDV/iPhone15,2;FBMD/iPhone]",
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/#.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Linux; Android 14; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/# Chrome/126.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/#.0.0.0 Safari/537.36 WebAppManager",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Googlebot/2.1; +http://www.google.com/bot.html) Chrome/#.0.0.0 Safari/537.36",
  };

  private final Agents agents = new Agents();
  private final String[] texts = new String[AGENTS];
  private final ClientHints[] hints = new ClientHints[AGENTS];
  private int next;

  /// The agents, for benches of more than this.
  public static String[] agents() {
    String[] all = new String[AGENTS];
    for (int i = 0; i < AGENTS; i++) all[i] = FORMS[i % FORMS.length].replace("#", version(i));
    return all;
  }

  private static String version(int i) {
    return String.valueOf(100 + i / FORMS.length);
  }

  public AgentsBench() {
    System.arraycopy(agents(), 0, texts, 0, AGENTS);
    for (int i = 0; i < AGENTS; i++) {
      String version = version(i);
      hints[i] =
          new ClientHints(
              "\"Chromium\";v=\""
                  + version
                  + "\", \"Not/A)Brand\";v=\"24\", \"Google Chrome\";v=\""
                  + version
                  + "\"",
              "?0",
              "\"Windows\"",
              "\"15.0.0\"",
              null);
    }
  }

  @Benchmark
  public Object seenBefore() {
    return agents.of(texts[next()], ClientHints.NONE);
  }

  @Benchmark
  public Object seenFirst() {
    return agents.uncached(texts[next()], ClientHints.NONE);
  }

  @Benchmark
  public Object seenBeforeWithHints() {
    int i = next();
    return agents.of(texts[i], hints[i]);
  }

  @Benchmark
  public Object seenFirstWithHints() {
    int i = next();
    return agents.uncached(texts[i], hints[i]);
  }

  /// Made up for each call: what somebody costs who sends no agent twice.
  @Benchmark
  public Object neverSeenAgain() {
    return agents.of(texts[next()] + " x/" + made++, ClientHints.NONE);
  }

  private long made;

  private int next() {
    next = next + 1 == AGENTS ? 0 : next + 1;
    return next;
  }
}
