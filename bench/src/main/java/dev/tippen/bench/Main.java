package dev.tippen.bench;

import dev.tippen.bench.analytics.AnalyticsCommand;
import dev.tippen.bench.server.Checkout;
import dev.tippen.cli.args.Arguments;
import dev.tippen.cli.args.Call;
import dev.tippen.cli.args.Command;
import dev.tippen.cli.args.UsageException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// `./tippen bench`. The launcher names the checkout in the system property `tippen.root`.
public final class Main {
  private static final String ROOT = "tippen.root";
  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;

  private Main() {}

  public static void main(String[] arguments) throws Exception {
    if (arguments.length > 0 && arguments[0].equals("jmh")) {
      org.openjdk.jmh.Main.main(Arrays.copyOfRange(arguments, 1, arguments.length));
      return;
    }
    System.exit(run(List.of(arguments)));
  }

  private static int run(List<String> arguments) throws Exception {
    Checkout checkout = new Checkout(Path.of(System.getProperty(ROOT, ".")).toAbsolutePath());
    Call call = Call.of(new Bench(checkout), arguments);
    try {
      return call.run(new PrintWriter(System.out, true), new PrintWriter(System.err, true));
    } catch (UsageException e) {
      System.err.println(
          "bench: " + e.getMessage() + "; '" + call.name() + " --help' shows the usage");
      return WRONG_USAGE;
    } catch (BenchFailure e) {
      System.err.println("bench: " + e.getMessage());
      if (e.getCause() != null && "1".equals(System.getenv("TIPPEN_DEBUG"))) e.printStackTrace();
      return FAILED;
    }
  }

  private static final class Bench extends Command {
    Bench(Checkout checkout) {
      super(
          "./tippen bench",
          "Measures Tippen on this machine.",
          """
          './tippen bench ingest --help' explains the load benchmark, './tippen bench analytics --help' that
          of questions to the history.
          './tippen bench jmh [PATTERN]' runs the micro-benchmarks with the options of JMH (-h lists them).
          """);
      commands("ingest|analytics|jmh", new IngestCommand(checkout), new AnalyticsCommand(checkout));
    }

    @Override
    public int run(Arguments arguments) {
      throw new UsageException("what to measure is missing");
    }
  }
}
