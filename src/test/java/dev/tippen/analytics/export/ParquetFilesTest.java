package dev.tippen.analytics.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tippen.config.Config.HistoryEngine;
import dev.tippen.history.History;
import dev.tippen.history.History.Cancellation;
import dev.tippen.history.HistoryException;
import dev.tippen.history.HistoryException.Reason;
import dev.tippen.history.HistoryFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ParquetFilesTest {
  /// More than any test waits for.
  private static final String FOR_EVER = "SELECT range AS n FROM range(1000000000000)";

  @TempDir Path folder;

  private List<Path> filesLeft() throws Exception {
    try (Stream<Path> files = Files.list(folder.resolve(History.FOLDER))) {
      return files.filter(f -> f.toString().endsWith(".parquet")).toList();
    }
  }

  @Test
  void aFileThatWouldFillTheDiskIsGivenUp() throws Exception {
    try (History history = HistoryFixture.empty(folder, HistoryEngine.DUCKDB)) {
      AtomicInteger looks = new AtomicInteger();
      ParquetFiles files =
          new ParquetFiles(
              history,
              f -> looks.incrementAndGet() < 4 ? FreeSpace.MIN_BYTES : FreeSpace.MIN_BYTES - 1);
      HistoryException e =
          assertThrows(HistoryException.class, () -> files.of(FOR_EVER, new Cancellation()));
      assertEquals(Reason.TOO_LARGE, e.reason());
      assertEquals(List.of(), filesLeft());
    }
  }

  @Test
  void noFileIsBegunOnADiskThatIsNearlyFull() throws Exception {
    try (History history = HistoryFixture.empty(folder, HistoryEngine.DUCKDB)) {
      ParquetFiles files = new ParquetFiles(history, f -> 0);
      HistoryException e =
          assertThrows(HistoryException.class, () -> files.of("SELECT 1", new Cancellation()));
      assertEquals(Reason.TOO_LARGE, e.reason());
      assertEquals(List.of(), filesLeft());
    }
  }
}
