package dev.tippen.enrich.agent;

import static dev.tippen.golden.GoldenSet.difference;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tippen.golden.GoldenSet;
import dev.tippen.golden.GoldenSet.Case;
import dev.tippen.golden.GoldenSet.Score;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// `golden/devices.tsv`, written by others before the code.
class GoldenDevicesTest {
  private static final double PERCENT_MIN = 99;

  private final List<Case> cases = GoldenSet.read("devices.tsv");
  private final Agents agents = new Agents();

  @Test
  void devicesAreRecognised() {
    Score score = new Score("devices");
    for (Case golden : cases) score.add(golden, differences(golden));
    System.out.println(score.withFailures());
    assertTrue(score.percent() >= PERCENT_MIN, score::withFailures);
  }

  @Test
  void noPersonIsTakenForARobot() {
    assertEquals(List.of(), misjudged("no"));
  }

  @Test
  void everyMachineIsFound() {
    assertEquals(List.of(), misjudged("yes"));
  }

  private List<String> misjudged(String robot) {
    List<String> wrong = new ArrayList<>();
    int all = 0;
    for (Case golden : cases) {
      if (!golden.get("robot").equals(robot)) continue;
      all++;
      if (agent(golden).isRobot() != robot.equals("yes")) {
        wrong.add(
            "line " + golden.line() + " " + golden.get("agent") + " " + agent(golden).robot());
      }
    }
    System.out.println(
        "golden devices, robot " + robot + ": " + (all - wrong.size()) + " of " + all + " hold");
    return wrong;
  }

  private String differences(Case golden) {
    Agent agent = agent(golden);
    String robot = golden.get("robot");
    String wrong =
        robot.equals("?") ? "" : difference("robot", robot, agent.isRobot() ? "yes" : "no");
    if (robot.equals("yes")) return wrong;
    return wrong
        + difference("browser", golden.get("browser"), agent.browser())
        + difference("browser_version", golden.get("browser_version"), agent.browserVersion())
        + difference("system", golden.get("system"), agent.system())
        + difference("system_version", golden.get("system_version"), agent.systemVersion())
        + difference("device_class", golden.get("device_class"), agent.deviceClass().text())
        + difference("label", golden.get("label"), agent.label());
  }

  private Agent agent(Case golden) {
    return agents.of(golden.get("agent"), hints(golden.get("client_hints")));
  }

  private static ClientHints hints(String json) {
    if (json.isEmpty()) return ClientHints.NONE;
    Map<String, String> headers = new HashMap<>();
    try {
      for (Map.Entry<String, JsonNode> header : new ObjectMapper().readTree(json).properties()) {
        headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue().asText());
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
    return ClientHints.from(headers::get);
  }
}
