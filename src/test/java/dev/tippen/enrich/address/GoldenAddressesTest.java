package dev.tippen.enrich.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The cases that somebody else wrote down, each with its reason.
class GoldenAddressesTest {
  private static final Path FILE = Path.of("src/test/resources/golden/addresses.tsv");
  private static final int COLUMNS = 10;

  @Test
  void everyLineHolds() throws IOException {
    int lines = 0;
    List<String> wrong = new ArrayList<>();
    for (String line : Files.readAllLines(FILE)) {
      if (line.startsWith("#")) continue;
      String[] c = line.split("\t", -1);
      assertEquals(COLUMNS, c.length, line);
      lines++;
      String expected = "client '" + c[6] + "', looked up " + c[7] + ", stored '" + c[8] + "'";
      String answer = answer(c[0], c[1], c[2], c[3], c[4], c[5]);
      if (!answer.equals(expected)) {
        wrong.add(line.substring(0, Math.min(line.length(), 300)) + "\n    answered " + answer);
      }
    }
    assertTrue(lines >= 100, "only " + lines + " lines");
    assertEquals(
        List.of(),
        wrong,
        lines - wrong.size() + " of " + lines + " hold\n" + String.join("\n", wrong));
  }

  private static String answer(
      String peer,
      String trusted,
      String xForwardedFor,
      String forwarded,
      String cfConnectingIp,
      String header) {
    Map<String, String> headers =
        Map.of(
            "X-Forwarded-For", xForwardedFor,
            "Forwarded", forwarded,
            "CF-Connecting-IP", cfConnectingIp);
    List<String> proxies =
        Arrays.stream(trusted.split(",")).map(String::strip).filter(t -> !t.isEmpty()).toList();
    Config.Proxies config = new Config.Proxies(proxies, header, null);
    IpAddress client =
        new ClientAddress(config.trusted(), config.clientAddressHeader())
            .of(
                peer.isEmpty() ? null : peer,
                name -> {
                  String value = headers.getOrDefault(name, "");
                  return value.isEmpty() ? List.of() : List.of(value);
                })
            .address();
    boolean lookedUp = client != null && PublicAddresses.STANDARD.mayBeLookedUp(client);
    String stored = StoredAddress.of(client, Config.StoredAddress.PREFIX);
    return "client '"
        + (client == null ? "" : client)
        + "', looked up "
        + (lookedUp ? "yes" : "no")
        + ", stored '"
        + (stored == null ? "" : stored)
        + "'";
  }
}
