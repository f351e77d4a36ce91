package dev.tippen.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tippen.cli.args.Arguments;
import dev.tippen.cli.args.Command;
import dev.tippen.cli.args.UsageException;
import dev.tippen.config.Config;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.commons.cli.Option;
import org.jspecify.annotations.Nullable;

/// Writes events or a table of figures into a file, as a server answers them.
final class ExportCommand extends Command {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> FORMATS = List.of("csv", "jsonl", "parquet");
  private static final int DAYS_MAX = 3_660;
  private static final int TABLE_ROWS_MAX = 1_000;
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(15);
  private static final long UP_TO_DATE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final Context context;
  private final Option key =
      option("--key", "KEY", "Whose events (default: those of the only site there is)");
  private final Option from = option("--from", "DATE", "First day (default: all that there is)");
  private final Option to = option("--to", "DATE", "Last day (default: today)");
  private final Option zone = option("--zone", "ZONE", "Where days begin (default: this machine)");
  private final Option format =
      option("--format", "FORMAT", "csv, jsonl or parquet (default: as FILE ends)");
  private final Option panel =
      option("--panel", "PANEL", "A table instead of the events: pages, companies, days ...");
  private final Option force = flag("--force", "Write over FILE if it exists");
  private final DataOption data = new DataOption(this);

  ExportCommand(Context context) {
    super(
        "export",
        """
        Writes the events of a site into a file, beside a running or a stopped server: CSV, JSON
        lines or Parquet. The file is there when it is whole.
        """,
        """
        Examples:
          ./tippen export events.parquet
          ./tippen export october.csv --from 2026-10-01 --to 2026-10-31
          ./tippen export pages.csv --panel pages --from 2026-10-01
          ./tippen export - --format jsonl | gzip > events.jsonl.gz
        """);
    this.context = context;
    parameter("FILE", "The file to write, - for the standard output");
  }

  @Override
  public int run(Arguments arguments) throws IOException, InterruptedException {
    String name = arguments.parameter();
    boolean toOutput = name.equals("-");
    Path file = Path.of(toOutput ? "standard output" : name);
    String wanted = format(arguments.text(format), name);
    if (toOutput && wanted.equals("parquet")) {
      throw new UsageException("parquet needs a FILE, the standard output is for text");
    }
    if (!toOutput && Files.exists(file) && !arguments.has(force)) {
      throw new Failure(file + " exists; --force writes over it");
    }
    Path folder = file.toAbsolutePath().getParent();
    if (!toOutput && (folder == null || !Files.isDirectory(folder))) {
      throw new Failure("There is no folder " + folder);
    }
    Map<String, String> query = query(arguments, wanted);
    String table = arguments.text(panel);
    if (table != null && !table.matches("[a-z-]{1,40}")) {
      throw new UsageException("--panel takes a name such as pages");
    }
    Config config = data.load(arguments, context, FolderServer.FLAGS);
    AtomicBoolean stopped = new AtomicBoolean();
    try (StopSignals signals = new StopSignals(arguments.err());
        FolderServer server = FolderServer.open(config, data.load(arguments, context), context);
        FolderServer.Site site = server.site(server.key(arguments.text(key)));
        HttpClient http = HttpClient.newHttpClient()) {
      signals.then(() -> stopped.set(true));
      awaitUpToDate(http, site, stopped);
      String path = table == null ? "export" : "panels/" + table;
      if (table != null) query.put("limit", Integer.toString(TABLE_ROWS_MAX));
      HttpResponse<InputStream> answer = get(http, site, path, query);
      try (InputStream body = answer.body()) {
        if (answer.statusCode() != 200) throw refused(body);
        ExportProgress progress = new ExportProgress(arguments.err(), Terminal.isInteractive());
        if (toOutput) copy(body, arguments.out(), progress, stopped);
        else copy(body, file, progress, stopped);
      }
    }
    if (!toOutput) {
      arguments.out().printf(Locale.ROOT, "%s, %,d bytes%n", file, Files.size(file));
    }
    return Exit.OK;
  }

  private static String format(@Nullable String named, String file) {
    String ending = file.substring(file.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    String wanted = named == null ? ending : named;
    if (FORMATS.contains(wanted)) return wanted;
    throw new UsageException("--format takes csv, jsonl or parquet, or FILE ends with one of them");
  }

  private Map<String, String> query(Arguments arguments, String wanted) {
    ZoneId days = zone(arguments.text(zone));
    LocalDate last = date(to, arguments, LocalDate.now(days));
    LocalDate first = date(from, arguments, last.minusDays(DAYS_MAX - 1));
    Map<String, String> query = new LinkedHashMap<>();
    query.put("format", wanted);
    query.put("from", first.toString());
    query.put("to", last.toString());
    query.put("zone", days.getId());
    return query;
  }

  private static ZoneId zone(@Nullable String text) {
    try {
      return text == null ? ZoneId.systemDefault() : ZoneId.of(text);
    } catch (java.time.DateTimeException _) {
      throw new UsageException(
          "--zone takes a time zone such as Europe/Berlin, not '" + text + "'");
    }
  }

  private static LocalDate date(Option option, Arguments arguments, LocalDate otherwise) {
    String text = arguments.text(option);
    try {
      return text == null ? otherwise : LocalDate.parse(text);
    } catch (java.time.DateTimeException _) {
      throw new UsageException(
          "--%s takes a day such as 2026-10-31, not '%s'".formatted(option.getLongOpt(), text));
    }
  }

  private static HttpResponse<InputStream> get(
      HttpClient http, FolderServer.Site site, String path, Map<String, String> query)
      throws IOException, InterruptedException {
    String parameters =
        query.entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    HttpRequest request =
        HttpRequest.newBuilder(site.uri().resolve("/api/v1/" + path + "?" + parameters))
            .header("Authorization", "Bearer " + site.secret())
            .timeout(ANSWER_TIMEOUT)
            .build();
    return http.send(request, BodyHandlers.ofInputStream());
  }

  /// What was committed before the command is in the file.
  private static void awaitUpToDate(HttpClient http, FolderServer.Site site, AtomicBoolean stopped)
      throws IOException, InterruptedException {
    Instant began = Instant.now();
    long endNanos = System.nanoTime() + UP_TO_DATE_NANOS;
    while (true) {
      HttpResponse<InputStream> answer = get(http, site, "panels/totals", Map.of("range", "today"));
      try (InputStream body = answer.body()) {
        if (answer.statusCode() == 200) {
          String asOf = JSON.readTree(body).path("asOf").asText();
          if (!asOf.isEmpty() && !Instant.parse(asOf).isBefore(began)) return;
        } else if (answer.statusCode() != 401 && answer.statusCode() != 503) {
          // A secret key is new for a moment, and so may the history be.
          throw refused(body);
        }
        if (System.nanoTime() > endNanos) {
          throw new Failure("The history is not up to date after a minute; see the server's log");
        }
      }
      if (stopped.get()) throw new Failure("Stopped; nothing was written");
      Thread.sleep(200);
    }
  }

  private static Failure refused(InputStream body) throws IOException {
    String text = new String(body.readNBytes(BUFFER_BYTES), StandardCharsets.UTF_8);
    String error = "";
    try {
      error = JSON.readTree(text).path("error").asText();
    } catch (IOException _) {
      // Not one of our answers.
    }
    return new Failure("The server refuses: " + (error.isEmpty() ? text : error));
  }

  private static void copy(
      InputStream body, Path file, ExportProgress progress, AtomicBoolean stopped)
      throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      try (OutputStream out = Files.newOutputStream(part)) {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
          if (stopped.get()) throw new Failure("Stopped; nothing was written");
          out.write(buffer, 0, n);
          progress.more(n);
        }
      }
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      progress.end();
      Files.deleteIfExists(part);
    }
  }

  private static void copy(
      InputStream body, PrintWriter out, ExportProgress progress, AtomicBoolean stopped)
      throws IOException {
    char[] buffer = new char[BUFFER_BYTES];
    try (java.io.Reader text = new java.io.InputStreamReader(body, StandardCharsets.UTF_8)) {
      for (int n = text.read(buffer); n >= 0; n = text.read(buffer)) {
        if (stopped.get()) throw new Failure("Stopped; not all was written");
        out.write(buffer, 0, n);
        if (out.checkError()) throw new Failure("Nobody takes the output any more");
        progress.more(n);
      }
    } finally {
      progress.end();
    }
  }
}
