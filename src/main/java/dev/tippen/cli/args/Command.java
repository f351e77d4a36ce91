package dev.tippen.cli.args;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.jspecify.annotations.Nullable;

/// A command: its name, what its help says, its options and what it does. A subclass declares each
/// option once, in a field made by [#flag], [#option] or [#repeated], and reads its value from the
/// [Arguments] with that field. Nothing is found by reflection, so that the JVM's start-up cache
/// holds all of it. Every command has `-h` and `--help`.
///
/// For one thread.
public abstract class Command {
  private final String name;
  private final List<String> description;
  private final List<String> footer;
  private final Options options = new Options();
  private final Set<Option> repeatable = new HashSet<>();
  private final Map<String, Command> commands = new LinkedHashMap<>();
  private final Option help = Option.builder("h").longOpt("help").desc("Show this help").get();
  private String commandsLabel = "";
  private @Nullable Parameter parameter;

  /// A positional argument.
  ///
  /// @param many whether there may be any number of them; otherwise it is one, and required
  record Parameter(String label, String description, boolean many) {}

  /// @param description lines; the first one stands in the list of commands
  /// @param footer lines below the options, such as examples; may be empty
  protected Command(String name, String description, String footer) {
    this.name = name;
    this.description = description.lines().toList();
    this.footer = footer.lines().toList();
    options.addOption(help);
  }

  /// Does the work.
  ///
  /// @return the exit code
  /// @throws UsageException if the arguments are wrong in themselves or together
  public abstract int run(Arguments arguments) throws Exception;

  /// Whether it is left out of the list of commands.
  public boolean isHidden() {
    return false;
  }

  public final String name() {
    return name;
  }

  /// The commands below this one by name, in the order of the help.
  public final Map<String, Command> commands() {
    return Collections.unmodifiableMap(commands);
  }

  /// An option without a value, such as `--json`.
  public final Option flag(String name, String description) {
    return add(Option.builder().desc(description), name);
  }

  /// An option with one value, `--port N` or `--port=N`, that may be given once.
  ///
  /// @param label of the value in the help
  public final Option option(String name, String label, String description) {
    return add(Option.builder().hasArg().argName(label).desc(description), name);
  }

  /// An option with one value that may be given any number of times.
  public final Option repeated(String name, String label, String description) {
    Option option = option(name, label, description);
    repeatable.add(option);
    return option;
  }

  /// The one argument that is no option, which then is required.
  protected final void parameter(String label, String description) {
    parameter = new Parameter(label, description, /* many= */ false);
  }

  /// Any number of arguments that are no options.
  protected final void parameters(String label, String description) {
    parameter = new Parameter(label, description, /* many= */ true);
  }

  /// @param label of them all in the usage line
  protected final void commands(String label, Command... below) {
    commandsLabel = label;
    for (Command command : below) commands.put(command.name, command);
  }

  private Option add(Option.Builder builder, String name) {
    if (!name.startsWith("--")) throw new IllegalArgumentException(name);
    Option option = builder.longOpt(name.substring(2)).get();
    options.addOption(option);
    return option;
  }

  List<String> description() {
    return description;
  }

  List<String> footer() {
    return footer;
  }

  Options options() {
    return options;
  }

  Option help() {
    return help;
  }

  String commandsLabel() {
    return commandsLabel;
  }

  @Nullable Parameter parameter() {
    return parameter;
  }

  boolean isRepeatable(Option option) {
    return repeatable.contains(option);
  }
}
