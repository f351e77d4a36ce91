package dev.tippen.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PageTest {
  private static Line closed(Mode mode, int stored, int connections, double rate, double share) {
    return Lines.line(new Line.Key(mode, stored, connections, 0), rate, share, 5, 70, Map.of());
  }

  private static List<String> verdict(int cores, Line... lines) {
    return Verdict.of(Lines.results(cores, lines));
  }

  private static void says(List<String> verdicts, String about, String verdict) {
    List<String> found = verdicts.stream().filter(v -> v.startsWith(about)).toList();
    assertEquals(1, found.size(), about + " in " + verdicts);
    assertTrue(found.getFirst().endsWith(": " + verdict), found.getFirst());
  }

  @Test
  void fewCoresGetNoVerdict() {
    assertEquals(List.of("no verdict: 3 cores"), verdict(3, closed(Mode.ONE, 10_000, 256, 1, 0.1)));
  }

  @Test
  void sharesOfTheNoop() {
    List<String> verdicts =
        verdict(
            4,
            closed(Mode.ONE, 10_000, 256, 100, 0.61),
            closed(Mode.NEW, 10_000, 256, 100, 0.39),
            closed(Mode.RANDOM, 10_000, 256, 100, 0.30));
    says(verdicts, "one returning, 10,000 stored, 256 connections, share of the no-op", "reached");
    says(verdicts, "new, 10,000 stored, 256 connections, share of the no-op", "MISSED");
    says(verdicts, "random, 10,000 stored, 256 connections, share of the no-op", "reached");
    says(verdicts, "RSS idle", "reached");
    says(verdicts, "RSS at peak", "reached");
    says(verdicts, "first answer", "reached");
    assertEquals(6, verdicts.size(), verdicts.toString());
  }

  @Test
  void otherConnectionsMustNotCollapse() {
    List<String> verdicts =
        verdict(
            8,
            closed(Mode.ONE, 10_000, 64, 59, 0.7),
            closed(Mode.ONE, 10_000, 256, 100, 0.7),
            closed(Mode.ONE, 10_000, 1_024, 60, 0.7));
    says(verdicts, "one returning, 10,000 stored, 64 connections, share of the rate", "MISSED");
    says(verdicts, "one returning, 10,000 stored, 1,024 connections, share of the rate", "reached");
  }

  @Test
  void manyStoredVisitorsAgainstFew() {
    List<String> verdicts =
        verdict(
            4,
            closed(Mode.RANDOM, 10_000, 256, 100, 0.4),
            closed(Mode.ZIPF, 10_000, 256, 100, 0.4),
            closed(Mode.RANDOM, 1_000_000, 256, 51, 0.2),
            closed(Mode.ZIPF, 1_000_000, 256, 79, 0.3));
    says(verdicts, "random, 1,000,000 stored, 256 connections, share of the rate", "reached");
    says(verdicts, "Zipf, 1,000,000 stored, 256 connections, share of the rate", "MISSED");
  }

  @Test
  void latencyAtHalfOfThePeak() {
    Line.Key key = new Line.Key(Mode.ONE, 10_000, 256, 5_000);
    List<String> good = verdict(4, Lines.line(key, 5_000, 1, 14, 511, Map.of()));
    String about = "one returning, 10,000 stored, 256 connections at 5,000/s, ";
    for (String figure : List.of("p99 in", "p99.9 in", "longest", "completed", "seconds")) {
      says(good, about + figure, "reached");
    }
    List<String> bad = verdict(4, Lines.line(key, 5_000, 1, 31, 513, Map.of()));
    for (String figure : List.of("p99 in", "p99.9 in", "longest")) {
      says(bad, about + figure, "MISSED");
    }
  }

  @Test
  void everyLineAndConditionIsOnThePage() {
    String page =
        Page.of(
            Lines.results(
                2,
                Lines.line(
                    new Line.Key(Mode.NEW, 10_000, 64, 0),
                    12_345,
                    0.25,
                    12.34,
                    70,
                    Map.of("503", 7L))));
    for (String part :
        List.of(
            "./tippen bench ingest\n",
            "2026-09-21",
            "2 cores",
            "Some CPU",
            "16.0 GB",
            "ext4",
            "`-Xmx512m`",
            "685 bytes",
            "1,234 messages",
            "1,000,000 acknowledged",
            "Medians of 3 runs",
            "Idle RSS: 130 MB",
            "900 ms",
            "no verdict: 2 cores")) {
      assertTrue(page.contains(part), part + " in " + page);
    }
    String row = page.lines().filter(l -> l.startsWith("| new ")).findFirst().orElse("no row");
    for (String cell :
        List.of("12,345", "49,380", "0.25", "12.3", "24.7", "503: 7", "400", "70", "-")) {
      assertTrue(row.contains(" " + cell + " "), cell + " in " + row);
    }
    List<String> table = page.lines().filter(l -> l.startsWith("|")).toList();
    assertEquals(3, table.size());
    assertEquals(1, table.stream().map(String::length).distinct().count(), "columns are padded");
    assertTrue(page.endsWith("\n"));
  }

  @Test
  void flagsOfTheServerWithoutPaths() {
    assertEquals(
        List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:AOTCache"),
        Conditions.jvmFlags(
            List.of(
                "/jdk/bin/java",
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-Xlog:disable",
                "-XX:AOTCache=/home/me/tippen.aot",
                "-jar",
                "/home/me/tippen.jar",
                "serve",
                "-Xnot-a-flag")));
  }
}
