package dev.tippen.bench;

import dev.tippen.bench.server.Checkout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `./tippen bench`. The launcher names the checkout in the system property `tippen.root`.
public final class Main {
  private static final String ROOT = "tippen.root";
  private static final int WIDTH = 100;

  private Main() {}

  public static void main(String[] arguments) throws IOException {
    if (arguments.length > 0 && arguments[0].equals("jmh")) {
      org.openjdk.jmh.Main.main(Arrays.copyOfRange(arguments, 1, arguments.length));
      return;
    }
    System.exit(run(arguments));
  }

  private static int run(String[] arguments) {
    Checkout checkout = new Checkout(Path.of(System.getProperty(ROOT, ".")).toAbsolutePath());
    CommandLine line =
        new CommandLine(new Bench())
            .addSubcommand(new IngestCommand(checkout))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setUsageHelpWidth(WIDTH)
            .setParameterExceptionHandler(Main::wrongUsage)
            .setExecutionExceptionHandler(Main::failed);
    return line.execute(arguments);
  }

  private static int wrongUsage(ParameterException e, String[] arguments) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName(" ");
    System.err.println("bench: " + e.getMessage() + "; '" + command + " --help' shows the usage");
    return CommandLine.ExitCode.USAGE;
  }

  private static int failed(Exception e, CommandLine line, CommandLine.ParseResult parsed)
      throws Exception {
    if (!(e instanceof BenchFailure)) throw e;
    System.err.println("bench: " + e.getMessage());
    if (e.getCause() != null && "1".equals(System.getenv("TIPPEN_DEBUG"))) e.printStackTrace();
    return 1;
  }

  @Command(
      name = "./tippen bench",
      synopsisSubcommandLabel = "ingest|jmh",
      description = "Measures Tippen on this machine.",
      footer = {
        "  jmh     micro-benchmarks: [PATTERN] and the options of JMH (-h lists them)",
        "",
        "'./tippen bench ingest --help' explains the load benchmark."
      })
  private static final class Bench implements Runnable {
    @Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "Print this page")
    private boolean help;

    @Spec
    private @SuppressWarnings("NullAway.Init") CommandSpec spec;

    @Override
    public void run() {
      throw new ParameterException(spec.commandLine(), "what to measure is missing");
    }
  }
}
