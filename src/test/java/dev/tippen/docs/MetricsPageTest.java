package dev.tippen.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tippen.analytics.Dimension;
import dev.tippen.analytics.Metric;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/// docs/metrics.md is written from the definitions in the code: `-Ddocs.write=true` writes it anew.
class MetricsPageTest {
  private static final Path PAGE = Path.of("docs/metrics.md");

  @Test
  void thePageSaysWhatTheCodeDefines() throws Exception {
    String page = page();
    if (Boolean.getBoolean("docs.write")) Files.writeString(PAGE, page);
    assertEquals(page, Files.readString(PAGE));
  }

  private static String page() {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # What the figures mean

        Written from the definitions in the code (`Metric`, `Dimension`), which the API and its answers use too. All figures are exact, none is estimated or sampled. They hold as of a second or two ago; each answer says when (`asOf`).

        - **Event time** decides when something was: the server's clock, less the age that the browser measured itself, at most 48 hours. A wrong clock in a browser changes nothing.
        - **A visit** is what a visitor does without a pause of 30 minutes. Midnight does not cut it; what goes on for longer than 24 hours is cut every 24 hours. Late events join the visit they belong to, also if that makes two visits one.
        - **A visit on the edge of a range** counts in it with its own properties: page views, duration and bounce are those of the whole visit.
        - **The company of a visit** is the most trusted one that its events name, else what was learned of the visitor later. Corrections of the owner hold for the past. Visits of companies that are "us" or "not wanted" count nowhere.
        - **Of nothing**, a share or an average is nothing (null), not 0.

        ## Metrics

        | name | figure | unit | divided by | definition |
        |---|---|---|---|---|
        """);
    for (Metric m : Metric.values()) {
      page.append(
          "| `%s` | %s | %s | %s | %s |\n"
              .formatted(
                  m.text(),
                  m.label(),
                  m.unit().text(),
                  m.divisor() == null ? "" : m.divisor(),
                  m.definition()));
    }
    page.append(
        """

        ## Dimensions

        `visit`: a filter chooses visits. `event`: a filter chooses events, and for figures of visits the visits that have such an event. `time`: no filter, but the range.

        | name | what | scope |
        |---|---|---|
        """);
    for (Dimension d : Dimension.values()) {
      page.append(
          "| `%s` | %s | %s |\n"
              .formatted(d.text(), d.label(), d.scope().name().toLowerCase(Locale.ROOT)));
    }
    return page.toString();
  }
}
