package dev.tippen.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tippen.bench.report.Mode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class IngestOptionsTest {
  private static IngestOptions options(List<Integer> connections, List<Mode> modes) {
    return new IngestOptions(
        connections, modes, List.of(10, 1_000), 15, 60, 3, 0, 1, Path.of("target"));
  }

  @Test
  void newVisitorsComeLastSoThatTheOthersFindTheDatabaseAsItWasMade() {
    IngestOptions o = options(List.of(64), List.of(Mode.NEW, Mode.ONE, Mode.ZIPF));
    assertEquals(List.of(Mode.ONE, Mode.ZIPF, Mode.NEW), o.modesWith(10));
  }

  @Test
  void onlyThoseWhoPickAmongTheStoredAreRepeatedWithMoreOfThem() {
    IngestOptions o = options(List.of(64), List.of(Mode.values()));
    assertEquals(List.of(Mode.RANDOM, Mode.ZIPF), o.modesWith(1_000));
    assertEquals(List.of(), options(List.of(64), List.of(Mode.ONE)).modesWith(1_000));
  }

  @Test
  void latencyIsMeasuredAt256ConnectionsOrAtTheMost() {
    assertEquals(256, options(List.of(64, 256, 1_024), List.of(Mode.ONE)).latencyConnections());
    assertEquals(128, options(List.of(64, 128, 32), List.of(Mode.ONE)).latencyConnections());
  }

  @Test
  void theShownCommandHasNoPath() {
    assertEquals(
        "./tippen bench ingest --runs 1 --data FOLDER --write",
        IngestCommand.shown(List.of("ingest", "--runs", "1", "--data", "/home/me/x", "--write")));
    assertEquals(
        "./tippen bench ingest --data=FOLDER",
        IngestCommand.shown(List.of("ingest", "--data=/home/me/x")));
  }
}
