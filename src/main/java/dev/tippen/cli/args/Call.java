package dev.tippen.cli.args;

import dev.tippen.config.Nearest;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;

/// A command and what it is called with.
///
/// @param name of the command with those above it, `tippen keys create`
/// @param arguments the rest of what was typed
public record Call(Command command, String name, List<String> arguments) {
  public Call {
    arguments = List.copyOf(arguments);
  }

  /// Follows the first words as far as they are commands.
  public static Call of(Command root, List<String> words) {
    Call call = new Call(root, root.name(), words);
    while (!call.arguments.isEmpty()) {
      String word = call.arguments.getFirst();
      Command below = call.command.commands().get(word);
      if (below == null) break;
      List<String> rest = call.arguments.subList(1, call.arguments.size());
      call = new Call(below, call.name + " " + word, rest);
    }
    return call;
  }

  /// Runs the command, or prints its help if that is asked for.
  ///
  /// @return the exit code
  /// @throws UsageException if the arguments are not those of the command
  /// @throws Exception what the command throws
  public int run(PrintWriter out, PrintWriter err) throws Exception {
    CommandLine line = parse();
    refuseRepetition(line);
    if (line.hasOption(command.help())) {
      printHelp(out);
      return 0;
    }
    checkParameters(line.getArgList());
    return command.run(new Arguments(this, line, out, err));
  }

  public void printHelp(PrintWriter out) {
    new HelpPage(command, name).print(out);
  }

  private CommandLine parse() {
    refuseLongOptionsWithOneDash();
    try {
      return DefaultParser.builder()
          .setAllowPartialMatching(false)
          .setStripLeadingAndTrailingQuotes(false)
          .get()
          .parse(command.options(), arguments.toArray(String[]::new));
    } catch (UnrecognizedOptionException e) {
      throw unknown(e.getOption());
    } catch (MissingArgumentException e) {
      throw new UsageException(
          "--%s needs a value (%s)"
              .formatted(e.getOption().getLongOpt(), e.getOption().getArgName()));
    } catch (ParseException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  /// The library takes `-data x`, and even `-datax`, for `--data x`.
  private void refuseLongOptionsWithOneDash() {
    for (String argument : arguments) {
      if (argument.equals("--")) return;
      for (Option option : command.options().getOptions()) {
        if (argument.startsWith("-" + option.getLongOpt())) throw unknown(argument);
      }
    }
  }

  private void refuseRepetition(CommandLine line) {
    Set<Option> seen = new HashSet<>();
    for (Option option : line.getOptions()) {
      if (!seen.add(option) && !command.isRepeatable(option)) {
        throw new UsageException("--%s may be given only once".formatted(option.getLongOpt()));
      }
    }
  }

  private void checkParameters(List<String> given) {
    Command.Parameter parameter = command.parameter();
    if (parameter != null && parameter.many()) return;
    int wanted = parameter == null ? 0 : 1;
    if (given.size() > wanted) throw unknown(given.get(wanted));
    if (parameter != null && given.isEmpty()) {
      throw new UsageException(parameter.label() + " is missing");
    }
  }

  private UsageException unknown(String argument) {
    int equals = argument.indexOf('=');
    String typed = equals < 0 ? argument : argument.substring(0, equals);
    if (equals > 0 && typed.startsWith("--") && command.options().hasLongOption(typed)) {
      return new UsageException(typed + " takes no value");
    }
    List<String> known = new ArrayList<>();
    if (typed.startsWith("-")) {
      for (Option option : command.options().getOptions()) known.add("--" + option.getLongOpt());
    }
    command
        .commands()
        .forEach((name, below) -> {
          if (!below.isHidden()) known.add(name);
        });
    String meant = Nearest.near(typed, known);
    return new UsageException(
        "'%s' is unknown here".formatted(typed)
            + (meant == null ? "" : ", perhaps '" + meant + "' is meant"));
  }
}
