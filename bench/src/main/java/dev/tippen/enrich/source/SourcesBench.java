package dev.tippen.enrich.source;

import dev.tippen.bench.Micro;
import dev.tippen.event.Channel;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;

/// What led here: 300 pairs of page and referrer in turn.
public class SourcesBench extends Micro {
  private static final int PAIRS = 300;

  private static final String[] QUERIES = {
    "",
    "",
    "",
    "?utm_source=newsletter&utm_medium=email&utm_campaign=spring%20sale+2026&utm_content=top",
    "?gclid=EAIaIQobChMI7f_example_value_of_some_length&utm_source=google&utm_medium=cpc",
    "?page=2&sort=price&ref=partner",
  };

  private static final String[] REFERRERS = {
    "",
    "https://www.google.com/",
    "https://www.acme.example/products/#",
    "https://blog.acme.example/2026/#",
    "https://l.facebook.com/l.php?u=x",
    "https://www.some-blog-#.example.org/posts/2026/desk-review",
    "https://chatgpt.com/",
    "android-app://com.google.android.gm/",
    "https://news.google.co.uk/articles/#",
    "https://www.bing.com/search?q=desk",
  };

  private static final OwnerRules RULES = rules();

  private final Sources sources = new Sources();
  private final OwnHosts hosts = OwnHosts.of(List.of("pay.example.net", "acme-login.example.org"));
  private final String[] pages = new String[PAIRS];
  private final String[] referrers = new String[PAIRS];
  private int next;

  public SourcesBench() {
    for (int i = 0; i < PAIRS; i++) {
      pages[i] = "https://www.acme.example/products/desk-" + i + QUERIES[i % QUERIES.length];
      // Each query meets each referrer.
      referrers[i] =
          REFERRERS[(i + i / QUERIES.length) % REFERRERS.length].replace("#", String.valueOf(i));
    }
  }

  @Benchmark
  public Object source() {
    int i = next();
    return sources.of(pages[i], referrers[i], hosts, OwnerRules.NONE);
  }

  @Benchmark
  public Object sourceWithTwentyRules() {
    int i = next();
    return sources.of(pages[i], referrers[i], hosts, RULES);
  }

  private static OwnerRules rules() {
    List<OwnerRules.Rule> rules = new ArrayList<>();
    for (OwnerRules.Field field : OwnerRules.Field.values()) {
      for (int i = 0; i < 5; i++) {
        rules.add(
            new OwnerRules.Rule(
                field, OwnerRules.Match.CONTAINS, "never-" + i, Channel.AFFILIATES, "Never"));
      }
    }
    return OwnerRules.of(rules);
  }

  private int next() {
    next = next + 1 == PAIRS ? 0 : next + 1;
    return next;
  }
}
