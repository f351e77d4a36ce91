package dev.tippen.cli;

import dev.tippen.config.Config;
import dev.tippen.config.ConfigException;
import dev.tippen.observe.LogFormat;
import dev.tippen.store.KeyStore;
import dev.tippen.store.StoreException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/// The command line `./tippen`. What goes wrong is said in one sentence on stderr; a stack trace
/// comes only with `TIPPEN_DEBUG=1`.
@Command(
    name = "tippen",
    synopsisSubcommandLabel = "COMMAND",
    description = "Who is on your site now: visitor analytics and live invitations, self-hosted.",
    footer = {
      "",
      "In a source checkout there are also",
      "  ./tippen dev     server, and the dashboard with reload while you edit",
      "  ./tippen test    everything that must hold: format, types, tests",
      "",
      "Exit codes: 0 done, 1 failed, 2 wrong usage, 70 the running server died.",
      "'./tippen help COMMAND' explains a command and shows examples."
    })
public final class Cli implements Runnable {
  private static final int HELP_WIDTH_CHARS = 100;

  private final Context context;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help")
  private boolean help;

  @Spec
  private @SuppressWarnings("NullAway.Init") CommandSpec spec;

  public Cli(ServerStarter starter, SecretKeyMaker.Source secretKeys) {
    this(new Context(starter, secretKeys, System.getenv()));
  }

  Cli(Context context) {
    this.context = context;
  }

  /// Runs one command.
  ///
  /// @return the exit code
  public int run(String... arguments) {
    LogFormat.install(Config.DEFAULTS.log().level());
    return commandLineFor(arguments).execute(arguments);
  }

  /// With all commands, as help and suggestions need them.
  CommandLine commandLine() {
    return commandLine(commands().keySet());
  }

  /// Reading the annotations of a command takes longer than most commands run: only the one that is
  /// asked for is made, all of them when it is none of them or help.
  private CommandLine commandLineFor(String... arguments) {
    String name = arguments.length == 0 ? "" : arguments[0];
    return commands().containsKey(name) && !name.equals("help")
        ? commandLine(Set.of(name))
        : commandLine();
  }

  private CommandLine commandLine(Set<String> names) {
    CommandLine root = new CommandLine(this);
    commands()
        .forEach((name, command) -> {
          if (names.contains(name)) root.addSubcommand(command.get());
        });
    return root.setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(HELP_WIDTH_CHARS)
        .setParameterExceptionHandler((e, _) -> wrongUsage(e))
        .setExecutionExceptionHandler((e, command, _) -> failed(e, command));
  }

  /// In the order of the help text.
  private Map<String, Supplier<Object>> commands() {
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("serve", () -> new ServeCommand(context));
    commands.put("demo", () -> new DemoCommand(context));
    commands.put("keys", this::keys);
    commands.put("identify", this::identify);
    commands.put("sql", () -> new SqlCommand(context));
    commands.put("info", () -> new InfoCommand(context));
    commands.put("version", VersionCommand::new);
    commands.put("help", HelpCommand::new);
    commands.put("aot-train", () -> new AotTrainCommand(context));
    return commands;
  }

  private CommandLine keys() {
    return new CommandLine(new KeysCommand())
        .addSubcommand(new KeysCreateCommand(context))
        .addSubcommand(new KeysListCommand(context))
        .addSubcommand(new KeysRevokeCommand(context));
  }

  private CommandLine identify() {
    return new CommandLine(new IdentifyCommand())
        .addSubcommand(new IdentifyStatusCommand(context))
        .addSubcommand(new IdentifyAgainCommand(context));
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  private int wrongUsage(ParameterException e) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName(" ");
    String help = name.replaceFirst("^tippen ?", "./tippen help ").strip();
    String sentence = oneLine(e.getMessage());
    if (e instanceof UnmatchedArgumentException unmatched) {
      List<String> nearest = unmatched.getSuggestions();
      sentence =
          "'%s' is unknown here".formatted(oneLine(unmatched.getUnmatched().getFirst()))
              + (nearest.isEmpty() ? "" : ", perhaps '" + nearest.getFirst() + "' is meant");
    }
    return say(command, sentence + "; '" + help + "' shows the usage", e, Exit.USAGE);
  }

  private int failed(Exception e, CommandLine command) {
    return switch (e) {
      case Failure f -> say(command, oneLine(f.getMessage()), f, f.exitCode());
      case ConfigException c -> say(command, oneLine(c.getMessage()), c, Exit.USAGE);
      case StoreException s -> say(command, oneLine(s.getMessage()), s, Exit.FAILED);
      case KeyStore.KeyExistsException k -> say(command, oneLine(k.getMessage()), k, Exit.FAILED);
      default ->
          say(command, "Something went wrong: " + oneLine(String.valueOf(e)), e, Exit.FAILED);
    };
  }

  private int say(CommandLine command, String sentence, Exception e, int exitCode) {
    PrintWriter err = command.getErr();
    err.println("tippen: " + sentence);
    if (isDebug(context.environment())) e.printStackTrace(err);
    err.flush();
    return exitCode;
  }

  private static boolean isDebug(Map<String, String> environment) {
    return "1".equals(environment.get("TIPPEN_DEBUG"));
  }

  private static String oneLine(@org.jspecify.annotations.Nullable String text) {
    return text == null ? "unknown" : Terminal.printable(text.strip().replaceAll("\\s+", " "));
  }
}
