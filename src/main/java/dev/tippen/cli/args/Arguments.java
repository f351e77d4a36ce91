package dev.tippen.cli.args;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.jspecify.annotations.Nullable;

/// What a command was given. Values are read with the options that the command declared; those that
/// don't fit are a [UsageException].
public final class Arguments {
  private final Call call;
  private final CommandLine line;
  private final PrintWriter out;
  private final PrintWriter err;

  Arguments(Call call, CommandLine line, PrintWriter out, PrintWriter err) {
    this.call = call;
    this.line = line;
    this.out = out;
    this.err = err;
  }

  public boolean has(Option option) {
    return line.hasOption(option);
  }

  /// @return null if the option was not given
  public @Nullable String text(Option option) {
    return line.getOptionValue(option);
  }

  /// @return null if the option was not given
  public @Nullable Integer integer(Option option) {
    String text = text(option);
    return text == null ? null : integer(option, text);
  }

  /// @param text of the option's value or a part of it
  public static int integer(Option option, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException _) {
      throw new UsageException(
          "--%s takes a whole number, not '%s'".formatted(option.getLongOpt(), text));
    }
  }

  /// @return null if the option was not given
  public <E extends Enum<E>> @Nullable E oneOf(Class<E> type, Option option) {
    String text = text(option);
    return text == null ? null : oneOf(type, option, text);
  }

  /// Upper and lower case are the same.
  ///
  /// @param text of the option's value or a part of it
  public static <E extends Enum<E>> E oneOf(Class<E> type, Option option, String text) {
    for (E value : type.getEnumConstants()) if (value.name().equalsIgnoreCase(text)) return value;
    String allowed =
        Arrays.stream(type.getEnumConstants())
            .map(value -> value.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    throw new UsageException(
        "--%s takes one of %s, not '%s'".formatted(option.getLongOpt(), allowed, text));
  }

  /// The values of a repeated option in the order they were given.
  public List<String> all(Option option) {
    String[] values = line.getOptionValues(option);
    return values == null ? List.of() : List.of(values);
  }

  /// The one argument that is no option.
  public String parameter() {
    return line.getArgList().getFirst();
  }

  /// All arguments that are no options.
  public List<String> parameters() {
    return List.copyOf(line.getArgList());
  }

  /// As they were typed, without the names of the commands.
  public List<String> typed() {
    return call.arguments();
  }

  public PrintWriter out() {
    return out;
  }

  public PrintWriter err() {
    return err;
  }

  /// Prints the help of the command.
  public void printHelp() {
    call.printHelp(out);
  }
}
