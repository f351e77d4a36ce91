package dev.tippen.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tippen.cli.ImportRun.Opener;
import dev.tippen.cli.args.Arguments;
import dev.tippen.cli.args.Command;
import dev.tippen.cli.args.UsageException;
import dev.tippen.config.Config;
import dev.tippen.event.ApiKey;
import dev.tippen.imports.D1Dump;
import dev.tippen.imports.ImportDecoder;
import dev.tippen.imports.ImportSummary;
import dev.tippen.imports.RowSource;
import dev.tippen.imports.SkipReason;
import dev.tippen.imports.SourceException;
import dev.tippen.imports.Sources;
import dev.tippen.store.KeyText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.commons.cli.Option;
import org.jspecify.annotations.Nullable;

/// Imports a file of one kind.
final class ImportFileCommand extends Command {
  private static final int NAME_MAX_CHARS = 200;

  private final Context context;
  private final ImportKind kind;
  private final Option key;
  private final Option dryRun =
      flag("--dry-run", "Read the whole file and say what would be imported; change nothing");
  private final Option again =
      flag("--again", "Import a file once more that was imported to its end");
  private final DataOption data = new DataOption(this);

  /// Rows that go to one site.
  ///
  /// @param site text of its key, null if it is not known yet
  private record Part(@Nullable String site, Opener rows) {}

  ImportFileCommand(Context context, ImportKind kind) {
    super(
        kind.text(),
        kind.description(),
        """
        Examples:
          %s --dry-run
          %s
        """
            .formatted(kind.example(), kind.example()));
    this.context = context;
    this.kind = kind;
    key =
        option(
            "--key",
            "KEY",
            kind == ImportKind.D1
                ? "Site that gets all rows (default: each row the site of its own key)"
                : "Site that gets the rows (default: the only one there is)");
    parameter("FILE", "The file");
  }

  @Override
  public int run(Arguments arguments) throws IOException, InterruptedException {
    Path file = Path.of(arguments.parameter());
    if (!Files.isReadable(file)) throw new Failure("There is no file " + file + " to read");
    String wanted = arguments.text(key);
    try (TemporaryFolder scratch = new TemporaryFolder("tippen-import-")) {
      if (kind == ImportKind.D1) {
        try (D1Dump dump = D1Dump.open(file, scratch.path())) {
          run(arguments, file, parts(dump, wanted), dump);
        }
      } else {
        Opener rows =
            switch (kind) {
              case UMAMI -> () -> Sources.umami(file, scratch.path());
              case PLAUSIBLE -> () -> Sources.plausible(file);
              case JSONL, D1 -> () -> Sources.jsonl(file);
            };
        run(arguments, file, List.of(new Part(wanted, rows)), null);
      }
    } catch (SourceException e) {
      throw new Failure(Exit.FAILED, String.valueOf(e.getMessage()), e);
    }
    return Exit.OK;
  }

  private static List<Part> parts(D1Dump dump, @Nullable String wanted) throws IOException {
    if (wanted != null) return List.of(new Part(wanted, () -> dump.source(null)));
    List<Part> parts = new ArrayList<>();
    for (D1Dump.Key k : dump.keys()) {
      if (dump.rows(k.text()) > 0) parts.add(new Part(k.text(), () -> dump.source(k.text())));
    }
    return parts;
  }

  private void run(Arguments arguments, Path file, List<Part> parts, @Nullable D1Dump dump)
      throws IOException, InterruptedException {
    if (arguments.has(dryRun)) {
      if (arguments.has(again)) throw new UsageException("--again does not go with --dry-run");
      rehearse(parts, dump, arguments);
      return;
    }
    Config config = data.load(arguments, context, FolderServer.FLAGS);
    AtomicBoolean stopped = new AtomicBoolean();
    String name = name(file);
    String fingerprint = Sources.fingerprint(file);
    try (StopSignals signals = new StopSignals(arguments.err());
        FolderServer server = FolderServer.open(config, data.load(arguments, context), context)) {
      signals.then(() -> stopped.set(true));
      if (dump != null && arguments.text(key) == null) {
        ImportedKeys.make(dump.keys(), server.access()).print(arguments.out());
      }
      List<Failure> finished = new ArrayList<>();
      int imported = 0;
      for (Part part : parts) {
        if (part.site != null && !KeyText.isValid(part.site)) continue;
        ApiKey site = server.key(part.site);
        try (FolderServer.Site access = server.site(site);
            ImportClient client = new ImportClient(access::uri, access.secret(), stopped::get)) {
          String print = fingerprint(client, fingerprint, arguments.has(again));
          ImportClient.File source = new ImportClient.File(kind.text(), name, print);
          JsonNode state =
              new ImportRun(client, source, arguments.err(), stopped::get).run(part.rows);
          if (dump != null && imported == 0) printDump(dump, arguments.out());
          print(name, site, state, arguments.out());
          imported++;
        } catch (Finished e) {
          finished.add(e.asFailure(name, site));
        }
      }
      // Of a dump of several sites some may be done, by a run that was stopped.
      if (imported == 0 && !finished.isEmpty()) throw finished.getFirst();
    }
  }

  /// The file was imported into the site to its end.
  private static final class Finished extends Exception {
    private static final long serialVersionUID = 1;

    private final long rows;
    private final String at;

    Finished(JsonNode state) {
      super("finished", null, false, false);
      rows = state.path("rowsDone").asLong();
      at = state.path("finishedAt").asText();
    }

    Failure asFailure(String name, ApiKey site) {
      return new Failure(
          ("%s was imported into %s already, %d rows on %s; --again does it once more, and rows"
                  + " that carry no id of their own then count twice")
              .formatted(name, site.text(), rows, at));
    }
  }

  /// A file that was imported to its end is another one when it comes again.
  private static String fingerprint(ImportClient client, String fingerprint, boolean again)
      throws InterruptedException, Finished {
    int before = 0;
    JsonNode finished = null;
    for (JsonNode i : client.imports()) {
      String known = i.path("fingerprint").asText();
      if (!known.equals(fingerprint) && !known.startsWith(fingerprint + "#")) continue;
      if (!i.hasNonNull("finishedAt")) return known;
      if (finished == null) finished = i;
      before++;
    }
    if (finished == null) return fingerprint;
    if (again) return fingerprint + "#" + (before + 1);
    throw new Finished(finished);
  }

  private static String name(Path file) {
    Path last = file.toAbsolutePath().normalize().getFileName();
    String name = Terminal.printable(last == null ? "file" : last.toString());
    return name.length() <= NAME_MAX_CHARS ? name : name.substring(0, NAME_MAX_CHARS);
  }

  private void rehearse(List<Part> parts, @Nullable D1Dump dump, Arguments arguments)
      throws IOException {
    PrintWriter out = arguments.out();
    if (dump != null) {
      if (arguments.text(key) == null) {
        out.println("Keys of the dump: " + dump.keys().size());
        for (D1Dump.Key k : dump.keys()) {
          out.printf(
              "  %s  %s  %d rows%n",
              Terminal.printable(k.text()),
              Terminal.printable(String.valueOf(k.status())),
              dump.rows(k.text()));
        }
      }
      printDump(dump, out);
    }
    ImportDecoder decoder = new ImportDecoder(InstantSource.system());
    for (Part part : parts) {
      ImportSummary summary = new ImportSummary();
      ImportProgress progress =
          new ImportProgress(arguments.err(), Terminal.isInteractive(), /* beganRows= */ 0);
      try (RowSource rows = part.rows.open()) {
        for (byte[] line = rows.next(); line != null; line = rows.next()) {
          summary.add(decoder.decode(line));
          progress.at(summary.rows(), rows.progress());
        }
      } finally {
        progress.end();
      }
      ImportTable table = new ImportTable();
      summary.byKind().forEach(table::counted);
      summary.skipped().forEach((why, n) -> table.skipped(why.text(), n.rows(), n.firstRow()));
      out.println(
          "Would import"
              + (part.site == null ? "" : " into " + Terminal.printable(part.site))
              + ":");
      table.print(summary.rows(), out);
      printRange(instant(summary.fromMs()), instant(summary.toMs()), out);
    }
    out.println("Nothing is changed. What is stored already, and robots, show only in the import.");
  }

  private static @Nullable String instant(@Nullable Long ms) {
    return ms == null ? null : Instant.ofEpochMilli(ms).toString();
  }

  private static void printDump(D1Dump dump, PrintWriter out) {
    if (dump.passedOver() > 0) {
      out.printf("%d statements of the dump are of no use here%n", dump.passedOver());
    }
    if (dump.unreadable() > 0) {
      out.printf("%d rows of the dump are no plain values and are left out%n", dump.unreadable());
    }
  }

  private static void print(String name, ApiKey site, JsonNode state, PrintWriter out) {
    ImportTable table = new ImportTable();
    for (Map.Entry<String, JsonNode> e : state.path("byKind").properties()) {
      table.counted(e.getKey(), e.getValue().asLong());
    }
    table.duplicates(state.path("duplicates").asLong());
    for (Map.Entry<String, JsonNode> e : state.path("skipped").properties()) {
      table.skipped(
          e.getKey(), e.getValue().path("rows").asLong(), e.getValue().path("firstRow").asLong());
    }
    out.println("Imported " + name + " into " + site.text() + ":");
    table.print(state.path("rowsDone").asLong(), out);
    printRange(state.path("from").asText(null), state.path("to").asText(null), out);
  }

  private static void printRange(@Nullable String from, @Nullable String to, PrintWriter out) {
    if (from != null && to != null) out.println("From " + from + " to " + to);
  }

  /// What became of the rows.
  private static final class ImportTable {
    private final List<List<Table.Cell>> rows = new ArrayList<>();

    void counted(String kind, long n) {
      row(kind, n, "");
    }

    void duplicates(long n) {
      if (n > 0) row("stored before", n, "");
    }

    void skipped(String reason, long n, long firstRow) {
      row(
          "skipped: " + reason + " (" + SkipReason.of(reason).sentence() + ")",
          n,
          Long.toString(firstRow));
    }

    private void row(String what, long n, String firstRow) {
      rows.add(
          List.of(
              new Table.Cell(Terminal.printable(what), false),
              new Table.Cell(Long.toString(n), true),
              new Table.Cell(firstRow, true)));
    }

    void print(long all, PrintWriter out) {
      Table table = new Table(List.of("what", "rows", "first row"), false, out);
      rows.forEach(table::row);
      table.finish(all);
    }
  }
}
