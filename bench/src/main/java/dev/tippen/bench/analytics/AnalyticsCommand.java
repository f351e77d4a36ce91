package dev.tippen.bench.analytics;

import dev.tippen.bench.BenchFailure;
import dev.tippen.bench.analytics.AnalyticsBenchmark.Line;
import dev.tippen.bench.analytics.AnalyticsBenchmark.Outcome;
import dev.tippen.bench.report.Conditions.Machine;
import dev.tippen.bench.server.Checkout;
import dev.tippen.cli.args.Arguments;
import dev.tippen.cli.args.Command;
import dev.tippen.cli.args.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.commons.cli.Option;

/// `./tippen bench analytics`.
public final class AnalyticsCommand extends Command {
  private static final String PAGE = "docs/benchmarks-analytics.md";

  private final Checkout checkout;
  private final Option events =
      option(
          "--events", "N", "Events in the history, half of them of one site (default: 10000000)");
  private final Option visitors = option("--visitors", "N", "Different visitors (default: 200000)");
  private final Option runs =
      option("--runs", "N", "Warm runs of each question; medians are printed (default: 7)");
  private final Option turns =
      option(
          "--turns",
          "N",
          "Turns of asking a real server with and without events coming in, 0: none (default: 5)");
  private final Option write = flag("--write", "Write the page to " + PAGE);

  public AnalyticsCommand(Checkout checkout) {
    super(
        "analytics",
        """
        Measures how fast the history answers.
        Makes 90 days of events on 100 sites by itself, moves them into a history as a server does,
        and asks each question about ranges that shift from run to run.
        """,
        """
        Does it work at all:
          ./tippen bench analytics --events 200000 --visitors 20000 --runs 3
        """);
    this.checkout = checkout;
  }

  @Override
  public int run(Arguments arguments) throws BenchFailure, InterruptedException {
    Integer eventsWanted = arguments.integer(events);
    Integer visitorsWanted = arguments.integer(visitors);
    Integer runsWanted = arguments.integer(runs);
    int n =
        inRange(events, eventsWanted == null ? 10_000_000 : eventsWanted, 10_000, 1_000_000_000);
    int v = inRange(visitors, visitorsWanted == null ? 200_000 : visitorsWanted, 100, 10_000_000);
    int r = inRange(runs, runsWanted == null ? 7 : runsWanted, 1, 1_000);
    Integer turnsWanted = arguments.integer(turns);
    int t = inRange(turns, turnsWanted == null ? 5 : turnsWanted, 0, 1_000);
    Outcome outcome =
        new AnalyticsBenchmark(checkout, n, v, r, t, text -> System.err.println("bench: " + text))
            .run();
    String page =
        page(
            outcome,
            v,
            arguments.typed().isEmpty() ? "" : " " + String.join(" ", arguments.typed()));
    arguments.out().print(page);
    arguments.out().flush();
    if (arguments.has(write)) {
      try {
        Files.writeString(checkout.root().resolve(PAGE), page);
      } catch (IOException e) {
        throw new BenchFailure("The page can't be written: " + e.getMessage());
      }
      System.err.println("bench: written to " + Path.of(PAGE));
    }
    return 0;
  }

  private static int inRange(Option option, int value, int min, int max) {
    if (value >= min && value <= max) return value;
    throw new UsageException(
        "--%s is %d; allowed is %d to %d".formatted(option.getLongOpt(), value, min, max));
  }

  private static String page(Outcome o, int visitors, String typed) {
    Machine machine = Machine.here();
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # How fast the history answers

        Written by the command below, not by hand. No answer is kept: each run asks about another range.

        ```sh
        ./tippen bench analytics%s
        ```

        - %s, %d cores (%s), %s, %s
        - %,d events of 90 days on %d sites, half of them on the largest; %,d visitors, %,d pages
        - moved into the history in %.0f s, %,.0f events a second; %,d bytes of files, %.1f bytes an event

        | question, 30 days | site | cold ms | median ms | worst ms |
        |:---|:---|---:|---:|---:|
        """
            .formatted(
                typed,
                Instant.now().truncatedTo(ChronoUnit.MINUTES),
                machine.cores(),
                machine.cpu(),
                machine.system(),
                machine.jdk(),
                o.events(),
                SyntheticHistory.SITES,
                visitors,
                SyntheticHistory.PAGES,
                o.loadSeconds(),
                o.events() / o.loadSeconds(),
                o.fileBytes(),
                (double) o.fileBytes() / o.events()));
    for (Line line : o.lines()) {
      page.append(
          "| %s | %s | %.1f | %.1f | %.1f |\n"
              .formatted(line.what(), line.site(), line.cold(), line.median(), line.worst()));
    }
    BesideIngest.Outcome beside = o.beside();
    if (beside != null) page.append(BesideIngest.page(beside));
    return page.toString();
  }
}
