package dev.tippen.enrich.source;

import static dev.tippen.golden.GoldenSet.difference;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tippen.golden.GoldenSet;
import dev.tippen.golden.GoldenSet.Case;
import dev.tippen.golden.GoldenSet.Score;
import java.util.List;
import org.junit.jupiter.api.Test;

/// `golden/sources.tsv`, written by others before the code.
class GoldenSourcesTest {
  private final Sources sources = new Sources();

  @Test
  void everySourceIsRecognised() {
    Score score = new Score("sources");
    for (Case golden : GoldenSet.read("sources.tsv")) score.add(golden, differences(golden));
    System.out.println(score);
    assertEquals(List.of(), score.failures(), score::withFailures);
  }

  private String differences(Case golden) {
    Source source =
        sources.of(
            golden.get("url"),
            golden.get("referrer"),
            OwnHosts.of(List.of(golden.get("site_hosts").split(","))),
            OwnerRules.NONE);
    Campaign campaign = source.campaign();
    return difference("channel", golden.get("channel"), source.channel().label())
        + difference("source", golden.get("source"), source.name())
        + difference("referrer_spam", golden.get("referrer_spam"), source.spam() ? "yes" : "no")
        + difference("utm_source", golden.get("utm_source"), campaign.source())
        + difference("utm_medium", golden.get("utm_medium"), campaign.medium())
        + difference("utm_campaign", golden.get("utm_campaign"), campaign.campaign())
        + difference("utm_term", golden.get("utm_term"), campaign.term())
        + difference("utm_content", golden.get("utm_content"), campaign.content());
  }
}
