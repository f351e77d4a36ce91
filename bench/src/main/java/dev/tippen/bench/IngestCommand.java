package dev.tippen.bench;

import dev.tippen.bench.report.Mode;
import dev.tippen.bench.report.Page;
import dev.tippen.bench.report.Results;
import dev.tippen.bench.server.Checkout;
import dev.tippen.cli.args.Arguments;
import dev.tippen.cli.args.Command;
import dev.tippen.cli.args.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.commons.cli.Option;

final class IngestCommand extends Command {
  private static final String PAGE = "docs/benchmarks.md";
  private static final int CONNECTIONS_LIMIT = 10_000;
  private static final int STORED_LIMIT = 100_000_000;
  private static final int THREADS =
      Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, 4);
  private static final long GIT_MAX_SECONDS = 10;

  private final Checkout checkout;

  private final Option connections =
      option(
          "--connections",
          "N[,N...]",
          "Connections, each with one request in flight (default: 64,256)");
  private final Option visitors =
      option(
          "--visitors",
          "MODE[,MODE...]",
          "one: always the same; new: each a new one; random: one of the stored; zipf: the same,"
              + " few of them often (default: one,new,random)");
  private final Option stored =
      option("--stored", "N[,N...]", "Visitors in the database before measuring (default: 10000)");
  private final Option seconds = option("--seconds", "N", "Measured for each line (default: 15)");
  private final Option latencySeconds =
      option(
          "--latency-seconds",
          "N",
          "Measured for each mode at half of its peak rate, longer (up to three times) until three"
              + " checkpoints are completed; 0: not at all (default: 60)");
  private final Option rate =
      option("--rate", "N", "Events a second of the latency lines, instead of half of the peak");
  private final Option runs =
      option(
          "--runs", "N", "Repetitions, each with a new server; medians are printed (default: 3)");
  private final Option threads =
      option(
          "--threads",
          "N",
          "Threads of the load generator (default: half of the cores, at most 4)");
  private final Option data =
      option(
          "--data",
          "FOLDER",
          "Folder on the disk to measure; what is made in it is deleted (default: target)");
  private final Option write = flag("--write", "Write the page to " + PAGE);

  IngestCommand(Checkout checkout) {
    super(
        "ingest",
        """
        Measures how many events a second the server stores durably, and how fast it answers.
        Starts servers of its own on free ports, drives them over HTTP from this process, counts with
        SQL what they stored, and prints a table only if that is what they acknowledged.
        """,
        """
        The whole page of figures takes about 20 minutes and some 20 GB of disk for a while:
          ./tippen bench ingest --connections 64,256,1024 --visitors one,new,random --write
        Many stored visitors against few:
          ./tippen bench ingest --connections 256 --visitors random,zipf --stored 10000,1000000
        Does it work at all:
          ./tippen bench ingest --connections 64 --seconds 3 --latency-seconds 3 --runs 1
        """);
    this.checkout = checkout;
  }

  @Override
  public int run(Arguments arguments) throws BenchFailure, InterruptedException {
    Results results =
        new IngestBenchmark(checkout, options(arguments), IngestCommand::progress)
            .run(shown(arguments.typed()), version());
    String page = Page.of(results);
    arguments.out().print(page);
    arguments.out().flush();
    if (arguments.has(write)) write(page);
    return 0;
  }

  IngestOptions options(Arguments arguments) {
    String folder = arguments.text(data);
    return new IngestOptions(
        integers(connections, "64,256", CONNECTIONS_LIMIT, arguments),
        list(visitors, "one,new,random", v -> Arguments.oneOf(Mode.class, visitors, v), arguments),
        integers(stored, "10000", STORED_LIMIT, arguments),
        integer(seconds, 15, 1, 3_600, arguments),
        integer(latencySeconds, 60, 0, 3_600, arguments),
        integer(runs, 3, 1, 100, arguments),
        rate(arguments),
        integer(threads, THREADS, 1, 64, arguments),
        folder == null ? checkout.root().resolve("target") : Path.of(folder).toAbsolutePath());
  }

  private static int integer(Option option, int preset, int min, int max, Arguments arguments) {
    Integer value = arguments.integer(option);
    return value == null ? preset : inRange(option, value, min, max);
  }

  private static List<Integer> integers(
      Option option, String preset, int max, Arguments arguments) {
    return list(
        option, preset, v -> inRange(option, Arguments.integer(option, v), 1, max), arguments);
  }

  private static int inRange(Option option, int value, int min, int max) {
    if (value >= min && value <= max) return value;
    throw new UsageException(
        "--%s is %d; allowed is %d to %d".formatted(option.getLongOpt(), value, min, max));
  }

  private static <T> List<T> list(
      Option option, String preset, Function<String, T> parsed, Arguments arguments) {
    String text = arguments.text(option);
    List<T> values =
        Arrays.stream((text == null ? preset : text).split(",", -1)).map(parsed).toList();
    if (values.stream().distinct().count() < values.size()) {
      throw new UsageException(
          "--%s names something twice: %s".formatted(option.getLongOpt(), text));
    }
    return values;
  }

  /// 0 if none was given.
  private double rate(Arguments arguments) {
    String text = arguments.text(rate);
    if (text == null) return 0;
    try {
      double value = Double.parseDouble(text);
      if (value > 0 && value < Double.POSITIVE_INFINITY) return value;
    } catch (NumberFormatException _) {
      // Said below, with the other values that are none.
    }
    throw new UsageException("--rate is " + text + "; allowed is a positive number");
  }

  /// The command as it was given, without a path of this machine.
  static String shown(List<String> arguments) {
    List<String> words = new ArrayList<>(arguments);
    int folder = words.indexOf("--data") + 1;
    if (folder > 0 && folder < words.size()) words.set(folder, "FOLDER");
    words.replaceAll(word -> word.startsWith("--data=") ? "--data=FOLDER" : word);
    words.addAll(0, List.of("./tippen", "bench", "ingest"));
    return String.join(" ", words);
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
