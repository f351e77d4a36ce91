package dev.tippen.cli;

import dev.tippen.cli.args.Call;
import dev.tippen.cli.args.UsageException;
import dev.tippen.config.Config;
import dev.tippen.config.ConfigException;
import dev.tippen.observe.LogFormat;
import dev.tippen.store.KeyStore;
import dev.tippen.store.StoreException;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The command line `./tippen`. What goes wrong is said in one sentence on stderr; a stack trace
/// comes only with `TIPPEN_DEBUG=1`.
public final class Cli {
  private final Context context;

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
    PrintWriter out = new PrintWriter(System.out, /* autoFlush= */ true);
    PrintWriter err = new PrintWriter(System.err, /* autoFlush= */ true);
    return run(List.of(arguments), out, err);
  }

  int run(List<String> arguments, PrintWriter out, PrintWriter err) {
    Call call = Call.of(new TippenCommand(context), arguments);
    try {
      return call.run(out, err);
    } catch (Exception e) {
      return failed(e, call, err);
    }
  }

  private int failed(Exception e, Call call, PrintWriter err) {
    return switch (e) {
      case UsageException u -> wrongUsage(u, call, err);
      case Failure f -> say(oneLine(f.getMessage()), f, f.exitCode(), err);
      case ConfigException c -> say(oneLine(c.getMessage()), c, Exit.USAGE, err);
      case StoreException s -> say(oneLine(s.getMessage()), s, Exit.FAILED, err);
      case KeyStore.KeyExistsException k -> say(oneLine(k.getMessage()), k, Exit.FAILED, err);
      default -> say("Something went wrong: " + oneLine(String.valueOf(e)), e, Exit.FAILED, err);
    };
  }

  private int wrongUsage(UsageException e, Call call, PrintWriter err) {
    String help = "./tippen help" + call.name().substring(TippenCommand.NAME.length());
    String sentence = oneLine(e.getMessage()) + "; '" + help + "' shows the usage";
    return say(sentence, e, Exit.USAGE, err);
  }

  private int say(String sentence, Exception e, int exitCode, PrintWriter err) {
    err.println("tippen: " + sentence);
    if ("1".equals(context.environment().get("TIPPEN_DEBUG"))) e.printStackTrace(err);
    err.flush();
    return exitCode;
  }

  private static String oneLine(@Nullable String text) {
    return text == null ? "unknown" : Terminal.printable(text.strip().replaceAll("\\s+", " "));
  }
}
