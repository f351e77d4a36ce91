package dev.tippen.bench.report;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// `docs/benchmarks.md`: conditions, one table, what its columns mean, verdicts.
public final class Page {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Page() {}

  public static String of(Results r) {
    StringBuilder page = new StringBuilder();
    page.append(
            """
            # Benchmarks

            Durable events a second: an answer counts when its event is committed and synced. Written by the command below, not by hand; it writes nothing unless the databases hold exactly what was acknowledged.

            ```sh
            """)
        .append(r.conditions().command())
        .append("\n```\n\n## Conditions\n\n")
        .append(conditions(r))
        .append("\n## Results\n\n")
        .append(table(r))
        .append('\n')
        .append(explanation(r))
        .append("\n## Against the figures asked for\n\n");
    Verdict.of(r).forEach(line -> page.append("- ").append(line).append('\n'));
    return page.toString();
  }

  private static String conditions(Results r) {
    Conditions c = r.conditions();
    Conditions.Machine m = c.machine();
    return String.format(
        Locale.ROOT,
        """
        - %s, Tippen %s
        - %d cores for server and generator together (%s), %.1f GB RAM, %s, %s, data on %s
        - server: `./tippen serve --demo`, all defaults but rate limits off and the no-op endpoint on; `%s`
        - before the first measurement each kind of request runs for a while, a minute in all unless lines are short: until then the JVM compiles
        - one dashboard open during all measurements; it read %,d messages
        - generator: a second process, threads: %d, one request in flight a connection, %d bytes of JSON an event with an id of its own
        """,
        TIME.format(c.time()),
        c.version(),
        m.cores(),
        m.cpu(),
        m.ramBytes() / 1e9,
        m.system(),
        m.jdk(),
        c.fileSystem(),
        String.join(" ", c.jvmFlags()),
        c.dashboardMessages(),
        c.threads(),
        c.bodyBytes());
  }

  private static Table table(Results r) {
    Table table =
        new Table(
            "visitors",
            "stored",
            "conn.",
            "s",
            "events/s",
            "no-op/s",
            "share",
            "p50",
            "p99",
            "p99.9",
            "errors",
            "RSS",
            "peak",
            "CPU",
            "gen.",
            "other",
            "steal %",
            "batches/s",
            "batch",
            "syncs/s",
            "ckpts",
            "restarts",
            "WAL",
            "late");
    for (Line l : r.lines()) {
      Line.Key k = l.key();
      String open = k.open() ? " at " + Figures.whole(k.offeredRate()) + "/s" : "";
      table.row(
          k.mode().words() + open,
          Figures.whole(k.stored()),
          Figures.whole(k.connections()),
          Figures.whole(l.seconds()),
          Figures.whole(l.rate()),
          Figures.whole(l.noopRate()),
          Figures.number(l.share()),
          Figures.number(l.p50Ms()),
          Figures.number(l.p99Ms()),
          Figures.number(l.p999Ms()),
          Figures.errors(l.errors()),
          Figures.whole(l.rssMb()),
          Figures.whole(l.rssPeakMb()),
          Figures.number(l.serverCpu()),
          Figures.number(l.generatorCpu()),
          Figures.number(l.otherCpu()),
          Figures.number(l.stolen() * 100),
          Figures.whole(l.batchesPerSecond()),
          Figures.number(l.eventsPerBatch()),
          Figures.whole(l.syncsPerSecond()),
          Figures.whole(l.checkpoints()),
          Figures.whole(l.logRestarts()),
          Figures.whole(l.walMaxMb()),
          Figures.number(l.lateP99Ms()));
    }
    return table;
  }

  private static String explanation(Results r) {
    return String.format(
        Locale.ROOT,
        """
        %s. %,d acknowledged events; the databases have as many page views, as much usage of the key and as many events in the log, and exactly the %,d visitors.

        Idle RSS: %s MB. From the start of the process to its first 200: %s ms (median of 5, disk warm).

        Times are in ms, memory and files in MB (10^6 bytes).

        - **visitors:** who comes: always the same one, each a new one, or one of the stored, all equally likely (random) or few of them often (Zipf, exponent 0.99); **stored:** how many there were before. A line with a rate is an open loop: requests are sent at their time, and latency counts from then. The others are closed loops: each connection (**conn.**) sends when its answer has come. **s:** seconds measured.
        - **no-op/s:** the same server, router and decoding, answered at once without storing, just before; **share** is events/s to it.
        - **errors:** answers other than 200 by status, dropped, unanswered and unsent requests, of all runs.
        - **RSS, peak:** memory of the server at the end of the line, and the most since its start. **CPU:** processor seconds a second of the server, of the generator (**gen.**), and of everything else, the kernel's own threads included (**other**); **steal:** time of the cores that the hypervisor gave to others.
        - **batch:** events in a commit. **ckpts:** checkpoints as the server counts them; **restarts:** how often the write-ahead log began anew, after a checkpoint had copied all of it. **WAL:** its greatest length.
        - **late:** 99th percentile of how late the generator itself sent; the latencies contain it.
        - `-`: not known, or does not apply.
        """,
        r.runs() == 1
            ? "One run"
            : "Medians of " + r.runs() + " runs (errors, peak and WAL: of all runs)",
        r.events(),
        r.visitors(),
        Figures.whole(r.idleRssMb()),
        Figures.whole(r.firstAnswerMs()));
  }
}
