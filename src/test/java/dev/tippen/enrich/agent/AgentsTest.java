package dev.tippen.enrich.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.event.DeviceClass;
import dev.tippen.golden.GoldenSet;
import dev.tippen.golden.GoldenSet.Case;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What agents say, and what must not be made of them.
class AgentsTest {
  private static final String WINDOWS_CHROME =
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
          + " Chrome/141.0.0.0 Safari/537.36";

  private final Agents agents = new Agents();

  @Test
  void whoSaysNothingIsAPersonWithoutADevice() {
    Agent nobody =
        new Agent(
            "Unknown",
            "",
            "Unknown",
            "",
            DeviceClass.UNKNOWN,
            "Unknown Device - Unknown Browser",
            null);
    assertEquals(nobody, agents.of(null, ClientHints.NONE));
    assertEquals(nobody, agents.of("", ClientHints.NONE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html) | Googlebot | search-engine",
        "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/) | Ahrefs | seo",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot) | GPTBot | ai-crawler",
        "Mozilla/5.0 (compatible; UptimeRobot/2.0; http://www.uptimerobot.com/) | UptimeRobot | monitoring",
        "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php) | Facebook | social-preview",
        "WhatsApp/2.23.20.0 A | WhatsApp | social-preview",
        "Feedly/1.0 (+http://www.feedly.com/fetcher.html; 3 subscribers) | Feedly | feed-reader",
        "Mozilla/5.0 zgrab/0.x | ZGrab | scanner",
        "python-requests/2.32.3 | Python | http-library",
        "curl/8.5.0 | curl | http-library",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/139.0.0.0 Safari/537.36 | Headless Chrome | headless-browser",
        "Mozilla/5.0 (compatible; AcmeBot/1.0) | AcmeBot | other",
        "Mozilla/5.0 (compatible; Acme/1.0) | Acme | other",
        "AcmeSync/3.1 | AcmeSync | other",
        "Acme-Crawler/3.1 | Acme-Crawler | other"
      })
  void aRobotHasANameAndAKind(String userAgent, String name, String kind) {
    Robot robot = agents.of(userAgent, ClientHints.NONE).robot();
    assertNotNull(robot);
    assertEquals(name, robot.name());
    assertEquals(kind, robot.kind().text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Mozilla/5.0 (Linux; Android 15; CUBOT NOTE 50) AppleWebKit/537.36 Chrome/139.0 Mobile Safari/537.36",
        "Mozilla/5.0 (Linux; Android 13; CUBOT_P80) AppleWebKit/537.36 Chrome/120.0.0.0 Mobile Safari/537.36",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:141.0) Gecko/20100101 Firefox/141.0",
        "Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; Trident/4.0)",
        "Mozilla/5.0 (compatible; Konqueror/4.14; Linux) KHTML/4.14.2 (like Gecko)",
        "Abbott Clinical Browser 2.0",
        "AcmeShop/5.1 (iPhone; iOS 17.5; Scale/3.00)",
        "AcmeShop/5 CFNetwork/1494.0.7 Darwin/23.4.0",
        "Lynx/2.8.9rel.1 libwww-FM/2.14"
      })
  void aPersonIsNone(String userAgent) {
    assertNull(agents.of(userAgent, ClientHints.NONE).robot());
  }

  @Test
  void hintsNeverMakeARobot() {
    ClientHints headless = new ClientHints("\"HeadlessChrome\";v=\"141\"", null, null, null, null);
    assertFalse(agents.of(WINDOWS_CHROME, headless).isRobot());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"Brave",
        "Brave;v=141",
        "\"Brave\";w=\"141\"",
        "\"Brave\" \"141\"",
        "\"Not:A-Brand\";v=\"8\"",
        "\"\";v=\"141\"",
        "\"Evil\u0007Brand\";v=\"1\"",
        ",,,,",
        "\"\\"
      })
  void brandsThatCannotBeReadAreAbsent(String brands) {
    Agent agent = agents.of(WINDOWS_CHROME, new ClientHints(brands, null, null, null, null));
    assertEquals("Chrome", agent.browser());
    assertEquals("141", agent.browserVersion());
  }

  @ParameterizedTest
  @CsvSource({
    "'\"15.0.0\"', 11",
    "'\"13.0.0\"', 11",
    "'\"10.0.0\"', 10",
    "'\"0.3.0\"', 8.1",
    "'\"0\"', 10+",
    "15.0.0, 10+",
    "'\"99999999999\"', 10+",
    "'\"x\"', 10+",
    "'\"\"', 10+"
  })
  void thePlatformVersionTellsWhichWindows(String header, String version) {
    ClientHints hints = new ClientHints(null, null, "\"Windows\"", header, null);
    assertEquals(version, agents.of(WINDOWS_CHROME, hints).systemVersion());
  }

  @Test
  void longLinesOfHintsAreAbsent() {
    assertEquals(
        ClientHints.NONE,
        new ClientHints("x".repeat(513), "x".repeat(65), "x".repeat(65), "x".repeat(65), ""));
    assertSame(ClientHints.NONE, ClientHints.from(name -> null));
  }

  @Test
  void whatLiesBehindTheLimitIsNotRead() {
    String padding = " ".repeat(Agents.AGENT_MAX_CHARS - WINDOWS_CHROME.length());
    Agent plain = agents.of(WINDOWS_CHROME, ClientHints.NONE);
    assertEquals(plain, agents.of(WINDOWS_CHROME + padding + "Googlebot", ClientHints.NONE));
    Agent garbage = agents.of("\u0000".repeat(10_240) + "Googlebot", ClientHints.NONE);
    assertEquals(agents.of(null, ClientHints.NONE), garbage);
  }

  @Test
  void robotsNamesAreBoundedAndPlain() {
    Agent agent =
        agents.of("x".repeat(100) + "\u0007<script>" + "y".repeat(100) + "bot", ClientHints.NONE);
    Robot robot = agent.robot();
    assertNotNull(robot);
    assertTrue(robot.name().matches("y{37,40}(bot)?"), robot.name());
  }

  @Test
  void theLabelIsTheOneOfTheContractForEveryAgent() {
    for (Case golden : GoldenSet.read("devices.tsv")) {
      String text = golden.get("agent");
      String cut = text.substring(0, Math.min(text.length(), Agents.AGENT_MAX_CHARS));
      assertEquals(label(cut), agents.of(text, ClientHints.NONE).label(), text);
    }
  }

  /// The rule of the wire contract, word by word.
  private static String label(String agent) {
    String device = "Unknown Device";
    for (String name : List.of("Linux", "Windows", "Mac", "Android", "iPad", "iPhone")) {
      if (agent.contains(name)) device = name;
    }
    String browser = "Unknown Browser";
    if (agent.contains("Safari")) browser = "Safari";
    if (agent.contains("Chrome") || agent.contains("CriOS")) browser = "Chrome";
    if (agent.contains("Firefox") || agent.contains("FxiOS")) browser = "Firefox";
    if (agent.contains("Edg")) browser = "Edge";
    return device + " - " + browser;
  }

  @Test
  void anyTextIsAnAgentAndTheCacheChangesNothing() {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    List<String> parts =
        GoldenSet.read("devices.tsv").stream()
            .flatMap(golden -> List.of(golden.get("agent").split("(?<=[ /;(])")).stream())
            .distinct()
            .toList();
    for (int round = 0; round < 30_000; round++) {
      String text = random.nextInt(20) == 0 ? null : text(random, parts);
      ClientHints hints = hints(random, parts);
      try {
        Agent agent = agents.of(text, hints);
        assertEquals(agent, agents.uncached(text, hints), () -> "seed " + seed + ": " + text);
        assertEquals(agent, agents.of(text, hints), () -> "seed " + seed + ": " + text);
        assertBounded(agent, "seed " + seed + ": " + text);
        assertEquals(label(text == null ? "" : text), agent.label(), () -> "seed " + seed);
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + text + " " + hints, e);
      }
    }
  }

  private static void assertBounded(Agent agent, String what) {
    assertTrue(agent.browser().matches("[ -~]{1,40}"), what);
    assertTrue(agent.browserVersion().matches("[0-9]{0,5}"), what);
    assertTrue(agent.system().matches("[ -~]{1,20}"), what);
    assertTrue(
        agent.systemVersion().matches("([0-9]{1,5}(\\.[0-9]{1,5})?|10\\+|XP|Vista)?"),
        what + agent);
    Robot robot = agent.robot();
    assertTrue(robot == null || robot.name().matches("[A-Za-z0-9 ._'!:+-]{1,40}"), what + robot);
  }

  private static ClientHints hints(Random random, List<String> parts) {
    if (random.nextBoolean()) return ClientHints.NONE;
    Map<String, String> headers = new HashMap<>();
    for (String name : List.of("", "-mobile", "-platform", "-platform-version", "-model")) {
      if (random.nextBoolean()) headers.put("sec-ch-ua" + name, hint(random, parts));
    }
    return ClientHints.from(headers::get);
  }

  private static String hint(Random random, List<String> parts) {
    return switch (random.nextInt(6)) {
      case 0 -> "?" + random.nextInt(3);
      case 1 ->
          "\"" + List.of("Windows", "macOS", "Android", "Linux").get(random.nextInt(4)) + "\"";
      case 2 -> "\"" + random.nextInt(20) + "." + random.nextInt(20) + ".0\"";
      case 3 -> "\"Brand " + random.nextInt(9) + "\";v=\"" + random.nextInt(999) + "\", \"x";
      case 4 -> "\"Chromium\";v=\"" + random.nextInt(200) + "\", \"Brave\";v=\"99\"";
      default -> text(random, parts).replace(' ', '"');
    };
  }

  private static String text(Random random, List<String> parts) {
    var text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0 && text.length() < 400; i--) {
      if (random.nextInt(4) == 0) text.append((char) random.nextInt(0x3000));
      text.append(parts.get(random.nextInt(parts.size())));
    }
    return text.substring(0, Math.min(text.length(), Agents.AGENT_MAX_CHARS));
  }
}
