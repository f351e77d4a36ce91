package dev.tippen.enrich.agent;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/// The samples of the package `crawler-user-agents` (MIT), a development dependency of `web/`.
class CrawlerSamplesTest {
  private static final Path SAMPLES =
      Path.of("web/node_modules/crawler-user-agents/crawler-user-agents.json");
  private static final double RECALL_MIN_PERCENT = 99.5;
  private static final int SAMPLES_MIN = 2_000;

  private final Agents agents = new Agents();

  @Test
  void nearlyAllSamplesAreFound() throws IOException {
    List<String> samples = samples();
    List<String> missed = samples.stream().filter(s -> !isRobot(s)).toList();
    double percent = 100.0 * (samples.size() - missed.size()) / samples.size();
    System.out.printf(
        Locale.ROOT,
        "crawler-user-agents: %d of %d samples found, %.2f %%; missed:%n%s%n",
        samples.size() - missed.size(),
        samples.size(),
        percent,
        String.join("\n", missed));
    assertTrue(samples.size() >= SAMPLES_MIN, samples.size() + " samples");
    assertTrue(percent >= RECALL_MIN_PERCENT, () -> percent + " %, missed:\n" + missed);
  }

  private boolean isRobot(String userAgent) {
    return agents.of(userAgent, ClientHints.NONE).isRobot();
  }

  private static List<String> samples() throws IOException {
    if (!Files.exists(SAMPLES)) fail(SAMPLES + " is missing: run `npm ci` in web/");
    List<String> samples = new ArrayList<>();
    for (JsonNode crawler : new ObjectMapper().readTree(Files.readString(SAMPLES))) {
      for (JsonNode sample : crawler.path("instances")) samples.add(sample.asText());
    }
    return samples;
  }
}
