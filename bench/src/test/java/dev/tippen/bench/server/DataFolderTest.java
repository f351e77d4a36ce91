package dev.tippen.bench.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tippen.bench.BenchFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class DataFolderTest {
  @Test
  void memoryIsNoDisk() {
    assertTrue(DataFolder.inMemory("tmpfs"));
    assertTrue(DataFolder.inMemory("ramfs"));
    for (String disk : new String[] {"ext4", "xfs", "btrfs", "overlay", "apfs"}) {
      assertFalse(DataFolder.inMemory(disk), disk);
    }
  }

  @Test
  void aFolderInMemoryIsRefused() throws Exception {
    Path memory = Path.of("/dev/shm");
    Assumptions.assumeTrue(
        Files.isWritable(memory) && DataFolder.fileSystem(memory).equals("tmpfs"));
    BenchFailure e = assertThrows(BenchFailure.class, () -> DataFolder.in(memory));
    assertTrue(String.valueOf(e.getMessage()).contains("is in memory (tmpfs)"), e.getMessage());
  }

  @Test
  void everyFolderIsFreshAndGoesWhenClosed() throws Exception {
    // A temporary folder may be in memory.
    Path parent = Path.of("target", "not there yet " + System.nanoTime());
    try (DataFolder first = DataFolder.in(parent);
        DataFolder second = DataFolder.in(parent)) {
      assertFalse(first.data().equals(second.data()));
      Files.createDirectories(first.data().resolve("deep"));
      Files.writeString(first.data().resolve("deep/file"), "x");
      Files.writeString(first.log(), "x");
    }
    try (var left = Files.list(parent)) {
      assertEquals(0, left.count());
    }
    Files.delete(parent);
  }
}
