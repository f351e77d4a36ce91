package dev.tippen.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tippen.imports.RowSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Brings the rows of one file into one site, from where an earlier run has ended. For one thread.
final class ImportRun {
  private static final int BATCH_ROWS = 500;
  private static final int BATCH_BYTES = 1024 * 1024;

  private final ImportClient client;
  private final ImportClient.File file;
  private final PrintWriter err;
  private final BooleanSupplier stopped;

  /// A row that the batch before had no room for.
  private byte @Nullable [] ahead;

  /// Opens the file at its beginning.
  @FunctionalInterface
  interface Opener {
    RowSource open() throws IOException;
  }

  ImportRun(ImportClient client, ImportClient.File file, PrintWriter err, BooleanSupplier stopped) {
    this.client = client;
    this.file = file;
    this.err = err;
    this.stopped = stopped;
  }

  /// @return how the import stands at the end
  JsonNode run(Opener opener) throws IOException, InterruptedException {
    while (true) {
      long done = find().path("rowsDone").asLong(0);
      try (RowSource rows = opener.open()) {
        return run(rows, done);
      } catch (ImportClient.OutOfStep _) {
        // The batch was stored and its answer lost, or somebody else imports the same file: it is
        // the server that knows.
        JsonNode now = find();
        if (now.hasNonNull("finishedAt")) return now;
        if (now.path("rowsDone").asLong(0) <= done) {
          throw new Failure("Another import of " + file.name() + " is under way");
        }
      }
    }
  }

  private JsonNode find() throws InterruptedException {
    for (JsonNode i : client.imports()) {
      if (i.path("fingerprint").asText().equals(file.fingerprint())) return i;
    }
    return MissingNode.getInstance();
  }

  private JsonNode run(RowSource rows, long done) throws IOException, InterruptedException {
    ImportProgress progress = new ImportProgress(err, Terminal.isInteractive(), done);
    ahead = null;
    try {
      for (long i = 0; i < done; i++) {
        if (stopped.getAsBoolean()) throw stopped(done);
        if (rows.next() == null) {
          throw new Failure(file.name() + " has fewer rows than were imported of it");
        }
      }
      progress.at(done, rows.progress());
      ImportClient.Batch batch = next(rows, done);
      while (true) {
        ImportClient.Sending sending = client.send(file, batch);
        ImportClient.Batch following =
            batch.last() ? batch : next(rows, batch.fromRow() + batch.rows());
        JsonNode state = sending.await().path("import");
        done = batch.fromRow() + batch.rows();
        if (batch.last()) return state;
        progress.at(done, rows.progress());
        if (stopped.getAsBoolean()) {
          throw stopped(done);
        }
        batch = following;
      }
    } finally {
      progress.end();
    }
  }

  private Failure stopped(long done) {
    return new Failure(
        "Stopped after row %d of %s; the same command goes on from there"
            .formatted(done, file.name()));
  }

  private ImportClient.Batch next(RowSource rows, long fromRow) throws IOException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream(64 * 1024);
    int count = 0;
    byte[] line = ahead != null ? ahead : rows.next();
    ahead = null;
    while (line != null) {
      if (count == BATCH_ROWS || (count > 0 && lines.size() + line.length > BATCH_BYTES)) {
        ahead = line;
        return new ImportClient.Batch(lines, count, fromRow, /* last= */ false);
      }
      lines.writeBytes(line);
      lines.write('\n');
      count++;
      line = rows.next();
    }
    return new ImportClient.Batch(lines, count, fromRow, /* last= */ true);
  }
}
