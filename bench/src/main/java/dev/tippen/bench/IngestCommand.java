package dev.tippen.bench;

import dev.tippen.bench.report.Mode;
import dev.tippen.bench.report.Page;
import dev.tippen.bench.report.Results;
import dev.tippen.bench.server.Checkout;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "ingest",
    description = {
      "Measures how many events a second the server stores durably, and how fast it answers.",
      "Starts servers of its own on free ports, drives them over HTTP from this process, counts with",
      "SQL what they stored, and prints a table only if that is what they acknowledged."
    },
    footer = {
      "",
      "The whole page of figures takes about 20 minutes and some 20 GB of disk for a while:",
      "  ./tippen bench ingest --connections 64,256,1024 --visitors one,new,random --write",
      "Many stored visitors against few:",
      "  ./tippen bench ingest --connections 256 --visitors random,zipf --stored 10000,1000000",
      "Does it work at all:",
      "  ./tippen bench ingest --connections 64 --seconds 3 --latency-seconds 3 --runs 1"
    })
final class IngestCommand implements Callable<Integer> {
  private static final String PAGE = "docs/benchmarks.md";
  private static final int CONNECTIONS_LIMIT = 10_000;
  private static final int STORED_LIMIT = 100_000_000;
  private static final long GIT_MAX_SECONDS = 10;

  private final Checkout checkout;

  @Option(
      names = "--connections",
      split = ",",
      paramLabel = "N",
      description = "Connections, each with one request in flight (default: 64,256)")
  private List<Integer> connections = List.of(64, 256);

  @Option(
      names = "--visitors",
      split = ",",
      paramLabel = "MODE",
      description =
          "one: always the same; new: each a new one; random: one of the stored; zipf: the same,"
              + " few of them often (default: one,new,random)")
  private List<Mode> modes = List.of(Mode.ONE, Mode.NEW, Mode.RANDOM);

  @Option(
      names = "--stored",
      split = ",",
      paramLabel = "N",
      description = "Visitors in the database before measuring (default: 10000)")
  private List<Integer> stored = List.of(10_000);

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "Measured for each line (default: 15)")
  private int seconds = 15;

  @Option(
      names = "--latency-seconds",
      paramLabel = "N",
      description =
          "Measured for each mode at half of its peak rate, longer (up to three times) until three"
              + " checkpoints are completed; 0: not at all (default: 60)")
  private int latencySeconds = 60;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Events a second of the latency lines, instead of half of the peak")
  private double rate;

  @Option(
      names = "--runs",
      paramLabel = "N",
      description = "Repetitions, each with a new server; medians are printed (default: 3)")
  private int runs = 3;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of the load generator (default: half of the cores, at most 4)")
  private int threads = Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, 4);

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description =
          "Folder on the disk to measure; what is made in it is deleted (default: target)")
  private @Nullable Path data;

  @Option(names = "--write", description = "Write the page to " + PAGE)
  private boolean write;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this page")
  private boolean help;

  @Spec
  private @SuppressWarnings("NullAway.Init") CommandSpec spec;

  IngestCommand(Checkout checkout) {
    this.checkout = checkout;
  }

  @Override
  public Integer call() throws BenchFailure, InterruptedException {
    IngestOptions options = options();
    Results results =
        new IngestBenchmark(checkout, options, IngestCommand::progress)
            .run(shown(spec.commandLine().getParseResult().originalArgs()), version());
    String page = Page.of(results);
    PrintWriter out = spec.commandLine().getOut();
    out.print(page);
    out.flush();
    if (write) write(page);
    return 0;
  }

  private IngestOptions options() {
    connections.forEach(n -> range("--connections", n, 1, CONNECTIONS_LIMIT));
    stored.forEach(n -> range("--stored", n, 1, STORED_LIMIT));
    range("--seconds", seconds, 1, 3_600);
    range("--latency-seconds", latencySeconds, 0, 3_600);
    range("--runs", runs, 1, 100);
    range("--threads", threads, 1, 64);
    if (rate < 0) throw wrong("--rate is " + rate + "; allowed is a positive number");
    once("--connections", connections);
    once("--stored", stored);
    once("--visitors", modes);
    Path folder = data == null ? checkout.root().resolve("target") : data.toAbsolutePath();
    return new IngestOptions(
        connections, modes, stored, seconds, latencySeconds, runs, rate, threads, folder);
  }

  private void range(String option, int value, int min, int max) {
    if (value < min || value > max) {
      throw wrong("%s is %d; allowed is %d to %d".formatted(option, value, min, max));
    }
  }

  private void once(String option, List<?> values) {
    if (values.stream().distinct().count() < values.size()) {
      throw wrong(option + " names something twice: " + values);
    }
  }

  private ParameterException wrong(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }

  /// The command as it was given, without a path of this machine.
  static String shown(List<String> arguments) {
    List<String> words = new ArrayList<>(arguments);
    int folder = words.indexOf("--data") + 1;
    if (folder > 0 && folder < words.size()) words.set(folder, "FOLDER");
    words.replaceAll(word -> word.startsWith("--data=") ? "--data=FOLDER" : word);
    return "./tippen bench " + String.join(" ", words);
  }

  /// The commit of the checkout, if it is one.
  private String version() throws InterruptedException {
    try {
      Process git =
          new ProcessBuilder("git", "describe", "--always", "--dirty")
              .directory(checkout.root().toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      boolean described = git.waitFor(GIT_MAX_SECONDS, TimeUnit.SECONDS) && git.exitValue() == 0;
      if (!described) git.destroyForcibly();
      return described
          ? new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip()
          : "of an unknown commit";
    } catch (IOException _) {
      return "of an unknown commit";
    }
  }

  private void write(String page) throws BenchFailure {
    Path file = checkout.root().resolve(PAGE);
    try {
      Files.writeString(file, page);
      progress("written to " + PAGE);
    } catch (IOException e) {
      throw new BenchFailure(PAGE + " can't be written: " + e.getMessage(), e);
    }
  }

  private static void progress(String line) {
    System.err.println("bench: " + line);
  }
}
