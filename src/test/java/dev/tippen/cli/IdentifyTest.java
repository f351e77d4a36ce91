package dev.tippen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tippen.identify.PrefixNames;
import dev.tippen.store.LookupStore;
import dev.tippen.store.LookupStore.Counts;
import dev.tippen.store.LookupStore.Saved;
import dev.tippen.store.LookupStore.Which;
import dev.tippen.store.sqlite.Database;
import dev.tippen.store.sqlite.DirectAccess;
import dev.tippen.store.sqlite.SqliteLookupStore;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentifyTest {
  private static final InetAddress A = InetAddress.ofLiteral("198.51.100.7");

  @TempDir Path data;
  private LookupStore store;

  private final Shell shell =
      new Shell(
          Shell.NO_SERVER,
          Map.of(
              "TIPPEN_IDENTIFY_CLEARBIT_ENABLED", "true",
              "TIPPEN_IDENTIFY_CLEARBIT_KEY", "sk_very-secret",
              "TIPPEN_IDENTIFY_CLEARBIT_ALLOWANCE_CREDITS_PER_CALL", "3",
              "TIPPEN_IDENTIFY_REVERSE_DNS_ENABLED", "true"));

  @BeforeEach
  void fill() throws Exception {
    store = new SqliteLookupStore(new DirectAccess(Database.open(data)));
    String address = PrefixNames.of(data, new SecureRandom()).around(A).getFirst();
    store.save(
        List.of(
            answer("clearbit", address, "Acme", "acme.example"),
            answer("reverse_dns", address, null, null),
            answer("clearbit", "198.51.100.0/24", "Wide", "wide.example"),
            answer("clearbit", "#other", null, null)),
        List.of());
  }

  private static Saved answer(
      String source,
      String prefix,
      @org.jspecify.annotations.Nullable String name,
      @org.jspecify.annotations.Nullable String domain) {
    String status = name == null ? "not_found" : "found";
    return new Saved(source, prefix, false, 32, status, name, domain, "{}", 1, Long.MAX_VALUE);
  }

  private Shell.Result again(String... arguments) {
    List<String> all = new ArrayList<>(List.of("identify", "again"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--data", data.toString()));
    return shell.run(all.toArray(String[]::new));
  }

  private long expired() {
    return store.find(List.of("#other", "198.51.100.0/24")).stream()
        .filter(s -> s.expiresAtMs() == 0)
        .count();
  }

  @Test
  void againSaysFirstWhatItWouldDoAndCost() {
    long version = store.version();
    assertEquals(
        """
        Would mark 4 answers about 3 addresses
        At most 9 credits, if all of them come back and within the budgets (clearbit 9, reverse_dns 0)
        Nothing is changed yet; --yes does it
        """,
        again("--all").ok().out());
    assertEquals(0, expired());
    assertEquals(version, store.version());
  }

  @Test
  void againMarksWithYes() {
    long version = store.version();
    String out = again("--all", "--yes").ok().out();
    assertTrue(out.startsWith("Marked 4 answers about 3 addresses\nAt most 9 credits"), out);
    assertFalse(out.contains("Nothing is changed"), out);
    assertEquals(2, expired());
    assertTrue(store.version() > version, "a running server notices");
  }

  @Test
  void againByAddressCompanyAndResult() {
    assertTrue(again("--address", "198.51.100.7").ok().out().startsWith("Would mark 3 answers"));
    assertTrue(again("--address", "198.51.100.8").ok().out().startsWith("Would mark 1 answer "));
    assertEquals(
        "Would mark 0 answers about 0 addresses\n", again("--address", "192.0.2.1").ok().out());
    assertTrue(
        again("--company", "ACME").ok().out().startsWith("Would mark 1 answer about 1 address\n"));
    assertTrue(again("--company", "wide.example").ok().out().startsWith("Would mark 1 answer "));
    assertTrue(again("--not-found").ok().out().startsWith("Would mark 2 answers about 2 "));
    again("--company", "acme.example", "--yes").ok();
    assertEquals(0, expired());
    assertEquals(4, store.count(Which.ALL).rows());
  }

  @Test
  void withoutSourcesNobodyWillBeAsked() {
    String out =
        new Shell().run("identify", "again", "--all", "--data", data.toString()).ok().out();
    assertTrue(out.contains("Nobody will be asked"), out);
  }

  @Test
  void wrongUse() {
    again().refused(2, "--address", "--all");
    again("--all", "--not-found").refused(2, "one of");
    again("--address", "acme.example").refused(2, "--address", "acme.example");
    again("--company", " ").refused(2, "--company");
    shell.run("identify").refused(2, "status or again");
    shell
        .run("identify", "status", "--days", "0", "--data", data.toString())
        .refused(2, "1 to 400");
  }

  @Test
  void statusShowsDaysAndSources() {
    long today = LocalDate.now(ZoneOffset.UTC).toEpochDay();
    store.save(
        List.of(),
        List.of(
            new Counts(today, "clearbit", 100, 10, 5, 3, 1, 1, 2, 15, 330),
            new Counts(today - 6, "reverse_dns", 0, 0, 9, 4, 5, 0, 0, 0, 0),
            new Counts(today - 7, "old", 0, 0, 9, 4, 5, 0, 0, 0, 0)));
    JsonNode rows =
        shell.run("identify", "status", "--json", "--data", data.toString()).ok().json();
    assertEquals(2, rows.size());
    assertEquals(LocalDate.now(ZoneOffset.UTC).toString(), rows.get(0).get("day").asText());
    assertEquals(15, rows.get(0).get("credits_used").intValue());
    assertEquals(330, rows.get(0).get("credits_saved").intValue());
    assertEquals("reverse_dns", rows.get(1).get("source").asText());
    String table = shell.run("identify", "status", "--data", data.toString()).ok().out();
    assertTrue(table.startsWith("Sources in use: clearbit, reverse_dns\nday "), table);
    assertFalse(table.contains("very-secret"), table);
  }
}
