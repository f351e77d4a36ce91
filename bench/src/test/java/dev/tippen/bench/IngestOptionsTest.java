package dev.tippen.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tippen.bench.report.Mode;
import dev.tippen.bench.server.Checkout;
import dev.tippen.cli.args.Call;
import dev.tippen.cli.args.UsageException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        IngestCommand.shown(List.of("--runs", "1", "--data", "/home/me/x", "--write")));
    assertEquals(
        "./tippen bench ingest --data=FOLDER", IngestCommand.shown(List.of("--data=/home/me/x")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "--connections=64,0    | --connections is 0; allowed is 1 to 10000",
        "--connections=64,64   | --connections names something twice: 64,64",
        "--connections=64,     | --connections takes a whole number, not ''",
        "--visitors=new,old    | --visitors takes one of one, new, random, zipf, not 'old'",
        "--runs=0              | --runs is 0; allowed is 1 to 100",
        "--rate=0              | --rate is 0; allowed is a positive number",
        "--rate=NaN            | --rate is NaN; allowed is a positive number",
      })
  void whatIsNotAllowedIsNamed(String option, String sentence) {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    Call call = new Call(new IngestCommand(new Checkout(Path.of("."))), "x", List.of(option));
    UsageException e = assertThrows(UsageException.class, () -> call.run(nowhere, nowhere));
    assertEquals(sentence, e.getMessage());
  }
}
